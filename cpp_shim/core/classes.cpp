#include "classes.h"

#include "registry.h"
#include "runtime.h"

#include <QMetaEnum>
#include <QMetaMethod>
#include <QMetaProperty>

namespace qta {

namespace {

QString latin1(const QByteArray &text)
{
    return QString::fromLatin1(text);
}

QVariantList describeProperties(const QMetaObject *type)
{
    QVariantList all;
    for (int i = type->propertyOffset(); i < type->propertyCount(); ++i) {
        const QMetaProperty property = type->property(i);
        if (!property.isReadable())
            continue;
        all.append(QVariant(QVariantList{i, latin1(property.name()), latin1(property.typeName()), property.isWritable(),
                                         property.notifySignalIndex()}));
    }
    return all;
}

QVariantList describeMethods(const QMetaObject *type)
{
    QVariantList all;
    for (int i = type->methodOffset(); i < type->methodCount(); ++i) {
        const QMetaMethod method = type->method(i);
        const bool isSignal = method.methodType() == QMetaMethod::Signal;
        if (!isSignal && method.access() != QMetaMethod::Public)
            continue;
        // The shorter forms of a signal with default arguments would be other signals of the same name.
        if (isSignal && (method.attributes() & QMetaMethod::Cloned))
            continue;
        QVariantList parameters;
        for (const QByteArray &name : method.parameterTypes())
            parameters.append(latin1(name));
        all.append(QVariant(QVariantList{i, latin1(method.name()), latin1(method.methodSignature()), isSignal ? 1 : 0,
                                         latin1(method.typeName()), parameters, method.parameterCount()}));
    }
    const std::vector<Extension> &extensions = runtime().registry.extensions();
    for (std::size_t i = 0; i < extensions.size(); ++i) {
        const Extension &extension = extensions[i];
        if (extension.owner != type)
            continue;
        QVariantList parameters;
        for (const QMetaType parameter : extension.parameters)
            parameters.append(latin1(parameter.name()));
        all.append(QVariant(QVariantList{kFirstExtension + static_cast<int>(i), latin1(extension.name),
                                         latin1(extension.signature()), 0, latin1(extension.result.name()), parameters,
                                         extension.required}));
    }
    return all;
}

QVariantList describeEnums(const QMetaObject *type)
{
    QVariantList all;
    for (int i = type->enumeratorOffset(); i < type->enumeratorCount(); ++i) {
        const QMetaEnum meta = type->enumerator(i);
        QVariantList keys, values;
        for (int k = 0; k < meta.keyCount(); ++k) {
            keys.append(latin1(meta.key(k)));
            values.append(meta.value(k));
        }
        all.append(QVariant(QVariantList{latin1(meta.name()), meta.isFlag(), QVariant(keys), QVariant(values)}));
    }
    return all;
}

}  // namespace

int Classes::idOf(const QMetaObject *type)
{
    // QML makes classes while a program runs, and takes them away: another one, of another name, may have come since to
    // the same place.
    const auto known = m_ids.constFind(type);
    if (known != m_ids.constEnd() && m_types[static_cast<std::size_t>(*known)].className == type->className())
        return *known;
    const int id = static_cast<int>(m_types.size());
    m_types.push_back({type, type->className()});
    m_ids.insert(type, id);
    return id;
}

const QMetaObject *Classes::find(int id) const
{
    return id >= 0 && static_cast<std::size_t>(id) < m_types.size() ? m_types[static_cast<std::size_t>(id)].type : nullptr;
}

const QMetaObject *Classes::named(const QByteArray &className) const
{
    for (const Known &known : m_types) {
        if (className == known.className)
            return known.type;
    }
    return nullptr;
}

QVariantMap Classes::describe(const QMetaObject *type)
{
    const QMetaObject *base = type->superClass();
    return {
        {QStringLiteral("className"), latin1(type->className())},
        {QStringLiteral("base"), base ? QVariant(idOf(base)) : QVariant()},
        {QStringLiteral("properties"), describeProperties(type)},
        {QStringLiteral("methods"), describeMethods(type)},
        {QStringLiteral("enums"), describeEnums(type)},
    };
}

}  // namespace qta
