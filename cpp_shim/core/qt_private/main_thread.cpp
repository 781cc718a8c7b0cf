#include "qt_private/main_thread.h"

#include "qt_private/core_symbol.h"

#include <QtGlobal>

#include <atomic>

static_assert(QT_VERSION_MAJOR == 6, "Look whether this Qt notes the main thread in the same way");

namespace qta {

namespace {

using Noted = std::atomic<QThread *>;

// Null if this Qt has no such variable.
Noted *notedThread()
{
    return static_cast<Noted *>(coreSymbol("_ZN23QCoreApplicationPrivate13theMainThreadE"));
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
