#include "qtasyncio_quick.h"

#include "gui_application.h"
#include "qml_engine.h"
#include "qml_types.h"
#include "quick_types.h"
#include "script_calls.h"
#include "abi/runtime.h"

using namespace qta;

namespace {

// From Qt 6.5 on, QML's engine compares the stack's address with that of the thread's own stack, and takes a fiber's for
// an overflow. With a limit for the depth of calls it counts those instead. This is the limit that Qt 6.4 has anyway.
constexpr const char *kDepthVariable = "QV4_MAX_CALL_DEPTH";
constexpr const char *kDepth = "1234";

}  // namespace

int32_t qta_quick_abi_hash(void)
{
    return QTA_ABI_HASH;
}

int32_t qta_quick_open(void)
{
    static bool opened = false;
    Runtime &all = runtime();
    if (!all.isOwner())
        return all.notOwner();
    if (!opened) {
        if (qEnvironmentVariableIsEmpty(kDepthVariable))
            qputenv(kDepthVariable, kDepth);
        openGui(all);
        for (const ApiTable *table : {&kApi_network, &kApi_qml, &kApi_quick})
            all.api.classes.addTable(*table);
        // Used by objects of Qt's for as long as the process lives.
        static auto *calls = new ScriptCalls(all.scheduler, all.channel, all.handles, all.values);
        registerQuickTypes(all.registry, *calls);
        all.onDestroy(QmlEngine::destroyAll);
        all.onDestroy(QmlTypes::unregisterAll);
        opened = true;
    }
    return QTA_DONE;
}

int32_t qta_quick_application_create(void)
{
    return createGuiApplication();
}
