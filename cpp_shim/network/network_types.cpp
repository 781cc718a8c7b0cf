#include "network_types.h"

#include "objects/registry.h"

#include <QLocalServer>
#include <QLocalSocket>

namespace qta {

namespace {

// No waitFor…(): they would stop JavaScript.
void registerSocket(Registry &registry)
{
    registry.type<QLocalSocket>();
    registry.method(
        "connectToServer", [](QLocalSocket *self, QString name, int mode) {
            self->connectToServer(name, mode ? QIODevice::OpenMode(mode & QIODevice::ReadWrite) : QIODevice::ReadWrite);
        },
        1);
    registry.method("disconnectFromServer", [](QLocalSocket *self) { self->disconnectFromServer(); });
    registry.method("abort", [](QLocalSocket *self) { self->abort(); });
    registry.method("flush", [](QLocalSocket *self) { return self->flush(); });
    registry.method("serverName", [](QLocalSocket *self) { return self->serverName(); });
    registry.method("fullServerName", [](QLocalSocket *self) { return self->fullServerName(); });
    registry.method("isValid", [](QLocalSocket *self) { return self->isValid(); });
    registry.method("state", [](QLocalSocket *self) { return static_cast<int>(self->state()); });
    registry.method("error", [](QLocalSocket *self) { return static_cast<int>(self->error()); });
    registry.method("readBufferSize", [](QLocalSocket *self) { return self->readBufferSize(); });
    registry.method("setReadBufferSize", [](QLocalSocket *self, qint64 size) { self->setReadBufferSize(size); });
}

void registerServer(Registry &registry)
{
    registry.type<QLocalServer>();
    registry.method("listen", [](QLocalServer *self, QString name) { return self->listen(name); });
    registry.method("close", [](QLocalServer *self) { self->close(); });
    registry.method("isListening", [](QLocalServer *self) { return self->isListening(); });
    registry.method("serverName", [](QLocalServer *self) { return self->serverName(); });
    registry.method("fullServerName", [](QLocalServer *self) { return self->fullServerName(); });
    registry.method("hasPendingConnections", [](QLocalServer *self) { return self->hasPendingConnections(); });
    registry.method("nextPendingConnection", [](QLocalServer *self) -> QObject * { return self->nextPendingConnection(); });
    registry.method("maxPendingConnections", [](QLocalServer *self) { return self->maxPendingConnections(); });
    registry.method("setMaxPendingConnections", [](QLocalServer *self, int count) { self->setMaxPendingConnections(count); });
    registry.method("listenBacklogSize", [](QLocalServer *self) { return self->listenBacklogSize(); });
    registry.method("setListenBacklogSize", [](QLocalServer *self, int size) { self->setListenBacklogSize(size); });
    registry.method("serverError", [](QLocalServer *self) { return static_cast<int>(self->serverError()); });
    registry.method("removeServer", [](QLocalServer *, QString name) { return QLocalServer::removeServer(name); });
    registry.method("errorString", [](QLocalServer *self) { return self->errorString(); });
}

}  // namespace

void registerNetworkTypes(Registry &registry)
{
    registerSocket(registry);
    registerServer(registry);
}

}  // namespace qta
