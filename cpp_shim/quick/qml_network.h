// What documents of QML ask the network for. Qt does not know Deno's permissions: TypeScript is asked for each request,
// and for each redirection of one.
#pragma once

#include <QHash>
#include <QObject>
#include <QUrl>

class QQmlEngine;

namespace qta {

class GuardedReply;

}  // namespace qta

class QmlNetwork : public QObject
{
    Q_OBJECT

public:
    explicit QmlNetwork(QObject *parent = nullptr);
    ~QmlNetwork() override;

    // Has the engine ask; before its first document.
    static void guard(QQmlEngine *engine);

    Q_INVOKABLE void answer(int id, bool permitted);

    // From any thread: GuardedReply::decide() is called on its own. No QmlNetwork: nothing is permitted.
    static void ask(qta::GuardedReply *reply, const QUrl &url);
    static void forget(qta::GuardedReply *reply);

Q_SIGNALS:
    // To be answered at once.
    void wanted(int id, const QString &url);
};
