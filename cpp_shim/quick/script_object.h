// Objects of the classes that TypeScript defines. Their properties are kept here; their functions are TypeScript's.
#pragma once

#include "dynamic_class.h"

#include <QObject>

namespace qta {

class ScriptObject : public QObject
{
public:
    explicit ScriptObject(DynamicClass *type, QObject *parent = nullptr);

    const QMetaObject *metaObject() const override;
    void *qt_metacast(const char *name) override;
    int qt_metacall(QMetaObject::Call call, int id, void **arguments) override;

    // False if there is no such signal, or it has another number of arguments.
    bool emitSignal(const QByteArray &name, const QVariantList &arguments);

private:
    void write(int property, const QVariant &value);
    QVariant callFunction(const DynamicClass::Form &form, void **arguments);

    DynamicClass *const m_type;
    std::vector<QVariant> m_values;
};

// An object that QML itself has made, as an element of a document.
class ScriptElement final : public ScriptObject
{
public:
    using ScriptObject::ScriptObject;
    ~ScriptElement() override;
    // QML allocates some more memory behind it.
    static void operator delete(void *memory) { ::operator delete(memory); }
    static void operator delete(void *, void *) {}
    static void *operator new(std::size_t, void *memory) { return memory; }
};

// A value from QML without its wrapping, and a value for QML whose objects QML will not delete.
QVariant fromQml(const QVariant &value);
void keepForQml(const QVariant &value);

}  // namespace qta
