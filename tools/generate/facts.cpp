// What the metatypes JSON leaves out: the numbers of enumerations, and which types Qt has as enumerations without names.
//
// Reads lines "<library> <class>" and writes JSON. The meta-object of a class is found by its symbol in Qt's library,
// so that no header has to be included and a class that this Qt was built without is just left out.

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMetaEnum>
#include <QMetaMethod>
#include <QMetaProperty>
#include <QTextStream>

#include <dlfcn.h>

namespace {

// In a library, or, without one, in all that are open.
const QMetaObject *find(const QString &className, void *library)
{
    const QString symbol = QStringLiteral("_ZN%1%2%3E").arg(className.size()).arg(className, QStringLiteral("16staticMetaObject"));
    return static_cast<const QMetaObject *>(dlsym(library ? library : RTLD_DEFAULT, qUtf8Printable(symbol)));
}

// As values.cpp of the shim decides how an enumeration crosses.
bool hasNames(QMetaType type)
{
    const QMetaObject *scope = type.metaObject();
    QByteArray name = type.name();
    // An enumeration that its class has declared as flags alone.
    if (!scope && !name.startsWith("QFlags<"))
        scope = find(QString::fromLatin1(name.left(name.lastIndexOf("::"))), nullptr);
    if (!scope)
        return false;
    const bool flags = name.startsWith("QFlags<");
    if (flags)
        name = name.mid(7, name.size() - 8);
    name = name.mid(name.lastIndexOf(':') + 1);
    for (int i = 0; i < scope->enumeratorCount(); ++i) {
        const QMetaEnum candidate = scope->enumerator(i);
        if (name == (flags ? candidate.enumName() : candidate.name()) || name == candidate.name())
            return true;
    }
    return false;
}

void addNameless(QJsonObject &to, QMetaType type)
{
    if ((type.flags() & QMetaType::IsEnumeration) && !hasNames(type))
        to.insert(QString::fromLatin1(type.name()), true);
}

QJsonObject describe(const QMetaObject *type)
{
    QJsonArray enums;
    for (int i = type->enumeratorOffset(); i < type->enumeratorCount(); ++i) {
        const QMetaEnum one = type->enumerator(i);
        QJsonArray values;
        for (int k = 0; k < one.keyCount(); ++k)
            values.append(QJsonArray{one.key(k), one.value(k)});
        enums.append(QJsonObject{{"name", one.name()}, {"enumName", one.enumName()}, {"isFlag", one.isFlag()}, {"values", values}});
    }
    QJsonObject nameless;
    for (int i = type->propertyOffset(); i < type->propertyCount(); ++i)
        addNameless(nameless, type->property(i).metaType());
    for (int i = type->methodOffset(); i < type->methodCount(); ++i) {
        const QMetaMethod method = type->method(i);
        addNameless(nameless, method.returnMetaType());
        for (int p = 0; p < method.parameterCount(); ++p)
            addNameless(nameless, method.parameterMetaType(p));
    }
    return {{"enums", enums}, {"namelessEnums", QJsonArray::fromStringList(nameless.keys())}};
}

}  // namespace

int main()
{
    QTextStream in(stdin);
    QJsonObject scopes;
    for (QString library, className; !(in >> library >> className).atEnd();) {
        void *handle = dlopen(qUtf8Printable(QStringLiteral("libQt6%1.so.6").arg(library)), RTLD_LAZY | RTLD_GLOBAL);
        if (!handle)
            qFatal("%s", dlerror());
        if (const QMetaObject *type = find(className, handle))
            scopes.insert(className, describe(type));
    }
    const QJsonObject all{{"qtVersion", qVersion()}, {"scopes", scopes}};
    QTextStream(stdout) << QJsonDocument(all).toJson(QJsonDocument::Indented);
}
