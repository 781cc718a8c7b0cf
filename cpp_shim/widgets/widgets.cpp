#include "qtasyncio_widgets.h"

#include "runtime.h"
#include "widget_events.h"
#include "widget_types.h"

#include <QApplication>

#include <dlfcn.h>

using namespace qta;

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

QCoreApplication *makeApplication(int &argc, char **argv)
{
    const bool asked = isSet("QT_QPA_PLATFORM") || has(argc, argv, "-platform") || has(argc, argv, "--platform");
    if (asked)
        return new QApplication(argc, argv);
    const bool wayland = isSet("WAYLAND_DISPLAY");
    if (isSet("DISPLAY")) {
        if (!wayland && !canReachXServer()) {
            runtime().channel.fail(QTA_E_STATE, QStringLiteral("Cannot open the display \"%1\" (environment variable DISPLAY)")
                                                    .arg(qEnvironmentVariable("DISPLAY")));
            return nullptr;
        }
        return new QApplication(argc, argv);
    }
    if (wayland)
        return new QApplication(argc, argv);
    // Only for this application: child processes keep their environment.
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication *application = new QApplication(argc, argv);
    qunsetenv("QT_QPA_PLATFORM");
    return application;
}

}  // namespace

int32_t qta_widgets_open(void)
{
    static bool opened = false;
    if (!runtime().isOwner())
        return QTA_WRONG_THREAD;
    if (!opened) {
        registerWidgetTypes(runtime().registry);
        runtime().watchers.addDescriber(describeGuiEvent);
        opened = true;
    }
    return QTA_DONE;
}

int32_t qta_widgets_application_create(void)
{
    const auto make = [](int &argc, char **argv) -> QCoreApplication * {
        // Qt keeps these for the process; a new application starts without them.
        QApplication::setQuitOnLastWindowClosed(true);
        QCoreApplication *application = makeApplication(argc, argv);
        if (QApplication *gui = qobject_cast<QApplication *>(application)) {
            gui->setStyleSheet(QString());
            gui->setAutoSipEnabled(true);
        }
        return application;
    };
    return perform([&] { return runtime().createApplication(make); }, false);
}
