// What the meta-object system does not carry: how to make an object of a class, and methods of a class that Qt has
// not declared invokable. Each library of the shim registers its own; TypeScript cannot tell them from Qt's.
#pragma once

#include "abi/constants.h"
#include "abi/visibility.h"

#include <QByteArray>
#include <QHash>
#include <QMetaType>
#include <QObject>
#include <QSet>
#include <QString>
#include <QVariant>

#include <deque>
#include <functional>
#include <type_traits>
#include <utility>
#include <vector>

namespace qta {

struct Extension {
    const QMetaObject *owner = nullptr;
    QByteArray name;
    QMetaType result;
    std::vector<QMetaType> parameters;
    // The first ones, without which it cannot be called; the others have default-constructed values.
    int required = 0;
    std::function<void(QObject *, void **)> call;

    QByteArray signature() const;
};

// Thrown by a function of the registry that cannot do what it is asked for. A plain type, so that no other library's
// handlers catch it.
struct QTA_INTERNAL Refusal {
    QString message;
};

// The names of an enumeration that Qt's meta-objects do not know.
struct EnumNames {
    const QMetaObject *scope = nullptr;
    QByteArray name;
    QMetaType type;
    std::vector<std::pair<QByteArray, int>> values;
};

// Looks at a call, or at the writing of a property, before Qt does, and refuses what Qt would crash of or hang in.
struct Guard {
    // Whether it looks at this member at all; asked once. Of a property, `parameters` is its type.
    using Watches = std::function<bool(const QMetaObject *type, const QByteArray &member, const std::vector<QMetaType> &parameters)>;
    // Why the values are refused; empty: they are not.
    using Refuse = std::function<QString(QObject *object, const QVariant *values, int count)>;

    Watches watches;
    Refuse refuse;
};

class QTA_INTERNAL Registry
{
public:
    Registry();

    using Factory = std::function<QObject *(QObject *parent)>;
    // Makes what no factory is registered for, or returns null.
    using FallbackFactory = std::function<QObject *(const QString &className, QObject *parent)>;
    // Gives an object a new parent; false if it has nothing to say about this one.
    using Reparent = std::function<bool(QObject *object, QObject *parent, QString *error)>;

    void addFactory(const QByteArray &className, const QMetaObject *parentType, Factory factory);
    bool hasFactory(const QByteArray &className) const { return m_factories.contains(className); }
    void addFallbackFactory(FallbackFactory factory) { m_fallbacks.push_back(std::move(factory)); }
    void addReparent(Reparent reparent) { m_reparents.push_back(std::move(reparent)); }
    void addExtension(Extension extension);
    void addGuard(Guard::Watches watches, Guard::Refuse refuse) { m_guards.push_back({std::move(watches), std::move(refuse)}); }
    std::vector<const Guard *> guardsOf(const QMetaObject *type, const QByteArray &member, const std::vector<QMetaType> &parameters) const;

    // Objects are never null where a method expects one, but for methods whose documentation in Qt says so.
    template<class C>
    void nullable(const char *method)
    {
        m_nullable.insert(QByteArray(C::staticMetaObject.className()) + '.' + method);
    }
    bool isNullable(const QMetaObject *owner, const QByteArray &method) const { return m_nullable.contains(owner->className() + ('.' + method)); }

    // Whether what a pointer of this type points at still exists, as far as the object that is to get it knows. Follows
    // no pointer.
    using Exists = bool (*)(const QObject *object, const void *pointer);
    void addPointerCheck(QMetaType type, Exists exists) { m_checks.push_back({type, exists}); }
    Exists checkOf(QMetaType type) const;

    // A method of a base that Qt has made private in the class C.
    template<class C>
    void hide(const char *signature)
    {
        m_hidden.push_back({&C::staticMetaObject, signature});
    }
    bool isHidden(const QMetaObject *type, const QByteArray &signature) const;
    // The signatures that the class itself hides.
    std::vector<QByteArray> hiddenBy(const QMetaObject *type) const;

    template<class E>
    void enumeration(const QMetaObject &scope, const char *name, std::vector<std::pair<QByteArray, int>> values)
    {
        m_enums.push_back({&scope, name, QMetaType::fromType<E>(), std::move(values)});
    }
    const std::deque<EnumNames> &enums() const { return m_enums; }
    const EnumNames *namesOf(QMetaType type) const;

    // A class whose objects may have any parent of the type P.
    template<class T, class P = QObject>
    void type()
    {
        addFactory(T::staticMetaObject.className(), &P::staticMetaObject,
                   [](QObject *parent) -> QObject * { return new T(static_cast<P *>(parent)); });
    }

    // A class whose constructor takes no parent.
    template<class T>
    void parentless()
    {
        addFactory(T::staticMetaObject.className(), &QObject::staticMetaObject, [](QObject *parent) -> QObject * {
            T *made = new T;
            made->setParent(parent);
            return made;
        });
    }

    // A class whose constructor has to know more: a function `(P *parent) -> T *`. T may be a class of ours that Qt knows
    // as its base.
    template<class T, class P, class Make>
    void made(Make make)
    {
        addFactory(T::staticMetaObject.className(), &P::staticMetaObject,
                   [make](QObject *parent) -> QObject * { return make(static_cast<P *>(parent)); });
    }

    // A method, given as a lambda `(C *self, A... arguments) -> R`.
    template<class F>
    void method(const char *name, F function, int required = -1)
    {
        // Those without captures of one type share their code.
        if constexpr (std::is_empty_v<F>)
            addMethod(name, +function, +function, required);
        else
            addMethod(name, function, &F::operator(), required);
    }

    // Null, with `error` set, if it cannot be made.
    QObject *create(const QString &className, QObject *parent, QString *error) const;
    bool reparent(QObject *object, QObject *parent, QString *error) const;
    const std::deque<Extension> &extensions() const { return m_extensions; }

private:
    template<class F, class R, class C, class... A>
    void addMethod(const char *name, F function, R (F::*)(C *, A...) const, int required)
    {
        addMethod<F, R, C, A...>(name, std::move(function), required);
    }
    template<class R, class C, class... A>
    void addMethod(const char *name, R (*function)(C *, A...), R (*)(C *, A...), int required)
    {
        addMethod<R (*)(C *, A...), R, C, A...>(name, function, required);
    }
    template<class F, class R, class C, class... A>
    void addMethod(const char *name, F function, int required)
    {
        Extension extension;
        extension.owner = &C::staticMetaObject;
        extension.name = name;
        extension.result = QMetaType::fromType<R>();
        extension.parameters = {QMetaType::fromType<std::decay_t<A>>()...};
        extension.required = required < 0 ? static_cast<int>(sizeof...(A)) : required;
        extension.call = [function](QObject *object, void **arguments) {
            apply<F, R, C, A...>(function, object, arguments, std::index_sequence_for<A...>());
        };
        addExtension(std::move(extension));
    }

    template<class F, class R, class C, class... A, std::size_t... I>
    static void apply(const F &function, QObject *object, [[maybe_unused]] void **arguments, std::index_sequence<I...>)
    {
        C *self = static_cast<C *>(object);
        if constexpr (std::is_void_v<R>)
            function(self, *static_cast<std::decay_t<A> *>(arguments[I + 1])...);
        else
            *static_cast<R *>(arguments[0]) = function(self, *static_cast<std::decay_t<A> *>(arguments[I + 1])...);
    }

    struct Maker {
        const QMetaObject *parentType;
        Factory make;
    };
    QHash<QByteArray, Maker> m_factories;
    std::vector<FallbackFactory> m_fallbacks;
    std::vector<Reparent> m_reparents;
    std::deque<Extension> m_extensions;
    std::deque<Guard> m_guards;
    std::deque<EnumNames> m_enums;
    QSet<QByteArray> m_nullable;
    std::vector<std::pair<QMetaType, Exists>> m_checks;
    std::vector<std::pair<const QMetaObject *, QByteArray>> m_hidden;
};

// What the core library registers (core_types.cpp, core_guards.cpp).
void registerCoreTypes(Registry &registry);
void registerCoreGuards(Registry &registry);

// Beyond what a table in memory can be.
constexpr int kMostRows = 1 << 24;
constexpr int kMostCells = 1 << 27;
// Why an object cannot have so many rows and columns; empty: it can.
QTA_INTERNAL QString refuseCells(const QObject *object, qint64 rows, qint64 columns);

}  // namespace qta
