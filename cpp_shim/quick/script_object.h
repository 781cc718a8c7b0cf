// Objects of the classes that TypeScript defines. Their properties are kept here; their functions are TypeScript's.
#pragma once

#include "qt_private/dynamic_object.h"

#include <QVariant>

#include <vector>

namespace qta {

class ScriptCalls;

struct ScriptClass {
    const DynamicClass *type = nullptr;
    ScriptCalls *calls = nullptr;
    // What a new object's properties are.
    std::vector<QVariant> defaults;
};

class ScriptObject : public DynamicObject
{
public:
    explicit ScriptObject(const ScriptClass &type, QObject *parent = nullptr);

    // False if there is no such signal, or it has another number of arguments.
    bool emitSignal(const QByteArray &name, const QVariantList &arguments);

protected:
    QVariant readProperty(int property) const override;
    void writeProperty(int property, const QVariant &value) override;
    QVariant callFunction(const DynamicClass::Form &form, void **arguments) override;

private:
    ScriptCalls &m_calls;
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
