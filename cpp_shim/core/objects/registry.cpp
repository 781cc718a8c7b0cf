#include "objects/registry.h"

#include <QThread>

namespace qta {

QByteArray Extension::signature() const
{
    QByteArray text = name + '(';
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        if (i)
            text += ',';
        text += parameters[i].name();
    }
    return text + ')';
}

Registry::Registry()
{
    registerCoreTypes(*this);
}

void Registry::addFactory(const QByteArray &className, const QMetaObject *parentType, Factory factory)
{
    m_factories.insert(className, {parentType, std::move(factory)});
}

void Registry::addExtension(Extension extension)
{
    m_extensions.push_back(std::move(extension));
}

std::vector<const Guard *> Registry::guardsOf(const QMetaObject *type, const QByteArray &member,
                                              const std::vector<QMetaType> &parameters) const
{
    std::vector<const Guard *> found;
    for (const Guard &guard : m_guards) {
        if (guard.watches(type, member, parameters))
            found.push_back(&guard);
    }
    return found;
}

bool Registry::isHidden(const QMetaObject *type, const QByteArray &signature) const
{
    for (const auto &[owner, hidden] : m_hidden) {
        if (hidden == signature && type->inherits(owner))
            return true;
    }
    return false;
}

std::vector<QByteArray> Registry::hiddenBy(const QMetaObject *type) const
{
    std::vector<QByteArray> found;
    for (const auto &[owner, hidden] : m_hidden) {
        if (owner == type)
            found.push_back(hidden);
    }
    return found;
}

Registry::Exists Registry::checkOf(QMetaType type) const
{
    for (const auto &[known, exists] : m_checks) {
        if (known == type)
            return exists;
    }
    return nullptr;
}

const EnumNames *Registry::namesOf(QMetaType type) const
{
    for (const EnumNames &names : m_enums) {
        if (names.type == type)
            return &names;
    }
    return nullptr;
}

QObject *Registry::create(const QString &className, QObject *parent, QString *error) const
{
    if (parent && parent->thread() != QThread::currentThread()) {
        *error = QStringLiteral("Cannot create %1: its parent lives in another thread").arg(className);
        return nullptr;
    }
    const QByteArray name = className.toLatin1();
    const auto maker = m_factories.constFind(name);
    if (maker != m_factories.constEnd()) {
        if (parent && !parent->metaObject()->inherits(maker->parentType)) {
            *error = QStringLiteral("Cannot create %1: expected a %2 as its parent, got a %3")
                         .arg(className, QLatin1String(maker->parentType->className()),
                              QLatin1String(parent->metaObject()->className()));
            return nullptr;
        }
        return maker->make(parent);
    }
    for (const FallbackFactory &make : m_fallbacks) {
        if (QObject *object = make(className, parent))
            return object;
    }
    // A class of the user's own with an invokable constructor.
    const QMetaObject *type = QMetaType::fromName(name + '*').metaObject();
    if (type) {
        QObject *object = type->newInstance(Q_ARG(QObject *, parent));
        if (!object) {
            object = type->newInstance();
            if (object && parent)
                object->setParent(parent);
        }
        if (object)
            return object;
    }
    *error = QStringLiteral("Cannot create %1: Qt has no class of that name, or it has no public constructor").arg(className);
    return nullptr;
}

bool Registry::reparent(QObject *object, QObject *parent, QString *error) const
{
    for (const QObject *ancestor = parent; ancestor; ancestor = ancestor->parent()) {
        if (ancestor != object)
            continue;
        *error = QStringLiteral("Cannot set the parent of a %1: expected another object than itself or its descendant").arg(QLatin1String(object->metaObject()->className()));
        return false;
    }
    if (parent && parent->thread() != object->thread()) {
        *error = QStringLiteral("Cannot set the parent of a %1: expected an object of the same thread").arg(QLatin1String(object->metaObject()->className()));
        return false;
    }
    for (const Reparent &reparent : m_reparents) {
        if (reparent(object, parent, error))
            return error->isEmpty();
    }
    object->setParent(parent);
    return true;
}

}  // namespace qta
