#include "script_object.h"

#include "script_call.h"

#include "promises.h"
#include "abi/runtime.h"

#include <QJSEngine>
#include <QJSValue>
#include <QPointer>
#include <QQmlEngine>
#include <QtQml/qqmlprivate.h>

#include <array>

namespace qta {

QVariant fromQml(const QVariant &value)
{
    if (value.metaType() != QMetaType::fromType<QJSValue>())
        return value;
    const QJSValue script = value.value<QJSValue>();
    // A function of QML's stays what it is: it can be kept, and given back.
    return script.isCallable() ? value : script.toVariant();
}

void keepForQml(const QVariant &value)
{
    if (value.metaType().flags() & QMetaType::PointerToQObject) {
        // What a method returns belongs to QML from then on, unless it is said whose it is.
        QObject *object = value.value<QObject *>();
        if (object && QQmlEngine::objectOwnership(object) == QQmlEngine::CppOwnership)
            QQmlEngine::setObjectOwnership(object, QQmlEngine::CppOwnership);
    } else if (value.metaType().id() == QMetaType::QVariantList) {
        for (const QVariant &item : *static_cast<const QVariantList *>(value.constData()))
            keepForQml(item);
    } else if (value.metaType().id() == QMetaType::QVariantMap) {
        for (const QVariant &item : *static_cast<const QVariantMap *>(value.constData()))
            keepForQml(item);
    }
}

ScriptObject::ScriptObject(DynamicClass *type, QObject *parent) : QObject(parent), m_type(type), m_values(type->defaults)
{
    m_values.resize(static_cast<std::size_t>(type->propertyCount()));
}

const QMetaObject *ScriptObject::metaObject() const
{
    // QML gives objects that it has made a meta-object of their own.
    return d_ptr->metaObject ? d_ptr->dynamicMetaObject() : m_type->metaObject();
}

void *ScriptObject::qt_metacast(const char *name)
{
    return name && m_type->definition().name == name ? static_cast<void *>(this) : QObject::qt_metacast(name);
}

int ScriptObject::qt_metacall(QMetaObject::Call call, int id, void **arguments)
{
    id = QObject::qt_metacall(call, id, arguments);
    if (id < 0)
        return id;
    switch (call) {
    case QMetaObject::InvokeMetaMethod:
        if (id < m_type->signalCount()) {
            QMetaObject::activate(this, m_type->metaObject(), id, arguments);
        } else if (id < m_type->methodCount()) {
            const QPointer<QObject> alive = this;
            const int count = m_type->methodCount();
            QVariant result = callFunction(m_type->form(id), arguments);
            if (arguments[0])
                *static_cast<QVariant *>(arguments[0]) = std::move(result);
            return alive ? id - count : -1;
        }
        return id - m_type->methodCount();
    case QMetaObject::RegisterMethodArgumentMetaType:
        if (id < m_type->methodCount())
            *static_cast<QMetaType *>(arguments[0]) = QMetaType();
        return id - m_type->methodCount();
    case QMetaObject::ReadProperty:
        if (id < m_type->propertyCount())
            *static_cast<QVariant *>(arguments[0]) = withoutGone(m_values[static_cast<std::size_t>(id)]);
        return id - m_type->propertyCount();
    case QMetaObject::WriteProperty:
        if (id < m_type->propertyCount())
            write(id, *static_cast<const QVariant *>(arguments[0]));
        return id - m_type->propertyCount();
    case QMetaObject::ResetProperty:
    case QMetaObject::BindableProperty:
        return id - m_type->propertyCount();
    case QMetaObject::RegisterPropertyMetaType:
        if (id < m_type->propertyCount())
            *static_cast<QMetaType *>(arguments[0]) = QMetaType();
        return id - m_type->propertyCount();
    default:
        return id;
    }
}

void ScriptObject::write(int property, const QVariant &value)
{
    const QVariant plain = fromQml(value);
    QVariant &mine = m_values[static_cast<std::size_t>(property)];
    if (mine.metaType() == plain.metaType() && mine == plain)
        return;
    keepForQml(plain);
    mine = plain;
    std::array<void *, 1> none{};
    QMetaObject::activate(this, m_type->metaObject(), property, none.data());
}

bool ScriptObject::emitSignal(const QByteArray &name, const QVariantList &arguments)
{
    const std::vector<DynamicClass::Signal> &all = m_type->definition().signalList;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].name != name)
            continue;
        if (all[i].parameters.size() != arguments.size())
            return false;
        QVariantList values = arguments;
        std::vector<void *> pointers{nullptr};
        for (QVariant &value : values) {
            keepForQml(value);
            pointers.push_back(&value);
        }
        QMetaObject::activate(this, m_type->metaObject(), m_type->propertyCount() + static_cast<int>(i), pointers.data());
        return true;
    }
    return false;
}

QVariant ScriptObject::callFunction(const DynamicClass::Form &form, void **arguments)
{
    // Before the call: the function may destroy this object.
    const QPointer<QJSEngine> engine = qjsEngine(this);
    QVariantList values;
    for (int i = 1; i <= form.count; ++i)
        values.append(*static_cast<const QVariant *>(arguments[i]));
    QVariant value;
    switch (ScriptCall(this, form.function, values).run(value)) {
    case QTA_FUNCTION_RETURNED:
        return value;
    case QTA_FUNCTION_THREW:
        if (engine)
            engine->throwError(errorFrom(*engine, value));
        return {};
    case QTA_FUNCTION_PROMISED:
        return engine ? QVariant::fromValue(Promises::of(*engine).make(value.toInt())) : QVariant();
    }
    return {};
}

ScriptElement::~ScriptElement()
{
    QQmlPrivate::qdeclarativeelement_destructor(this);
}

}  // namespace qta
