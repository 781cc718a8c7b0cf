#include "objects/classes.h"

#include "objects/registry.h"
#include "wire/plain.h"

#include <QMetaEnum>

#include <algorithm>
#include <dlfcn.h>

namespace qta {

namespace {

QString latin1(const QByteArray &text)
{
    return QString::fromLatin1(text);
}

bool isCompiled(const QMetaObject *type)
{
    Dl_info info;
    return ::dladdr(type, &info) != 0;
}

// Objects of D-Bus want more than the value of a property.
bool isRemote(const QMetaObject *type)
{
    for (; type; type = type->superClass()) {
        if (qstrcmp(type->className(), "QDBusAbstractInterface") == 0)
            return true;
    }
    return false;
}

bool isOfQt(const QMetaObject *type)
{
    return QByteArrayView(type->className()).startsWith('Q');
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

QVariantList describeMethods(const Registry &registry, const QMetaObject *type)
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
        all.append(QVariant(QVariantList{i, latin1(method.name()), latin1(method.methodSignature()), isSignal ? QTA_MEMBER_SIGNAL : QTA_MEMBER_METHOD,
                                         latin1(method.typeName()), parameters, method.parameterCount()}));
    }
    const std::deque<Extension> &extensions = registry.extensions();
    for (std::size_t i = 0; i < extensions.size(); ++i) {
        const Extension &extension = extensions[i];
        if (extension.owner != type)
            continue;
        QVariantList parameters;
        for (const QMetaType parameter : extension.parameters)
            parameters.append(latin1(parameter.name()));
        all.append(QVariant(QVariantList{QTA_LAYOUT_FIRST_EXTENSION + static_cast<int>(i), latin1(extension.name),
                                         latin1(extension.signature()), QTA_MEMBER_METHOD, latin1(extension.result.name()), parameters,
                                         extension.required}));
    }
    return all;
}

QVariantList describeEnums(const Registry &registry, const QMetaObject *type)
{
    QVariantList all;
    for (int i = type->enumeratorOffset(); i < type->enumeratorCount(); ++i) {
        const QMetaEnum meta = type->enumerator(i);
        QVariantList keys, values;
        for (int k = 0; k < meta.keyCount(); ++k) {
            keys.append(latin1(meta.key(k)));
            values.append(meta.value(k));
        }
        all.append(QVariant(QVariantList{latin1(meta.name()), meta.isFlag(), QVariant(keys), QVariant(values), false}));
    }
    for (const EnumNames &names : registry.enums()) {
        if (names.scope != type)
            continue;
        QVariantList keys, values;
        for (const auto &[key, value] : names.values) {
            keys.append(latin1(key));
            values.append(value);
        }
        all.append(QVariant(QVariantList{latin1(names.name), false, QVariant(keys), QVariant(values), true}));
    }
    return all;
}

QVariantList describeNullable(const Registry &registry, const QMetaObject *type)
{
    QVariantList all;
    for (int i = type->methodOffset(); i < type->methodCount(); ++i) {
        if (registry.isNullable(type, type->method(i).name()))
            all.append(latin1(type->method(i).name()));
    }
    for (const Extension &extension : registry.extensions()) {
        if (extension.owner == type && registry.isNullable(type, extension.name))
            all.append(latin1(extension.name));
    }
    return all;
}

QVariantList describeHidden(const Registry &registry, const QMetaObject *type)
{
    QVariantList all;
    for (const QByteArray &signature : registry.hiddenBy(type))
        all.append(latin1(signature));
    return all;
}

}  // namespace

QByteArray Method::signature() const
{
    return extension ? extension->signature() : meta.methodSignature();
}

void Method::call(QObject *object, void **arguments) const
{
    if (extension)
        extension->call(object, arguments);
    else
        QMetaObject::metacall(object, QMetaObject::InvokeMetaMethod, index, arguments);
}

Class::Class(const QMetaObject *meta, int id, const Registry &registry)
    : meta(meta), id(id), m_registry(registry), m_name(meta->className()), m_propertyCount(meta->propertyCount()),
      m_methodCount(meta->methodCount()), m_isStatic(isCompiled(meta))
{
}

bool Class::isCurrent() const
{
    return m_isStatic
        || (m_name == meta->className() && m_propertyCount == meta->propertyCount() && m_methodCount == meta->methodCount());
}

template<class Member>
const Member *Class::member(std::vector<std::unique_ptr<Member>> &all, std::size_t place, int index, Member &storage)
{
    if (place < all.size() && all[place])
        return all[place].get();
    if (!make(index, storage))
        return nullptr;
    if (!m_isStatic)
        return &storage;
    if (place >= all.size())
        all.resize(place + 1);
    all[place] = std::make_unique<Member>(storage);
    return all[place].get();
}

const Property *Class::property(int index, Property &storage)
{
    return member(m_properties, static_cast<std::size_t>(index), index, storage);
}

const Method *Class::method(int index, Method &storage)
{
    const int place = index < QTA_LAYOUT_FIRST_EXTENSION ? index : index - QTA_LAYOUT_FIRST_EXTENSION + m_methodCount;
    return member(m_methods, static_cast<std::size_t>(place), index, storage);
}

bool Class::make(int index, Property &property) const
{
    property.meta = meta->property(index);
    property.type = property.meta.metaType();
    property.guards = m_registry.guardsOf(meta, property.meta.name(), {property.type});
    property.isPlain = m_isStatic && Plain::is(property.type) && !isRemote(meta) && property.guards.empty();
    return property.meta.isValid();
}

bool Class::make(int index, Method &method) const
{
    method.index = index;
    QMetaType result;
    if (index >= QTA_LAYOUT_FIRST_EXTENSION) {
        const std::deque<Extension> &extensions = m_registry.extensions();
        const std::size_t at = static_cast<std::size_t>(index - QTA_LAYOUT_FIRST_EXTENSION);
        if (at >= extensions.size() || !meta->inherits(extensions[at].owner))
            return false;
        method.extension = &extensions[at];
        method.required = method.extension->required;
        method.count = static_cast<int>(method.extension->parameters.size());
        result = method.extension->result;
    } else {
        method.meta = meta->method(index);
        if (!method.meta.isValid())
            return false;
        method.required = method.count = method.meta.parameterCount();
        result = method.meta.returnMetaType();
    }
    if (method.count > kMaxArguments)
        return false;
    if (result.isValid() && result.id() != QMetaType::Void)
        method.result = result;
    for (int i = 0; i < method.count; ++i) {
        method.parameters[static_cast<std::size_t>(i)] =
            method.extension ? method.extension->parameters[static_cast<std::size_t>(i)] : method.meta.parameterMetaType(i);
    }
    const QByteArray name = method.extension ? method.extension->name : method.meta.name();
    const QMetaObject *owner = method.extension ? method.extension->owner : method.meta.enclosingMetaObject();
    if (m_registry.isHidden(meta, method.signature()))
        return false;
    const auto end = method.parameters.begin() + method.count;
    // What Qt documents of its own classes; of others nothing is known.
    method.isNullable = !isOfQt(owner) || m_registry.isNullable(owner, name);
    method.guards = m_registry.guardsOf(meta, name, {method.parameters.begin(), end});
    method.isPlain = std::all_of(method.parameters.begin(), end, Plain::is) && method.guards.empty();
    return true;
}

Class &Classes::of(const QMetaObject *type)
{
    if (Class *known = m_current.value(type); known && known->isCurrent())
        return *known;
    auto made = std::make_unique<Class>(type, ++m_lastId, m_registry);
    Class &current = *made;
    m_all.emplace(current.id, std::move(made));
    m_current.insert(type, &current);
    if (!current.isStatic() && type->superClass()) {
        current.base = &of(type->superClass());
        ++current.base->users;
    }
    return current;
}

void Classes::release(Class *type)
{
    while (type && --type->users == 0 && !type->isStatic()) {
        Class *const base = type->base;
        m_gone.push_back(type->id);
        // Another one may have come to the same place.
        if (m_current.value(type->meta) == type)
            m_current.remove(type->meta);
        m_all.erase(type->id);
        type = base;
    }
}

const QMetaObject *Classes::find(int id) const
{
    const auto found = m_all.find(id);
    return found == m_all.end() ? nullptr : found->second->meta;
}

const QMetaObject *Classes::named(const QByteArray &className) const
{
    for (const auto &[id, known] : m_all) {
        if (known->name() == className)
            return known->meta;
    }
    return nullptr;
}

QVariantMap Classes::describe(const QMetaObject *type)
{
    const QMetaObject *base = type->superClass();
    return {
        {QStringLiteral("className"), latin1(type->className())},
        {QStringLiteral("base"), base ? QVariant(of(base).id) : QVariant()},
        {QStringLiteral("properties"), describeProperties(type)},
        {QStringLiteral("methods"), describeMethods(m_registry, type)},
        {QStringLiteral("enums"), describeEnums(m_registry, type)},
        {QStringLiteral("hidden"), describeHidden(m_registry, type)},
        {QStringLiteral("nullable"), describeNullable(m_registry, type)},
    };
}

}  // namespace qta
