// Classes as TypeScript knows them: an id for each meta-object, a description of what it declares, and what a call
// needs to know of a member, looked up once.
#pragma once

#include <QByteArray>
#include <QHash>
#include <QMetaMethod>
#include <QMetaProperty>
#include <QMetaType>
#include <QVariant>

#include <array>
#include <map>
#include <memory>
#include <utility>
#include <vector>

struct QMetaObject;

namespace qta {

struct Extension;
struct Guard;
class Registry;

// QMetaObject's own limit for a call.
constexpr int kMaxArguments = 10;

struct Property {
    QMetaProperty meta;
    QMetaType type;
    // Of a Plain type, and to be read and written by a metacall with nothing but the value, as moc writes the code for it.
    bool isPlain = false;
    std::vector<const Guard *> guards;
};

// A method of Qt or of the registry, in one form.
struct Method {
    QMetaMethod meta;
    const Extension *extension = nullptr;
    int index = -1;
    int required = 0;
    int count = 0;  // of parameters
    std::array<QMetaType, kMaxArguments> parameters;
    QMetaType result;  // invalid: none
    bool isPlain = false;  // all parameters are, and no guard has to see them
    bool isNullable = false;  // of objects among the parameters
    std::vector<const Guard *> guards;

    QByteArray signature() const;
    void call(QObject *object, void **arguments) const;
};

class Class
{
public:
    Class(const QMetaObject *meta, int id, const Registry &registry);

    const QMetaObject *const meta;
    const int id;
    // Objects of it that have a handle, and known classes that extend it. A class that QML has made goes with the last.
    int users = 0;
    Class *base = nullptr;

    const QByteArray &name() const { return m_name; }
    // Whether this is still the meta-object that it was made for. QML makes classes while a program runs, and takes them
    // away: another one may have come since to the same place.
    bool isCurrent() const;
    bool isStatic() const { return m_isStatic; }
    // By index, those of its bases included. Null if there is none. What is found may be in `storage`.
    const Property *property(int index, Property &storage);
    const Method *method(int index, Method &storage);

private:
    bool make(int index, Property &property) const;
    bool make(int index, Method &method) const;
    template<class Member>
    const Member *member(std::vector<std::unique_ptr<Member>> &all, std::size_t place, int index, Member &storage);

    const Registry &m_registry;
    const QByteArray m_name;
    const int m_propertyCount;
    const int m_methodCount;
    // Of a compiled class: it stays as it is for ever, so that its members need to be looked up only once.
    const bool m_isStatic;
    std::vector<std::unique_ptr<Property>> m_properties;
    std::vector<std::unique_ptr<Method>> m_methods;  // then those of the registry
};

class Classes
{
public:
    explicit Classes(const Registry &registry) : m_registry(registry) {}

    Class &of(const QMetaObject *type);
    // An object of the class has a handle, or has none any more.
    void acquire(Class &type) { ++type.users; }
    void release(Class *type);
    // The ids of the classes that have gone since the last call.
    std::vector<int> takeGone() { return std::exchange(m_gone, {}); }
    // Null for an unknown id.
    const QMetaObject *find(int id) const;
    // A class that an id has been given to, by its name; or null.
    const QMetaObject *named(const QByteArray &className) const;
    // What the class itself declares, without its bases:
    //   className: string, base: id or null,
    //   properties: [index, name, type, writable, notify signal or -1][],
    //   methods: [index, name, signature, QtaMemberKind, result type, parameter types[], required count][],
    //   enums: [name, is flags, keys[], values[], named by the registry][]
    //   hidden: signatures of its bases that it does not offer, nullable: names of methods that take null for an object
    QVariantMap describe(const QMetaObject *type);

private:
    const Registry &m_registry;
    std::map<int, std::unique_ptr<Class>> m_all;
    QHash<const QMetaObject *, Class *> m_current;
    std::vector<int> m_gone;
    int m_lastId = -1;
};

}  // namespace qta
