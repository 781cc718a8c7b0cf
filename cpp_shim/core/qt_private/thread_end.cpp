#include "qt_private/thread_end.h"

#include "abi/runtime.h"

#include <QCoreApplication>
#include <QThread>

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <set>

#include <dlfcn.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace qta {

namespace {

struct Ends {
    std::mutex mutex;
    std::condition_variable changed;
    int threads = 0;  // in the middle of their end
    std::set<QThread *> ended;
    bool process = false;
};

Ends &ends()
{
    static Ends *instance = new Ends;  // outlives every thread
    return *instance;
}

bool isMainThread()
{
    return ::syscall(SYS_gettid) == ::getpid();
}

// Qt takes the first thread that uses it for the main one, which lasts as long as the process. When that ends, it lets go
// of what it keeps for that thread: a second time, if the thread has ended, and frees it under the objects of plugins.
// There is no public way to tell it otherwise. A version of Qt without this variable, or with a hidden one, stays as it is.
void forgetEndedMainThread()
{
    Dl_info info{};
    ::dladdr(&QCoreApplication::staticMetaObject, &info);
    void *core = ::dlopen(info.dli_fname, RTLD_LAZY | RTLD_NOLOAD);
    if (!core)
        return;
    auto *noted = static_cast<std::atomic<QThread *> *>(::dlsym(core, "_ZN23QCoreApplicationPrivate13theMainThreadE"));
    if (noted && ends().ended.count(noted->load()))
        noted->store(nullptr);
    ::dlclose(core);
}

// Destroyed before anything that Qt keeps for the thread: destructors of C++ come before those of pthread keys.
struct Begin {
    bool used = false;
    ~Begin()
    {
        if (!used || isMainThread())
            return;
        runtime().threadEnds();
        std::unique_lock lock(ends().mutex);
        // The process ends: what Qt keeps for this thread goes with it, and the thread stops here.
        ends().changed.wait(lock, [] { return !ends().process; });
        ++ends().threads;
        ends().ended.insert(QThread::currentThread());
    }
};
thread_local Begin t_begin;

void threadEnded(void *)
{
    std::lock_guard lock(ends().mutex);
    --ends().threads;
    ends().changed.notify_all();
}

// A key whose destructor comes after that of Qt's own key: keys are numbered in the order in which they are made.
pthread_key_t endKey()
{
    static const pthread_key_t key = [] {
        pthread_key_t made = 0;
        ::pthread_key_create(&made, threadEnded);
        return made;
    }();
    return key;
}

void processEnds()
{
    std::unique_lock lock(ends().mutex);
    ends().process = true;
    ends().changed.wait(lock, [] { return ends().threads == 0; });
    forgetEndedMainThread();
}

}  // namespace

__thread uint64_t t_token = 0;

uint64_t makeThreadToken() noexcept
{
    static std::atomic<uint64_t> last{0};
    return t_token = ++last;
}

void guardThreadEnd()
{
    t_begin.used = true;
    {
        // A thread may get the object that stood for one that has ended.
        std::lock_guard lock(ends().mutex);
        ends().ended.erase(QThread::currentThread());
    }
    ::pthread_setspecific(endKey(), &t_begin);
    // Handlers run from the latest to the first: this one has to come before those of whatever Qt has made until now.
    std::atexit(processEnds);
}

}  // namespace qta
