#include "wire/boxed.h"

#include "wire/values.h"

#include <typeinfo>

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

}  // namespace

bool BoxedValues::write(Writer &writer, QMetaType type, const void *data)
{
    double handle = 0;
    int id = -1;
    if (isForeignPointer(type)) {
        void *object = *static_cast<void *const *>(data);
        id = m_classes.idOf(pointedName(type));
        if (id < 0)
            return false;
        if (!object) {
            writer.head(Tag::Null, 0);
            return true;
        }
        const bool isVirtual = m_classes.isVirtual(pointedName(type));
        if (isVirtual) {
            auto *const known = static_cast<Virtual *>(object);
            void *const whole = dynamic_cast<void *>(known);
            const int exact = m_classes.idOf(typeid(*known));
            if (whole == object && exact >= 0)
                id = exact;
        }
        handle = m_boxes.refer(object, id, isVirtual);
    } else if (m_classes.isValue(type.name())) {
        id = m_classes.idOf(type.name());
        handle = m_boxes.own(type.create(data), id, type);
    } else {
        return false;
    }
    writer.head(Tag::Object, static_cast<uint32_t>(id));
    writer.number(handle);
    return true;
}

QVariant BoxedValues::toVariant(const QVariant &reference)
{
    const Boxes::Box *const box = boxOf(reference);
    if (!box)
        return {};
    const QByteArrayView name = m_classes.nameOf(box->id);
    if (box->type.isValid() || m_classes.isValue(name))
        return QVariant(box->type.isValid() ? box->type : QMetaType::fromName(name), box->object);
    const QMetaType pointer = QMetaType::fromName(name.toByteArray() + '*');
    return pointer.isValid() ? QVariant(pointer, &box->object) : QVariant();
}

bool BoxedValues::toPointer(QVariant &reference, QMetaType target)
{
    const Boxes::Box *const box = boxOf(reference);
    void *object = box ? box->object : nullptr;
    const int wanted = m_classes.idOf(pointedName(target));
    if (!object || wanted < 0 || !(box->id == wanted || m_classes.cast(object, box->id, wanted)))
        return false;
    reference = QVariant(target, &object);
    return true;
}

QString BoxedValues::describe(const QVariant &reference) const
{
    const Boxes::Box *const box = boxOf(reference);
    return box ? QString::fromLatin1(m_classes.nameOf(box->id).toByteArray()) : QStringLiteral("null");
}

}  // namespace qta
