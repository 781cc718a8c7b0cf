// What generated code looks at where Qt does not: what would be in itself, so that Qt goes round without end, and more
// cells than memory holds.
#pragma once

#include "calls/api_arguments.h"

#include <QObject>

#include <sys/socket.h>

#include <limits>

namespace qta::api {

// What holds an object, by the name that its class has for it: items in a scene have two parents.
template<class T, class = void>
struct Holder {
    static constexpr bool isKnown = false;
};
template<class T>
struct Holder<T, std::void_t<decltype(std::declval<const T &>().parent())>> {
    static constexpr bool isKnown = true;
    static auto *of(const T *object) { return object->parent(); }
};
template<class T, class = void>
struct ItemHolder : Holder<T> {
};
template<class T>
struct ItemHolder<T, std::void_t<decltype(std::declval<const T &>().parentItem())>> {
    static constexpr bool isKnown = true;
    static auto *of(const T *object) { return object->parentItem(); }
};

template<class Step, class T>
bool isWithin(const T *place, const void *object)
{
    for (; place; place = Step::of(place)) {
        if (static_cast<const void *>(place) == object)
            return true;
    }
    return false;
}

// Refuses to put `inner` into `outer` where it is `outer`, or holds it.
template<class Outer, class Inner>
void refuseInItself(const Call &call, const Outer *outer, const Inner *inner)
{
    bool isRound = false;
    if constexpr (std::is_base_of_v<QObject, Outer> && std::is_base_of_v<QObject, Inner>) {
        isRound = isWithin<Holder<QObject>>(static_cast<const QObject *>(outer), static_cast<const QObject *>(inner));
    } else if constexpr (ItemHolder<Outer>::isKnown && ItemHolder<Inner>::isKnown) {
        using Item = std::remove_pointer_t<decltype(ItemHolder<Outer>::of(outer))>;
        if constexpr (std::is_base_of_v<Item, Outer> && std::is_base_of_v<Item, Inner>)
            isRound = inner && isWithin<ItemHolder<Item>>(static_cast<const Item *>(outer), static_cast<const Item *>(inner));
    }
    if (isRound)
        call.deny("Cannot put an object into itself, or into what is in it");
}

// Whether a widget is another one, or above it.
template<class W>
bool contains(const W *outer, const W *inner)
{
    return outer == inner || (outer && outer->isAncestorOf(inner));
}

// Whether the lines of a rectangle can be gone through, one after the other.
template<class R>
bool isPlace(const R &rectangle)
{
    const auto isNear = [](double place) { return qAbs(place) <= 1 << 30; };
    const auto isShort = [](double first, double last) { return qAbs(last - first) <= 65'535; };
    return isNear(rectangle.left()) && isNear(rectangle.right()) && isNear(rectangle.top()) && isNear(rectangle.bottom())
        && isShort(rectangle.left(), rectangle.right()) && isShort(rectangle.top(), rectangle.bottom());
}

// Whether a number is the descriptor of a socket.
inline bool isSocket(int64_t descriptor)
{
    int type = 0;
    socklen_t size = sizeof type;
    return descriptor >= 0 && descriptor <= std::numeric_limits<int>::max()
        && ::getsockopt(static_cast<int>(descriptor), SOL_SOCKET, SO_TYPE, &type, &size) == 0;
}

inline constexpr int64_t kMostCells = 1 << 27;

inline bool isRoom(int64_t rows, int64_t columns)
{
    return rows >= 0 && columns >= 0 && rows <= kMostCells && columns <= kMostCells && rows * columns <= kMostCells;
}

}  // namespace qta::api
