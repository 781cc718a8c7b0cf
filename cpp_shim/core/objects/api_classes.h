// The classes of Qt's headers: their descriptions, which the shim's libraries register, and the code that calls their
// members, which the libraries of generated code register when they are opened.
#pragma once

#include "abi/visibility.h"

#include <QByteArrayView>
#include <QHash>

#include <array>
#include <cstddef>
#include <cstdint>
#include <typeinfo>
#include <unordered_map>
#include <vector>

struct QMetaObject;

namespace qta {

class Call;

// A class's id has the number of its library in the bits above these.
constexpr int kApiLibraryShift = 10;
constexpr int kMostApiLibraries = 32;

// The descriptions of a library's classes, sorted by name; tools/bindgen/emit_tables.ts says what they hold.
struct ApiTable {
    int firstId;
    const char *text;
    const uint32_t *offsets;  // count + 1
    uint32_t count;
};

// Each in the library of the shim that opens that of Qt's.
extern const ApiTable kApi_core;
extern const ApiTable kApi_gui;
extern const ApiTable kApi_widgets;
extern const ApiTable kApi_network;
extern const ApiTable kApi_qml;
extern const ApiTable kApi_quick;

// Where an object of a class has the part of a base.
struct ApiBase {
    int id;
    std::ptrdiff_t offset;
};

// A virtual function that JavaScript may override: its id, its place in the class's table, and what asks JavaScript.
struct ApiVirtual {
    int function;
    std::size_t (*place)();
    void *thunk;
};

// A form that calls a virtual function.
struct ApiOwnForm {
    int form;
    int function;
};

// The code of a class. Null: there is none.
struct ApiGlue {
    void (*call)(Call &call, int form);
    void (*destroy)(void *object);
    void *(*copy)(const void *object);
    const QMetaObject *meta;  // of a QObject class
    const ApiBase *bases;
    int baseCount;
    const ApiVirtual *virtuals;
    int virtualCount;
    // By their numbers.
    const ApiOwnForm *ownForms;
    int ownFormCount;
};

// A library of generated code.
struct ApiModule {
    int firstId;
    const ApiGlue *const *glue;
    int count;
};

class QTA_INTERNAL ApiClasses
{
public:
    void addTable(const ApiTable &table);
    void addModule(const ApiModule &module);

    // The description of a class; empty if there is none.
    QByteArrayView describe(QByteArrayView name) const;
    QByteArrayView nameOf(int id) const;
    // -1 if no table has the class.
    int idOf(QByteArrayView name) const;
    // That of the nearest base that has one; -1 if none has.
    int idOf(const QMetaObject *meta);
    int idOf(const std::type_info &type);
    // Whether it is one of which copies are made; not of those that cross as plain values.
    bool isValue(QByteArrayView name) const;
    // Whether it has virtual functions.
    bool isVirtual(QByteArrayView name) const;
    // Null while its library is not open.
    const ApiGlue *glue(int id) const
    {
        const ApiModule *const module = m_modules[static_cast<std::size_t>(id >> kApiLibraryShift) % kMostApiLibraries];
        const int index = module ? id - module->firstId : -1;
        return index >= 0 && index < module->count ? module->glue[index] : nullptr;
    }
    // Makes a pointer to an object of one class one to its part of another. False if it has none.
    bool cast(void *&object, int from, int to) const;

private:
    std::vector<ApiTable> m_tables;
    std::array<const ApiModule *, kMostApiLibraries> m_modules{};
    QHash<const QMetaObject *, int> m_byMeta;
    std::unordered_map<const std::type_info *, int> m_byType;
};

}  // namespace qta
