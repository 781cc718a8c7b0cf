#include "qtasyncio_widgets.h"

#include "gui_application.h"
#include "abi/runtime.h"
#include "widget_types.h"

#include <QApplication>

using namespace qta;

int32_t qta_widgets_open(void)
{
    static bool opened = false;
    if (!runtime().isOwner())
        return QTA_WRONG_THREAD;
    if (!opened) {
        openGui();
        runtime().api.classes.addTable(kApi_widgets);
        registerWidgetTypes(runtime().registry);
        opened = true;
    }
    return QTA_DONE;
}

int32_t qta_widgets_application_create(void)
{
    const auto make = [](int &argc, char **argv) -> QCoreApplication * { return new QApplication(argc, argv); };
    const auto start = [&](int &argc, char **argv) -> QCoreApplication * {
        QCoreApplication *application = makeGuiApplication(argc, argv, make);
        // Qt keeps these for the process; a new application starts without them.
        if (QApplication *gui = qobject_cast<QApplication *>(application)) {
            gui->setStyleSheet(QString());
            gui->setAutoSipEnabled(true);
        }
        return application;
    };
    return perform([&] { return runtime().createApplication(start); }, false);
}
