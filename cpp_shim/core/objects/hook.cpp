#include "objects/hook.h"

#include "objects/boxes.h"

#include <cstddef>
#include <cstring>
#include <dlfcn.h>
#include <link.h>

namespace qta {

namespace {

// Before the functions that an object's first word points to, a table has the offset of the complete object and its
// type; ours has this before these.
struct Origin {
    Boxes *boxes;
    void **table;
    std::size_t destructor;  // its place; the deleting one follows
};
constexpr std::size_t kBefore = 2;

using Destructor = void (*)(void *object);

// Gives the object its own table back, and returns where that is.
const Origin &unhook(void *object)
{
    void ***const first = static_cast<void ***>(object);
    const Origin &origin = *static_cast<const Origin *>((*first)[-static_cast<std::ptrdiff_t>(kBefore) - 1]);
    *first = origin.table;
    origin.boxes->gone(object);
    return origin;
}

void destruct(void *object)
{
    const Origin &origin = unhook(object);
    reinterpret_cast<Destructor>(origin.table[origin.destructor])(object);
}

void destructAndDelete(void *object)
{
    const Origin &origin = unhook(object);
    reinterpret_cast<Destructor>(origin.table[origin.destructor + 1])(object);
}

bool endsWith(const char *text, const char *end)
{
    const std::size_t length = std::strlen(text);
    const std::size_t wanted = std::strlen(end);
    return length >= wanted && std::strcmp(text + length - wanted, end) == 0;
}

// Whether a function is a destructor of the kind that the end of its name says.
bool isDestructor(void *function, const char *kind, const char *alias)
{
    Dl_info info;
    return dladdr(function, &info) && info.dli_sname && info.dli_saddr == function
        && (endsWith(info.dli_sname, kind) || endsWith(info.dli_sname, alias));
}

}  // namespace

void **Hooks::copyOf(void **table)
{
    Dl_info info;
    const ElfW(Sym) *symbol = nullptr;
    if (!dladdr1(table, &info, const_cast<void **>(reinterpret_cast<const void **>(&symbol)), RTLD_DL_SYMENT) || !symbol
        || !info.dli_sname || std::strncmp(info.dli_sname, "_ZTV", 4) != 0)
        return nullptr;
    void **const start = static_cast<void **>(info.dli_saddr);
    const std::size_t size = symbol->st_size / sizeof(void *);
    // Another distance is that of a part of an object.
    if (table != start + kBefore || size <= kBefore)
        return nullptr;
    const std::size_t count = size - kBefore;
    for (std::size_t place = 0; place + 1 < count; ++place) {
        if (!isDestructor(table[place], "D1Ev", "D2Ev") || !isDestructor(table[place + 1], "D0Ev", "D0Ev"))
            continue;
        void **const copy = new void *[size + 1];
        std::memcpy(copy + 1, start, size * sizeof(void *));
        copy[0] = new Origin{&m_boxes, table, place};
        copy[1 + kBefore + place] = reinterpret_cast<void *>(&destruct);
        copy[1 + kBefore + place + 1] = reinterpret_cast<void *>(&destructAndDelete);
        return copy + 1 + kBefore;
    }
    return nullptr;
}

bool Hooks::hook(void *object)
{
    void ***const first = static_cast<void ***>(object);
    const auto known = m_copies.find(*first);
    if (known != m_copies.end()) {
        if (!known->second)
            return false;
        *first = known->second;
        return true;
    }
    void **const copy = copyOf(*first);
    m_copies.emplace(*first, copy);
    if (!copy)
        return false;
    m_copies.emplace(copy, copy);
    *first = copy;
    return true;
}

}  // namespace qta
