#pragma once
#include <QtCore/QtCore>
#include "api_call.h"
namespace api {
template<> struct Id<QEvent> { static constexpr int id = 1; };
template<> struct Id<QLayout> { static constexpr int id = 2; };
template<> struct Id<QLayoutItem> { static constexpr int id = 3; };
template<> struct Id<QMutex> { static constexpr int id = 4; };
template<> struct Id<QObject> { static constexpr int id = 5; };
template<> struct Id<QPoint> { static constexpr int id = 6; };
template<> struct Id<QPoint::Part> { static constexpr int id = 7; };
template<> struct Id<QSampleData> { static constexpr int id = 8; };
template<> struct Id<QString> { static constexpr int id = 9; };
}

#include "QtCore.h"
namespace api {
void call_QLayout(Call &call, int form)
{
    [[maybe_unused]] QLayout *const self = static_cast<QLayout *>(static_cast<QObject *>(call.self));
    switch (form) {
    case 0: self->addItem(In<QLayoutItem *>::get(call, 0)); break;
    case 1: put(call, self->takeAt(In<int>::get(call, 0))); break;
    case 2: put(call, self->width()); break;
    case 3: self->setEdges(In<QFlags<Qt::Edge>>::get(call, 0)); break;
    case 4: self->setEdges(In<QFlags<Qt::Edge>>::get(call, 0), In<Qt::Mode>::get(call, 1)); break;
    case 5: self->mystery(In<QObject *>::get(call, 0)); break;
    case 6: { bool out0{}; put(call, self->name(&out0)); put(call, out0); } break;
    case 7: { bool out0{}; put(call, self->name(&out0, In<QList<QString>>::get(call, 0))); put(call, out0); } break;
    case 8: put(call, self->margin()); break;
    case 9: self->changed(In<QEvent *>::get(call, 0)); break;
    case 10: self->reset(); break;
    default: call.bad();
    }
}
void call_QString(Call &call, int form)
{
    [[maybe_unused]] QString *const self = static_cast<QString *>(call.self);
    switch (form) {
    case 0: call.created(new QString()); break;
    case 1: call.created(new QString(In<QString>::get(call, 0))); break;
    default: call.bad();
    }
}
void call_QSampleData(Call &call, int form)
{
    [[maybe_unused]] QSampleData *const self = static_cast<QSampleData *>(call.self);
    switch (form) {
    case 0: call.created(new QSampleData()); break;
    default: call.bad();
    }
}
}

#include "QtCore.h"
namespace api {
void call_QPoint(Call &call, int form)
{
    [[maybe_unused]] QPoint *const self = static_cast<QPoint *>(call.self);
    switch (form) {
    case 0: call.created(new QPoint(In<int>::get(call, 0), In<int>::get(call, 1))); break;
    case 1: call.created(new QPoint(In<QPoint>::get(call, 0))); break;
    case 2: self->operator+=(In<QPoint>::get(call, 0)); break;
    case 3: put(call, self->operator-()); break;
    case 4: put(call, self->part()); break;
    case 5: put(call, operator==(*self, In<QPoint>::get(call, 0))); break;
    case 6: put(call, operator*(*self, In<double>::get(call, 0))); break;
    default: call.bad();
    }
}
void call_QPoint_Part(Call &call, int form)
{
    [[maybe_unused]] QPoint::Part *const self = static_cast<QPoint::Part *>(call.self);
    switch (form) {
    case 0: put(call, self->x); break;
    case 1: self->x = In<int>::get(call, 0); break;
    case 2: call.created(new QPoint::Part()); break;
    default: call.bad();
    }
}
void call_QObject(Call &call, int form)
{
    [[maybe_unused]] QObject *const self = static_cast<QObject *>(static_cast<QObject *>(call.self));
    switch (form) {
    case 0: call.created(new QObject()); break;
    case 1: call.created(new QObject(In<QObject *>::get(call, 0))); break;
    default: call.bad();
    }
}
void call_QLayoutItem(Call &call, int form)
{
    [[maybe_unused]] QLayoutItem *const self = static_cast<QLayoutItem *>(call.self);
    switch (form) {
    case 0: put(call, self->width()); break;
    default: call.bad();
    }
}
}
