// What Qt itself can do in plain C++, with the workloads and the names of the rows of the other programs: the limit
// for everything that stands on Qt.
//
//     qtasyncio_native_bench WORKLOAD      prints its figures as a line of JSON
#include <QCoreApplication>
#include <QEvent>
#include <QFile>
#include <QSemaphore>
#include <QThread>
#include <QTimer>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <time.h>
#include <vector>

namespace {

using Figures = std::vector<std::pair<std::string, double>>;

// A smoke run shows that everything works, not how fast.
int scaled(int count)
{
    static const bool smoke = qEnvironmentVariableIsSet("BENCH_SMOKE");
    return smoke ? std::max(count / 100, 10) : count;
}

// Milliseconds.
double now()
{
    using namespace std::chrono;
    return duration<double, std::milli>(steady_clock::now().time_since_epoch()).count();
}

double processorTime()
{
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

double percentile(std::vector<double> values, double share)
{
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(std::lround(share * (values.size() - 1)))];
}

// The same numbers as in the other programs.
class Random
{
public:
    explicit Random(uint32_t seed) : m_state(seed) {}
    double operator()()
    {
        m_state = m_state * 1664525u + 1013904223u;
        return m_state / 4294967296.0;
    }

private:
    uint32_t m_state;
};

class Object : public QObject
{
    Q_OBJECT

public:
    int calls = 0;
    void send(int value) { Q_EMIT sent(value); }

public Q_SLOTS:
    void receive(int) { ++calls; }

Q_SIGNALS:
    void sent(int value);
};

// Counts the events that are posted to it and does something for each.
class Receiver : public QObject
{
public:
    std::function<void()> handle;

protected:
    void customEvent(QEvent *) override { handle(); }
};

void post(QObject *receiver)
{
    QCoreApplication::postEvent(receiver, new QEvent(QEvent::User));
}

Figures chain()
{
    const int count = scaled(200'000);
    int left = count;
    Receiver receiver;
    receiver.handle = [&] {
        if (--left > 0)
            post(&receiver);
        else
            QCoreApplication::quit();
    };
    const double begin = now();
    post(&receiver);
    QCoreApplication::exec();
    return {{"callSoon chain, callbacks/s", count / (now() - begin) * 1e3}};
}

Figures batch()
{
    const int count = scaled(100'000);
    int left = count;
    Receiver receiver;
    receiver.handle = [&] {
        if (--left == 0)
            QCoreApplication::quit();
    };
    const double begin = now();
    for (int i = 0; i < count; ++i)
        post(&receiver);
    QCoreApplication::exec();
    return {{"callSoon batch, callbacks/s", count / (now() - begin) * 1e3}};
}

Figures lateness()
{
    const int count = scaled(2'000);
    Random random(1);
    std::vector<double> late;
    int early = 0;
    for (int i = 0; i < count; ++i) {
        // Qt's timers of 6.4 know whole milliseconds alone.
        const int delay = static_cast<int>(std::ceil(1 + 199 * random()));
        const double due = now() + delay;
        QTimer::singleShot(delay, Qt::PreciseTimer, [&, due] {
            late.push_back(now() - due);
            early += late.back() < 0;
            if (static_cast<int>(late.size()) == count)
                QCoreApplication::quit();
        });
    }
    QCoreApplication::exec();
    return {{"timer lateness p50, ms", percentile(late, 0.5)},
            {"timer lateness p99, ms", percentile(late, 0.99)},
            {"timers early", early}};
}

Figures timers()
{
    const int count = scaled(50'000);
    Random random(2);
    int left = count;
    const double begin = processorTime();
    for (int i = 0; i < count; ++i) {
        QTimer::singleShot(static_cast<int>(2000 * random()), Qt::PreciseTimer, [&] {
            if (--left == 0)
                QCoreApplication::quit();
        });
    }
    QCoreApplication::exec();
    return {{"50 000 timers, µs of CPU each", (processorTime() - begin) * 1e3 / count}};
}

Figures pingPong()
{
    const int count = scaled(10'000);
    Receiver receiver;
    QSemaphore answered;
    receiver.handle = [&] { answered.release(); };
    std::vector<double> times;
    std::unique_ptr<QThread> thread(QThread::create([&] {
        for (int i = -500; i < count; ++i) {
            const double begin = now();
            post(&receiver);
            answered.acquire();
            if (i >= 0)
                times.push_back((now() - begin) * 1e3);
        }
        QMetaObject::invokeMethod(qApp, &QCoreApplication::quit, Qt::QueuedConnection);
    }));
    thread->start();
    QCoreApplication::exec();
    thread->wait();
    return {{"cross-thread ping-pong p50, µs", percentile(times, 0.5)},
            {"cross-thread ping-pong p99, µs", percentile(times, 0.99)}};
}

double emitted(Object &sender, const Object &receiver)
{
    const int count = scaled(2'000'000);
    const int before = receiver.calls;
    const double begin = now();
    for (int i = 0; i < count; ++i)
        sender.send(i);
    const double duration = now() - begin;
    return (receiver.calls - before) / duration * 1e3;
}

Figures bridge()
{
    Figures figures;
    Object sender;
    {
        Object receiver;
        QObject::connect(&sender, &Object::sent, &receiver, &Object::receive);
        emitted(sender, receiver);
        figures.emplace_back("slot calls /s", emitted(sender, receiver));
    }
    {
        Object receiver;
        QObject::connect(&sender, SIGNAL(sent(int)), &receiver, SLOT(receive(int)));
        figures.emplace_back("slot calls /s, connected by name", emitted(sender, receiver));
    }
    int turns = 0;
    const int count = scaled(500'000);
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, [&] {
        if (++turns == count)
            QCoreApplication::quit();
    });
    timer.start(0);
    double begin = now();
    QCoreApplication::exec();
    timer.stop();
    figures.emplace_back("QTimer(0) turns /s", turns / (now() - begin) * 1e3);

    Receiver receiver;
    double sent = 0;
    std::vector<double> latencies;
    QSemaphore handled;
    receiver.handle = [&] {
        latencies.push_back((now() - sent) * 1e3);
        handled.release();
    };
    const int posts = scaled(2'000);
    std::unique_ptr<QThread> thread(QThread::create([&] {
        for (int i = 0; i < posts; ++i) {
            QThread::usleep(300);
            sent = now();
            post(&receiver);
            handled.acquire();
        }
        QMetaObject::invokeMethod(qApp, &QCoreApplication::quit, Qt::QueuedConnection);
    }));
    thread->start();
    QCoreApplication::exec();
    thread->wait();
    figures.emplace_back("posted event → handler µs p50", percentile(latencies, 0.5));
    figures.emplace_back("posted event → handler µs p99", percentile(latencies, 0.99));

    const int calls = scaled(200'000);
    begin = now();
    for (int i = 0; i < calls; ++i)
        delete new Object;
    figures.emplace_back("create and destroy µs", (now() - begin) * 1e3 / calls);
    return figures;
}

Figures idle()
{
    const auto usage = [] {
        timespec time{};
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
        QFile status(QStringLiteral("/proc/thread-self/status"));
        double wakes = 0;
        if (status.open(QFile::ReadOnly)) {
            for (const QByteArray &line : status.readAll().split('\n')) {
                if (line.startsWith("voluntary_ctxt_switches:"))
                    wakes = line.mid(24).trimmed().toDouble();
            }
        }
        return std::pair(time.tv_sec * 1e3 + time.tv_nsec / 1e6, wakes);
    };
    QTimer::singleShot(300, &QCoreApplication::quit);
    QCoreApplication::exec();
    const auto before = usage();
    QTimer::singleShot(scaled(3000), &QCoreApplication::quit);
    QCoreApplication::exec();
    const auto after = usage();
    return {{"idle 3 s, ms of CPU", after.first - before.first}, {"idle 3 s, wakes", after.second - before.second}};
}

Figures start()
{
    QTimer::singleShot(0, &QCoreApplication::quit);
    QCoreApplication::exec();
    QFile status(QStringLiteral("/proc/self/status"));
    double peak = std::nan("");
    if (status.open(QFile::ReadOnly)) {
        for (const QByteArray &line : status.readAll().split('\n')) {
            if (line.startsWith("VmHWM:"))
                peak = line.mid(6).trimmed().split(' ').first().toDouble() / 1024;
        }
    }
    return {{"peak memory, MB", peak}};
}

Figures growth()
{
    Figures figures;
    const auto add = [&](const char *what, int size, const char *unit, double value) {
        figures.emplace_back(std::string(what) + " × " + std::to_string(size) + ", " + unit, value);
    };
    for (int size = 100; size <= scaled(100'000); size *= 10) {
        const double begin = now();
        std::vector<std::unique_ptr<Object>> objects;
        for (int i = 0; i < size; ++i)
            objects.push_back(std::make_unique<Object>());
        objects.clear();
        add("objects made and destroyed", size, "µs each", (now() - begin) * 1e3 / size);
    }
    for (int size = 1; size <= scaled(10'000); size *= 10) {
        Object sender;
        int calls = 0;
        for (int i = 0; i < size; ++i)
            QObject::connect(&sender, &Object::sent, &sender, [&] { ++calls; });
        const int times = std::max(1, 100'000 / size);
        const double begin = now();
        for (int i = 0; i < times; ++i)
            sender.send(i);
        add("slots of one signal", size, "ns each", (now() - begin) * 1e6 / calls);
    }
    return figures;
}

}  // namespace

int main(int argc, char **argv)
{
    const std::map<std::string, Figures (*)()> workloads{
        {"chain", chain}, {"batch", batch},   {"lateness", lateness}, {"timers", timers}, {"pingPong", pingPong},
        {"bridge", bridge}, {"idle", idle}, {"start", start},       {"growth", growth},
    };
    const std::string name = argc > 1 ? argv[1] : "";
    if (name == "version") {
        std::puts(qVersion());
        return 0;
    }
    const auto found = workloads.find(name);
    if (found == workloads.end()) {
        std::fprintf(stderr, "unknown workload \"%s\"\n", name.c_str());
        return 2;
    }
    QCoreApplication application(argc, argv);
    std::string text;
    for (const auto &[row, value] : found->second()) {
        char number[40];
        std::snprintf(number, sizeof number, "%.9g", value);
        text += (text.empty() ? "{\"" : ", \"") + row + "\": " + number;
    }
    std::printf("%s}\n", text.c_str());
    return 0;
}

#include "main.moc"
