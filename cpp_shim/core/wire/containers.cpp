// Lists, maps and JSON.
#include "wire/containers.h"

#include "wire/numbers.h"
#include "wire/values.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QSequentialIterable>

#include <algorithm>

namespace qta {

namespace {

// Counts the levels of what is being written. What is deeper than any real data becomes null, and `tooDeep` says so.
class Level
{
public:
    explicit Level(Writer &writer)
        : m_writer(writer) { ++m_writer.depth; }
    ~Level() { --m_writer.depth; }
    Level(const Level &) = delete;
    Level &operator=(const Level &) = delete;

    bool refused()
    {
        if (m_writer.depth <= kMaxDepth)
            return false;
        m_writer.tooDeep = true;
        m_writer.head(Tag::Null, 0);
        return true;
    }

private:
    Writer &m_writer;
};

template<class M>
void writeEntries(Values &values, Writer &writer, const M &map)
{
    Level level(writer);
    if (level.refused())
        return;
    writer.head(Tag::Map, static_cast<uint32_t>(map.size()));
    for (auto it = map.cbegin(); it != map.cend(); ++it) {
        writer.string(it.key());
        values.write(writer, it.value());
    }
}

template<class M>
void writeMap(Values &values, Writer &writer, const void *data)
{
    writeEntries(values, writer, as<M>(data));
}

void writeVariants(Values &values, Writer &writer, const void *data)
{
    writeList(values, writer, as<QVariantList>(data));
}

void writeStrings(Values &, Writer &writer, const void *data)
{
    const QStringList &list = as<QStringList>(data);
    writer.head(Tag::List, static_cast<uint32_t>(list.size()));
    for (const QString &item : list)
        writer.string(item);
}

void writeJsonValue(Values &values, Writer &writer, const void *data)
{
    values.write(writer, as<QJsonValue>(data).toVariant());
}

void writeJsonObject(Values &values, Writer &writer, const void *data)
{
    writeEntries(values, writer, as<QJsonObject>(data).toVariantMap());
}

void writeJsonArray(Values &values, Writer &writer, const void *data)
{
    writeList(values, writer, as<QJsonArray>(data).toVariantList());
}

bool readList(Values &values, Reader &reader, uint32_t n, int depth, QVariant &value)
{
    QVariantList list;
    for (uint32_t i = 0; i < n; ++i) {
        QVariant item;
        if (!values.read(reader, item, depth + 1))
            return false;
        list.append(std::move(item));
    }
    value = QVariant(list);
    return true;
}

bool readMap(Values &values, Reader &reader, uint32_t n, int depth, QVariant &value)
{
    QVariantMap map;
    for (uint32_t i = 0; i < n; ++i) {
        QVariant key, item;
        if (!values.read(reader, key, depth + 1) || !values.read(reader, item, depth + 1))
            return false;
        map.insert(key.toString(), item);
    }
    value = QVariant(map);
    return true;
}

int coerceStrings(Values &, QVariant &value, QMetaType)
{
    if (idOf(value) != QMetaType::QVariantList)
        return kUnfit;
    QStringList strings;
    for (const QVariant &item : value.toList()) {
        if (idOf(item) != QMetaType::QString)
            return kUnfit;
        strings.append(item.toString());
    }
    value = strings;
    return kExact;
}

int coerceVariants(Values &, QVariant &value, QMetaType)
{
    return idOf(value) == QMetaType::QVariantList ? 1 : kUnfit;
}

int coerceMap(Values &, QVariant &value, QMetaType)
{
    return idOf(value) == QMetaType::QVariantMap ? kExact : kUnfit;
}

int coerceHash(Values &, QVariant &value, QMetaType target)
{
    if (idOf(value) != QMetaType::QVariantMap)
        return kUnfit;
    value.convert(target);
    return 1;
}

int coerceJsonValue(Values &, QVariant &value, QMetaType)
{
    value = QVariant::fromValue(QJsonValue::fromVariant(value));
    return 4;
}

int coerceJsonObject(Values &, QVariant &value, QMetaType)
{
    if (idOf(value) != QMetaType::QVariantMap)
        return kUnfit;
    value = QVariant::fromValue(QJsonObject::fromVariantMap(value.toMap()));
    return 1;
}

int coerceJsonArray(Values &, QVariant &value, QMetaType)
{
    if (idOf(value) != QMetaType::QVariantList)
        return kUnfit;
    value = QVariant::fromValue(QJsonArray::fromVariantList(value.toList()));
    return 2;
}

// How much of a value an error message shows.
constexpr qsizetype kShownItems = 4;

QString firstOf(const QStringList &items)
{
    QStringList shown;
    for (qsizetype i = 0; i < items.size() && i < kShownItems; ++i)
        shown.append(shortened(items.at(i)));
    if (items.size() > kShownItems)
        shown.append(QStringLiteral("…"));
    return shown.join(QLatin1String(", "));
}

QString describeItem(const Values &values, const QVariant &item)
{
    return idOf(item) == QMetaType::QVariantList ? QStringLiteral("[…]") : values.describe(item);
}

QString describeArray(const Values &values, const QVariant &value)
{
    const QVariantList list = value.toList();
    QStringList items;
    for (const QVariant &item : list.first(std::min(list.size(), kShownItems + 1)))
        items.append(describeItem(values, item));
    return QStringLiteral("[%1]").arg(firstOf(items));
}

QString describeMap(const Values &, const QVariant &value)
{
    return QStringLiteral("{%1}").arg(firstOf(value.toMap().keys()));
}

}  // namespace

void writeList(Values &values, Writer &writer, const QVariantList &list)
{
    Level level(writer);
    if (level.refused())
        return;
    writer.head(Tag::List, static_cast<uint32_t>(list.size()));
    for (const QVariant &item : list)
        values.write(writer, item);
}

int coerceList(Values &values, QVariant &value, QMetaType target)
{
    if (idOf(value) != QMetaType::QVariantList)
        return kUnfit;
    const QVariantList items = value.toList();
    QVariant result(target);
    QSequentialIterable iterable = result.view<QSequentialIterable>();
    const QMetaSequence sequence = iterable.metaContainer();
    if (!sequence.canAddValue())
        return kUnfit;
    const bool objects = bool(sequence.valueMetaType().flags() & QMetaType::PointerToQObject);
    for (QVariant item : items) {
        if ((objects && !item.isValid()) || values.coerce(item, sequence.valueMetaType()) < 0)
            return kUnfit;
        const bool any = sequence.valueMetaType() == QMetaType::fromType<QVariant>();
        sequence.addValue(result.data(), any ? static_cast<const void *>(&item) : item.constData());
    }
    value = result;
    return 1;
}

void addContainers(TypeTable &table)
{
    table.add(QMetaType::QStringList, {writeStrings, coerceStrings});
    table.add(QMetaType::QVariantList, {writeVariants, coerceVariants, describeArray});
    table.add(QMetaType::QVariantMap, {writeMap<QVariantMap>, coerceMap, describeMap});
    table.add(QMetaType::QVariantHash, {writeMap<QVariantHash>, coerceHash});
    table.add(QMetaType::QJsonValue, {writeJsonValue, coerceJsonValue});
    table.add(QMetaType::QJsonObject, {writeJsonObject, coerceJsonObject});
    table.add(QMetaType::QJsonArray, {writeJsonArray, coerceJsonArray});
    table.add(Tag::List, readList);
    table.add(Tag::Map, readMap);
}

}  // namespace qta
