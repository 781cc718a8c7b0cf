#include "abi/runtime.h"
#include "objects/registry.h"
#include "qt_private/main_thread.h"
#include "qt_private/object_hook.h"
#include "qt_private/scene_graph.h"
#include "testing.h"

#ifdef QTA_TESTING_NETWORK
#include <QTcpSocket>
#endif

using namespace qta;

// Makes the objects of testing.h known.
QTA_EXPORT int32_t qta_testing_open(void)
{
    Runtime &all = runtime();
    if (!all.isOwner())
        return QTA_WRONG_THREAD;
    qRegisterMetaType<testing::Otter *>("Otter*");
    all.registry.type<testing::Probe>();
    all.registry.addFactory("Probe", &QObject::staticMetaObject,
                            [](QObject *parent) -> QObject * { return new testing::Probe(parent); });
#ifdef QTA_TESTING_NETWORK
    // A device that programs have no use for: Deno's own sockets ask for permission.
    all.registry.type<QTcpSocket>();
    all.registry.method("connectToHost", [](QTcpSocket *self, QString host, int port) {
        self->connectToHost(host, static_cast<quint16>(port));
    });
    all.registry.method("setReadBufferSize", [](QTcpSocket *self, qint64 size) { self->setReadBufferSize(size); });
#endif
    return QTA_DONE;
}

// Whether this Qt has what core/qt_private/main_thread.h uses: 1 or 0.
QTA_EXPORT int32_t qta_testing_main_thread(void)
{
    return canForgetMainThread();
}

// Whether this Qt has what core/qt_private/object_hook.h uses: 1 or 0.
QTA_EXPORT int32_t qta_testing_object_hook(void)
{
    return canHearOfObjects();
}

// Whether the Qt Quick that is loaded has what core/qt_private/scene_graph.h uses: 1 or 0.
QTA_EXPORT int32_t qta_testing_scene_graph(void)
{
    return canKeepSceneGraph();
}
