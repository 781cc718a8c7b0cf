// Sizes, points, rectangles and colours.
#include "wire/geometry.h"

#include "wire/numbers.h"
#include "wire/values.h"

#include <QPoint>
#include <QRect>
#include <QSize>

#include <cmath>
#include <limits>

namespace qta {

namespace {

constexpr const char *kSize[] = {"width", "height"};
constexpr const char *kPoint[] = {"x", "y"};
constexpr const char *kRect[] = {"x", "y", "width", "height"};

template<class T>
void writeSize(Values &, Writer &writer, const void *data)
{
    const T &size = as<T>(data);
    writeNumbers(writer, std::is_same_v<T, QSize> ? Tag::Size : Tag::SizeF, {double(size.width()), double(size.height())});
}

template<class T>
void writePoint(Values &, Writer &writer, const void *data)
{
    const T &point = as<T>(data);
    writeNumbers(writer, std::is_same_v<T, QPoint> ? Tag::Point : Tag::PointF, {double(point.x()), double(point.y())});
}

template<class T>
void writeRect(Values &, Writer &writer, const void *data)
{
    const T &rect = as<T>(data);
    writeNumbers(writer, std::is_same_v<T, QRect> ? Tag::Rect : Tag::RectF,
                 {double(rect.x()), double(rect.y()), double(rect.width()), double(rect.height())});
}

// {width: 1, height: 2} for a QSize, and the like.
template<std::size_t N>
bool fieldsOf(const QVariant &value, const char *const (&names)[N], double (&to)[N])
{
    if (idOf(value) != QMetaType::QVariantMap)
        return false;
    const QVariantMap map = value.toMap();
    if (map.size() != static_cast<qsizetype>(N))
        return false;
    for (std::size_t i = 0; i < N; ++i) {
        const QVariant field = map.value(QLatin1String(names[i]));
        const int id = idOf(field);
        if (id != QMetaType::Int && id != QMetaType::Double && id != QMetaType::LongLong)
            return false;
        to[i] = field.toDouble();
    }
    return true;
}

// From an object with the fields, or from the sibling with whole or real numbers.
template<std::size_t N, class Make>
int coerceFields(QVariant &value, QMetaType target, bool isReal, const char *const (&names)[N], Make make)
{
    if (value.metaType() == target)
        return kExact;
    double n[N];
    if (!fieldsOf(value, names, n))
        return coerceByQt(value, target);
    for (const double number : n) {
        if (!isReal && (!isWhole(number) || std::abs(number) > std::numeric_limits<int>::max()))
            return kUnfit;
    }
    value = QVariant::fromValue(make(n));
    return isReal || value.convert(target) ? 2 : kUnfit;
}

template<bool isReal>
int coerceSize(Values &, QVariant &value, QMetaType target)
{
    return coerceFields(value, target, isReal, kSize, [](const double *n) { return QSizeF(n[0], n[1]); });
}

template<bool isReal>
int coercePoint(Values &, QVariant &value, QMetaType target)
{
    return coerceFields(value, target, isReal, kPoint, [](const double *n) { return QPointF(n[0], n[1]); });
}

template<bool isReal>
int coerceRect(Values &, QVariant &value, QMetaType target)
{
    return coerceFields(value, target, isReal, kRect, [](const double *n) { return QRectF(n[0], n[1], n[2], n[3]); });
}

// {red: 255, green: 99, blue: 71}, with alpha or without.
bool coerceChannels(QVariant &value)
{
    const QVariantMap map = value.toMap();
    uint argb = 0;
    for (const char *name : {"alpha", "red", "green", "blue"}) {
        const bool isAlpha = *name == 'a';
        const QVariant channel = map.value(QLatin1String(name), isAlpha && map.size() == 3 ? QVariant(255) : QVariant());
        if (idOf(channel) != QMetaType::Int || channel.toInt() < 0 || channel.toInt() > 255)
            return false;
        argb = argb << 8 | channel.toUInt();
    }
    if (map.size() > 4)
        return false;
    value = QVariant(QStringLiteral("#%1").arg(argb, 8, 16, QLatin1Char('0')));
    return value.convert(QMetaType{static_cast<int>(QMetaType::QColor)});
}

}  // namespace

// QColor belongs to Qt6Gui, which this library does not link: it is known by its id and converted by name.
bool isColor(QMetaType type)
{
    return type.id() == QMetaType::QColor;
}

void writeColor(Writer &writer, const QVariant &color)
{
    if (color == QVariant(color.metaType()))  // an invalid one, whose name is black's
        return writer.head(Tag::Null, 0);
    // "#rrggbb", or "#aarrggbb" where it is not opaque.
    const QByteArray digits = QByteArray::fromHex(color.toString().mid(1).toLatin1());
    const bool opaque = digits.size() == 3;
    const auto at = [&digits](int i) { return static_cast<uint8_t>(digits.at(i)); };
    const uint8_t channels[4] = {at(opaque ? 0 : 1), at(opaque ? 1 : 2), at(opaque ? 2 : 3), opaque ? uint8_t{255} : at(0)};
    writer.head(Tag::Color, 0);
    writer.bytes(channels, sizeof channels);
}

int coerceColor(QVariant &value, QMetaType target)
{
    if (idOf(value) == QMetaType::UnknownType) {  // as an invalid one is written
        value = QVariant(target);
        return 2;
    }
    if (idOf(value) == QMetaType::QVariantMap)
        return coerceChannels(value) ? 2 : kUnfit;
    return coerceByQt(value, target);
}

namespace {

bool readSize(Values &, Reader &reader, uint32_t, int, QVariant &value)
{
    double n[2] = {};
    const bool ok = readNumbers(reader, n);
    value = QSizeF(n[0], n[1]).toSize();
    return ok;
}

bool readSizeF(Values &, Reader &reader, uint32_t, int, QVariant &value)
{
    double n[2] = {};
    const bool ok = readNumbers(reader, n);
    value = QSizeF(n[0], n[1]);
    return ok;
}

bool readPoint(Values &, Reader &reader, uint32_t, int, QVariant &value)
{
    double n[2] = {};
    const bool ok = readNumbers(reader, n);
    value = QPointF(n[0], n[1]).toPoint();
    return ok;
}

bool readPointF(Values &, Reader &reader, uint32_t, int, QVariant &value)
{
    double n[2] = {};
    const bool ok = readNumbers(reader, n);
    value = QPointF(n[0], n[1]);
    return ok;
}

bool readRect(Values &, Reader &reader, uint32_t, int, QVariant &value)
{
    double n[4] = {};
    const bool ok = readNumbers(reader, n);
    value = QRectF(n[0], n[1], n[2], n[3]).toRect();
    return ok;
}

bool readRectF(Values &, Reader &reader, uint32_t, int, QVariant &value)
{
    double n[4] = {};
    const bool ok = readNumbers(reader, n);
    value = QRectF(n[0], n[1], n[2], n[3]);
    return ok;
}

bool readColor(Values &, Reader &reader, uint32_t, int, QVariant &value)
{
    uint8_t c[4] = {};
    const bool ok = reader.bytes(c, sizeof c);
    const QMetaType color{static_cast<int>(QMetaType::QColor)};
    value = QVariant(QStringLiteral("#%1").arg(
        (uint(c[3]) << 24) | (uint(c[0]) << 16) | (uint(c[1]) << 8) | c[2], 8, 16, QLatin1Char('0')));
    if (color.isRegistered())  // else: no Qt6Gui in this program; the name has to do
        value.convert(color);
    return ok;
}

}  // namespace

void addGeometry(TypeTable &table)
{
    table.add(QMetaType::QSize, {writeSize<QSize>, coerceSize<false>});
    table.add(QMetaType::QSizeF, {writeSize<QSizeF>, coerceSize<true>});
    table.add(QMetaType::QPoint, {writePoint<QPoint>, coercePoint<false>});
    table.add(QMetaType::QPointF, {writePoint<QPointF>, coercePoint<true>});
    table.add(QMetaType::QRect, {writeRect<QRect>, coerceRect<false>});
    table.add(QMetaType::QRectF, {writeRect<QRectF>, coerceRect<true>});
    table.add(Tag::Size, readSize);
    table.add(Tag::SizeF, readSizeF);
    table.add(Tag::Point, readPoint);
    table.add(Tag::PointF, readPointF);
    table.add(Tag::Rect, readRect);
    table.add(Tag::RectF, readRectF);
    table.add(Tag::Color, readColor);
}

}  // namespace qta
