#include "abi/runtime.h"

#include "abi/messages.h"
#include "abi/process_signals.h"
#include "calls/signal_receivers.h"
#include "calls/event_filters.h"
#include "fiber/waiter.h"
#include "objects/classes.h"
#include "objects/kept_indexes.h"
#include "objects/registry.h"
#include "qt_private/scene_graph.h"
#include "wire/opaques.h"
#include "wire/values.h"

#include <QAbstractEventDispatcher>
#include <QCoreApplication>
#include <QEvent>
#include <QLoggingCategory>
#include <QtGlobal>

namespace qta {

namespace {

// The platform plugins say this and then call exit() or _exit(), in the middle of a program that has things to save.
bool endsProcess(QtMsgType type, const QString &message)
{
    if (type != QtWarningMsg)
        return false;
    if (message.startsWith(QLatin1String("The Wayland connection broke")))
        return !qEnvironmentVariableIsSet("QT_WAYLAND_RECONNECT");
    return message.startsWith(QLatin1String("The X11 connection broke"));
}

// Messages of Qt about every program or every window that a program cannot avoid.
bool isNoise(const QString &message)
{
    // Ours is the thread that made it (qta_open); Qt means the one that used Qt first in this process.
    return message.startsWith(QLatin1String("WARNING: QApplication was not created in the main() thread"))
        // Platforms without a window manager have no use for raise(), propagateSizeHints() and their like.
        || message.startsWith(QLatin1String("This plugin does not support "))
        // Of QPixmapCache, which belongs to the thread of an earlier application.
        || message.startsWith(QLatin1String("QObject::startTimer: Timers can only be used with threads started with QThread"));
}

// qFatal() ends the process. On a fiber we can do better: the fiber stays suspended for ever, and JavaScript gets
// an error instead of a crash.
void handleMessage(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    Runtime &all = runtime();
    if ((type == QtFatalMsg || endsProcess(type, message)) && all.isOwner() && all.scheduler.onFiber()) {
        all.messages.flush();
        all.setFatal();
        all.scheduler.fatal(message);
    }
    if (isNoise(message))
        return;
    if (type == QtFatalMsg)
        all.messages.flush();
    all.messages.add(type, context, message, all.isOwner());
}

}  // namespace

std::atomic<Runtime *> theRuntime{nullptr};

Runtime &makeRuntime()
{
    // Several threads may ask at once.
    static Runtime *const instance = new Runtime;
    theRuntime.store(instance, std::memory_order_release);
    return *instance;
}

// Each after what it refers to.
struct Runtime::Parts {
    explicit Parts(Scheduler &scheduler)
        : receivers(scheduler, channel, values), eventFilters(scheduler, channel, values)
    {
    }

    Channel channel;
    Waiter waiter;
    Registry registry;
    Classes classes{registry};
    ApiClasses apiClasses;
    Boxes boxes{apiClasses};
    KeptIndexes indexes{boxes.hooks};
    Handles handles{channel, classes, indexes};
    Opaques opaques;
    Values values{handles, classes, registry, opaques, indexes, apiClasses, boxes};
    Messages messages{channel, handles, values, waiter};
    SignalReceivers receivers;
    EventFilters eventFilters;
};

Runtime::Runtime()
    : m_parts(std::make_unique<Parts>(scheduler)), channel(m_parts->channel), waiter(m_parts->waiter),
      handles(m_parts->handles), classes(m_parts->classes), opaques(m_parts->opaques), registry(m_parts->registry),
      values(m_parts->values), messages(m_parts->messages), receivers(m_parts->receivers), eventFilters(m_parts->eventFilters),
      scheduler(channel, waiter), bridge(channel, handles, registry, values, receivers, eventFilters),
      api(channel, handles, values, m_parts->apiClasses, m_parts->boxes, scheduler)
{
    api.classes.addTable(kApi_core);
}

Runtime::~Runtime() = default;

bool Runtime::claim(double isolate) noexcept
{
    if (isOwner() && m_isolate != isolate)
        abandon();
    uint64_t nobody = 0;
    if (!m_owner.compare_exchange_strong(nobody, threadToken()) && !isOwner())
        return false;
    m_isolate = isolate;
    return true;
}

void Runtime::abandon() noexcept
{
    releaseSignals();
    messages.flush();
    channel.detach();
    scheduler.setAbandoned(true);
    // After a fatal error Qt stays as it is.
    if (m_application && !m_fatal && scheduler.runOut()) {
        if (perform([](Runtime &all) { return all.destroyApplication(); }) == QTA_BLOCKED)
            scheduler.runOut();
    }
    scheduler.setAbandoned(false);
    messages.flush();
    if (!m_application)
        channel.close();
    disown();
}

bool Runtime::createApplication(const MakeApplication &make)
{
    if (m_application || QCoreApplication::instance())
        return channel.fail(QTA_E_STATE, QStringLiteral("Cannot create an application: one exists already, and a process has one at a time"));
    QVariant arguments;
    Reader reader = channel.reader();
    if (!values.read(reader, arguments))
        return channel.fail(QTA_E_INTERNAL, QStringLiteral("Malformed arguments"));
    m_arguments.clear();
    m_argv.clear();
    for (const QVariant &argument : arguments.toList())
        m_arguments.push_back(argument.toString().toLocal8Bit());
    for (QByteArray &argument : m_arguments)
        m_argv.push_back(argument.data());
    m_argc = static_cast<int>(m_argv.size());
    m_argv.push_back(nullptr);

    messages.start(qInstallMessageHandler(handleMessage));
    m_application = make(m_argc, m_argv.data());
    if (!m_application) {  // make() has said why
        qInstallMessageHandler(messages.stop());
        messages.flush();
        return false;
    }
    limit();
    guardThreadEnd([] { runtime().threadEnds(); });
    handles.attach();
    QAbstractEventDispatcher *dispatcher = QAbstractEventDispatcher::instance();
    waiter.attach(dispatcher, handles.of(m_application).handle);
    scheduler.attach(dispatcher);
    Writer &writer = channel.begin();
    values.writeObject(writer, m_application);
    channel.end();
    return true;
}

bool Runtime::destroyApplication()
{
    for (const std::function<void()> &function : m_onDestroy)
        function();
    api.boxes.clear();
    handles.deleteOrphans();
    // QML's animation timer takes itself off the thread's list by a queued call; what stays on it is called by the next
    // application of this thread, although the end of this one frees it. That call queues another one, to the timer of
    // all animations: each round delivers only what was there when it began.
    for (int i = 0; i < 3; ++i)
        QCoreApplication::sendPostedEvents(nullptr, QEvent::MetaCall);
    waiter.detach();
    keepSceneGraph();
    delete std::exchange(m_application, nullptr);
    limit();
    eventFilters.clear();
    // Qt keeps these for the process.
    QCoreApplication::setApplicationName(QString());
    QCoreApplication::setApplicationVersion(QString());
    QCoreApplication::setOrganizationName(QString());
    QCoreApplication::setOrganizationDomain(QString());
    QCoreApplication::setQuitLockEnabled(true);
    receivers.clear();
    scheduler.detach();
    opaques.clear();
    m_parts->indexes.clear();
    handles.clear();
    qInstallMessageHandler(messages.stop());
    QLoggingCategory::setFilterRules(QString());
    guardThreadEnd([] { runtime().threadEnds(); });
    channel.begin();
    channel.end();
    return true;
}

void Runtime::setFatal() noexcept
{
    m_fatal = true;
    waiter.stopWatching();
    limit();
}

int32_t Runtime::refuseFatal() noexcept
{
    channel.fail(QTA_E_FATAL, QStringLiteral("Qt has ended itself with a fatal error"));
    return QTA_FATAL;
}

}  // namespace qta
