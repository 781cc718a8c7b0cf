#include "qml_network.h"

#include "guarded_reply.h"

#include <QMutex>
#include <QQmlEngine>
#include <QQmlNetworkAccessManagerFactory>
#include <QThread>

namespace {

// QML's engine loads documents and pictures in threads of its own.
struct Questions {
    QMutex mutex;
    QmlNetwork *network = nullptr;
    int lastId = 0;
    QHash<int, qta::GuardedReply *> open;
};

Questions &questions()
{
    static auto *all = new Questions;
    return *all;
}

class Factory : public QQmlNetworkAccessManagerFactory
{
public:
    QNetworkAccessManager *create(QObject *parent) override { return new qta::GuardedManager(parent); }
};

}  // namespace

QmlNetwork::QmlNetwork(QObject *parent)
    : QObject(parent)
{
    Questions &all = questions();
    const QMutexLocker locker(&all.mutex);
    all.network = this;
}

QmlNetwork::~QmlNetwork()
{
    Questions &all = questions();
    const QMutexLocker locker(&all.mutex);
    if (all.network == this)
        all.network = nullptr;
}

void QmlNetwork::guard(QQmlEngine *engine)
{
    static auto *factory = new Factory;  // engines keep it
    engine->setNetworkAccessManagerFactory(factory);
}

void QmlNetwork::ask(qta::GuardedReply *reply, const QUrl &url)
{
    Questions &all = questions();
    QMutexLocker locker(&all.mutex);
    QmlNetwork *const network = all.network;
    if (!network) {
        locker.unlock();
        reply->decide(false);
        return;
    }
    const int id = ++all.lastId;
    all.open.insert(id, reply);
    const auto want = [network, id, text = url.toString(QUrl::FullyEncoded)] { Q_EMIT network->wanted(id, text); };
    if (network->thread() != QThread::currentThread()) {
        QMetaObject::invokeMethod(network, want, Qt::QueuedConnection);
        return;
    }
    locker.unlock();
    want();
}

void QmlNetwork::answer(int id, bool permitted)
{
    Questions &all = questions();
    QMutexLocker locker(&all.mutex);
    qta::GuardedReply *const reply = all.open.take(id);
    if (!reply)
        return;
    if (reply->thread() != QThread::currentThread()) {
        // Still locked: its destructor waits in forget().
        QMetaObject::invokeMethod(
            reply, [reply, permitted] { reply->decide(permitted); }, Qt::QueuedConnection);
        return;
    }
    locker.unlock();
    reply->decide(permitted);
}

void QmlNetwork::forget(qta::GuardedReply *reply)
{
    Questions &all = questions();
    const QMutexLocker locker(&all.mutex);
    for (auto it = all.open.begin(); it != all.open.end();)
        it = it.value() == reply ? all.open.erase(it) : std::next(it);
}
