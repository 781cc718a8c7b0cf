// Tables of virtual functions that are not the class's own: an object gets a copy of its class's table in which some
// functions are others. The two destructors tell that an object ends which is no QObject, also when Qt deletes it;
// functions that a class of the program's overrides ask JavaScript. All objects of a class share the copy.
// This is what the Itanium ABI says of tables, as on Linux and macOS.
#pragma once

#include "abi/thread_end.h"
#include "abi/visibility.h"
#include "objects/api_classes.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <unordered_map>
#include <utility>
#include <vector>

namespace qta {

class Api;
class Boxes;

// A class of JavaScript's that overrides nothing has this number.
constexpr int kNoOverrides = 0;

class QTA_INTERNAL Hooks
{
public:
    Hooks(const ApiClasses &classes, Boxes &boxes)
        : m_classes(classes), m_boxes(boxes) {}

    // Where an object has one of its tables.
    struct Part {
        std::ptrdiff_t offset;
        void **original;
        void **copy;
        int destructor;  // its place; the deleting one follows; negative: none
    };
    // What a table says of itself.
    struct Origin {
        Hooks *hooks;
        int number;
        std::vector<Part> parts;  // the first begins where the object does
    };

    // What asks JavaScript.
    void setApi(Api &api) { m_api = &api; }
    Api &api() const { return *m_api; }

    // A class of JavaScript's and the functions that it overrides, by the ids of virtual functions.
    int addClass(std::vector<int> functions);

    // The object is a complete one: no part of another. False if its class does not allow it: its table has no symbol, or
    // its destructor is not virtual. Nothing has happened then.
    bool hook(void *object) { return install(object, -1, kNoOverrides); }
    // The same for an object of a class of JavaScript's. `id`: of its class in C++.
    bool hook(void *object, int id, int number, double handle);

    // The handle of an object of such a class; 0 if it is none, or JavaScript has let go of it.
    double handleOf(const void *object)
    {
        if (object == m_lastObject)
            return m_lastHandle;
        const auto known = m_handles.find(object);
        if (known == m_handles.end())
            return 0;
        m_lastObject = object;
        return m_lastHandle = known->second;
    }
    bool isEmpty() const { return m_handles.empty(); }
    void clear();
    // Objects may have been moved to other threads.
    bool isOwnThread() const { return threadToken() == m_thread; }

    // The object's own function is called next, not that of JavaScript.
    void callOwn(const void *object, int function)
    {
        m_ownObject = object;
        m_ownFunction = function;
    }
    void endOwn() { m_ownObject = nullptr; }
    bool takeOwn(const void *object, int function)
    {
        if (object == m_quiet)
            return true;
        if (object != m_ownObject || function != m_ownFunction)
            return false;
        m_ownObject = nullptr;
        return true;
    }

    // While it lives, all functions of an object are its own.
    class Quiet
    {
    public:
        Quiet(Hooks &hooks, const void *object)
            : m_hooks(hooks), m_before(std::exchange(hooks.m_quiet, object)) {}
        ~Quiet() { m_hooks.m_quiet = m_before; }
        Quiet(const Quiet &) = delete;
        Quiet &operator=(const Quiet &) = delete;

    private:
        Hooks &m_hooks;
        const void *const m_before;
    };

    // From the destructor of a hooked object: gives it its own tables back. Returns them.
    static const Origin &unhook(void *object);
    static const Origin &originOf(const void *object);

private:
    bool install(void *object, int id, int number);
    // Null for a class that does not allow it.
    void **copyOf(void **table, int id, int number);
    void patch(Origin &origin, int id, std::ptrdiff_t offset, const std::vector<int> &functions);
    void gone(void *object, int number);

    const ApiClasses &m_classes;
    Boxes &m_boxes;
    Api *m_api = nullptr;
    uint64_t m_thread = 0;
    std::vector<std::vector<int>> m_functions{{}};
    // By the number of the class and the table, and of each copy itself. They stay for ever: an object may outlive all.
    std::map<std::pair<int, void **>, void **> m_copies;
    std::unordered_map<const void *, double> m_handles;
    const void *m_lastObject = nullptr;
    double m_lastHandle = 0;
    const void *m_quiet = nullptr;
    const void *m_ownObject = nullptr;
    int m_ownFunction = 0;
};

}  // namespace qta
