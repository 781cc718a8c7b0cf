// An object of a class that was laid out at run time: what moc writes for each class, written once for all of them.
#pragma once

#include "qt_private/dynamic_class.h"

#include <QObject>
#include <QVariant>

namespace qta {

// Uses what is private to Qt, or undocumented: d_ptr's meta-object, and the protocol of qt_metacall(). Code that moc of
// Qt 6.4 writes does the same, so it stays as it is in all of Qt 6.
class DynamicObject : public QObject
{
public:
    const QMetaObject *metaObject() const override;
    void *qt_metacast(const char *name) override;
    int qt_metacall(QMetaObject::Call call, int id, void **arguments) override;

protected:
    DynamicObject(const DynamicClass &type, QObject *parent) : QObject(parent), m_type(type) {}

    // By the number of the property, or the form of a function.
    virtual QVariant readProperty(int property) const = 0;
    virtual void writeProperty(int property, const QVariant &value) = 0;
    virtual QVariant callFunction(const DynamicClass::Form &form, void **arguments) = 0;

    // `signal`: the properties' change signals come first. `arguments` begin with a place for a result.
    void activate(int signal, void **arguments);

    const DynamicClass &m_type;
};

}  // namespace qta
