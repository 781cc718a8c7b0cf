#include "wire/numbers.h"

#include "wire/types.h"

#include <cmath>
#include <limits>

namespace qta {

namespace {

// What read() yields for a JavaScript number that is no int32.
constexpr double kMaxSafe = 9007199254740991.0;

void writeUnsigned(Writer &writer, uint64_t value)
{
    if (value <= static_cast<uint64_t>(std::numeric_limits<int64_t>::max()))
        return writeInteger(writer, static_cast<int64_t>(value));
    writer.head(Tag::UInt64, 0);
    writer.bytes(&value, sizeof value);
}

template<class T>
void write(Values &, Writer &writer, const void *data)
{
    if constexpr (std::is_floating_point_v<T>)
        writeNumbers(writer, Tag::Double, {double{as<T>(data)}});
    else if constexpr (std::is_unsigned_v<T>)
        writeUnsigned(writer, as<T>(data));
    else
        writeInteger(writer, as<T>(data));
}

template<class T>
int coerce(Values &, QVariant &value, QMetaType target)
{
    int64_t number = 0;
    if (idOf(value) == QMetaType::ULongLong) {
        const qulonglong big = value.toULongLong();
        if (!std::is_unsigned_v<T> || sizeof(T) < 8)
            return kUnfit;
        value = QVariant(target, &big);
        return kExact;
    }
    if (!fitsInteger(value, number))
        return kUnfit;
    if constexpr (std::is_unsigned_v<T>) {
        if (number < 0 || static_cast<uint64_t>(number) > std::numeric_limits<T>::max())
            return kUnfit;
    } else if (number < std::numeric_limits<T>::min() || number > std::numeric_limits<T>::max()) {
        return kUnfit;
    }
    const T result = static_cast<T>(number);
    value = QVariant(target, &result);
    return sizeof(T) == 4 && std::is_signed_v<T> ? kExact : 1;
}

int coerceReal(Values &, QVariant &value, QMetaType target)
{
    const int from = idOf(value);
    if (from != QMetaType::Double && from != QMetaType::Int && from != QMetaType::LongLong)
        return kUnfit;
    value.convert(target);
    return from == QMetaType::Double && target.id() == QMetaType::Double ? kExact : 1;
}

void writeBool(Values &, Writer &writer, const void *data)
{
    writer.head(Tag::Bool, as<bool>(data));
}

int coerceBool(Values &, QVariant &value, QMetaType)
{
    return idOf(value) == QMetaType::Bool ? kExact : kUnfit;
}

bool readBool(Values &, Reader &, uint32_t n, int, QVariant &value)
{
    value = QVariant(n != 0);
    return true;
}

bool readInt(Values &, Reader &, uint32_t n, int, QVariant &value)
{
    value = QVariant(static_cast<int>(n));
    return true;
}

template<class T>
bool readLong(Values &, Reader &reader, uint32_t, int, QVariant &value)
{
    T number = 0;
    const bool ok = reader.bytes(&number, sizeof number);
    value = QVariant(number);
    return ok;
}

bool readDouble(Values &, Reader &reader, uint32_t, int depth, QVariant &value)
{
    double number[1] = {};
    const bool ok = readNumbers(reader, number);
    value = QVariant(number[0]);
    if (depth > 0)
        keepWhole(value);
    return ok;
}

QString describePlain(const Values &, const QVariant &value)
{
    return value.toString();
}

QString describeBigint(const Values &, const QVariant &value)
{
    return QStringLiteral("%1n").arg(value.toString());
}

template<class T>
void addInteger(TypeTable &table, TypeCodec::Describe describe = nullptr)
{
    table.add(QMetaType::fromType<T>().id(), {write<T>, coerce<T>, describe});
}

}  // namespace

bool isWhole(double value)
{
    return std::isfinite(value) && value == std::trunc(value);
}

bool fitsInteger(const QVariant &value, int64_t &number)
{
    switch (idOf(value)) {
    case QMetaType::Int:
    case QMetaType::LongLong:
        number = value.toLongLong();
        return true;
    case QMetaType::Double: {
        const double real = value.toDouble();
        if (!isWhole(real) || std::abs(real) > kMaxSafe)
            return false;
        number = static_cast<int64_t>(real);
        return true;
    }
    default:
        return false;
    }
}

void keepWhole(QVariant &value)
{
    if (idOf(value) != QMetaType::Double)
        return;
    const double real = value.toDouble();
    if (isWhole(real) && std::abs(real) > std::numeric_limits<int>::max() && std::abs(real) <= kMaxSafe)
        value = QVariant(static_cast<qlonglong>(real));
}

void writeInteger(Writer &writer, int64_t value)
{
    if (value == static_cast<int32_t>(value))
        return writer.head(Tag::Int, static_cast<uint32_t>(value));
    writer.head(Tag::Int64, 0);
    writer.bytes(&value, sizeof value);
}

void writeNumbers(Writer &writer, Tag tag, std::initializer_list<double> numbers)
{
    writer.head(tag, 0);
    for (const double number : numbers)
        writer.number(number);
}

void addNumbers(TypeTable &table)
{
    table.add(QMetaType::Bool, {writeBool, coerceBool, describePlain});
    addInteger<int>(table, describePlain);
    addInteger<uint>(table);
    addInteger<long>(table);
    addInteger<ulong>(table);
    addInteger<qlonglong>(table, describeBigint);
    addInteger<qulonglong>(table, describeBigint);
    addInteger<short>(table);
    addInteger<ushort>(table);
    addInteger<char>(table);
    addInteger<signed char>(table);
    addInteger<uchar>(table);
    table.add(QMetaType::Double, {write<double>, coerceReal, describePlain});
    table.add(QMetaType::Float, {write<float>, coerceReal});
    table.add(Tag::Bool, readBool);
    table.add(Tag::Int, readInt);
    table.add(Tag::Int64, readLong<qlonglong>);
    table.add(Tag::UInt64, readLong<qulonglong>);
    table.add(Tag::Double, readDouble);
}

}  // namespace qta
