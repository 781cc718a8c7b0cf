// Strings, bytes, dates and addresses.
#include "wire/containers.h"
#include "wire/numbers.h"
#include "wire/types.h"

#include <QDateTime>
#include <QUrl>

#include <cmath>

namespace qta {

namespace {

template<int type>
int coerceSame(Values &, QVariant &value, QMetaType)
{
    return idOf(value) == type ? kExact : kUnfit;
}

void writeString(Values &, Writer &writer, const void *data)
{
    writer.string(as<QString>(data));
}

void writeChar(Values &, Writer &writer, const void *data)
{
    writer.string(QString(as<QChar>(data)));
}

int coerceChar(Values &, QVariant &value, QMetaType)
{
    if (idOf(value) != QMetaType::QString || value.toString().size() != 1)
        return kUnfit;
    value = QVariant(value.toString().at(0));
    return 1;
}

void writeBytes(Values &, Writer &writer, const void *data)
{
    const QByteArray &bytes = as<QByteArray>(data);
    writer.head(Tag::Bytes, static_cast<uint32_t>(bytes.size()));
    writer.bytes(bytes.constData(), static_cast<std::size_t>(bytes.size()));
}

int coerceBytes(Values &, QVariant &value, QMetaType)
{
    if (idOf(value) == QMetaType::QByteArray)
        return kExact;
    if (idOf(value) != QMetaType::QString)
        return kUnfit;
    value = value.toString().toUtf8();
    return 2;
}

void writeDateTime(Values &, Writer &writer, const void *data)
{
    const QDateTime &time = as<QDateTime>(data);
    writeNumbers(writer, Tag::DateTime, {time.isValid() ? static_cast<double>(time.toMSecsSinceEpoch()) : std::nan("")});
}

void writeDate(Values &, Writer &writer, const void *data)
{
    writer.string(as<QDate>(data).toString(Qt::ISODate));
}

void writeTime(Values &, Writer &writer, const void *data)
{
    writer.string(as<QTime>(data).toString(Qt::ISODateWithMs));
}

// As Qt writes them: 2026-01-31 and 23:59:59.999
int coerceDateOrTime(Values &, QVariant &value, QMetaType target)
{
    if (idOf(value) != QMetaType::QString)
        return idOf(value) == target.id() ? kExact : kUnfit;
    if (value.toString().isEmpty()) {  // as an invalid one is written
        value = QVariant(target);
        return 2;
    }
    QVariant result = value;
    const bool converted = result.convert(target);
    const bool isValid = target.id() == QMetaType::QDate ? result.toDate().isValid() : result.toTime().isValid();
    if (!converted || !isValid)
        return kUnfit;
    value = result;
    return 2;
}

void writeUrl(Values &, Writer &writer, const void *data)
{
    writer.utf16(Tag::Url, as<QUrl>(data).toString(QUrl::FullyEncoded));
}

int coerceUrl(Values &, QVariant &value, QMetaType)
{
    if (idOf(value) != QMetaType::QString)
        return idOf(value) == QMetaType::QUrl ? kExact : kUnfit;
    value = QUrl(value.toString());
    return 2;
}

bool readString(Values &, Reader &reader, uint32_t n, int, QVariant &value)
{
    QString text;
    const bool ok = reader.string(n, text);
    value = QVariant(text);
    return ok;
}

bool readBytes(Values &, Reader &reader, uint32_t n, int, QVariant &value)
{
    const uint8_t *at = nullptr;
    if (!reader.skip(n, at))
        return false;
    value = QVariant(QByteArray(reinterpret_cast<const char *>(at), n));
    return true;
}

bool readDateTime(Values &, Reader &reader, uint32_t, int, QVariant &value)
{
    double ms[1] = {};
    const bool ok = readNumbers(reader, ms);
    value = std::isnan(ms[0]) ? QDateTime() : QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(ms[0]));
    return ok;
}

bool readUrl(Values &, Reader &reader, uint32_t n, int, QVariant &value)
{
    QString text;
    const bool ok = reader.string(n, text);
    value = QUrl(text);
    return ok;
}

QString describeString(const Values &, const QVariant &value)
{
    return QStringLiteral("\"%1\"").arg(shortened(value.toString()));
}

QString describeBytes(const Values &, const QVariant &)
{
    return QStringLiteral("Uint8Array");
}

}  // namespace

void addTexts(TypeTable &table)
{
    table.add(QMetaType::QString, {writeString, coerceSame<QMetaType::QString>, describeString});
    table.add(QMetaType::QChar, {writeChar, coerceChar});
    table.add(QMetaType::QByteArray, {writeBytes, coerceBytes, describeBytes});
    table.add(QMetaType::QDateTime, {writeDateTime, coerceSame<QMetaType::QDateTime>});
    table.add(QMetaType::QDate, {writeDate, coerceDateOrTime});
    table.add(QMetaType::QTime, {writeTime, coerceDateOrTime});
    table.add(QMetaType::QUrl, {writeUrl, coerceUrl});
    table.add(Tag::String, readString);
    table.add(Tag::Bytes, readBytes);
    table.add(Tag::DateTime, readDateTime);
    table.add(Tag::Url, readUrl);
}

}  // namespace qta
