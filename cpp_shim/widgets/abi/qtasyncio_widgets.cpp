#include "qtasyncio_widgets.h"

#include "gui_application.h"
#include "abi/runtime.h"
#include "widget_types.h"

#include <QApplication>

using namespace qta;

int32_t qta_widgets_abi_hash(void)
{
    return QTA_ABI_HASH;
}

int32_t qta_widgets_open(void)
{
    static bool opened = false;
    Runtime &all = runtime();
    if (!all.isOwner())
        return all.notOwner();
    if (!opened) {
        openGui(all);
        all.api.classes.addTable(kApi_widgets);
        registerWidgetTypes(all.registry);
        opened = true;
    }
    return QTA_DONE;
}

int32_t qta_widgets_application_create(void)
{
    const auto make = [](int &argc, char **argv) -> QCoreApplication * { return new QApplication(argc, argv); };
    Runtime &all = runtime();
    const auto start = [&](int &argc, char **argv) -> QCoreApplication * {
        QCoreApplication *application = makeGuiApplication(all.channel, argc, argv, make);
        // Qt keeps these for the process; a new application starts without them.
        if (QApplication *gui = qobject_cast<QApplication *>(application)) {
            gui->setStyleSheet(QString());
            gui->setAutoSipEnabled(true);
        }
        return application;
    };
    return perform([&](Runtime &) { return all.createApplication(start); }, false);
}

int32_t qta_widgets_gui_application_create(void)
{
    return createGuiApplication();
}
