#include "qml_types.h"

#include "objects/registry.h"
#include "promises.h"
#include "qt_private/qml_elements.h"
#include "script_object.h"

#include <QJSValue>

#include <map>

using namespace qta;

namespace {

// None of these is ever destroyed (qt_private/dynamic_class.cpp).
std::map<const DynamicClass *, ScriptClass> &classes()
{
    static auto *all = new std::map<const DynamicClass *, ScriptClass>;
    return *all;
}

// The latest definition of each name.
std::map<QByteArray, ScriptClass *> &defined()
{
    static auto *all = new std::map<QByteArray, ScriptClass *>;
    return *all;
}

std::map<QByteArray, int> &elements()
{
    static auto *all = new std::map<QByteArray, int>;
    return *all;
}

void createElement(void *memory, void *type)
{
    new (memory) ScriptElement(*static_cast<const ScriptClass *>(type));
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
    const DynamicClass *type = DynamicClass::of(definition);
    if (!type)
        throw Refusal{QStringLiteral("Cannot define %1: Qt %2 reads meta-objects in another way than this version of the shim writes them. Use an older Qt 6, or a newer version of the shim").arg(name, QLatin1String(qVersion()))};
    ScriptClass &known = classes()[type];
    known = {type, &m_calls, std::move(defaults)};
    defined()[definition.name] = &known;
    m_registry.addFactory(definition.name, &QObject::staticMetaObject, [name = definition.name](QObject *parent) -> QObject * {
        return new ScriptObject(*defined().at(name), parent);
    });
}

QString QmlTypes::makeElement(const QString &name, const QString &module, int major, int minor, const QString &element)
{
    const auto found = defined().find(name.toLatin1());
    if (found == defined().end())
        return QStringLiteral("the class %1 has not been defined").arg(name);
    const QByteArray key = QStringLiteral("%1 %2.%3 %4").arg(module).arg(major).arg(minor).arg(element).toUtf8();
    if (elements().count(key))
        return QStringLiteral("the module %1 %2.%3 has a type %4 already").arg(module).arg(major).arg(minor).arg(element);
    ScriptClass &type = *found->second;
    QmlElement description;
    description.module = module.toUtf8();
    description.major = major;
    description.minor = minor;
    description.name = element.toUtf8();
    description.pointerType = type.type->pointerType();
    description.metaObject = type.type->metaObject();
    description.size = sizeof(ScriptElement);
    description.create = createElement;
    description.data = &type;
    const int id = registerElement(description);
    if (id < 0)
        return QStringLiteral("Qt did not accept the type %1 of %2").arg(element, module);
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
        unregisterElement(id);
    elements().clear();
}
