// What generated code is written against: a call of a member of a class of Qt's headers.
//
// Arguments come in the `in` buffer, in slots of 8 bytes without tags: both ends know the types. A number, a boolean and
// an enumerator are a float64, an integer of 64 bits is itself, an object is its handle (0: null). All else is behind the
// slots, and its slot has the place, in units of 8 bytes from the buffer's start:
//   string, bytes   their number (8 bytes), then the UTF-16 units or the bytes
//   list, map, pair the number of slots, then the slots
//   geometry        its numbers as float64
//   any other value as wire/channel.h has it
// src/qt/calls/slots.ts is the other end. Results go to the Writer.
#pragma once

#include "abi/visibility.h"
#include "objects/api_classes.h"
#include "wire/channel.h"

#include <QByteArray>
#include <QLine>
#include <QMargins>
#include <QMetaType>
#include <QModelIndex>
#include <QObject>
#include <QPoint>
#include <QPointer>
#include <QQueue>
#include <QRect>
#include <QSet>
#include <QSize>
#include <QStack>
#include <QString>
#include <QVariant>

#include <chrono>
#include <cstring>
#include <optional>
#include <type_traits>

namespace qta {

class Api;

// A call under way.
class QTA_INTERNAL Call
{
public:
    // The slots stay as they are while Qt calls JavaScript, which makes other calls: they are no longer in the buffer.
    Call(Api &api, const double *slots, uint32_t count) : m_api(api), m_slots(slots), m_count(count) {}

    void *self = nullptr;
    double selfHandle = 0;

    // Arguments. All throw an ApiError if they do not fit.
    double number(int at) const { return m_slots[at]; }
    int64_t integer(int at) const
    {
        int64_t value;
        std::memcpy(&value, &m_slots[at], sizeof value);
        return value;
    }
    QString string(int at) const;
    QByteArray bytes(int at) const;
    QVariant variant(int at) const;
    QVariant variant(int at, QMetaType type) const;
    const double *numbers(int at) const;
    Call list(int at) const;
    uint32_t count() const { return m_count; }
    // Null for null.
    QObject *object(int at, const QMetaObject *type) const;
    void *pointer(int at, int id) const;
    [[noreturn, gnu::cold]] void missing(int at) const;
    [[noreturn, gnu::cold]] void bad() const;

    // Results.
    void null() { out().head(Tag::Null, 0); }
    void putBool(bool value) { out().head(Tag::Bool, value); }
    void putInt(int value) { out().head(Tag::Int, static_cast<uint32_t>(value)); }
    void putInteger(int64_t value);
    void putUnsigned(uint64_t value);
    void putNumber(double value);
    void putNumbers(Tag tag, std::initializer_list<double> numbers);
    void putString(const QString &value);
    void putBytes(const QByteArray &value);
    void putVariant(QMetaType type, const void *value);
    void putList(qsizetype size) { out().head(Tag::List, static_cast<uint32_t>(size)); }
    void putObject(const QObject *object, bool isCreated = false);
    // Of a class without virtual functions, or with them: then `type` is what it is.
    void putPointer(void *object, int id, bool isTaken);
    void putPointer(void *object, int id, void *whole, const std::type_info &type, bool isTaken);
    void putOwned(void *object, int id, bool isVirtual);

    // Who owns and uses what, when Qt has done it. Elements are to be noted before.
    void gives(int at);
    void gives(const std::vector<double> &handles);
    std::vector<double> elements(int at) const;
    void holds(int at);
    void givesTo(int at);

    template<class T>
    void created(T *object);
    template<class T>
    void taken(T *object);
    template<class T>
    void copied(const T *object);

    // Ends the results.
    bool finish();

private:
    Api &m_api;
    const double *m_slots;
    uint32_t m_count;
    // From the first result on.
    Writer *m_writer = nullptr;
    // What has been made, or 0.
    double m_made = 0;

    const uint8_t *behind(int at) const;
    Writer &out();
    void putShared(void *object, int id, bool isTaken, bool isVirtual);
};

namespace api {

// A class's id; generated, one for each.
template<class T>
struct Id {};
// Classes that cross as plain values of JavaScript; generated.
template<class T>
struct IsPlain : std::false_type {};

template<class T>
void destroy(void *object)
{
    delete static_cast<T *>(object);
}

template<class T>
void *copy(const void *object)
{
    return new T(*static_cast<const T *>(object));
}

template<class Derived, class Base>
std::ptrdiff_t offsetOf()
{
    // Any address but null, which a cast leaves as it is.
    char *const place = reinterpret_cast<char *>(0x10000);
    return reinterpret_cast<char *>(static_cast<Base *>(reinterpret_cast<Derived *>(place))) - place;
}

// ---- Arguments

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
struct In<QPoint> : InGeometry<QPoint, int> {};
template<>
struct In<QPointF> : InGeometry<QPointF, double> {};
template<>
struct In<QSize> : InGeometry<QSize, int> {};
template<>
struct In<QSizeF> : InGeometry<QSizeF, double> {};
template<>
struct In<QRect> : InGeometry<QRect, int> {};
template<>
struct In<QRectF> : InGeometry<QRectF, double> {};
template<>
struct In<QLine> : InGeometry<QLine, int> {};
template<>
struct In<QLineF> : InGeometry<QLineF, double> {};
template<>
struct In<QMargins> : InGeometry<QMargins, int> {};
template<>
struct In<QMarginsF> : InGeometry<QMarginsF, double> {};

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
struct In<QList<T>> : InList<QList<T>> {};
template<class T>
struct In<QStack<T>> : InList<QStack<T>> {};
template<class T>
struct In<QQueue<T>> : InList<QQueue<T>> {};
template<class T>
struct In<QSet<T>> : InList<QSet<T>> {};

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
struct In<QMap<K, V>> : InMap<QMap<K, V>> {};
template<class K, class V>
struct In<QHash<K, V>> : InMap<QHash<K, V>> {};
template<class K, class V>
struct In<QMultiMap<K, V>> : InMap<QMultiMap<K, V>> {};
template<class K, class V>
struct In<QMultiHash<K, V>> : InMap<QMultiHash<K, V>> {};
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

// ---- Results

inline void put(Call &call, bool value) { call.putBool(value); }
inline void put(Call &call, const QString &value) { call.putString(value); }
inline void put(Call &call, QStringView value) { call.putString(value.toString()); }
inline void put(Call &call, QChar value) { call.putString(QString(value)); }
inline void put(Call &call, const char *value) { value ? call.putString(QString::fromUtf8(value)) : call.null(); }
inline void put(Call &call, const QByteArray &value) { call.putBytes(value); }
inline void put(Call &call, QByteArrayView value) { call.putBytes(value.toByteArray()); }
inline void put(Call &call, const QVariant &value) { call.putVariant(QMetaType::fromType<QVariant>(), &value); }
inline void put(Call &call, const QLine &v) { call.putNumbers(Tag::List, {double(v.x1()), double(v.y1()), double(v.x2()), double(v.y2())}); }
inline void put(Call &call, const QLineF &v) { call.putNumbers(Tag::List, {v.x1(), v.y1(), v.x2(), v.y2()}); }
inline void put(Call &call, const QMargins &v) { call.putNumbers(Tag::List, {double(v.left()), double(v.top()), double(v.right()), double(v.bottom())}); }
inline void put(Call &call, const QMarginsF &v) { call.putNumbers(Tag::List, {v.left(), v.top(), v.right(), v.bottom()}); }
inline void put(Call &call, const QPoint &v) { call.putNumbers(Tag::Point, {double(v.x()), double(v.y())}); }
inline void put(Call &call, const QPointF &v) { call.putNumbers(Tag::PointF, {v.x(), v.y()}); }
inline void put(Call &call, const QSize &v) { call.putNumbers(Tag::Size, {double(v.width()), double(v.height())}); }
inline void put(Call &call, const QSizeF &v) { call.putNumbers(Tag::SizeF, {v.width(), v.height()}); }
inline void put(Call &call, const QRect &v) { call.putNumbers(Tag::Rect, {double(v.x()), double(v.y()), double(v.width()), double(v.height())}); }
inline void put(Call &call, const QRectF &v) { call.putNumbers(Tag::RectF, {v.x(), v.y(), v.width(), v.height()}); }

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
void put(Call &call, const QList<T> &list) { putItems(call, list); }
template<class T>
void put(Call &call, const QSet<T> &set) { putItems(call, set); }
template<class K, class V>
void put(Call &call, const QMap<K, V> &map) { putPairs(call, map); }
template<class K, class V>
void put(Call &call, const QHash<K, V> &map) { putPairs(call, map); }
template<class K, class V>
void put(Call &call, const QMultiMap<K, V> &map) { putPairs(call, map); }
template<class K, class V>
void put(Call &call, const QMultiHash<K, V> &map) { putPairs(call, map); }
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
