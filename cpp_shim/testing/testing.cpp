#include "testing.h"

#include <QAbstractItemModel>
#include <QDebug>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QLoggingCategory>
#include <QThread>
#include <QTimer>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <numeric>
#include <stdexcept>
#include <thread>

namespace qta::testing {

namespace {

std::atomic<int> g_alive{0};

}  // namespace

struct Probe::Poster {
    std::thread thread;
    std::mutex mutex;
    std::condition_variable acknowledged;
    int done = 0;
    bool stop = false;
    std::chrono::steady_clock::time_point sent;

    ~Poster()
    {
        {
            std::lock_guard lock(mutex);
            stop = true;
        }
        acknowledged.notify_all();
        if (thread.joinable())
            thread.join();
    }
};

Probe::Probe(QObject *parent)
    : QObject(parent)
{
    ++g_alive;
}

Probe::~Probe()
{
    delete m_poster;
    --g_alive;
}

int Probe::alive() const
{
    return g_alive;
}

void Probe::setRecursive(int value)
{
    if (value == m_recursive)
        return;
    m_recursive = value;
    Q_EMIT recursiveChanged(value);
}

double Probe::timeRowCount(QObject *model, int times) const
{
    const auto *const asked = qobject_cast<QAbstractItemModel *>(model);
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; asked && i < times; ++i)
        asked->rowCount();
    return static_cast<double>(timer.nsecsElapsed()) / times;
}

double Probe::timeData(QObject *model, int times) const
{
    const auto *const asked = qobject_cast<QAbstractItemModel *>(model);
    const QModelIndex index = asked ? asked->index(0, 0) : QModelIndex();
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; asked && i < times; ++i)
        asked->data(index, Qt::DisplayRole);
    return static_cast<double>(timer.nsecsElapsed()) / times;
}

int Probe::rowCount(QObject *model, bool inThread) const
{
    const auto *const asked = qobject_cast<QAbstractItemModel *>(model);
    int count = 0;
    const auto ask = [&] { count = asked->rowCount(); };
    if (inThread)
        std::thread(ask).join();
    else
        ask();
    return count;
}

int Probe::sum(const QList<int> &numbers) const
{
    return std::accumulate(numbers.begin(), numbers.end(), 0);
}

void Probe::throwError() const
{
    throw std::runtime_error("The probe was asked to throw");
}

QVariantList Probe::makeOtters()
{
    const auto object = [](QObject *one) { return QVariant::fromValue(one); };
    return {object(new SeaOtter(this)), 5, object(new Otter(this)), QStringLiteral("end")};
}

void Probe::emitEverything()
{
    Q_EMIT everything(true, -7, 1LL << 60, 0.5, QStringLiteral("text"), QByteArray("\0\xff", 2),
                      {{QStringLiteral("key"), QVariantList{1, QStringLiteral("two")}}},
                      QDateTime::fromMSecsSinceEpoch(86400000), Curious, QSize(3, 4));
}

int Probe::nest(int milliseconds)
{
    QEventLoop loop;
    QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
    loop.exec();
    return milliseconds;
}

void Probe::emitMany(int count)
{
    for (int i = 0; i < count; ++i)
        Q_EMIT emitted();
}

void Probe::postFromThread(int count, int pauseMicroseconds)
{
    delete m_poster;
    m_latencies.clear();
    Poster *poster = m_poster = new Poster;
    poster->thread = std::thread([this, poster, count, pauseMicroseconds] {
        for (int i = 0; i < count; ++i) {
            std::this_thread::sleep_for(std::chrono::microseconds(pauseMicroseconds));
            {
                std::lock_guard lock(poster->mutex);
                poster->sent = std::chrono::steady_clock::now();
            }
            QMetaObject::invokeMethod(
                this, [this, i] { Q_EMIT posted(i); }, Qt::QueuedConnection);
            std::unique_lock lock(poster->mutex);
            poster->acknowledged.wait(lock, [&] { return poster->done > i || poster->stop; });
            if (poster->stop)
                return;
        }
    });
}

void Probe::acknowledge()
{
    const auto now = std::chrono::steady_clock::now();
    if (!m_poster)
        return;
    std::lock_guard lock(m_poster->mutex);
    m_latencies.append(std::chrono::duration<double, std::micro>(now - m_poster->sent).count());
    ++m_poster->done;
    m_poster->acknowledged.notify_all();
}

void Probe::emitFromThread()
{
    std::thread([this] { Q_EMIT several(7, QStringLiteral("from another thread"), {1, 2}); }).join();
}

QObject *Probe::makeInThread()
{
    QThread *thread = new QThread(this);
    QObject *object = new QObject;
    object->moveToThread(thread);
    QObject::connect(this, &QObject::destroyed, thread, [thread, object] {
        thread->quit();
        thread->wait();
        delete object;
    });
    thread->start();
    return object;
}

void Probe::fatal() const
{
    qFatal("The probe was asked to fail");
}

void Probe::say(const QString &level, const QString &category, const QString &text) const
{
    static const QLoggingCategory talk("probe.talk");
    const QLoggingCategory &used = category == QLatin1String("default") ? *QLoggingCategory::defaultCategory() : talk;
    const auto is = [&](const char *name) { return level == QLatin1String(name); };
    const char *const name = used.categoryName();
    const QMessageLogger logger(nullptr, 0, nullptr, name);
    if (is("debug") && used.isDebugEnabled())
        logger.debug().noquote() << text;
    else if (is("info") && used.isInfoEnabled())
        logger.info().noquote() << text;
    else if (is("warning") && used.isWarningEnabled())
        logger.warning().noquote() << text;
    else if (is("critical") && used.isCriticalEnabled())
        logger.critical().noquote() << text;
}

void Probe::sayLater(const QString &text)
{
    QMetaObject::invokeMethod(
        this, [text] { qWarning().noquote() << text; }, Qt::QueuedConnection);
}

void Probe::sayObject(QObject *object) const
{
    qWarning() << "Look at" << object;
}

void Probe::sayFromThread(const QString &text, int delayMilliseconds) const
{
    std::thread([text, delayMilliseconds] {
        std::this_thread::sleep_for(std::chrono::milliseconds(delayMilliseconds));
        qWarning().noquote() << text;
    }).detach();
}

}  // namespace qta::testing
