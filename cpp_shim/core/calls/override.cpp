#include "calls/override.h"

#include "calls/api.h"
#include "calls/api_error.h"
#include "fiber/scheduler.h"
#include "wire/values.h"

#include <algorithm>

namespace qta::api {

namespace {

void *const *tableOf(const void *part)
{
    return *static_cast<void *const *const *>(part);
}

// The object of which the class of a virtual function is a part.
const void *wholeOf(const void *part)
{
    return static_cast<const char *>(part) + reinterpret_cast<std::ptrdiff_t>(tableOf(part)[-2]);
}

}  // namespace

// Asked for several times in each call.
inline Api *Override::api() const
{
    return &m_origin.hooks->api();
}

Override::Override(const void *self, int function, std::size_t place)
    : m_origin(Hooks::originOf(wholeOf(self))), m_object(wholeOf(self)), m_table(tableOf(self)), m_place(place),
      m_function(function), m_call(*api(), m_slots, kMostReplies)
{
    Hooks &hooks = *m_origin.hooks;
    Api &all = hooks.api();
    if (!hooks.isOwnThread() || hooks.takeOwn(m_object, function) || !all.scheduler.canAsk())
        return;
    m_handle = hooks.handleOf(m_object);
    if (m_handle == 0 || (m_handle < 0 && !all.boxes.find(m_handle)))
        return;
    m_isOpen = true;
    if (m_handle < 0)
        all.boxes.enter(m_handle);
    all.values.lendIndexes(true);
    Writer &writer = m_call.out();
    writer.head(Tag::Object, static_cast<uint32_t>(function));
    writer.number(m_handle);
    writer.head(Tag::Int, static_cast<uint32_t>(m_origin.number));
}

Override::~Override()
{
    if (!m_isOpen)
        return;
    for (int i = 0; i < m_lentCount; ++i)
        api()->boxes.revoke(m_lent[i]);
    if (m_handle < 0)
        api()->boxes.leave(m_handle);
}

void *Override::ownFunction() const
{
    for (const Hooks::Part &each : m_origin.parts) {
        if (each.copy == m_table)
            return each.original[m_place];
    }
    return nullptr;
}

void Override::lend(void *object, int id)
{
    if (!object || m_lentCount == kMostLent)
        return m_call.null();
    const double handle = m_lent[m_lentCount++] = api()->boxes.lend(object, id);
    m_call.putHandle(handle, id | QTA_LAYOUT_LENT);
}

void Override::lendPart(void *object, int id, const std::type_info &type)
{
    const int exact = api()->classes.idOf(type);
    void *part = object;
    const bool isKnown = exact >= 0 && api()->classes.cast(part, exact, id) && part == object;
    lend(object, isKnown ? exact : id);
}

void Override::send()
{
    Api &all = *api();
    all.values.lendIndexes(false);
    all.channel.end();
    all.channel.header().id = QTA_REQUEST_OVERRIDE;
    const Reader reader = all.scheduler.ask();
    if (reader.place() != all.channel.inputAt(0))
        all.channel.restore(reader.place(), reader.left());
}

bool Override::ask()
{
    send();
    const double *const slots = reinterpret_cast<const double *>(api()->channel.inputAt(0));
    const int count = std::min(static_cast<int>(slots[0]), kMostReplies - 1);
    // Most functions return one: what JavaScript has just written by words is slow to load by more at once.
    m_slots[0] = slots[0];
    m_slots[1] = slots[1];
    if (count > 1)
        std::copy_n(slots + 2, count - 1, m_slots + 2);
    return count >= 0;
}

void Override::refuse(const QString &message)
{
    Api &all = *api();
    if (!all.scheduler.canAsk())
        return;
    Writer &writer = all.channel.begin();
    writer.head(Tag::Object, 0);
    writer.number(m_handle);
    writer.head(Tag::Int, static_cast<uint32_t>(m_origin.number));
    writer.head(Tag::Int, static_cast<uint32_t>(m_function));
    writer.string(message);
    send();
}

bool Override::isGone() const
{
    return m_isOpen && m_origin.hooks->handleOf(m_object) != m_handle;
}

}  // namespace qta::api
