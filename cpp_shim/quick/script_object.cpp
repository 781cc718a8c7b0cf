#include "script_object.h"

#include "promises.h"
#include "qt_private/qml_elements.h"
#include "script_calls.h"
#include "wire/values.h"

#include <QJSEngine>
#include <QJSValue>
#include <QPointer>
#include <QQmlEngine>

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

ScriptObject::ScriptObject(const ScriptClass &type, QObject *parent)
    : DynamicObject(*type.type, parent), m_calls(*type.calls), m_values(type.defaults)
{
    m_values.resize(static_cast<std::size_t>(m_type.propertyCount()));
}

QVariant ScriptObject::readProperty(int property) const
{
    return m_calls.values.withoutGone(m_values[static_cast<std::size_t>(property)]);
}

void ScriptObject::writeProperty(int property, const QVariant &value)
{
    const QVariant plain = fromQml(value);
    QVariant &mine = m_values[static_cast<std::size_t>(property)];
    if (mine.metaType() == plain.metaType() && mine == plain)
        return;
    keepForQml(plain);
    mine = plain;
    std::array<void *, 1> none{};
    activate(property, none.data());
}

bool ScriptObject::emitSignal(const QByteArray &name, const QVariantList &arguments)
{
    const std::vector<DynamicClass::Signal> &all = m_type.definition().signalList;
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
        activate(m_type.propertyCount() + static_cast<int>(i), pointers.data());
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
    switch (m_calls.run(this, form.function, values, value)) {
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
    elementDestroyed(this);
}

}  // namespace qta
