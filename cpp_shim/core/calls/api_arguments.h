// How generated code reads an argument: In<T>::get(call, index).
#pragma once

#include "calls/call.h"

#include <QLine>
#include <QMargins>
#include <QPoint>
#include <QPointer>
#include <QQueue>
#include <QRect>
#include <QSet>
#include <QSize>
#include <QStack>

#include <chrono>
#include <optional>

namespace qta::api {

template<class T>
T *pointerTo(const Call &call, int at)
{
    if constexpr (std::is_base_of_v<QObject, T>)
        return static_cast<T *>(call.object(at, &T::staticMetaObject));
    else
        return static_cast<T *>(call.pointer(at, Id<T>::id));
}

// A class: a reference to the object.
template<class T, class = void>
struct In {
    static T &get(const Call &call, int at)
    {
        T *const object = pointerTo<T>(call, at);
        if (!object)
            call.missing(at);
        return *object;
    }
};
template<class T>
struct In<T, std::enable_if_t<std::is_arithmetic_v<T>>> {
    static T get(const Call &call, int at)
    {
        if constexpr (std::is_same_v<T, bool>)
            return call.number(at) != 0;
        else if constexpr (std::is_integral_v<T> && sizeof(T) == 8)
            return static_cast<T>(call.integer(at));
        else if constexpr (std::is_integral_v<T>)
            return static_cast<T>(static_cast<int64_t>(call.number(at)));
        else
            return static_cast<T>(call.number(at));
    }
};
template<class T>
struct In<T, std::enable_if_t<std::is_enum_v<T>>> {
    static T get(const Call &call, int at) { return static_cast<T>(static_cast<int64_t>(call.number(at))); }
};
template<class E>
struct In<QFlags<E>> {
    static QFlags<E> get(const Call &call, int at)
    {
        return QFlags<E>::fromInt(static_cast<typename QFlags<E>::Int>(static_cast<int64_t>(call.number(at))));
    }
};
template<>
struct In<QString> {
    static QString get(const Call &call, int at) { return call.string(at); }
};
template<>
struct In<QByteArray> {
    static QByteArray get(const Call &call, int at) { return call.bytes(at); }
};
template<>
struct In<QVariant> {
    static QVariant get(const Call &call, int at) { return call.variant(at); }
};
template<>
struct In<QChar> {
    static QChar get(const Call &call, int at) { return QChar(static_cast<char16_t>(call.number(at))); }
};
// Bytes that end with a zero, as long as the call takes.
struct CString {
    QByteArray bytes;
    bool isNull;
    operator const char *() const { return isNull ? nullptr : bytes.constData(); }
};
template<>
struct In<const char *> {
    static CString get(const Call &call, int at)
    {
        return call.number(at) == 0 ? CString{{}, true} : CString{call.bytes(at), false};
    }
};
// The signature of a signal or a slot, with the code that Qt's macros put before it, if the program has not.
inline CString withCode(const Call &call, int at, char code)
{
    CString signature = In<const char *>::get(call, at);
    if (!signature.bytes.isEmpty() && (signature.bytes.front() < '0' || signature.bytes.front() > '9'))
        signature.bytes.prepend(code);
    return signature;
}
template<class T>
struct In<T, std::enable_if_t<IsPlain<T>::value>> {
    static T get(const Call &call, int at) { return call.variant(at, QMetaType::fromType<T>()).template value<T>(); }
};

template<class T, class N>
T geometry(const double *n)
{
    if constexpr (std::is_constructible_v<T, N, N, N, N>)
        return T(static_cast<N>(n[0]), static_cast<N>(n[1]), static_cast<N>(n[2]), static_cast<N>(n[3]));
    else
        return T(static_cast<N>(n[0]), static_cast<N>(n[1]));
}
template<class T, class N>
struct InGeometry {
    static T get(const Call &call, int at) { return geometry<T, N>(call.numbers(at)); }
};
template<>
struct In<QPoint> : InGeometry<QPoint, int> {
};
template<>
struct In<QPointF> : InGeometry<QPointF, double> {
};
template<>
struct In<QSize> : InGeometry<QSize, int> {
};
template<>
struct In<QSizeF> : InGeometry<QSizeF, double> {
};
template<>
struct In<QRect> : InGeometry<QRect, int> {
};
template<>
struct In<QRectF> : InGeometry<QRectF, double> {
};
template<>
struct In<QLine> : InGeometry<QLine, int> {
};
template<>
struct In<QLineF> : InGeometry<QLineF, double> {
};
template<>
struct In<QMargins> : InGeometry<QMargins, int> {
};
template<>
struct In<QMarginsF> : InGeometry<QMarginsF, double> {
};

template<class T>
struct In<T *, std::enable_if_t<std::is_class_v<T> && !IsPlain<std::remove_const_t<T>>::value>> {
    static T *get(const Call &call, int at) { return pointerTo<std::remove_const_t<T>>(call, at); }
};
// A plain value behind a pointer, as long as the call takes.
template<class T>
struct Pointed {
    std::optional<T> value;
    operator T *() { return value ? &*value : nullptr; }
};
template<class T>
struct In<T *, std::enable_if_t<IsPlain<std::remove_const_t<T>>::value>> {
    static Pointed<std::remove_const_t<T>> get(const Call &call, int at)
    {
        if (call.number(at) == 0)
            return {};
        return {In<std::remove_const_t<T>>::get(call, at)};
    }
};
template<class T>
struct In<QPointer<T>> {
    static QPointer<T> get(const Call &call, int at) { return pointerTo<T>(call, at); }
};
template<class R, class P>
struct In<std::chrono::duration<R, P>> {
    static std::chrono::duration<R, P> get(const Call &call, int at)
    {
        return std::chrono::duration<R, P>(static_cast<R>(call.number(at)));
    }
};

template<class L>
struct InList {
    static L get(const Call &call, int at)
    {
        const Call items = call.list(at);
        L list;
        list.reserve(static_cast<int>(items.count()));
        for (uint32_t i = 0; i < items.count(); ++i)
            list << In<typename L::value_type>::get(items, static_cast<int>(i));
        return list;
    }
};
template<class T>
struct In<QList<T>> : InList<QList<T>> {
};
template<class T>
struct In<QStack<T>> : InList<QStack<T>> {
};
template<class T>
struct In<QQueue<T>> : InList<QQueue<T>> {
};
template<class T>
struct In<QSet<T>> : InList<QSet<T>> {
};

template<class M>
struct InMap {
    static M get(const Call &call, int at)
    {
        const Call items = call.list(at);
        M map;
        for (uint32_t i = 0; i + 1 < items.count(); i += 2) {
            map.insert(In<typename M::key_type>::get(items, static_cast<int>(i)),
                       In<typename M::mapped_type>::get(items, static_cast<int>(i) + 1));
        }
        return map;
    }
};
template<class K, class V>
struct In<QMap<K, V>> : InMap<QMap<K, V>> {
};
template<class K, class V>
struct In<QHash<K, V>> : InMap<QHash<K, V>> {
};
template<class K, class V>
struct In<QMultiMap<K, V>> : InMap<QMultiMap<K, V>> {
};
template<class K, class V>
struct In<QMultiHash<K, V>> : InMap<QMultiHash<K, V>> {
};
template<class A, class B>
struct In<std::pair<A, B>> {
    static std::pair<A, B> get(const Call &call, int at)
    {
        const Call items = call.list(at);
        if (items.count() != 2)
            call.bad();
        return {In<A>::get(items, 0), In<B>::get(items, 1)};
    }
};
// A list of one or none.
template<class T>
struct In<std::optional<T>> {
    static std::optional<T> get(const Call &call, int at)
    {
        const Call items = call.list(at);
        if (items.count() == 0)
            return std::nullopt;
        return In<T>::get(items, 0);
    }
};

}  // namespace qta::api
