#include "objects/registry.h"

#include <QAnimationDriver>
#include <QBuffer>
#include <QConcatenateTablesProxyModel>
#include <QCoreApplication>
#include <QLoggingCategory>
#include <QEventLoop>
#include <QFile>
#include <QFileSelector>
#include <QFileSystemWatcher>
#include <QIdentityProxyModel>
#include <QItemSelectionModel>
#include <QLibrary>
#include <QMimeData>
#include <QPointer>
#include <QObjectCleanupHandler>
#include <QParallelAnimationGroup>
#include <QPauseAnimation>
#include <QPluginLoader>
#include <QProcess>
#include <QPropertyAnimation>
#include <QSaveFile>
#include <QSequentialAnimationGroup>
#include <QSettings>
#include <QSharedMemory>
#include <QSocketNotifier>
#include <QSignalMapper>
#include <QSortFilterProxyModel>
#include <QStringListModel>
#include <QTemporaryFile>
#include <QThread>
#include <QThreadPool>
#include <QTimeLine>
#include <QTimer>
#include <QTranslator>
#include <QTransposeProxyModel>
#include <QVariantAnimation>

#include <algorithm>
#include <vector>

namespace qta {

namespace {

// The event loops that a method runs, the innermost last, and what is to be destroyed when they have returned.
struct RunningLoop {
    QEventLoop *loop;
    QList<QPointer<QObject>> doomed;
};

std::vector<RunningLoop *> &runningLoops()
{
    static auto *all = new std::vector<RunningLoop *>;
    return *all;
}

int runLoop(QEventLoop *loop)
{
    RunningLoop running{loop, {}};
    runningLoops().push_back(&running);
    const int code = loop->exec();
    auto &all = runningLoops();
    all.erase(std::remove(all.begin(), all.end(), &running), all.end());
    for (const QPointer<QObject> &object : running.doomed) {
        if (object)
            object->deleteLater();
    }
    return code;
}

// Qt ends the process when a thread is destroyed while it runs. It runs an event loop and nothing else, so that it can be
// ended at any time.
class Thread final : public QThread
{
public:
    explicit Thread(QObject *parent)
        : QThread(parent) {}
    ~Thread() override
    {
        quit();
        wait();
    }
};

// A loop cannot be destroyed while it runs, nor can what it goes with: it ends first.
void destroy(QObject *object)
{
    for (RunningLoop *running : runningLoops()) {
        for (const QObject *ancestor = running->loop; ancestor; ancestor = ancestor->parent()) {
            if (ancestor != object)
                continue;
            running->doomed.append(object);
            running->loop->exit();
            return;
        }
    }
    object->deleteLater();
}

void registerObject(Registry &registry)
{
    registry.method("deleteLater", [](QObject *self) { destroy(self); });
    registry.method("parent", [](QObject *self) { return self->parent(); });
    Registry *const all = &registry;
    registry.method("setParent", [all](QObject *self, QObject *parent) {
        QString error;
        all->reparent(self, parent, &error);
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
}

void registerDevices(Registry &registry)
{
    // The mode is a number: Qt does not know the names of QIODevice::OpenMode at run time.
    registry.method("open", [](QIODevice *self, int mode) {
        constexpr int all = QIODevice::ReadWrite | QIODevice::Append | QIODevice::Truncate | QIODevice::Text | QIODevice::Unbuffered
            | QIODevice::NewOnly | QIODevice::ExistingOnly;
        if (mode & ~all)
            throw Refusal{QStringLiteral("Cannot open the device: expected flags of QIODevice::OpenMode (a sum of values from 1 to 64), got %1").arg(mode)};
        return self->open(QIODevice::OpenMode(mode));
    });
    registry.method("close", [](QIODevice *self) { self->close(); });
    registry.method("isOpen", [](QIODevice *self) { return self->isOpen(); });
    registry.method("write", [](QIODevice *self, QByteArray data) { return self->write(data); });
    registry.method("readAll", [](QIODevice *self) { return self->readAll(); });
    registry.method("read", [](QIODevice *self, qint64 maxSize) { return self->read(maxSize); });
    registry.method("atEnd", [](QIODevice *self) { return self->atEnd(); });
    registry.method("bytesAvailable", [](QIODevice *self) { return self->bytesAvailable(); });
    registry.method("bytesToWrite", [](QIODevice *self) { return self->bytesToWrite(); });
    registry.method("isReadable", [](QIODevice *self) { return self->isReadable(); });
    registry.method("isWritable", [](QIODevice *self) { return self->isWritable(); });
    registry.method("isSequential", [](QIODevice *self) { return self->isSequential(); });
    registry.method("errorString", [](QIODevice *self) { return self->errorString(); });
    registry.method(
        "start", [](QProcess *self, QString program, QStringList arguments, int mode) {
            self->start(program, arguments, mode ? QIODevice::OpenMode(mode) : QIODevice::ReadWrite);
        },
        1);
}

void registerModels(Registry &registry)
{
    registry.method("addSourceModel", [](QConcatenateTablesProxyModel *self, QAbstractItemModel *sourceModel) {
        self->addSourceModel(sourceModel);
    });
    registry.method("addAnimation", [](QAnimationGroup *self, QAbstractAnimation *animation) { self->addAnimation(animation); });
}

void registerLoops(Registry &registry)
{
    registry.method("exec", [](QEventLoop *self) { return runLoop(self); });
    registry.method("isRunning", [](QEventLoop *self) { return self->isRunning(); });
    registry.method("exit", [](QCoreApplication *, int code) { QCoreApplication::exit(code); });
    registry.method("setLoggingRules", [](QCoreApplication *, QString rules) { QLoggingCategory::setFilterRules(rules); });
    registry.method("arguments", [](QCoreApplication *) { return QCoreApplication::arguments(); });
}

}  // namespace

void registerCoreTypes(Registry &registry)
{
    registry.type<QObject>();
    registry.type<QAnimationDriver>();
    registry.type<QBuffer>();
    registry.type<QConcatenateTablesProxyModel>();
    registry.type<QEventLoop>();
    registry.type<QFile>();
    registry.type<QFileSelector>();
    registry.type<QFileSystemWatcher>();
    registry.type<QIdentityProxyModel>();
    registry.type<QLibrary>();
    registry.type<QParallelAnimationGroup>();
    registry.type<QPauseAnimation>();
    registry.type<QPluginLoader>();
    registry.type<QProcess>();
    registry.type<QPropertyAnimation>();
    registry.type<QSaveFile>();
    registry.type<QSequentialAnimationGroup>();
    registry.type<QSettings>();
    registry.type<QSharedMemory>();
    registry.type<QSignalMapper>();
    registry.type<QSortFilterProxyModel>();
    registry.type<QStringListModel>();
    registry.type<QTemporaryFile>();
    registry.made<Thread, QObject>([](QObject *parent) { return new Thread(parent); });
    registry.type<QThreadPool>();
    registry.type<QTimer>();
    registry.type<QTranslator>();
    registry.type<QTransposeProxyModel>();
    registry.type<QVariantAnimation>();
    // Its model is a property, to be set afterwards.
    registry.made<QItemSelectionModel, QObject>([](QObject *parent) { return new QItemSelectionModel(nullptr, parent); });
    registry.made<QTimeLine, QObject>([](QObject *parent) { return new QTimeLine(1000, parent); });
    registry.parentless<QMimeData>();
    registry.parentless<QObjectCleanupHandler>();

    registry.nullable<QObject>("setParent");
    registry.hide<QAbstractTableModel>("parent(QModelIndex)");
    registry.hide<QAbstractTableModel>("hasChildren(QModelIndex)");
    registry.hide<QAbstractTableModel>("hasChildren()");
    registry.hide<QAbstractListModel>("parent(QModelIndex)");
    registry.hide<QAbstractListModel>("columnCount(QModelIndex)");
    registry.hide<QAbstractListModel>("columnCount()");
    registry.hide<QAbstractListModel>("hasChildren(QModelIndex)");
    registry.hide<QAbstractListModel>("hasChildren()");
    registry.hide<QSaveFile>("close()");
    registry.enumeration<QAbstractAnimation::DeletionPolicy>(QAbstractAnimation::staticMetaObject, "DeletionPolicy", {
                                                                                                                         {"KeepWhenStopped", QAbstractAnimation::KeepWhenStopped},
                                                                                                                         {"DeleteWhenStopped", QAbstractAnimation::DeleteWhenStopped},
                                                                                                                     });
    registry.enumeration<QSocketNotifier::Type>(QSocketNotifier::staticMetaObject, "Type", {
                                                                                               {"Read", QSocketNotifier::Read},
                                                                                               {"Write", QSocketNotifier::Write},
                                                                                               {"Exception", QSocketNotifier::Exception},
                                                                                           });
    registry.enumeration<QThread::Priority>(QThread::staticMetaObject, "Priority", {
                                                                                       {"IdlePriority", QThread::IdlePriority},
                                                                                       {"LowestPriority", QThread::LowestPriority},
                                                                                       {"LowPriority", QThread::LowPriority},
                                                                                       {"NormalPriority", QThread::NormalPriority},
                                                                                       {"HighPriority", QThread::HighPriority},
                                                                                       {"HighestPriority", QThread::HighestPriority},
                                                                                       {"TimeCriticalPriority", QThread::TimeCriticalPriority},
                                                                                       {"InheritPriority", QThread::InheritPriority},
                                                                                   });
    registry.enumeration<QTimeLine::State>(QTimeLine::staticMetaObject, "State", {
                                                                                     {"NotRunning", QTimeLine::NotRunning},
                                                                                     {"Paused", QTimeLine::Paused},
                                                                                     {"Running", QTimeLine::Running},
                                                                                 });
    registry.enumeration<QTimeLine::Direction>(QTimeLine::staticMetaObject, "Direction", {
                                                                                             {"Forward", QTimeLine::Forward},
                                                                                             {"Backward", QTimeLine::Backward},
                                                                                         });

    registerCoreGuards(registry);
    registerObject(registry);
    registerDevices(registry);
    registerModels(registry);
    registerLoops(registry);
}

}  // namespace qta
