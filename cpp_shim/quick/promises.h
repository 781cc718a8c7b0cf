// Promises in QML's JavaScript for results that TypeScript will have later.
#pragma once

#include <QHash>
#include <QJSValue>
#include <QVariant>

class QJSEngine;

namespace qta {

// An Error of QML's from [name, message].
QJSValue errorFrom(QJSEngine &engine, const QVariant &error);

class Promises
{
public:
    // Those of an engine.
    static Promises &of(QJSEngine &engine);
    static void forget(QJSEngine *engine);

    QJSValue make(int token);
    // Fulfils or rejects a promise of any engine. False if it was rejected and nobody in QML has asked to hear of that.
    static bool settle(int token, bool fulfilled, const QVariant &value);

private:
    explicit Promises(QJSEngine &engine);

    QJSEngine &m_engine;
    QJSValue m_maker;
    QHash<int, QJSValue> m_open;
};

}  // namespace qta
