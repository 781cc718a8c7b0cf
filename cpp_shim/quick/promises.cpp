#include "promises.h"

#include "script_object.h"

#include <QJSEngine>

#include <map>
#include <memory>

namespace qta {

namespace {

std::map<QJSEngine *, std::unique_ptr<Promises>> &all()
{
    static auto *promises = new std::map<QJSEngine *, std::unique_ptr<Promises>>;
    return *promises;
}

// Makes a promise and what settles it. QML's engine does not report unhandled rejections, so the promise, and
// those derived from it, note whether they are handled.
constexpr const char *kMaker = R"((function () {
    var deferred = { handled: false };
    function watch(promise) {
        function then(fulfilled, rejected) {
            if (typeof rejected === "function")
                deferred.handled = true;
            return watch(Promise.prototype.then.call(promise, fulfilled, rejected));
        }
        function caught(rejected) {
            return then(undefined, rejected);
        }
        return Object.defineProperties(promise, { then: { value: then }, catch: { value: caught } });
    }
    deferred.promise = watch(new Promise(function (resolve, reject) {
        deferred.resolve = resolve;
        deferred.reject = reject;
    }));
    return deferred;
}))";

}  // namespace

QJSValue errorFrom(QJSEngine &engine, const QVariant &error)
{
    static const std::map<QString, QJSValue::ErrorType> kinds{
        {QStringLiteral("EvalError"), QJSValue::EvalError},
        {QStringLiteral("RangeError"), QJSValue::RangeError},
        {QStringLiteral("ReferenceError"), QJSValue::ReferenceError},
        {QStringLiteral("SyntaxError"), QJSValue::SyntaxError},
        {QStringLiteral("TypeError"), QJSValue::TypeError},
        {QStringLiteral("URIError"), QJSValue::URIError},
    };
    const QVariantList parts = error.toList();
    const QString name = parts.value(0).toString();
    const auto kind = kinds.find(name);
    QJSValue made = engine.newErrorObject(kind == kinds.end() ? QJSValue::GenericError : kind->second, parts.value(1).toString());
    if (kind == kinds.end())
        made.setProperty(QStringLiteral("name"), name);
    return made;
}

Promises::Promises(QJSEngine &engine)
    : m_engine(engine), m_maker(engine.evaluate(QString::fromLatin1(kMaker), QStringLiteral("qtasyncio")))
{
}

Promises &Promises::of(QJSEngine &engine)
{
    std::unique_ptr<Promises> &found = all()[&engine];
    if (!found)
        found.reset(new Promises(engine));
    return *found;
}

void Promises::forget(QJSEngine *engine)
{
    all().erase(engine);
}

QJSValue Promises::make(int token)
{
    const QJSValue deferred = m_maker.call();
    m_open.insert(token, deferred);
    return deferred.property(QStringLiteral("promise"));
}

bool Promises::settle(int token, bool fulfilled, const QVariant &value)
{
    for (const auto &[engine, promises] : all()) {
        const QJSValue deferred = promises->m_open.take(token);
        if (deferred.isUndefined())
            continue;
        keepForQml(value);
        if (fulfilled) {
            deferred.property(QStringLiteral("resolve")).call({engine->toScriptValue(value)});
            return true;
        }
        deferred.property(QStringLiteral("reject")).call({errorFrom(*engine, value)});
        return deferred.property(QStringLiteral("handled")).toBool();
    }
    return true;  // its engine is gone
}

}  // namespace qta
