#include "thread_end.h"

#include <QObject>

#include <condition_variable>
#include <cstdlib>
#include <mutex>

#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace qta {

namespace {

struct Ends {
    std::mutex mutex;
    std::condition_variable changed;
    int threads = 0;  // in the middle of their end
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

// Destroyed before anything that Qt keeps for the thread: destructors of C++ come before those of pthread keys.
struct Begin {
    bool used = false;
    ~Begin()
    {
        if (!used || isMainThread())
            return;
        std::unique_lock lock(ends().mutex);
        // The process ends: what Qt keeps for this thread goes with it, and the thread stops here.
        ends().changed.wait(lock, [] { return !ends().process; });
        ++ends().threads;
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
}

}  // namespace

void guardThreadEnd()
{
    // Qt takes the first thread that uses it for one that lasts as long as the process, and lets go of what it keeps for
    // the thread at the end of both. If plugins' objects still need that at the end of the process, it would be freed
    // under them: an object that is never deleted holds it.
    if (!t_begin.used && !isMainThread())
        new QObject;
    t_begin.used = true;
    ::pthread_setspecific(endKey(), &t_begin);
    // Handlers run from the latest to the first: this one has to come before those of whatever Qt has made until now.
    std::atexit(processEnds);
}

}  // namespace qta
