#pragma once
#include <QtCore/QtCore>
#include "calls/api_call.h"
namespace qta::api {
template<> struct Id<QEvent> { static constexpr int id = 1; };
template<> struct Id<QLayout> { static constexpr int id = 2; };
template<> struct Id<QLayoutItem> { static constexpr int id = 3; };
template<> struct Id<QMutex> { static constexpr int id = 4; };
template<> struct Id<QObject> { static constexpr int id = 5; };
template<> struct IsPlain<QPoint> : std::true_type {};
template<> struct Id<QPoint::Part> { static constexpr int id = 7; };
template<> struct Id<QSampleData> { static constexpr int id = 8; };
template<> struct IsPlain<QString> : std::true_type {};
}

#include "QtCore.h"
namespace qta::api {
static void call_QLayout(Call &call, int form)
{
    [[maybe_unused]] QLayout *const self = static_cast<QLayout *>(static_cast<QObject *>(call.self));
    switch (form) {
    case 0: self->addItem(In<QLayoutItem *>::get(call, 0)); call.gives(0); break;
    case 1: call.taken(self->takeAt(In<int>::get(call, 0))); break;
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
static const ApiBase bases_QLayout[] = {{Id<QObject>::id, offsetOf<QLayout, QObject>()}, {Id<QLayoutItem>::id, offsetOf<QLayout, QLayoutItem>()}};
extern const ApiGlue glue_QLayout = {call_QLayout, nullptr, nullptr, &QLayout::staticMetaObject, bases_QLayout, 2};
}

#include "QtCore.h"
namespace qta::api {
static void call_QPoint_Part(Call &call, int form)
{
    [[maybe_unused]] QPoint::Part *const self = static_cast<QPoint::Part *>(call.self);
    switch (form) {
    case 0: put(call, self->x); break;
    case 1: self->x = In<int>::get(call, 0); break;
    case 2: call.created(new QPoint::Part()); break;
    default: call.bad();
    }
}
extern const ApiGlue glue_QPoint_Part = {call_QPoint_Part, destroy<QPoint::Part>, copy<QPoint::Part>, nullptr, nullptr, 0};
static void call_QObject(Call &call, int form)
{
    [[maybe_unused]] QObject *const self = static_cast<QObject *>(static_cast<QObject *>(call.self));
    switch (form) {
    case 0: call.created(new QObject()); break;
    case 1: call.created(new QObject(In<QObject *>::get(call, 0))); break;
    default: call.bad();
    }
}
extern const ApiGlue glue_QObject = {call_QObject, nullptr, nullptr, &QObject::staticMetaObject, nullptr, 0};
static void call_QLayoutItem(Call &call, int form)
{
    [[maybe_unused]] QLayoutItem *const self = static_cast<QLayoutItem *>(call.self);
    switch (form) {
    case 0: put(call, self->width()); break;
    default: call.bad();
    }
}
extern const ApiGlue glue_QLayoutItem = {call_QLayoutItem, destroy<QLayoutItem>, nullptr, nullptr, nullptr, 0};
static void call_QSampleData(Call &call, int form)
{
    [[maybe_unused]] QSampleData *const self = static_cast<QSampleData *>(call.self);
    switch (form) {
    case 0: call.created(new QSampleData()); break;
    default: call.bad();
    }
}
extern const ApiGlue glue_QSampleData = {call_QSampleData, destroy<QSampleData>, copy<QSampleData>, nullptr, nullptr, 0};
extern const ApiGlue glue_QEvent = {nullptr, destroy<QEvent>, nullptr, nullptr, nullptr, 0};
extern const ApiGlue glue_QMutex = {nullptr, destroy<QMutex>, copy<QMutex>, nullptr, nullptr, 0};
}

#include "abi/runtime.h"
#ifdef QTA_API_TABLE
namespace qta { extern const ApiTable kApi_core; }
#endif
namespace qta::api {
extern const ApiGlue glue_QEvent;
extern const ApiGlue glue_QLayout;
extern const ApiGlue glue_QLayoutItem;
extern const ApiGlue glue_QMutex;
extern const ApiGlue glue_QObject;
extern const ApiGlue glue_QPoint_Part;
extern const ApiGlue glue_QSampleData;
static const ApiGlue *const glue[] = {&glue_QEvent, &glue_QLayout, &glue_QLayoutItem, &glue_QMutex, &glue_QObject, nullptr, &glue_QPoint_Part, &glue_QSampleData, nullptr};
static const ApiModule module = {1, glue, 9};
}
QTA_EXPORT int32_t qta_api_core_open(void)
{
    qta::ApiClasses &classes = qta::runtime().api.classes;
#ifdef QTA_API_TABLE
    classes.addTable(qta::kApi_core);
#endif
    classes.addModule(qta::api::module);
    return QTA_DONE;
}
