// Virtual functions that classes of JavaScript's override: what generated code (tools/bindgen/emit_virtuals.ts) asks
// JavaScript by. Such a thunk stands in an object's table (objects/hook.h) in place of the function.
#pragma once

#include "calls/api_arguments.h"
#include "calls/api_error.h"
#include "calls/api_results.h"
#include "objects/hook.h"

#include <cstddef>
#include <cstring>

namespace qta {

class Api;

namespace api {

// The id of a virtual function: of the class that introduces it, and its number there.
template<class T>
constexpr int functionOf(int number)
{
    return Id<T>::id << 12 | number;
}

// A function's place in the table of its class.
template<class F>
std::size_t placeOf(F function)
{
    std::ptrdiff_t words[2];
    std::memcpy(words, &function, sizeof words);
#if defined(__aarch64__) || defined(__arm__)
    return static_cast<std::size_t>(words[0]) / sizeof(void *);
#else
    return static_cast<std::size_t>(words[0] - 1) / sizeof(void *);
#endif
}

// A call of such a function by C++.
class QTA_INTERNAL Override
{
public:
    Override(const void *self, int function, std::size_t place);
    ~Override();
    Override(const Override &) = delete;
    Override &operator=(const Override &) = delete;

    // Whether JavaScript is to be asked. Arguments follow then.
    explicit operator bool() const { return m_isOpen; }
    Call &arguments() { return m_call; }
    // What is over when the function returns.
    template<class T>
    void lend(const T *object)
    {
        if (!object)
            m_call.null();
        else if constexpr (std::is_polymorphic_v<T>)
            lendPart(const_cast<T *>(object), Id<T>::id, typeid(*object));
        else
            lend(const_cast<T *>(object), Id<T>::id);
    }
    void lend(void *object, int id);

    // Whether JavaScript has replied, and with how many values: they are the slots of reply() from 1 on.
    bool ask();
    int count() const { return static_cast<int>(m_slots[0]); }
    Call &reply() { return m_call; }
    // What JavaScript has replied cannot be taken.
    void refuse(const QString &message);

    // The function that JavaScript's overrides.
    template<class F>
    F own() const
    {
        return reinterpret_cast<F>(ownFunction());
    }
    // Whether JavaScript has had the object destroyed meanwhile: then there is nothing to call.
    bool isGone() const;

private:
    static constexpr int kMostReplies = 8;
    static constexpr int kMostLent = 8;

    void *ownFunction() const;
    void lendPart(void *object, int id, const std::type_info &type);
    void send();
    Api *api() const;

    const Hooks::Origin &m_origin;
    const void *m_object;
    // The table of the part that was called, and the function's place there.
    void *const *m_table;
    std::size_t m_place;
    double m_handle = 0;
    int m_function;
    int m_lentCount = 0;
    bool m_isOpen = false;
    double m_lent[kMostLent];
    double m_slots[kMostReplies];
    Call m_call;
};

}  // namespace api

}  // namespace qta
