#include "qt_private/object_hook.h"

#include "qt_private/core_symbol.h"

#include <QtGlobal>

#include <atomic>

static_assert(QT_VERSION_MAJOR == 6, "Look whether this Qt has the same table of hooks");

namespace qta {

namespace {

using Callback = void (*)(QObject *);

// Places in the table: qhooks_p.h.
enum { TableVersion = 0,
       TableSize = 1,
       ObjectMade = 3 };

Callback s_ours = nullptr;
Callback s_previous = nullptr;

// Null if this Qt has no such table.
quintptr *table()
{
    auto *const found = static_cast<quintptr *>(coreSymbol("qtHookData"));
    return found && found[TableVersion] >= 1 && found[TableSize] > ObjectMade ? found : nullptr;
}

void made(QObject *object)
{
    s_ours(object);
    if (s_previous)
        s_previous(object);
}

}  // namespace

void onObjectMade(Callback callback)
{
    quintptr *const hooks = table();
    if (!hooks)
        return;
    s_ours = callback;
    s_previous = reinterpret_cast<Callback>(hooks[ObjectMade]);
    std::atomic_thread_fence(std::memory_order_release);
    hooks[ObjectMade] = reinterpret_cast<quintptr>(&made);
}

bool canHearOfObjects()
{
    return table() != nullptr;
}

}  // namespace qta
