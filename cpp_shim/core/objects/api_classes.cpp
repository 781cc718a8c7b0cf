#include "objects/api_classes.h"

#include <QMetaObject>

#include <algorithm>
#include <cstring>
#include <cxxabi.h>

namespace qta {

namespace {

// A description begins with a line: name, id, kind.
QByteArrayView firstOf(QByteArrayView description)
{
    return description.first(description.indexOf(' '));
}

// The words of that line, from 0 on.
QByteArrayView wordOf(QByteArrayView description, int place)
{
    qsizetype start = 0;
    for (; place > 0; --place)
        start = description.indexOf(' ', start) + 1;
    const QByteArrayView rest = description.sliced(start);
    qsizetype end = 0;
    while (end < rest.size() && rest[end] != ' ' && rest[end] != '\n')
        ++end;
    return rest.first(end);
}

QByteArrayView at(const ApiTable &table, uint32_t index)
{
    return {table.text + table.offsets[index], table.text + table.offsets[index + 1]};
}

// "N11QTextLayout11FormatRangeE" to "QTextLayout::FormatRange"; empty for other names than those of classes.
QByteArray toName(const char *mangled)
{
    QByteArray name;
    const char *place = mangled + (*mangled == 'N');
    while (*place >= '0' && *place <= '9') {
        char *end = nullptr;
        const long length = std::strtol(place, &end, 10);
        if (!name.isEmpty())
            name += "::";
        name.append(end, length);
        place = end + length;
    }
    return *place == '\0' || *place == 'E' ? name : QByteArray();
}

}  // namespace

void ApiClasses::addTable(const ApiTable &table)
{
    const bool isKnown = std::any_of(m_tables.begin(), m_tables.end(), [&](const ApiTable &one) {
        return one.firstId == table.firstId;
    });
    if (isKnown)
        return;
    m_tables.push_back(table);
    // A class that none had may be in this one.
    m_byMeta.clear();
    m_byType.clear();
}

void ApiClasses::addModule(const ApiModule &module)
{
    m_modules[static_cast<std::size_t>(module.firstId >> kApiLibraryShift) % kMostApiLibraries] = &module;
}

QByteArrayView ApiClasses::describe(QByteArrayView name) const
{
    for (const ApiTable &table : m_tables) {
        uint32_t first = 0;
        uint32_t last = table.count;
        while (first < last) {
            const uint32_t middle = (first + last) / 2;
            const QByteArrayView description = at(table, middle);
            const QByteArrayView found = firstOf(description);
            if (found == name)
                return description;
            if (found < name)
                first = middle + 1;
            else
                last = middle;
        }
    }
    return {};
}

QByteArrayView ApiClasses::nameOf(int id) const
{
    for (const ApiTable &table : m_tables) {
        for (uint32_t index = 0; table.firstId >> kApiLibraryShift == id >> kApiLibraryShift && index < table.count; ++index) {
            const QByteArrayView description = at(table, index);
            const QByteArrayView name = firstOf(description);
            if (std::atoi(name.end() + 1) == id)
                return name;
        }
    }
    return {};
}

int ApiClasses::idOf(QByteArrayView name) const
{
    const QByteArrayView description = describe(name);
    return description.isEmpty() ? -1 : std::atoi(description.data() + name.size() + 1);
}

int ApiClasses::idOf(const QMetaObject *meta)
{
    for (const QMetaObject *type = meta; type; type = type->superClass()) {
        // QML makes classes while a program runs, and others in their places later.
        const bool isStatic = !type->className() || !std::strstr(type->className(), "_QML");
        if (const auto known = m_byMeta.constFind(type); isStatic && known != m_byMeta.constEnd())
            return *known;
        const int id = idOf(QByteArrayView(type->className()));
        if (id < 0)
            continue;
        m_byMeta.insert(type, id);
        return id;
    }
    return -1;
}

int ApiClasses::idOf(const std::type_info &type)
{
    if (const auto known = m_byType.find(&type); known != m_byType.end())
        return known->second;
    int id = idOf(QByteArrayView(toName(type.name())));
    if (id < 0) {
        if (const auto *single = dynamic_cast<const abi::__si_class_type_info *>(&type)) {
            id = idOf(*single->__base_type);
        } else if (const auto *multiple = dynamic_cast<const abi::__vmi_class_type_info *>(&type)) {
            // Only the first base begins where the object does.
            id = multiple->__base_info[0].__offset() == 0 ? idOf(*multiple->__base_info[0].__base_type) : -1;
        }
    }
    m_byType.emplace(&type, id);
    return id;
}

bool ApiClasses::isValue(QByteArrayView name) const
{
    const QByteArrayView description = describe(name);
    return !description.isEmpty() && wordOf(description, 2) == "value";
}

bool ApiClasses::isVirtual(QByteArrayView name) const
{
    const QByteArrayView description = describe(name);
    return !description.isEmpty() && wordOf(description, 3).contains('v');
}

bool ApiClasses::cast(void *&object, int from, int to) const
{
    if (from == to)
        return true;
    const ApiGlue *const code = glue(from);
    for (int i = 0; code && i < code->baseCount; ++i) {
        void *part = static_cast<char *>(object) + code->bases[i].offset;
        if (!cast(part, code->bases[i].id, to))
            continue;
        object = part;
        return true;
    }
    return false;
}

}  // namespace qta
