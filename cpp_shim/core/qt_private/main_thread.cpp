#include "qt_private/main_thread.h"

#include <QCoreApplication>

#include <atomic>

#include <dlfcn.h>

static_assert(QT_VERSION_MAJOR == 6, "Look whether this Qt notes the main thread in the same way");

namespace qta {

namespace {

using Noted = std::atomic<QThread *>;

// Null if this Qt has no such variable.
Noted *notedThread()
{
    if (qstrncmp(qVersion(), "6.", 2) != 0)
        return nullptr;
    Dl_info info{};
    ::dladdr(&QCoreApplication::staticMetaObject, &info);
    void *core = ::dlopen(info.dli_fname, RTLD_LAZY | RTLD_NOLOAD);
    if (!core)
        return nullptr;
    auto *noted = static_cast<Noted *>(::dlsym(core, "_ZN23QCoreApplicationPrivate13theMainThreadE"));
    ::dlclose(core);  // it stays: we are linked to it
    return noted;
}

}  // namespace

void forgetMainThread(bool (*hasEnded)(QThread *thread))
{
    Noted *const noted = notedThread();
    if (noted && hasEnded(noted->load()))
        noted->store(nullptr);
}

bool canForgetMainThread()
{
    return notedThread() != nullptr;
}

}  // namespace qta
