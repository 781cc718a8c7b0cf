#include "registry.h"

#include "runtime.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QEventLoop>
#include <QFile>
#include <QFileSystemWatcher>
#include <QLibrary>
#include <QParallelAnimationGroup>
#include <QPauseAnimation>
#include <QProcess>
#include <QPropertyAnimation>
#include <QSequentialAnimationGroup>
#include <QSettings>
#include <QSignalMapper>
#include <QStringListModel>
#include <QTemporaryFile>
#include <QThread>
#include <QTimer>
#include <QTranslator>
#include <QVariantAnimation>

namespace qta {

void registerCoreTypes(Registry &registry)
{
    registry.type<QObject>();
    registry.type<QBuffer>();
    registry.type<QEventLoop>();
    registry.type<QFile>();
    registry.type<QFileSystemWatcher>();
    registry.type<QLibrary>();
    registry.type<QParallelAnimationGroup>();
    registry.type<QPauseAnimation>();
    registry.type<QProcess>();
    registry.type<QPropertyAnimation>();
    registry.type<QSequentialAnimationGroup>();
    registry.type<QSettings>();
    registry.type<QSignalMapper>();
    registry.type<QStringListModel>();
    registry.type<QTemporaryFile>();
    registry.type<QThread>();
    registry.type<QTimer>();
    registry.type<QTranslator>();
    registry.type<QVariantAnimation>();

    registry.method("parent", [](QObject *self) { return self->parent(); });
    registry.method("setParent", [](QObject *self, QObject *parent) {
        QString error;
        runtime().registry.reparent(self, parent, &error);
        return error;
    });
    registry.method("children", [](QObject *self) {
        QVariantList all;
        for (QObject *child : self->children())
            all.append(QVariant::fromValue(child));
        return all;
    });
    registry.method("findChild", [](QObject *self, QString name) { return self->findChild<QObject *>(name); });
    registry.method("blockSignals", [](QObject *self, bool block) { return self->blockSignals(block); });
    registry.method("inherits", [](QObject *self, QString className) { return self->inherits(className.toLatin1().constData()); });
    registry.method("dynamicProperty", [](QObject *self, QString name) { return self->property(name.toUtf8().constData()); });
    registry.method("setDynamicProperty", [](QObject *self, QString name, QVariant value) {
        self->setProperty(name.toUtf8().constData(), value);
    });
    registry.method("exec", [](QEventLoop *self) { return self->exec(); });
    registry.method("isRunning", [](QEventLoop *self) { return self->isRunning(); });
    registry.method("exit", [](QCoreApplication *, int code) { QCoreApplication::exit(code); });
    registry.method("arguments", [](QCoreApplication *) { return QCoreApplication::arguments(); });
}

}  // namespace qta
