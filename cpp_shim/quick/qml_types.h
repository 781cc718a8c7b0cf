// Where TypeScript defines its classes, and makes them known to QML.
#pragma once

#include <QObject>
#include <QVariant>

namespace qta {

class Registry;
class ScriptCalls;

}  // namespace qta

class QmlTypes : public QObject
{
    Q_OBJECT

public:
    QmlTypes(qta::Registry &registry, qta::ScriptCalls &calls, QObject *parent)
        : QObject(parent), m_registry(registry), m_calls(calls)
    {
    }

    // properties: [name, default][], signals: [name, parameter names[]][], functions: [name, required arguments, most arguments][].
    Q_INVOKABLE void define(const QString &name, const QVariantList &properties, const QVariantList &signalList,
                            const QVariantList &functions);
    // Of a class that has been defined. What is wrong, or nothing.
    Q_INVOKABLE QString makeElement(const QString &name, const QString &module, int major, int minor, const QString &element);

    // False if the object's class has no such signal, or it has another number of arguments.
    Q_INVOKABLE bool emitSignal(QObject *object, const QString &name, const QVariantList &arguments);
    // See Promises::settle().
    Q_INVOKABLE bool settle(int token, bool fulfilled, const QVariant &value);

    // Lets the next application make elements of the same names.
    static void unregisterAll();

private:
    qta::Registry &m_registry;
    qta::ScriptCalls &m_calls;
};
