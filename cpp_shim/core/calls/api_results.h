// How generated code writes a result: put(call, value).
#pragma once

#include "calls/call.h"

#include <QLine>
#include <QMargins>
#include <QPoint>
#include <QPointer>
#include <QRect>
#include <QSet>
#include <QSize>

#include <chrono>
#include <optional>

namespace qta {

namespace api {

inline void put(Call &call, bool value)
{
    call.putBool(value);
}
inline void put(Call &call, const QString &value)
{
    call.putString(value);
}
inline void put(Call &call, QStringView value)
{
    call.putString(value.toString());
}
inline void put(Call &call, QChar value)
{
    call.putString(QString(value));
}
inline void put(Call &call, const char *value)
{
    value ? call.putString(QString::fromUtf8(value)) : call.null();
}
inline void put(Call &call, const QByteArray &value)
{
    call.putBytes(value);
}
inline void put(Call &call, QByteArrayView value)
{
    call.putBytes(value.toByteArray());
}
inline void put(Call &call, const QVariant &value)
{
    call.putVariant(QMetaType::fromType<QVariant>(), &value);
}
inline void put(Call &call, const QLine &v)
{
    call.putNumbers(Tag::List, {double(v.x1()), double(v.y1()), double(v.x2()), double(v.y2())});
}
inline void put(Call &call, const QLineF &v)
{
    call.putNumbers(Tag::List, {v.x1(), v.y1(), v.x2(), v.y2()});
}
inline void put(Call &call, const QMargins &v)
{
    call.putNumbers(Tag::List, {double(v.left()), double(v.top()), double(v.right()), double(v.bottom())});
}
inline void put(Call &call, const QMarginsF &v)
{
    call.putNumbers(Tag::List, {v.left(), v.top(), v.right(), v.bottom()});
}
inline void put(Call &call, const QPoint &v)
{
    call.putNumbers(Tag::Point, {double(v.x()), double(v.y())});
}
inline void put(Call &call, const QPointF &v)
{
    call.putNumbers(Tag::PointF, {v.x(), v.y()});
}
inline void put(Call &call, const QSize &v)
{
    call.putNumbers(Tag::Size, {double(v.width()), double(v.height())});
}
inline void put(Call &call, const QSizeF &v)
{
    call.putNumbers(Tag::SizeF, {v.width(), v.height()});
}
inline void put(Call &call, const QRect &v)
{
    call.putNumbers(Tag::Rect, {double(v.x()), double(v.y()), double(v.width()), double(v.height())});
}
inline void put(Call &call, const QRectF &v)
{
    call.putNumbers(Tag::RectF, {v.x(), v.y(), v.width(), v.height()});
}

template<class T>
std::enable_if_t<std::is_arithmetic_v<T> && !std::is_same_v<T, bool>> put(Call &call, T value)
{
    if constexpr (std::is_floating_point_v<T>)
        call.putNumber(static_cast<double>(value));
    else if constexpr (sizeof(T) < 4 || (sizeof(T) == 4 && std::is_signed_v<T>))
        call.putInt(static_cast<int>(value));
    else if constexpr (std::is_signed_v<T>)
        call.putInteger(value);
    else
        call.putUnsigned(value);
}
template<class T>
std::enable_if_t<std::is_enum_v<T>> put(Call &call, T value)
{
    call.putInteger(static_cast<int64_t>(value));
}
template<class E>
void put(Call &call, QFlags<E> value)
{
    call.putInteger(static_cast<int64_t>(value.toInt()));
}
template<class R, class P>
void put(Call &call, std::chrono::duration<R, P> value)
{
    call.putNumber(static_cast<double>(value.count()));
}

template<class T>
void putPointer(Call &call, T *constant, bool isTaken)
{
    using Object = std::remove_const_t<T>;
    Object *const object = const_cast<Object *>(constant);
    if (!object)
        return call.null();
    if constexpr (std::is_base_of_v<QObject, Object>) {
        call.putObject(object, isTaken);
    } else if constexpr (std::is_polymorphic_v<Object>) {
        // A layout is an object, too.
        if (QObject *const known = dynamic_cast<QObject *>(object))
            call.putObject(known, isTaken);
        else
            call.putPointer(object, Id<Object>::id, dynamic_cast<void *>(object), typeid(*object), isTaken);
    } else {
        call.putPointer(object, Id<Object>::id, isTaken);
    }
}
template<class T>
std::enable_if_t<std::is_class_v<T> && !IsPlain<std::remove_const_t<T>>::value> put(Call &call, T *object)
{
    putPointer(call, object, false);
}
template<class T>
std::enable_if_t<IsPlain<T>::value> put(Call &call, const T &value)
{
    call.putVariant(QMetaType::fromType<T>(), &value);
}
template<class T>
std::enable_if_t<IsPlain<std::remove_const_t<T>>::value> put(Call &call, T *value)
{
    value ? put(call, *value) : call.null();
}
template<class T, int id = Id<T>::id>
std::enable_if_t<std::is_class_v<T> && !IsPlain<T>::value> put(Call &call, const T &value)
{
    call.putOwned(new T(value), id, std::is_polymorphic_v<T>);
}
template<class T>
void put(Call &call, const QPointer<T> &value)
{
    putPointer(call, value.data(), false);
}

template<class T>
void put(Call &call, const QList<T> &list);
template<class T>
void put(Call &call, const QSet<T> &set);
template<class K, class V>
void put(Call &call, const QMap<K, V> &map);
template<class K, class V>
void put(Call &call, const QHash<K, V> &map);
template<class K, class V>
void put(Call &call, const QMultiMap<K, V> &map);
template<class K, class V>
void put(Call &call, const QMultiHash<K, V> &map);
template<class T>
void put(Call &call, const std::optional<T> &value);

template<class A, class B>
void put(Call &call, const std::pair<A, B> &pair)
{
    call.putList(2);
    put(call, pair.first);
    put(call, pair.second);
}
template<class L>
void putItems(Call &call, const L &list)
{
    call.putList(list.size());
    for (const auto &item : list)
        put(call, item);
}
template<class M>
void putPairs(Call &call, const M &map)
{
    call.putList(2 * map.size());
    for (auto it = map.cbegin(); it != map.cend(); ++it) {
        put(call, it.key());
        put(call, it.value());
    }
}
template<class T>
void put(Call &call, const QList<T> &list)
{
    putItems(call, list);
}
template<class T>
void put(Call &call, const QSet<T> &set)
{
    putItems(call, set);
}
template<class K, class V>
void put(Call &call, const QMap<K, V> &map)
{
    putPairs(call, map);
}
template<class K, class V>
void put(Call &call, const QHash<K, V> &map)
{
    putPairs(call, map);
}
template<class K, class V>
void put(Call &call, const QMultiMap<K, V> &map)
{
    putPairs(call, map);
}
template<class K, class V>
void put(Call &call, const QMultiHash<K, V> &map)
{
    putPairs(call, map);
}
template<class T>
void put(Call &call, const std::optional<T> &value)
{
    call.putList(value ? 1 : 0);
    if (value)
        put(call, *value);
}

}  // namespace api

template<class T>
void Call::created(T *object)
{
    if constexpr (std::is_base_of_v<QObject, T>)
        putObject(object, true);
    else
        putOwned(object, api::Id<T>::id, std::is_polymorphic_v<T>);
}

template<class T>
void Call::taken(T *object)
{
    api::putPointer(*this, object, true);
}

template<class T>
void Call::copied(const T *object)
{
    object ? putOwned(new T(*object), api::Id<T>::id, std::is_polymorphic_v<T>) : null();
}

}  // namespace qta
