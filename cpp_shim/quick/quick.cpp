#include "qtasyncio_quick.h"

#include "gui_application.h"
#include "qml_engine.h"
#include "qml_types.h"
#include "quick_types.h"
#include "abi/runtime.h"

#include <QGuiApplication>

using namespace qta;

namespace {

// From Qt 6.5 on, QML's engine compares the stack's address with that of the thread's own stack, and takes a fiber's for
// an overflow. With a limit for the depth of calls it counts those instead. This is the limit that Qt 6.4 has anyway.
constexpr const char *kDepthVariable = "QV4_MAX_CALL_DEPTH";
constexpr const char *kDepth = "1234";

}  // namespace

int32_t qta_quick_open(void)
{
    static bool opened = false;
    if (!runtime().isOwner())
        return QTA_WRONG_THREAD;
    if (!opened) {
        if (qEnvironmentVariableIsEmpty(kDepthVariable))
            qputenv(kDepthVariable, kDepth);
        openGui();
        runtime().api.classes.addTable(kApi_network);
        runtime().api.classes.addTable(kApi_qml);
        runtime().api.classes.addTable(kApi_quick);
        registerQuickTypes(runtime().registry);
        runtime().onDestroy(QmlEngine::destroyAll);
        runtime().onDestroy(QmlTypes::unregisterAll);
        opened = true;
    }
    return QTA_DONE;
}

int32_t qta_quick_application_create(void)
{
    const auto make = [](int &argc, char **argv) -> QCoreApplication * { return new QGuiApplication(argc, argv); };
    const auto start = [&](int &argc, char **argv) { return makeGuiApplication(argc, argv, make); };
    return perform([&] { return runtime().createApplication(start); }, false);
}
