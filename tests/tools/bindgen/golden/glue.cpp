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
#include "calls/api_checks.h"
namespace qta::api {
struct __attribute__((visibility("default"))) Concrete_QLayout : QLayout {
    using QLayout::QLayout;
    void addItem(QLayoutItem *) override {}
};
static void call_QLayout(Call &call, int form)
{
    [[maybe_unused]] QLayout *const self = static_cast<QLayout *>(static_cast<QObject *>(call.self));
    switch (form) {
    case 0: { refuseInItself(call, self, (QLayoutItem *)In<QLayoutItem *>::get(call, 0)); self->addItem(In<QLayoutItem *>::get(call, 0)); call.gives(0); } break;
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
    case 11: call.created(static_cast<QLayout *>(new Concrete_QLayout(In<QObject *>::get(call, 0)))); break;
    case 12: call.created(static_cast<QLayout *>(new Concrete_QLayout(In<QObject *>::get(call, 0), In<QString>::get(call, 1)))); break;
    default: call.bad();
    }
}
static const ApiBase bases_QLayout[] = {{Id<QObject>::id, offsetOf<QLayout, QObject>()}, {Id<QLayoutItem>::id, offsetOf<QLayout, QLayoutItem>()}};
static std::size_t place_QLayout_0() { return placeOf(static_cast<void (QLayout::*)(QLayoutItem *)>(&QLayout::addItem)); }
static void thunk_QLayout_0(QLayout *self, QLayoutItem * a0)
{
    Override o(self, functionOf<QLayout>(0), place_QLayout_0());
    if (o) {
        Call &call = o.arguments();
        put(call, a0);
        if (o.ask()) { return; }
        if (o.isGone()) return;
    }
    o.own<void (*)(QLayout *, QLayoutItem *)>()(self, a0);
}
static std::size_t place_QLayout_1() { return placeOf(static_cast<QLayoutItem * (QLayout::*)(int)>(&QLayout::takeAt)); }
static QLayoutItem * thunk_QLayout_1(QLayout *self, int a0)
{
    Override o(self, functionOf<QLayout>(1), place_QLayout_1());
    if (o) {
        Call &call = o.arguments();
        put(call, a0);
        if (o.ask()) { try { call.gives(1); return In<QLayoutItem *>::get(call, 1); } catch (const ApiError &error) { o.refuse(error.message); } }
        if (o.isGone()) return {};
    }
    return o.own<QLayoutItem * (*)(QLayout *, int)>()(self, a0);
}
static std::size_t place_QLayout_s0() { return placeOf(static_cast<int (QLayout::*)() const>(&QLayout::width)); }
static int thunk_QLayout_s0(const QLayout *self)
{
    Override o(self, functionOf<QLayoutItem>(0), place_QLayout_s0());
    if (o) {
        Call &call = o.arguments();
        
        if (o.ask()) { return In<int>::get(call, 1); }
        if (o.isGone()) return {};
    }
    return o.own<int (*)(const QLayout *)>()(self);
}
static const ApiVirtual virtuals_QLayout[] = {{functionOf<QLayout>(0), &place_QLayout_0, reinterpret_cast<void *>(&thunk_QLayout_0)}, {functionOf<QLayout>(1), &place_QLayout_1, reinterpret_cast<void *>(&thunk_QLayout_1)}, {functionOf<QLayoutItem>(0), &place_QLayout_s0, reinterpret_cast<void *>(&thunk_QLayout_s0)}};
static const ApiOwnForm own_QLayout[] = {{0, functionOf<QLayout>(0)}, {1, functionOf<QLayout>(1)}, {2, functionOf<QLayoutItem>(0)}};
extern const ApiGlue glue_QLayout = {call_QLayout, nullptr, nullptr, &QLayout::staticMetaObject, bases_QLayout, 2, virtuals_QLayout, 3, own_QLayout, 3};
}

#include "QtCore.h"
namespace qta::api {
struct X_QObject : QObject { using QObject::timerEvent; };
static void call_QObject(Call &call, int form)
{
    [[maybe_unused]] QObject *const self = static_cast<QObject *>(static_cast<QObject *>(call.self));
    switch (form) {
    case 0: call.created(new QObject()); break;
    case 1: call.created(new QObject(In<QObject *>::get(call, 0))); break;
    case 2: (self->*static_cast<void (QObject::*)(int)>(&X_QObject::timerEvent))(In<int>::get(call, 0)); break;
    default: call.bad();
    }
}
static std::size_t place_QObject_0() { return placeOf(static_cast<void (QObject::*)(int)>(&X_QObject::timerEvent)); }
static void thunk_QObject_0(QObject *self, int a0)
{
    Override o(self, functionOf<QObject>(0), place_QObject_0());
    if (o) {
        Call &call = o.arguments();
        put(call, a0);
        if (o.ask()) { return; }
        if (o.isGone()) return;
    }
    o.own<void (*)(QObject *, int)>()(self, a0);
}
static const ApiVirtual virtuals_QObject[] = {{functionOf<QObject>(0), &place_QObject_0, reinterpret_cast<void *>(&thunk_QObject_0)}};
static const ApiOwnForm own_QObject[] = {{2, functionOf<QObject>(0)}};
extern const ApiGlue glue_QObject = {call_QObject, nullptr, nullptr, &QObject::staticMetaObject, nullptr, 0, virtuals_QObject, 1, own_QObject, 1};
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
extern const ApiGlue glue_QPoint_Part = {call_QPoint_Part, destroy<QPoint::Part>, copy<QPoint::Part>, nullptr, nullptr, 0, nullptr, 0, nullptr, 0};
static void call_QLayoutItem(Call &call, int form)
{
    [[maybe_unused]] QLayoutItem *const self = static_cast<QLayoutItem *>(call.self);
    switch (form) {
    case 0: put(call, self->width()); break;
    default: call.bad();
    }
}
static std::size_t place_QLayoutItem_0() { return placeOf(static_cast<int (QLayoutItem::*)() const>(&QLayoutItem::width)); }
static int thunk_QLayoutItem_0(const QLayoutItem *self)
{
    Override o(self, functionOf<QLayoutItem>(0), place_QLayoutItem_0());
    if (o) {
        Call &call = o.arguments();
        
        if (o.ask()) { return In<int>::get(call, 1); }
        if (o.isGone()) return {};
    }
    return o.own<int (*)(const QLayoutItem *)>()(self);
}
static const ApiVirtual virtuals_QLayoutItem[] = {{functionOf<QLayoutItem>(0), &place_QLayoutItem_0, reinterpret_cast<void *>(&thunk_QLayoutItem_0)}};
static const ApiOwnForm own_QLayoutItem[] = {{0, functionOf<QLayoutItem>(0)}};
extern const ApiGlue glue_QLayoutItem = {call_QLayoutItem, destroy<QLayoutItem>, nullptr, nullptr, nullptr, 0, virtuals_QLayoutItem, 1, own_QLayoutItem, 1};
static void call_QSampleData(Call &call, int form)
{
    [[maybe_unused]] QSampleData *const self = static_cast<QSampleData *>(call.self);
    switch (form) {
    case 0: call.created(new QSampleData()); break;
    default: call.bad();
    }
}
extern const ApiGlue glue_QSampleData = {call_QSampleData, destroy<QSampleData>, copy<QSampleData>, nullptr, nullptr, 0, nullptr, 0, nullptr, 0};
extern const ApiGlue glue_QEvent = {nullptr, destroy<QEvent>, nullptr, nullptr, nullptr, 0, nullptr, 0, nullptr, 0};
extern const ApiGlue glue_QMutex = {nullptr, destroy<QMutex>, copy<QMutex>, nullptr, nullptr, 0, nullptr, 0, nullptr, 0};
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
