// A call of a member of a class of Qt's headers.
//
// Arguments come in the `in` buffer, in slots of 8 bytes without tags: both ends know the types. A number, a boolean and
// an enumerator are a float64, an integer of 64 bits is itself, an object is its handle (0: null). All else is behind the
// slots, and its slot has the place, in units of 8 bytes from the buffer's start:
//   string, bytes   their number (8 bytes), then the UTF-16 units or the bytes
//   list, map, pair the number of slots, then the slots
//   geometry        its numbers as float64
//   any other value as wire/channel.h has it
// src/qt/calls/api_calls.ts is the other end. Results go to the Writer.
#pragma once

#include "abi/visibility.h"
#include "objects/api_classes.h"
#include "wire/channel.h"

#include <QByteArray>
#include <QMetaType>
#include <QModelIndex>
#include <QObject>
#include <QString>
#include <QVariant>

#include <cstring>
#include <type_traits>

namespace qta {

class Api;

// A call under way.
class QTA_INTERNAL Call
{
public:
    // The slots stay as they are while Qt calls JavaScript, which makes other calls: they are no longer in the buffer.
    Call(Api &api, const double *slots, uint32_t count)
        : m_api(api), m_slots(slots), m_count(count) {}

    void *self = nullptr;
    double selfHandle = 0;
    // Whether the only result may stay in the header.
    bool isNumeric = false;

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
    // What the object is or has does not allow the call.
    [[noreturn, gnu::cold]] void deny(const char *reason) const;
    // That a number is from 0 to below `end`.
    void check(int at, int64_t value, int64_t end) const
    {
        if (value < 0 || value >= end)
            outside(at, value, end);
    }
    // Of bytes; 0 for null.
    int64_t size(int at) const;
    [[noreturn, gnu::cold]] void bad() const;

    // Results.
    void null() { out().head(Tag::Null, 0); }
    void putBool(bool value) { putNumber(Tag::Bool, value); }
    void putInt(int value) { putNumber(Tag::Int, value); }
    void putInteger(int64_t value);
    void putUnsigned(uint64_t value);
    void putNumber(double value) { putNumber(Tag::Double, value); }
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

    // Where results go.
    Writer &out();
    void putHandle(double handle, int id);
    // What createIndex() returns: the model's own functions get it back.
    void putIndex(const QModelIndex &index);

private:
    Api &m_api;
    const double *m_slots;
    uint32_t m_count;
    // From the first result on.
    Writer *m_writer = nullptr;
    // What has been made, or 0.
    double m_made = 0;
    // The only result, if it may stay in the header.
    Tag m_tag = Tag::Null;
    double m_number = 0;

    const uint8_t *behind(int at) const;
    [[noreturn, gnu::cold]] void outside(int at, int64_t value, int64_t end) const;
    // Whether a number may be the only result: it is not behind the head of a list.
    bool mayStay() const { return isNumeric && !m_writer; }
    void putNumber(Tag tag, double value)
    {
        m_tag = tag;
        m_number = value;
        if (!mayStay())
            writeNumber();
    }
    void writeNumber();
    void putShared(void *object, int id, bool isTaken, bool isVirtual);
};

namespace api {

// A class's id; generated, one for each.
template<class T>
struct Id {
};
// Classes that cross as plain values of JavaScript; generated.
template<class T>
struct IsPlain : std::false_type {
};

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

}  // namespace api

}  // namespace qta
