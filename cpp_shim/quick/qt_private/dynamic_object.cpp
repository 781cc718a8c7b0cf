#include "qt_private/dynamic_object.h"

#include <QPointer>

namespace qta {

const QMetaObject *DynamicObject::metaObject() const
{
    // QML gives objects that it has made a meta-object of their own.
    return d_ptr->metaObject ? d_ptr->dynamicMetaObject() : m_type.metaObject();
}

void *DynamicObject::qt_metacast(const char *name)
{
    return name && m_type.definition().name == name ? static_cast<void *>(this) : QObject::qt_metacast(name);
}

int DynamicObject::qt_metacall(QMetaObject::Call call, int id, void **arguments)
{
    id = QObject::qt_metacall(call, id, arguments);
    if (id < 0)
        return id;
    const int methods = m_type.methodCount();
    const int properties = m_type.propertyCount();
    switch (call) {
    case QMetaObject::InvokeMetaMethod:
        if (id < m_type.signalCount()) {
            activate(id, arguments);
        } else if (id < methods) {
            const QPointer<QObject> alive = this;
            QVariant result = callFunction(m_type.form(id), arguments);
            if (arguments[0])
                *static_cast<QVariant *>(arguments[0]) = std::move(result);
            return alive ? id - methods : -1;
        }
        return id - methods;
    case QMetaObject::RegisterMethodArgumentMetaType:
        if (id < methods)
            *static_cast<QMetaType *>(arguments[0]) = QMetaType();
        return id - methods;
    case QMetaObject::ReadProperty:
        if (id < properties)
            *static_cast<QVariant *>(arguments[0]) = readProperty(id);
        return id - properties;
    case QMetaObject::WriteProperty:
        if (id < properties)
            writeProperty(id, *static_cast<const QVariant *>(arguments[0]));
        return id - properties;
    case QMetaObject::ResetProperty:
    case QMetaObject::BindableProperty:
        return id - properties;
    case QMetaObject::RegisterPropertyMetaType:
        if (id < properties)
            *static_cast<QMetaType *>(arguments[0]) = QMetaType();
        return id - properties;
    default:
        return id;
    }
}

void DynamicObject::activate(int signal, void **arguments)
{
    QMetaObject::activate(this, m_type.metaObject(), signal, arguments);
}

}  // namespace qta
