// Objects that are no QObjects (objects/boxes.h) as values: as arguments and results of members that the meta-object has.
#pragma once

#include "objects/boxes.h"
#include "wire/channel.h"

#include <QMetaType>
#include <QVariant>

namespace qta {

// One as TypeScript gave it: what becomes of it depends on where it goes.
struct BoxReference {
    double handle = 0;
};

class BoxedValues
{
public:
    BoxedValues(ApiClasses &classes, Boxes &boxes)
        : m_classes(classes), m_boxes(boxes) {}

    static bool isReference(const QVariant &value) { return value.metaType() == QMetaType::fromType<BoxReference>(); }

    // A copy of a value, or a pointer to an object, whose class has a description. False if none has.
    bool write(Writer &writer, QMetaType type, const void *data);
    // False if the object is gone.
    bool exists(BoxReference reference) { return m_boxes.find(reference.handle) != nullptr; }
    // What a QVariant holds of a reference: a copy of a value, otherwise a pointer. Invalid if Qt has no such type.
    QVariant toVariant(const QVariant &reference);
    // Makes a reference a pointer. False if its class has no part of the kind that is wanted.
    bool toPointer(QVariant &reference, QMetaType target);
    QString describe(const QVariant &reference) const;

private:
    Boxes::Box *boxOf(const QVariant &reference) const { return m_boxes.find(reference.value<BoxReference>().handle); }

    ApiClasses &m_classes;
    Boxes &m_boxes;
};

}  // namespace qta
