// Classes whose properties, signals and functions TypeScript names at run time.
//
// Their meta-objects are laid out in memory as moc of Qt 6.4 lays them out. Code that this moc has written runs on every
// later Qt 6, so the layout is as stable as Qt's binary compatibility; QMetaObjectBuilder, which could write them too,
// is private to Qt.
#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QMetaObject>
#include <QMetaType>

#include <cstdint>
#include <vector>

namespace qta {

class DynamicClass
{
public:
    struct Signal {
        QByteArray name;
        QByteArrayList parameters;
    };
    struct Function {
        QByteArray name;
        // How many arguments it takes: QML may call it with no fewer, and drops those beyond.
        int required;
        int most;
    };
    struct Definition {
        QByteArray name;
        QByteArrayList properties;
        std::vector<Signal> signalList;
        std::vector<Function> functions;

        QByteArray key() const;
    };
    // A method of the meta-object: one form of a function.
    struct Form {
        int function;
        int count;
    };

    // The class of this definition: the same object each time, for as long as the process lives, because Qt keeps
    // pointers to meta-objects.
    static const DynamicClass *of(const Definition &definition);

    const Definition &definition() const { return m_definition; }
    const QMetaObject *metaObject() const { return &m_meta; }
    // Of `Name *`.
    QMetaType pointerType() const { return QMetaType(&m_pointer); }

    // In the order of the meta-object: a change signal for each property, the signals, the forms of the functions.
    int propertyCount() const { return static_cast<int>(m_definition.properties.size()); }
    int signalCount() const { return propertyCount() + static_cast<int>(m_definition.signalList.size()); }
    int methodCount() const { return signalCount() + static_cast<int>(m_forms.size()); }
    const Form &form(int method) const { return m_forms[static_cast<std::size_t>(method - signalCount())]; }

private:
    explicit DynamicClass(Definition definition);
    DynamicClass(const DynamicClass &) = delete;

    void build();

    struct PointerType : QtPrivate::QMetaTypeInterface {
        const QMetaObject *meta;
    };

    Definition m_definition;
    std::vector<Form> m_forms;
    QMetaObject m_meta{};
    std::vector<uint32_t> m_stringTable;
    std::vector<uint32_t> m_data;
    std::vector<const QtPrivate::QMetaTypeInterface *> m_types;
    QByteArray m_pointerName;
    PointerType m_pointer;
};

}  // namespace qta
