#include "objects/hook.h"

#include "calls/api.h"
#include "objects/boxes.h"
#include "objects/handles.h"

#include <algorithm>
#include <cstring>
#include <dlfcn.h>
#include <link.h>

namespace qta {

namespace {

// Before the functions that an object's first word points to, a table has the offset of the complete object and its
// type; the first of a copy has its origin before these.
constexpr std::ptrdiff_t kBefore = 2;

using Destructor = void (*)(void *object);

std::ptrdiff_t toWhole(void *const *table)
{
    return reinterpret_cast<std::ptrdiff_t>(table[-kBefore]);
}

void **&tableOf(void *object, std::ptrdiff_t offset)
{
    return *reinterpret_cast<void ***>(static_cast<char *>(object) + offset);
}

// Which of two destructors: 0 or 1, the deleting one.
template<int which>
void destruct(void *part)
{
    const std::ptrdiff_t offset = -toWhole(tableOf(part, 0));
    const Hooks::Origin &origin = Hooks::unhook(static_cast<char *>(part) - offset);
    for (const Hooks::Part &each : origin.parts) {
        if (each.offset == offset)
            return reinterpret_cast<Destructor>(each.original[each.destructor + which])(part);
    }
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

int destructorOf(void **table, std::size_t count)
{
    for (std::size_t place = 0; place + 1 < count; ++place) {
        if (isDestructor(table[place], "D1Ev", "D2Ev") && isDestructor(table[place + 1], "D0Ev", "D0Ev"))
            return static_cast<int>(place);
    }
    return -1;
}

}  // namespace

const Hooks::Origin &Hooks::originOf(const void *object)
{
    return *static_cast<const Origin *>(tableOf(const_cast<void *>(object), 0)[-kBefore - 1]);
}

const Hooks::Origin &Hooks::unhook(void *object)
{
    const Origin &origin = originOf(object);
    for (const Part &part : origin.parts)
        tableOf(object, part.offset) = part.original;
    origin.hooks->gone(object, origin.number);
    return origin;
}

void Hooks::gone(void *object, int number)
{
    if (!isOwnThread())
        return;
    if (number != kNoOverrides) {
        if (const double handle = handleOf(object); handle < 0)
            m_api->handles.noteGone(handle);
        m_handles.erase(object);
        if (m_lastObject == object)
            m_lastObject = nullptr;
    }
    m_boxes.gone(object);
}

void Hooks::clear()
{
    m_handles.clear();
    m_lastObject = nullptr;
}

int Hooks::addClass(std::vector<int> functions)
{
    std::sort(functions.begin(), functions.end());
    m_functions.push_back(std::move(functions));
    return static_cast<int>(m_functions.size()) - 1;
}

void **Hooks::copyOf(void **table, int id, int number)
{
    Dl_info info;
    const ElfW(Sym) *symbol = nullptr;
    if (!dladdr1(table, &info, const_cast<void **>(reinterpret_cast<const void **>(&symbol)), RTLD_DL_SYMENT) || !symbol
        || !info.dli_sname || std::strncmp(info.dli_sname, "_ZTV", 4) != 0)
        return nullptr;
    void **const start = static_cast<void **>(info.dli_saddr);
    const std::ptrdiff_t size = static_cast<std::ptrdiff_t>(symbol->st_size / sizeof(void *));
    // Another distance is that of a part of an object.
    if (table != start + kBefore || size <= kBefore)
        return nullptr;
    void **const block = new void *[static_cast<std::size_t>(size) + 1];
    void **const copy = block + 1;
    auto *const origin = new Origin{this, number, {}};
    std::memcpy(copy, start, static_cast<std::size_t>(size) * sizeof(void *));
    block[0] = origin;
    // The tables of the object's parts follow one another, each with the type of the whole.
    for (std::ptrdiff_t place = 1; place < size; ++place) {
        if (start[place] != table[-1])
            continue;
        std::ptrdiff_t end = place + 1;
        while (end < size && start[end] != table[-1])
            ++end;
        void **const functions = start + place + 1;
        // Before the type of the next one stands its offset.
        const std::ptrdiff_t count = (end < size ? end - 1 : size) - place - 1;
        origin->parts.push_back({-toWhole(functions), functions, copy + place + 1, destructorOf(functions, static_cast<std::size_t>(count))});
    }
    if (origin->parts.front().destructor < 0) {
        delete[] block;
        delete origin;
        return nullptr;
    }
    for (const Part &part : origin->parts) {
        if (part.destructor < 0)
            continue;
        part.copy[part.destructor] = reinterpret_cast<void *>(&destruct<0>);
        part.copy[part.destructor + 1] = reinterpret_cast<void *>(&destruct<1>);
    }
    if (number != kNoOverrides)
        patch(*origin, id, 0, m_functions[static_cast<std::size_t>(number)]);
    return copy + kBefore;
}

void Hooks::patch(Origin &origin, int id, std::ptrdiff_t offset, const std::vector<int> &functions)
{
    const ApiGlue *const glue = m_classes.glue(id);
    if (!glue)
        return;
    for (const Part &part : origin.parts) {
        if (part.offset != offset)
            continue;
        for (int i = 0; i < glue->virtualCount; ++i) {
            const ApiVirtual &one = glue->virtuals[i];
            if (std::binary_search(functions.begin(), functions.end(), one.function))
                part.copy[one.place()] = one.thunk;
        }
    }
    for (int i = 0; i < glue->baseCount; ++i)
        patch(origin, glue->bases[i].id, offset + glue->bases[i].offset, functions);
}

bool Hooks::install(void *object, int id, int number)
{
    m_thread = threadToken();
    void **table = tableOf(object, 0);
    const auto copied = m_copies.find({kNoOverrides, table});
    if (number != kNoOverrides && copied != m_copies.end() && copied->second == table)
        table = originOf(object).parts.front().original;
    const auto [known, isNew] = m_copies.try_emplace({number, table}, nullptr);
    if (isNew) {
        void **const copy = copyOf(table, id, number);
        known->second = copy;
        // An object that has one keeps it.
        if (copy)
            m_copies.emplace(std::make_pair(kNoOverrides, copy), copy);
    }
    if (!known->second)
        return false;
    const Origin &origin = *static_cast<const Origin *>(known->second[-kBefore - 1]);
    for (const Part &part : origin.parts)
        tableOf(object, part.offset) = part.copy;
    return true;
}

bool Hooks::hook(void *object, int id, int number, double handle)
{
    if (!install(object, id, number))
        return false;
    m_handles.insert_or_assign(object, handle);
    m_lastObject = nullptr;
    return true;
}

}  // namespace qta
