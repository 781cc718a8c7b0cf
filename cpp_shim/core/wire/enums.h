// Enumerations and flags: they cross as Qt spells them.
#pragma once

#include "wire/channel.h"

#include <QMetaType>
#include <QStringList>
#include <QVariant>

class QMetaEnum;

namespace qta {

class Classes;
class Registry;

class Enums
{
public:
    Enums(const Classes &classes, const Registry &registry) : m_classes(classes), m_registry(registry) {}

    // "Horizontal", "AlignLeft|AlignTop"; a number where that would lose a bit.
    void write(Writer &writer, QMetaType type, const void *data) const;
    // From a spelling or a number; as Values::coerce().
    int coerce(QVariant &value, QMetaType target) const;
    // The names of all values; none of a type that is no enumeration, or whose names are not known.
    QStringList keys(QMetaType type) const;

private:
    QMetaEnum find(QMetaType type) const;

    const Classes &m_classes;
    const Registry &m_registry;
};

}  // namespace qta
