#include "gui_application.h"

#include "gui_events.h"
#include "gui_types.h"
#include "abi/runtime.h"
#include "calls/event_filters.h"
#include "objects/registry.h"

#include <QGuiApplication>
#include <QWindow>

#include <algorithm>

#include <dlfcn.h>

namespace qta {

namespace {

bool isSet(const char *variable)
{
    return !qEnvironmentVariableIsEmpty(variable);
}

bool has(int argc, char **argv, const char *option)
{
    for (int i = 1; i < argc; ++i) {
        if (qstrcmp(argv[i], option) == 0)
            return true;
    }
    return false;
}

// Qt ends the process when it cannot reach the X server, so look first.
bool canReachXServer()
{
    void *xcb = ::dlopen("libxcb.so.1", RTLD_LAZY);
    if (!xcb)
        return true;  // let Qt speak
    const auto connect = reinterpret_cast<void *(*)(const char *, int *)>(::dlsym(xcb, "xcb_connect"));
    const auto hasError = reinterpret_cast<int (*)(void *)>(::dlsym(xcb, "xcb_connection_has_error"));
    const auto disconnect = reinterpret_cast<void (*)(void *)>(::dlsym(xcb, "xcb_disconnect"));
    bool ok = true;
    if (connect && hasError && disconnect) {
        void *connection = connect(nullptr, nullptr);
        ok = hasError(connection) == 0;
        disconnect(connection);
    }
    ::dlclose(xcb);
    return ok;
}

bool hasVisibleWindow()
{
    // The application may be one of the console.
    const bool hasWindows = qobject_cast<QGuiApplication *>(QCoreApplication::instance());
    const QWindowList windows = hasWindows ? QGuiApplication::topLevelWindows() : QWindowList();
    return std::any_of(windows.begin(), windows.end(), [](const QWindow *window) { return window->isVisible(); });
}

}  // namespace

void openGui(Runtime &all)
{
    all.api.classes.addTable(kApi_gui);
    all.setWindowCheck(hasVisibleWindow);
    Registry &registry = all.registry;
    // Each library that links this has a copy of its own: the registry itself knows whether one has been here.
    if (registry.hasFactory("QTextDocument"))
        return;
    registerGuiTypes(registry);
    all.eventFilters.addDescriber(describeGuiEvent);
}

QCoreApplication *makeGuiApplication(Channel &channel, int &argc, char **argv, const MakeGuiApplication &make)
{
    // Qt keeps this for the process; a new application starts without it.
    QGuiApplication::setQuitOnLastWindowClosed(true);
    const bool asked = isSet("QT_QPA_PLATFORM") || has(argc, argv, "-platform") || has(argc, argv, "--platform");
    if (asked)
        return make(argc, argv);
    const bool wayland = isSet("WAYLAND_DISPLAY");
    if (isSet("DISPLAY")) {
        if (!wayland && !canReachXServer()) {
            channel.fail(QTA_E_STATE,
                         QStringLiteral("Cannot open the display \"%1\" (environment variable DISPLAY): start an X server, or run with QT_QPA_PLATFORM=offscreen")
                             .arg(qEnvironmentVariable("DISPLAY")));
            return nullptr;
        }
        return make(argc, argv);
    }
    if (wayland)
        return make(argc, argv);
    // Only for this application: child processes keep their environment.
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QCoreApplication *application = make(argc, argv);
    qunsetenv("QT_QPA_PLATFORM");
    return application;
}

int32_t createGuiApplication()
{
    const auto make = [](int &argc, char **argv) -> QCoreApplication * { return new QGuiApplication(argc, argv); };
    Runtime &all = runtime();
    const auto start = [&](int &argc, char **argv) { return makeGuiApplication(all.channel, argc, argv, make); };
    return perform([&](Runtime &) { return all.createApplication(start); }, false);
}

}  // namespace qta
