#include "wire/values.h"

#include "abi/runtime.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QJsonValue>
#include <QMetaEnum>
#include <QPoint>
#include <QPointF>
#include <QRect>
#include <QRectF>
#include <QSequentialIterable>
#include <QSize>
#include <QSizeF>
#include <QUrl>

#include <algorithm>
#include <cmath>
#include <limits>

namespace qta {

namespace {

std::unordered_map<int, Unwrap> &unwraps()
{
    static std::unordered_map<int, Unwrap> all;
    return all;
}

// What read() yields for a JavaScript number that is no int32.
constexpr double kMaxSafe = 9007199254740991.0;

// QColor belongs to Qt6Gui, which this library does not link: it is known by its id and converted by name.
bool isColor(QMetaType type)
{
    return type.id() == QMetaType::QColor;
}

bool isFlags(QMetaType type)
{
    return QByteArrayView(type.name()).startsWith("QFlags<");
}

QMetaEnum enumOf(QMetaType type)
{
    if (!(type.flags() & QMetaType::IsEnumeration))
        return {};
    const QMetaObject *scope = type.metaObject();
    QByteArray name = type.name();  // Qt::Orientation, or QFlags<Qt::AlignmentFlag>
    const bool flags = isFlags(type);
    if (flags)
        name = name.mid(7, name.size() - 8);
    // Flags that their class has not declared as such (QColorDialog's), and enumerations that it has declared as flags
    // alone (QMessageBox::StandardButton), do not know it: the class itself does.
    if (!scope) {
        const QByteArray className = name.left(name.lastIndexOf("::"));
        scope = runtime().classes.named(className);
        if (!scope)
            scope = QMetaType::fromName(className + '*').metaObject();
    }
    if (!scope)
        return {};
    name = name.mid(name.lastIndexOf(':') + 1);
    for (int i = 0; i < scope->enumeratorCount(); ++i) {
        const QMetaEnum candidate = scope->enumerator(i);
        if (name == candidate.enumName() || name == candidate.name())
            return candidate;
    }
    return {};
}

int64_t integer(QMetaType type, const void *data)
{
    switch (type.sizeOf()) {
    case 1:
        return *static_cast<const int8_t *>(data);
    case 2:
        return *static_cast<const int16_t *>(data);
    case 4:
        return *static_cast<const int32_t *>(data);
    default:
        return *static_cast<const int64_t *>(data);
    }
}

void writeInteger(Writer &writer, int64_t value)
{
    if (value == static_cast<int32_t>(value)) {
        writer.head(Tag::Int, static_cast<uint32_t>(value));
    } else {
        writer.head(Tag::Int64, 0);
        writer.bytes(&value, sizeof value);
    }
}

void writeUnsigned(Writer &writer, uint64_t value)
{
    if (value <= static_cast<uint64_t>(std::numeric_limits<int64_t>::max())) {
        writeInteger(writer, static_cast<int64_t>(value));
    } else {
        writer.head(Tag::UInt64, 0);
        writer.bytes(&value, sizeof value);
    }
}

// As QMetaEnum::valueToKeys(), but in the order of their declaration, and of several names for one number the first, as
// of a single value.
QByteArray flagKeys(const QMetaEnum &meta, int number)
{
    std::vector<int> places;
    for (const QByteArray &key : meta.valueToKeys(number).split('|')) {
        const int value = meta.keyToValue(key.constData());
        int place = 0;
        while (place < meta.keyCount() && meta.value(place) != value)
            ++place;
        if (place < meta.keyCount())
            places.push_back(place);
    }
    std::sort(places.begin(), places.end());
    // A flag of several names comes once for each.
    places.erase(std::unique(places.begin(), places.end()), places.end());
    QByteArrayList keys;
    for (const int place : places)
        keys.append(meta.key(place));
    return keys.join('|');
}

// Whether Qt takes a number for one of the enumeration: it is one of its values, or where Qt leaves room for more
// (QTextFormat::UserObject, QStyle::CE_CustomBase, any character as a Qt::Key), beyond those.
bool isEnumerator(const QMetaEnum &meta, int number)
{
    for (int i = 0; i < meta.keyCount(); ++i) {
        if (meta.value(i) == number)
            return true;
    }
    if (qstrcmp(meta.enumName(), "Key") == 0 && qstrcmp(meta.scope(), "Qt") == 0)
        return number >= 0 && number <= 0x01ffffff;
    for (int i = 0; i < meta.keyCount(); ++i) {
        const QByteArrayView key(meta.key(i));
        const bool isOpen = key.startsWith("User") || key.endsWith("CustomBase");
        if (isOpen && static_cast<uint32_t>(number) >= static_cast<uint32_t>(meta.value(i)))
            return true;
    }
    return false;
}

bool areFlags(const QMetaEnum &meta, int number)
{
    int all = 0;
    for (int i = 0; i < meta.keyCount(); ++i)
        all |= meta.value(i);
    return (number & ~all) == 0;
}

// An enumeration crosses as Qt spells it ("Horizontal", "AlignLeft|AlignTop"); as a number where that would lose a bit.
void writeEnum(Writer &writer, QMetaType type, const void *data)
{
    const QMetaEnum meta = enumOf(type);
    const int64_t value = integer(type, data);
    const int number = static_cast<int>(value);
    if (meta.isValid() && number == value) {
        const QByteArray keys = isFlags(type) ? flagKeys(meta, number) : QByteArray(meta.valueToKey(number));
        bool ok = false;
        if (!keys.isEmpty() && meta.keysToValue(keys.constData(), &ok) == number && ok)
            return writer.string(QString::fromLatin1(keys));
    }
    if (const EnumNames *names = runtime().registry.namesOf(type)) {
        for (const auto &[key, known] : names->values) {
            if (known == value)
                return writer.string(QString::fromLatin1(key));
        }
    }
    writeInteger(writer, value);
}

// Counts the levels of what is being written. What is deeper than any real data becomes null, and `tooDeep` says so.
class Level
{
public:
    explicit Level(Writer &writer) : m_writer(writer) { ++m_writer.depth; }
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

void writeList(Writer &writer, const QVariantList &list)
{
    Level level(writer);
    if (level.refused())
        return;
    writer.head(Tag::List, static_cast<uint32_t>(list.size()));
    for (const QVariant &item : list)
        write(writer, item);
}

template<class M>
void writeMap(Writer &writer, const M &map)
{
    Level level(writer);
    if (level.refused())
        return;
    writer.head(Tag::Map, static_cast<uint32_t>(map.size()));
    for (auto it = map.cbegin(); it != map.cend(); ++it) {
        writer.string(it.key());
        write(writer, it.value());
    }
}

void writeNumbers(Writer &writer, Tag tag, std::initializer_list<double> numbers)
{
    writer.head(tag, 0);
    for (const double number : numbers)
        writer.number(number);
}

void writeOpaque(Writer &writer, const QVariant &value, const char *typeName)
{
    writer.head(Tag::Opaque, 0);
    writer.number(runtime().opaques.keep(value));
    writer.string(QString::fromLatin1(typeName));
}

// An object that is no QObject, as JavaScript gave it: what becomes of it depends on where it goes.
struct BoxReference {
    double handle = 0;

    Boxes::Box *box() const { return runtime().api.boxes.find(handle); }
};

}  // namespace

}  // namespace qta

Q_DECLARE_METATYPE(qta::BoxReference)

namespace qta {

namespace {

// Any class with virtual functions: its type and its extent are found by way of its table.
struct Virtual {
    virtual ~Virtual() = default;
};

QByteArrayView pointedName(QMetaType type)
{
    QByteArrayView name(type.name());
    if (name.startsWith("const "))
        name = name.sliced(6);
    return name.chopped(1);
}

// A copy of a value, or a pointer to an object, whose class has a description. False if none has.
bool writeBox(Writer &writer, QMetaType type, const void *data)
{
    Api &api = runtime().api;
    double handle = 0;
    int id = -1;
    if (isForeignPointer(type)) {
        void *object = *static_cast<void *const *>(data);
        id = api.classes.idOf(pointedName(type));
        if (id < 0 || !object)
            return false;
        const bool isVirtual = api.classes.isVirtual(pointedName(type));
        if (isVirtual) {
            auto *const known = static_cast<Virtual *>(object);
            void *const whole = dynamic_cast<void *>(known);
            const int exact = api.classes.idOf(typeid(*known));
            if (whole == object && exact >= 0)
                id = exact;
        }
        handle = api.boxes.refer(object, id, isVirtual);
    } else if (api.classes.isValue(type.name())) {
        id = api.classes.idOf(type.name());
        handle = api.boxes.own(type.create(data), id, type);
    } else {
        return false;
    }
    writer.head(Tag::Object, static_cast<uint32_t>(id));
    writer.number(handle);
    return true;
}

// What a QVariant holds of it: a copy of a value, otherwise a pointer. Invalid if Qt has no such type.
QVariant toVariant(const BoxReference &reference)
{
    const Boxes::Box *const box = reference.box();
    if (!box)
        return {};
    const ApiClasses &classes = runtime().api.classes;
    const QByteArrayView name = classes.nameOf(box->id);
    if (box->type.isValid() || classes.isValue(name))
        return QVariant(box->type.isValid() ? box->type : QMetaType::fromName(name), box->object);
    const QMetaType pointer = QMetaType::fromName(name.toByteArray() + '*');
    return pointer.isValid() ? QVariant(pointer, &box->object) : QVariant();
}

// False if its class has no part of the kind that is wanted.
bool toPointer(QVariant &value, QMetaType target)
{
    const Boxes::Box *const box = value.value<BoxReference>().box();
    const ApiClasses &classes = runtime().api.classes;
    void *object = box ? box->object : nullptr;
    const int wanted = classes.idOf(pointedName(target));
    if (!object || wanted < 0 || !(box->id == wanted || classes.cast(object, box->id, wanted)))
        return false;
    value = QVariant(target, &object);
    return true;
}

// One that is kept follows its row, and says when that is gone.
void writeIndex(Writer &writer, const QModelIndex &index)
{
    const QVariant kept = index.isValid() ? QVariant::fromValue(runtime().indexes.keep(index)) : QVariant(index);
    writeOpaque(writer, kept, "QModelIndex");
}

// What was written by writeIndex().
bool indexOf(const QVariant &value, QModelIndex &index)
{
    if (value.metaType() != QMetaType::fromType<KeptIndex>())
        return false;
    index = static_cast<const KeptIndex *>(value.constData())->index();
    return true;
}

void writeColor(Writer &writer, const QVariant &color)
{
    // "#rrggbb", or "#aarrggbb" where it is not opaque; nothing for an invalid one.
    const QByteArray digits = QByteArray::fromHex(color.toString().mid(1).toLatin1());
    if (digits.size() < 3)
        return writer.head(Tag::Null, 0);
    const bool opaque = digits.size() == 3;
    const auto at = [&digits](int i) { return static_cast<uint8_t>(digits.at(i)); };
    const uint8_t channels[4] = {at(opaque ? 0 : 1), at(opaque ? 1 : 2), at(opaque ? 2 : 3), opaque ? uint8_t{255} : at(0)};
    writer.head(Tag::Color, 0);
    writer.bytes(channels, sizeof channels);
}

template<class T>
const T &as(const void *data)
{
    return *static_cast<const T *>(data);
}

// Reads "n numbers" of the value classes.
template<std::size_t N>
bool readNumbers(Reader &reader, double (&numbers)[N])
{
    return reader.bytes(numbers, sizeof numbers);
}

bool isWhole(double value)
{
    return std::isfinite(value) && value == std::trunc(value);
}

bool fitsInteger(const QVariant &value, int64_t &number)
{
    switch (value.metaType().id()) {
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

// A whole number that is no int32 came as a double. In a QVariant it is an integer all the same: Qt shows the other as
// 3e+09.
void keepWhole(QVariant &value)
{
    if (value.metaType().id() != QMetaType::Double)
        return;
    const double real = value.toDouble();
    if (isWhole(real) && std::abs(real) > std::numeric_limits<int>::max() && std::abs(real) <= kMaxSafe)
        value = QVariant(static_cast<qlonglong>(real));
}

// {width: 1, height: 2} for a QSize, and the like.
bool fieldsOf(const QVariant &value, std::initializer_list<const char *> names, double *to)
{
    if (value.metaType().id() != QMetaType::QVariantMap)
        return false;
    const QVariantMap map = value.toMap();
    if (map.size() != static_cast<qsizetype>(names.size()))
        return false;
    for (const char *name : names) {
        const QVariant field = map.value(QLatin1String(name));
        const int id = field.metaType().id();
        if (id != QMetaType::Int && id != QMetaType::Double && id != QMetaType::LongLong)
            return false;
        *to++ = field.toDouble();
    }
    return true;
}

template<class Whole, class Real, std::size_t N, class Make>
bool geometry(QVariant &value, QMetaType target, const char *const (&names)[N], Make make)
{
    const bool whole = target == QMetaType::fromType<Whole>();
    if (!whole && target != QMetaType::fromType<Real>())
        return false;
    double n[N];
    QVariant source = value;
    if constexpr (N == 2) {
        if (!fieldsOf(source, {names[0], names[1]}, n))
            return false;
    } else {
        if (!fieldsOf(source, {names[0], names[1], names[2], names[3]}, n))
            return false;
    }
    if (!whole) {
        value = QVariant::fromValue(make(n));
        return true;
    }
    for (const double number : n) {
        if (!isWhole(number) || std::abs(number) > std::numeric_limits<int>::max())
            return false;
    }
    value = QVariant::fromValue(make(n));
    return value.convert(target);
}

// {red: 255, green: 99, blue: 71}, with alpha or without.
bool coerceColor(QVariant &value)
{
    const QVariantMap map = value.toMap();
    uint argb = 0;
    for (const char *name : {"alpha", "red", "green", "blue"}) {
        const bool isAlpha = *name == 'a';
        const QVariant channel = map.value(QLatin1String(name), isAlpha && map.size() == 3 ? QVariant(255) : QVariant());
        if (channel.metaType().id() != QMetaType::Int || channel.toInt() < 0 || channel.toInt() > 255)
            return false;
        argb = argb << 8 | channel.toUInt();
    }
    if (map.size() > 4)
        return false;
    value = QVariant(QStringLiteral("#%1").arg(argb, 8, 16, QLatin1Char('0')));
    return value.convert(QMetaType{static_cast<int>(QMetaType::QColor)});
}

int coerceEnum(QVariant &value, QMetaType target)
{
    const QMetaEnum meta = enumOf(target);
    const bool flags = isFlags(target);
    const EnumNames *names = meta.isValid() ? nullptr : runtime().registry.namesOf(target);
    int64_t number = 0;
    if (names) {
        const bool byName = value.metaType().id() == QMetaType::QString;
        if (!byName && !fitsInteger(value, number))
            return -1;
        const QByteArray key = byName ? value.toString().toLatin1() : QByteArray();
        const auto found = std::find_if(names->values.begin(), names->values.end(),
                                        [&](const auto &one) { return byName ? one.first == key : one.second == number; });
        if (found == names->values.end())
            return -1;
        number = found->second;
    } else if (value.metaType().id() == QMetaType::QString) {
        bool ok = false;
        const QByteArray keys = value.toString().toLatin1();
        number = meta.isValid() ? (keys.isEmpty() && flags ? (ok = true, 0) : meta.keysToValue(keys.constData(), &ok)) : 0;
        if (!ok || (!flags && keys.contains('|')))
            return -1;
    } else if (!fitsInteger(value, number)) {
        return -1;
    }
    QVariant result(target);
    if (target.sizeOf() == 4) {
        if (number != static_cast<int32_t>(number) && number != static_cast<uint32_t>(number))
            return -1;
        if (meta.isValid() && !(flags ? areFlags(meta, static_cast<int32_t>(number)) : isEnumerator(meta, static_cast<int32_t>(number))))
            return -1;
        *static_cast<int32_t *>(result.data()) = static_cast<int32_t>(number);
    } else if (!QMetaType::convert(QMetaType::fromType<int64_t>(), &number, target, result.data())) {
        return -1;
    }
    value = result;
    return 0;
}

template<class T>
int toInteger(QVariant &value, QMetaType target)
{
    int64_t number = 0;
    if (value.metaType().id() == QMetaType::ULongLong) {
        const qulonglong big = value.toULongLong();
        if (!std::is_unsigned_v<T> || sizeof(T) < 8)
            return -1;
        value = QVariant(target, &big);
        return 0;
    }
    if (!fitsInteger(value, number))
        return -1;
    if constexpr (std::is_unsigned_v<T>) {
        if (number < 0 || static_cast<uint64_t>(number) > std::numeric_limits<T>::max())
            return -1;
    } else if (number < std::numeric_limits<T>::min() || number > std::numeric_limits<T>::max()) {
        return -1;
    }
    const T result = static_cast<T>(number);
    value = QVariant(target, &result);
    return sizeof(T) == 4 && std::is_signed_v<T> ? 0 : 1;
}

// Qt gets the object inside of a QVariant, which does not say when it is gone.
void lend(QObject *object)
{
    if (object)
        runtime().handles.of(object).lent.store(true, std::memory_order_relaxed);
}

int coerceObject(QVariant &value, QMetaType target)
{
    if (value.isNull() && !value.metaType().isValid()) {
        QObject *none = nullptr;
        value = QVariant(target, &none);
        return 0;
    }
    if (value.metaType() != QMetaType::fromType<QObject *>())
        return -1;
    QObject *object = value.value<QObject *>();
    const QMetaObject *wanted = target.metaObject();
    if (object && wanted && !object->metaObject()->inherits(wanted))
        return -1;
    // How far up the wanted class is: of two overloads the nearer one fits better.
    int distance = 0;
    for (const QMetaObject *type = object ? object->metaObject() : nullptr; type && type != wanted; type = type->superClass())
        ++distance;
    value = QVariant(target, &object);
    return distance;
}

int coerceList(QVariant &value, QMetaType target)
{
    if (value.metaType().id() != QMetaType::QVariantList)
        return -1;
    const QVariantList items = value.toList();
    QVariant result(target);
    QSequentialIterable iterable = result.view<QSequentialIterable>();
    const QMetaSequence sequence = iterable.metaContainer();
    if (!sequence.canAddValue())
        return -1;
    const bool objects = bool(sequence.valueMetaType().flags() & QMetaType::PointerToQObject);
    for (QVariant item : items) {
        if ((objects && !item.isValid()) || coerce(item, sequence.valueMetaType()) < 0)
            return -1;
        const bool any = sequence.valueMetaType() == QMetaType::fromType<QVariant>();
        sequence.addValue(result.data(), any ? static_cast<const void *>(&item) : item.constData());
    }
    value = result;
    return 1;
}

}  // namespace

void addUnwrap(QMetaType type, Unwrap unwrap)
{
    unwraps()[type.id()] = unwrap;
}

double Opaques::keep(const QVariant &value)
{
    m_values.emplace(++m_last, value);
    return m_last;
}

QVariant Opaques::find(double id) const
{
    const auto it = m_values.find(id);
    return it == m_values.end() ? QVariant() : it->second;
}

void writeObject(Writer &writer, QObject *object, bool created)
{
    if (!object)
        return writer.head(Tag::Null, 0);
    Handles::Entry &entry = runtime().handles.of(object, created);
    writer.head(Tag::Object, static_cast<uint32_t>(entry.currentType().id));
    writer.number(entry.handle);
}

void write(Writer &writer, const QVariant &value)
{
    const bool isObject = bool(value.metaType().flags() & QMetaType::PointerToQObject);
    if (isObject && runtime().handles.isGone(*static_cast<QObject *const *>(value.constData())))
        return writer.head(Tag::Null, 0);
    write(writer, value.metaType(), value.constData());
}

QVariant withoutGone(const QVariant &value)
{
    if (value.metaType().flags() & QMetaType::PointerToQObject)
        return runtime().handles.isGone(*static_cast<QObject *const *>(value.constData())) ? QVariant() : value;
    if (value.metaType().id() == QMetaType::QVariantList) {
        QVariantList list = value.toList();
        for (QVariant &item : list)
            item = withoutGone(item);
        return list;
    }
    if (value.metaType().id() == QMetaType::QVariantMap) {
        QVariantMap map = value.toMap();
        for (QVariant &item : map)
            item = withoutGone(item);
        return map;
    }
    return value;
}

void write(Writer &writer, QMetaType type, const void *data)
{
    switch (type.id()) {
    case QMetaType::UnknownType:
    case QMetaType::Void:
    case QMetaType::Nullptr:
        return writer.head(Tag::Null, 0);
    case QMetaType::QVariant:
        return write(writer, as<QVariant>(data));
    case QMetaType::Bool:
        return writer.head(Tag::Bool, as<bool>(data));
    case QMetaType::Int:
        return writer.head(Tag::Int, static_cast<uint32_t>(as<int>(data)));
    case QMetaType::Long:
    case QMetaType::LongLong:
    case QMetaType::Short:
    case QMetaType::SChar:
        return writeInteger(writer, integer(type, data));
    case QMetaType::Char:
        return writeInteger(writer, as<char>(data));
    case QMetaType::UInt:
        return writeUnsigned(writer, as<uint>(data));
    case QMetaType::ULong:
        return writeUnsigned(writer, as<ulong>(data));
    case QMetaType::ULongLong:
        return writeUnsigned(writer, as<qulonglong>(data));
    case QMetaType::UShort:
        return writeUnsigned(writer, as<ushort>(data));
    case QMetaType::UChar:
        return writeUnsigned(writer, as<uchar>(data));
    case QMetaType::Float:
        return writeNumbers(writer, Tag::Double, {double{as<float>(data)}});
    case QMetaType::Double:
        return writeNumbers(writer, Tag::Double, {as<double>(data)});
    case QMetaType::QString:
        return writer.string(as<QString>(data));
    case QMetaType::QChar:
        return writer.string(QString(as<QChar>(data)));
    case QMetaType::QByteArray: {
        const QByteArray &bytes = as<QByteArray>(data);
        writer.head(Tag::Bytes, static_cast<uint32_t>(bytes.size()));
        return writer.bytes(bytes.constData(), static_cast<std::size_t>(bytes.size()));
    }
    case QMetaType::QModelIndex:
        return writeIndex(writer, as<QModelIndex>(data));
    case QMetaType::QPersistentModelIndex:
        return writeIndex(writer, as<QPersistentModelIndex>(data));
    case QMetaType::QStringList: {
        const QStringList &list = as<QStringList>(data);
        writer.head(Tag::List, static_cast<uint32_t>(list.size()));
        for (const QString &item : list)
            writer.string(item);
        return;
    }
    case QMetaType::QVariantList:
        return writeList(writer, as<QVariantList>(data));
    case QMetaType::QVariantMap:
        return writeMap(writer, as<QVariantMap>(data));
    case QMetaType::QVariantHash:
        return writeMap(writer, as<QVariantHash>(data));
    case QMetaType::QJsonValue:
        return write(writer, as<QJsonValue>(data).toVariant());
    case QMetaType::QJsonObject:
        return writeMap(writer, as<QJsonObject>(data).toVariantMap());
    case QMetaType::QJsonArray:
        return writeList(writer, as<QJsonArray>(data).toVariantList());
    case QMetaType::QDateTime: {
        const QDateTime &time = as<QDateTime>(data);
        return writeNumbers(writer, Tag::DateTime,
                            {time.isValid() ? static_cast<double>(time.toMSecsSinceEpoch()) : std::nan("")});
    }
    case QMetaType::QDate:
        return writer.string(as<QDate>(data).toString(Qt::ISODate));
    case QMetaType::QTime:
        return writer.string(as<QTime>(data).toString(Qt::ISODateWithMs));
    case QMetaType::QUrl:
        return writer.utf16(Tag::Url, as<QUrl>(data).toString(QUrl::FullyEncoded));
    case QMetaType::QSize:
        return writeNumbers(writer, Tag::Size, {double(as<QSize>(data).width()), double(as<QSize>(data).height())});
    case QMetaType::QSizeF:
        return writeNumbers(writer, Tag::SizeF, {as<QSizeF>(data).width(), as<QSizeF>(data).height()});
    case QMetaType::QPoint:
        return writeNumbers(writer, Tag::Point, {double(as<QPoint>(data).x()), double(as<QPoint>(data).y())});
    case QMetaType::QPointF:
        return writeNumbers(writer, Tag::PointF, {as<QPointF>(data).x(), as<QPointF>(data).y()});
    case QMetaType::QRect: {
        const QRect &rect = as<QRect>(data);
        return writeNumbers(writer, Tag::Rect, {double(rect.x()), double(rect.y()), double(rect.width()), double(rect.height())});
    }
    case QMetaType::QRectF: {
        const QRectF &rect = as<QRectF>(data);
        return writeNumbers(writer, Tag::RectF, {rect.x(), rect.y(), rect.width(), rect.height()});
    }
    default:
        break;
    }
    if (type.flags() & QMetaType::PointerToQObject)
        return writeObject(writer, *static_cast<QObject *const *>(data));
    if (type.flags() & QMetaType::IsEnumeration)
        return writeEnum(writer, type, data);
    const QVariant value(type, data);
    if (const auto found = unwraps().find(type.id()); found != unwraps().end()) {
        const QVariant plain = found->second(value);
        if (plain.metaType() != type)
            return write(writer, plain);
    }
    if (isColor(type))
        return writeColor(writer, value);
    if (value.canConvert<QSequentialIterable>() && !value.canConvert<QString>())
        return writeList(writer, value.toList());
    if (writeBox(writer, type, data))
        return;
    writeOpaque(writer, value, type.name());
}

namespace {

bool readValue(Reader &reader, QVariant &value, int depth)
{
    Tag tag{};
    uint32_t n = 0;
    if (depth > kMaxDepth || !reader.head(tag, n))
        return false;
    switch (tag) {
    case Tag::Null:
        value = QVariant();
        return true;
    case Tag::Bool:
        value = QVariant(n != 0);
        return true;
    case Tag::Int:
        value = QVariant(static_cast<int>(n));
        return true;
    case Tag::Int64: {
        qlonglong number = 0;
        const bool ok = reader.bytes(&number, sizeof number);
        value = QVariant(number);
        return ok;
    }
    case Tag::UInt64: {
        qulonglong number = 0;
        const bool ok = reader.bytes(&number, sizeof number);
        value = QVariant(number);
        return ok;
    }
    case Tag::Double: {
        double number[1] = {};
        const bool ok = readNumbers(reader, number);
        value = QVariant(number[0]);
        if (depth > 0)
            keepWhole(value);
        return ok;
    }
    case Tag::String: {
        QString text;
        const bool ok = reader.string(n, text);
        value = QVariant(text);
        return ok;
    }
    case Tag::Bytes: {
        const uint8_t *at = nullptr;
        if (!reader.skip(n, at))
            return false;
        value = QVariant(QByteArray(reinterpret_cast<const char *>(at), n));
        return true;
    }
    case Tag::List: {
        QVariantList list;
        for (uint32_t i = 0; i < n; ++i) {
            QVariant item;
            if (!readValue(reader, item, depth + 1))
                return false;
            list.append(std::move(item));
        }
        value = QVariant(std::move(list));
        return true;
    }
    case Tag::Map: {
        QVariantMap map;
        for (uint32_t i = 0; i < n; ++i) {
            QVariant key, item;
            if (!readValue(reader, key, depth + 1) || !readValue(reader, item, depth + 1))
                return false;
            map.insert(key.toString(), item);
        }
        value = QVariant(std::move(map));
        return true;
    }
    case Tag::Object: {
        double handle[1] = {};
        if (!readNumbers(reader, handle))
            return false;
        if (handle[0] < 0) {
            const BoxReference reference{handle[0]};
            reader.metDestroyed |= !reference.box();
            value = depth > 0 ? toVariant(reference) : QVariant::fromValue(reference);
            return true;
        }
        Handles::Entry *const entry = runtime().handles.entry(handle[0]);
        if (!entry)
            reader.metDestroyed = true;
        else if (depth > 0)
            entry->lent.store(true, std::memory_order_relaxed);
        value = QVariant::fromValue(entry ? entry->object.data() : nullptr);
        return true;
    }
    case Tag::DateTime: {
        double ms[1] = {};
        const bool ok = readNumbers(reader, ms);
        value = std::isnan(ms[0]) ? QDateTime() : QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(ms[0]));
        return ok;
    }
    case Tag::Url: {
        QString text;
        const bool ok = reader.string(n, text);
        value = QUrl(text);
        return ok;
    }
    case Tag::Size:
    case Tag::SizeF:
    case Tag::Point:
    case Tag::PointF: {
        double at[2] = {};
        const bool ok = readNumbers(reader, at);
        if (tag == Tag::Size)
            value = QSizeF(at[0], at[1]).toSize();
        else if (tag == Tag::SizeF)
            value = QSizeF(at[0], at[1]);
        else if (tag == Tag::Point)
            value = QPointF(at[0], at[1]).toPoint();
        else
            value = QPointF(at[0], at[1]);
        return ok;
    }
    case Tag::Rect:
    case Tag::RectF: {
        double at[4] = {};
        const bool ok = readNumbers(reader, at);
        const QRectF rect(at[0], at[1], at[2], at[3]);
        value = tag == Tag::Rect ? QVariant(rect.toRect()) : QVariant(rect);
        return ok;
    }
    case Tag::Color: {
        uint8_t c[4];
        const bool ok = reader.bytes(c, sizeof c);
        const QMetaType color{static_cast<int>(QMetaType::QColor)};
        value = QVariant(QStringLiteral("#%1").arg(
            (uint(c[3]) << 24) | (uint(c[0]) << 16) | (uint(c[1]) << 8) | c[2], 8, 16, QLatin1Char('0')));
        if (color.isRegistered())  // else: no Qt6Gui in this program; the name has to do
            value.convert(color);
        return ok;
    }
    case Tag::Opaque: {
        double id[1] = {};
        if (!readNumbers(reader, id))
            return false;
        value = runtime().opaques.find(id[0]);
        if (QModelIndex index; indexOf(value, index)) {
            reader.metStaleIndex |= !index.isValid();
            value = QVariant(index);
        }
        return true;
    }
    case Tag::Ascii:  // never from JavaScript
        break;
    }
    return false;
}

}  // namespace

bool read(Reader &reader, QVariant &value)
{
    return readValue(reader, value, 0);
}

bool readIndex(Reader &reader, QModelIndex &index)
{
    Tag tag{};
    uint32_t n = 0;
    double id[1] = {};
    if (!reader.head(tag, n) || tag != Tag::Opaque || !readNumbers(reader, id))
        return false;
    indexOf(runtime().opaques.find(id[0]), index);
    return true;
}

bool isForeignPointer(QMetaType type)
{
    return QByteArrayView(type.name()).endsWith('*') && !(type.flags() & QMetaType::PointerToQObject);
}

int coerce(QVariant &value, QMetaType target)
{
    if (value.metaType() == QMetaType::fromType<BoxReference>()) {
        if (isForeignPointer(target))
            return toPointer(value, target) ? 0 : -1;
        value = toVariant(value.value<BoxReference>());
    }
    const int from = value.metaType().id();
    if (from == target.id() && from >= QMetaType::Bool && from <= QMetaType::QByteArray && from != QMetaType::QVariantList)
        return 0;
    switch (target.id()) {
    case QMetaType::UnknownType:
        return -1;
    case QMetaType::QVariant:
        keepWhole(value);
        if (value.metaType().flags() & QMetaType::PointerToQObject)
            lend(value.value<QObject *>());
        return 4;
    case QMetaType::Bool:
        return from == QMetaType::Bool ? 0 : -1;
    case QMetaType::Int:
        return toInteger<int>(value, target);
    case QMetaType::UInt:
        return toInteger<uint>(value, target);
    case QMetaType::Long:
        return toInteger<long>(value, target);
    case QMetaType::ULong:
        return toInteger<ulong>(value, target);
    case QMetaType::LongLong:
        return toInteger<qlonglong>(value, target);
    case QMetaType::ULongLong:
        return toInteger<qulonglong>(value, target);
    case QMetaType::Short:
        return toInteger<short>(value, target);
    case QMetaType::UShort:
        return toInteger<ushort>(value, target);
    case QMetaType::Char:
        return toInteger<char>(value, target);
    case QMetaType::SChar:
        return toInteger<signed char>(value, target);
    case QMetaType::UChar:
        return toInteger<uchar>(value, target);
    case QMetaType::Double:
    case QMetaType::Float:
        if (from == QMetaType::Double || from == QMetaType::Int || from == QMetaType::LongLong) {
            value.convert(target);
            return from == QMetaType::Double && target.id() == QMetaType::Double ? 0 : 1;
        }
        return -1;
    case QMetaType::QString:
        return from == QMetaType::QString ? 0 : -1;
    case QMetaType::QByteArray:
        if (from == QMetaType::QByteArray)
            return 0;
        if (from != QMetaType::QString)
            return -1;
        value = value.toString().toUtf8();
        return 2;
    case QMetaType::QChar:
        if (from != QMetaType::QString || value.toString().size() != 1)
            return -1;
        value = QVariant(value.toString().at(0));
        return 1;
    case QMetaType::QStringList: {
        if (from != QMetaType::QVariantList)
            return -1;
        QStringList strings;
        for (const QVariant &item : value.toList()) {
            if (item.metaType().id() != QMetaType::QString)
                return -1;
            strings.append(item.toString());
        }
        value = strings;
        return 0;
    }
    case QMetaType::QVariantList:
        return from == QMetaType::QVariantList ? 1 : -1;
    case QMetaType::QVariantMap:
        return from == QMetaType::QVariantMap ? 0 : -1;
    case QMetaType::QVariantHash:
        if (from != QMetaType::QVariantMap)
            return -1;
        value.convert(target);
        return 1;
    case QMetaType::QJsonValue:
        value = QVariant::fromValue(QJsonValue::fromVariant(value));
        return 4;
    case QMetaType::QJsonObject:
        if (from != QMetaType::QVariantMap)
            return -1;
        value = QVariant::fromValue(QJsonObject::fromVariantMap(value.toMap()));
        return 1;
    case QMetaType::QJsonArray:
        if (from != QMetaType::QVariantList)
            return -1;
        value = QVariant::fromValue(QJsonArray::fromVariantList(value.toList()));
        return 2;
    case QMetaType::QDateTime:
        return from == QMetaType::QDateTime ? 0 : -1;
    case QMetaType::QDate:
    case QMetaType::QTime: {
        // As Qt writes them: 2026-01-31 and 23:59:59.999
        if (from != QMetaType::QString)
            return from == target.id() ? 0 : -1;
        if (value.toString().isEmpty()) {  // as an invalid one is written
            value = QVariant(target);
            return 2;
        }
        QVariant result = value;
        const bool ok = result.convert(target) && (target.id() == QMetaType::QDate ? result.toDate().isValid() : result.toTime().isValid());
        if (ok)
            value = result;
        return ok ? 2 : -1;
    }
    case QMetaType::QUrl:
        if (from == QMetaType::QString) {
            value = QUrl(value.toString());
            return 2;
        }
        return from == QMetaType::QUrl ? 0 : -1;
    default:
        break;
    }
    if (value.metaType() == target)
        return 0;
    if (target.id() == QMetaType::QPersistentModelIndex && from == QMetaType::QModelIndex) {
        value = QVariant(QPersistentModelIndex(value.toModelIndex()));
        return 1;
    }
    if (isForeignPointer(target)) {
        if (QByteArray("const ") + value.metaType().name() != target.name())
            return -1;
        value = QVariant(target, value.constData());
        return 1;
    }
    if (target.flags() & QMetaType::PointerToQObject)
        return coerceObject(value, target);
    if (target.flags() & QMetaType::IsEnumeration)
        return coerceEnum(value, target);

    static constexpr const char *kSize[] = {"width", "height"};
    static constexpr const char *kPoint[] = {"x", "y"};
    static constexpr const char *kRect[] = {"x", "y", "width", "height"};
    if (geometry<QSize, QSizeF>(value, target, kSize, [](const double *n) { return QSizeF(n[0], n[1]); })
        || geometry<QPoint, QPointF>(value, target, kPoint, [](const double *n) { return QPointF(n[0], n[1]); })
        || geometry<QRect, QRectF>(value, target, kRect, [](const double *n) { return QRectF(n[0], n[1], n[2], n[3]); }))
        return 2;

    // The rest is what Qt itself converts from a name or from a sibling (QSize to QSizeF, a colour or font or key
    // sequence by its name). From numbers and lists it would guess.
    const bool sibling = from >= QMetaType::QRect && from <= QMetaType::QPointF;
    const bool isPicture = from == QMetaType::QByteArray && QMetaType::hasRegisteredConverterFunction(value.metaType(), target);
    if (from == QMetaType::QString || isPicture || isColor(value.metaType()) || sibling) {
        QVariant result = value;
        if (!result.canConvert(target) || !result.convert(target))
            return -1;
        if (sibling) {  // not if it has to be rounded
            QVariant back = result;
            if (!back.convert(value.metaType()) || back != value)
                return -1;
        }
        value = result;
        return 3;
    }
    if (isColor(target) && from == QMetaType::UnknownType) {  // as an invalid one is written
        value = QVariant(target);
        return 2;
    }
    if (isColor(target) && from == QMetaType::QVariantMap)
        return coerceColor(value) ? 2 : -1;
    if (QVariant(target).canConvert<QSequentialIterable>())
        return coerceList(value, target);
    return -1;
}

// How many names of an enumeration an error message shows.
constexpr int kShownKeys = 8;

QString describeType(QMetaType type)
{
    const QMetaEnum meta = enumOf(type);
    QStringList keys;
    for (int i = 0; i < meta.keyCount() && i < kShownKeys; ++i)
        keys.append(QLatin1String(meta.key(i)));
    if (const EnumNames *names = meta.isValid() ? nullptr : runtime().registry.namesOf(type)) {
        for (const auto &[key, value] : names->values)
            keys.append(QLatin1String(key));
    }
    if (keys.isEmpty())
        return QString::fromLatin1(type.name());
    if (meta.keyCount() > kShownKeys)
        keys.append(QStringLiteral("…"));
    return QStringLiteral("%1 (%2)").arg(QLatin1String(type.name()), keys.join(QStringLiteral(", ")));
}

namespace {

// How much of a value an error message shows.
constexpr qsizetype kShownUnits = 40;
constexpr qsizetype kShownItems = 4;

QString shortened(const QString &text)
{
    return text.size() > kShownUnits ? text.left(kShownUnits) + QStringLiteral("…") : text;
}

QString firstOf(const QStringList &items)
{
    QStringList shown;
    for (qsizetype i = 0; i < items.size() && i < kShownItems; ++i)
        shown.append(shortened(items.at(i)));
    if (items.size() > kShownItems)
        shown.append(QStringLiteral("…"));
    return shown.join(QLatin1String(", "));
}

QString describeArray(const QVariantList &list)
{
    QStringList items;
    for (const QVariant &item : list.first(std::min(list.size(), kShownItems + 1))) {
        switch (item.metaType().id()) {
        case QMetaType::QString:
            items.append(QStringLiteral("\"%1\"").arg(shortened(item.toString())));
            break;
        case QMetaType::Bool:
        case QMetaType::Int:
        case QMetaType::LongLong:
        case QMetaType::Double:
            items.append(item.toString());
            break;
        case QMetaType::QVariantList:
            items.append(QStringLiteral("array"));
            break;
        default:
            items.append(describeValue(item));
        }
    }
    return QStringLiteral("array [%1]").arg(firstOf(items));
}

}  // namespace

QString describeValue(const QVariant &value)
{
    switch (value.metaType().id()) {
    case QMetaType::UnknownType:
        return QStringLiteral("null");
    case QMetaType::Bool:
        return QStringLiteral("boolean %1").arg(value.toString());
    case QMetaType::Int:
    case QMetaType::Double:
        return QStringLiteral("number %1").arg(value.toString());
    case QMetaType::LongLong:
    case QMetaType::ULongLong:
        return QStringLiteral("bigint %1").arg(value.toString());
    case QMetaType::QString:
        return QStringLiteral("string \"%1\"").arg(shortened(value.toString()));
    case QMetaType::QByteArray:
        return QStringLiteral("Uint8Array");
    case QMetaType::QVariantList:
        return describeArray(value.toList());
    case QMetaType::QVariantMap:
        return QStringLiteral("object {%1}").arg(firstOf(value.toMap().keys()));
    default:
        break;
    }
    if (value.metaType() == QMetaType::fromType<BoxReference>()) {
        const Boxes::Box *const box = value.value<BoxReference>().box();
        return box ? QString::fromLatin1(runtime().api.classes.nameOf(box->id).toByteArray()) : QStringLiteral("null");
    }
    if (value.metaType().flags() & QMetaType::PointerToQObject) {
        const QObject *object = value.value<QObject *>();
        return object ? QLatin1String(object->metaObject()->className()) : QStringLiteral("null");
    }
    return QString::fromLatin1(value.typeName());
}

}  // namespace qta
