#include "qt_private/scene_graph.h"

#include <QCoreApplication>

#include <dlfcn.h>

static_assert(QT_VERSION_MAJOR == 6, "Look whether this Qt deletes the context in the same way");

namespace qta {

namespace {

// Null if Qt Quick has not been loaded, or has no such function.
QtCleanUpFunction cleanup()
{
    void *const quick = ::dlopen("libQt6Quick.so.6", RTLD_LAZY | RTLD_NOLOAD);
    if (!quick)
        return nullptr;
    void *const symbol = ::dlsym(quick, "_ZN26QQuickRenderControlPrivate7cleanupEv");
    ::dlclose(quick);  // it stays: Qt's libraries are not unloaded
    return reinterpret_cast<QtCleanUpFunction>(symbol);
}

}  // namespace

void keepSceneGraph()
{
    if (const QtCleanUpFunction function = cleanup())
        qRemovePostRoutine(function);
}

bool canKeepSceneGraph()
{
    return cleanup() != nullptr;
}

}  // namespace qta
