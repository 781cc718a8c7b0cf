#include "qml_types.h"

#include "promises.h"
#include "abi/runtime.h"
#include "script_object.h"

#include <QJSValue>
#include <QtQml/qqmlprivate.h>

#include <map>

using namespace qta;

namespace {

// Neither of these is ever destroyed (dynamic_class.cpp). The latest definition of each name:
std::map<QByteArray, DynamicClass *> &defined()
{
    static auto *all = new std::map<QByteArray, DynamicClass *>;
    return *all;
}

std::map<QByteArray, int> &elements()
{
    static auto *all = new std::map<QByteArray, int>;
    return *all;
}

void createElement(void *memory, void *type)
{
    new (memory) ScriptElement(static_cast<DynamicClass *>(type));
}

}  // namespace

void QmlTypes::define(const QString &name, const QVariantList &properties, const QVariantList &signalList,
                      const QVariantList &functions)
{
    DynamicClass::Definition definition;
    std::vector<QVariant> defaults;
    definition.name = name.toLatin1();
    for (const QVariant &entry : properties) {
        const QVariantList property = entry.toList();
        definition.properties.append(property.value(0).toString().toUtf8());
        defaults.push_back(property.value(1));
        keepForQml(defaults.back());
    }
    for (const QVariant &entry : signalList) {
        const QVariantList signal = entry.toList();
        QByteArrayList parameters;
        for (const QVariant &parameter : signal.value(1).toList())
            parameters.append(parameter.toString().toUtf8());
        definition.signalList.push_back({signal.value(0).toString().toUtf8(), parameters});
    }
    for (const QVariant &entry : functions) {
        const QVariantList function = entry.toList();
        definition.functions.push_back(
            {function.value(0).toString().toUtf8(), function.value(1).toInt(), function.value(2).toInt()});
    }
    DynamicClass *type = DynamicClass::of(definition);
    type->defaults = std::move(defaults);
    defined()[definition.name] = type;
    runtime().registry.addFactory(definition.name, &QObject::staticMetaObject, [name = definition.name](QObject *parent) -> QObject * {
        return new ScriptObject(defined().at(name), parent);
    });
}

QString QmlTypes::makeElement(const QString &name, const QString &module, int major, int minor, const QString &element)
{
    const auto found = defined().find(name.toLatin1());
    if (found == defined().end())
        return QStringLiteral("%1 has not been defined").arg(name);
    const QByteArray key = QStringLiteral("%1 %2.%3 %4").arg(module).arg(major).arg(minor).arg(element).toUtf8();
    if (elements().count(key))
        return QStringLiteral("%1 %2.%3 has a type %4 already").arg(module).arg(major).arg(minor).arg(element);
    DynamicClass *type = found->second;
    const QByteArray uri = module.toUtf8();
    const QByteArray elementName = element.toUtf8();
    // What qmlRegisterType() does for a class of C++.
    QQmlPrivate::RegisterType registration{};
    registration.structVersion = 1;
    registration.typeId = type->pointerType();
    registration.listId = QMetaType();
    registration.objectSize = sizeof(ScriptElement);
    registration.create = createElement;
    registration.userdata = type;
    registration.uri = uri.constData();
    registration.version = QTypeRevision::fromVersion(major, minor);
    registration.elementName = elementName.constData();
    registration.metaObject = type->metaObject();
    registration.parserStatusCast = -1;
    registration.valueSourceCast = -1;
    registration.valueInterceptorCast = -1;
    registration.revision = QTypeRevision::zero();
    registration.finalizerCast = -1;
    const int id = QQmlPrivate::qmlregister(QQmlPrivate::TypeRegistration, &registration);
    if (id < 0)
        return QStringLiteral("Qt refused the type %1 of %2").arg(element, module);
    elements()[key] = id;
    return {};
}

bool QmlTypes::emitSignal(QObject *object, const QString &name, const QVariantList &arguments)
{
    auto *script = dynamic_cast<ScriptObject *>(object);
    return script && script->emitSignal(name.toUtf8(), arguments);
}

bool QmlTypes::settle(int token, bool fulfilled, const QVariant &value)
{
    return Promises::settle(token, fulfilled, value);
}

void QmlTypes::unregisterAll()
{
    for (const auto &[key, id] : elements())
        QQmlPrivate::qmlunregister(QQmlPrivate::TypeRegistration, static_cast<quintptr>(id));
    elements().clear();
}
