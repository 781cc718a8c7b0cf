#include "wire/enums.h"

#include "objects/classes.h"
#include "objects/registry.h"
#include "wire/numbers.h"
#include "wire/types.h"

#include <QMetaEnum>

#include <algorithm>

namespace qta {

namespace {

bool isFlags(QMetaType type)
{
    return QByteArrayView(type.name()).startsWith("QFlags<");
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

}  // namespace

QMetaEnum Enums::find(QMetaType type) const
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
        scope = m_classes.named(className);
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

void Enums::write(Writer &writer, QMetaType type, const void *data) const
{
    const QMetaEnum meta = find(type);
    const int64_t value = integer(type, data);
    const int number = static_cast<int>(value);
    if (meta.isValid() && number == value) {
        const QByteArray keys = isFlags(type) ? flagKeys(meta, number) : QByteArray(meta.valueToKey(number));
        bool ok = false;
        if (!keys.isEmpty() && meta.keysToValue(keys.constData(), &ok) == number && ok)
            return writer.string(QString::fromLatin1(keys));
    }
    if (const EnumNames *names = m_registry.namesOf(type)) {
        for (const auto &[key, known] : names->values) {
            if (known == value)
                return writer.string(QString::fromLatin1(key));
        }
    }
    writeInteger(writer, value);
}

int Enums::coerce(QVariant &value, QMetaType target) const
{
    const QMetaEnum meta = find(target);
    const bool flags = isFlags(target);
    const EnumNames *names = meta.isValid() ? nullptr : m_registry.namesOf(target);
    int64_t number = 0;
    if (names) {
        const bool byName = idOf(value) == QMetaType::QString;
        if (!byName && !fitsInteger(value, number))
            return kUnfit;
        const QByteArray key = byName ? value.toString().toLatin1() : QByteArray();
        const auto found = std::find_if(names->values.begin(), names->values.end(),
                                        [&](const auto &one) { return byName ? one.first == key : one.second == number; });
        if (found == names->values.end())
            return kUnfit;
        number = found->second;
    } else if (idOf(value) == QMetaType::QString) {
        bool ok = false;
        const QByteArray keys = value.toString().toLatin1();
        number = meta.isValid() ? (keys.isEmpty() && flags ? (ok = true, 0) : meta.keysToValue(keys.constData(), &ok)) : 0;
        if (!ok || (!flags && keys.contains('|')))
            return kUnfit;
    } else if (!fitsInteger(value, number)) {
        return kUnfit;
    }
    QVariant result(target);
    if (target.sizeOf() == 4) {
        if (number != static_cast<int32_t>(number) && number != static_cast<uint32_t>(number))
            return kUnfit;
        if (meta.isValid() && !(flags ? areFlags(meta, static_cast<int32_t>(number)) : isEnumerator(meta, static_cast<int32_t>(number))))
            return kUnfit;
        *static_cast<int32_t *>(result.data()) = static_cast<int32_t>(number);
    } else if (!QMetaType::convert(QMetaType::fromType<int64_t>(), &number, target, result.data())) {
        return kUnfit;
    }
    value = result;
    return kExact;
}

QStringList Enums::keys(QMetaType type) const
{
    const QMetaEnum meta = find(type);
    QStringList keys;
    for (int i = 0; i < meta.keyCount(); ++i)
        keys.append(QLatin1String(meta.key(i)));
    if (const EnumNames *names = meta.isValid() ? nullptr : m_registry.namesOf(type)) {
        for (const auto &[key, value] : names->values)
            keys.append(QLatin1String(key));
    }
    return keys;
}

}  // namespace qta
