#include "abi/qtasyncio.h"

#include "abi/messages.h"
#include "abi/process_signals.h"
#include "abi/runtime.h"
#include "calls/bridge.h"
#include "calls/signal_receivers.h"
#include "calls/event_filters.h"
#include "fiber/waiter.h"
#include "objects/classes.h"
#include "objects/handles.h"
#include "wire/opaques.h"
#include "wire/values.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QtEndian>

#include <algorithm>
#include <array>

using namespace qta;

namespace {

// A function that needs no fiber: it never runs Qt code that could call back.
template<class F>
int32_t guarded(F function) noexcept
{
    Runtime &all = runtime();
    if (!all.isOwner())
        return all.notOwner();
    try {
        return function(all);
    } catch (...) {
        all.channel.failByException();
        return QTA_ERROR;
    }
}

// A function that carries fibers on.
template<class F>
int32_t carried(F function) noexcept
{
    return guarded([&](Runtime &all) -> int32_t {
        const int32_t refusal = all.refusal();
        const int32_t status = refusal == QTA_DONE ? function(all.scheduler) : refusal;
        if (all.messages.waiting())
            all.channel.setNews(true);
        return status;
    });
}

// A member that is called on JavaScript's stack: it never calls back.
template<class F>
int32_t direct(F function) noexcept
{
    Runtime &all = runtime();
    if (const int32_t refusal = all.refusalOfCall(); refusal != QTA_DONE)
        return refusal;
    try {
        return function(all.api) ? QTA_DONE : QTA_ERROR;
    } catch (...) {
        all.channel.failByException();
        return QTA_ERROR;
    }
}

// Of a call with numbers alone. Another thread's has not begun: its status is that of each function.
double numbered(int32_t status)
{
    const bool hasBegun = status != QTA_WRONG_THREAD && status != QTA_ORPHANED;
    return hasBegun ? runtime().api.numbered(status) : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

int32_t qta_abi_hash(void)
{
    return QTA_ABI_HASH;
}

int32_t qta_qt_version(uint8_t *text, uint32_t size)
{
    const std::size_t length = std::min<std::size_t>(std::strlen(qVersion()), size);
    std::memcpy(text, qVersion(), length);
    return static_cast<int32_t>(length);
}

int32_t qta_unpack(uint8_t *packed, uint32_t packedSize, uint8_t *bytes, uint32_t size, uint8_t *sha256)
{
    try {
        // qUncompress() wants the expected size before the data, in big endian.
        QByteArray data(4, '\0');
        qToBigEndian(size, data.data());
        data.append(reinterpret_cast<const char *>(packed), packedSize);
        const QByteArray unpacked = qUncompress(data);
        if (unpacked.isNull())
            return -1;
        if (unpacked.size() <= static_cast<qsizetype>(size)) {
            std::memcpy(bytes, unpacked.constData(), unpacked.size());
            const QByteArray digest = QCryptographicHash::hash(unpacked, QCryptographicHash::Sha256);
            std::memcpy(sha256, digest.constData(), digest.size());
        }
        return static_cast<int32_t>(unpacked.size());
    } catch (...) {
        return -1;
    }
}

int32_t qta_open(uint8_t *in, uint32_t inSize, uint8_t *out, uint32_t outSize, double isolate)
{
    Runtime &all = runtime();
    if (!all.claim(isolate))
        return all.notOwner();
    all.channel.open(in, inSize, out, outSize);
    return QTA_DONE;
}

int32_t qta_mark_stack(void)
{
    return guarded([](Runtime &all) -> int32_t {
        all.markStack();
        return QTA_DONE;
    });
}

int32_t qta_close(void)
{
    return guarded([](Runtime &all) -> int32_t {
        if (all.hasApplication()) {
            all.channel.detach();
            return QTA_ERROR;
        }
        all.channel.close();
        all.disown();
        return QTA_DONE;
    });
}

int32_t qta_abandon(void)
{
    return guarded([](Runtime &all) -> int32_t {
        all.abandon();
        return QTA_DONE;
    });
}

int32_t qta_take_overflow(void)
{
    return guarded([](Runtime &all) -> int32_t { return all.channel.takeOverflow() ? QTA_DONE : QTA_ERROR; });
}

int32_t qta_application_create(void)
{
    return perform([](Runtime &all) {
        return all.createApplication([](int &argc, char **argv) { return new QCoreApplication(argc, argv); });
    },
                   false);
}

int32_t qta_application_destroy(void)
{
    Runtime &all = runtime();
    if (all.isOwner() && !all.scheduler.empty()) {
        all.channel.fail(QTA_E_STATE, QStringLiteral("Cannot destroy the application: Qt code of it is still running"));
        return QTA_ERROR;
    }
    return perform([](Runtime &all) { return all.destroyApplication(); });
}

int32_t qta_exec(double budgetMs)
{
    if (runtime().isDeep())
        return QTA_DEEP;
    return carried([&](Scheduler &scheduler) { return scheduler.exec(budgetMs); });
}

int32_t qta_resume(double budgetMs)
{
    return carried([&](Scheduler &scheduler) { return scheduler.resume(budgetMs); });
}

int32_t qta_reply(void)
{
    return carried([](Scheduler &scheduler) { return scheduler.reply(); });
}

int32_t qta_arm(double timeoutMs)
{
    return guarded([&](Runtime &all) -> int32_t {
        return all.hasApplication() && all.waiter.arm(timeoutMs * 1e6, !all.scheduler.empty());
    });
}

int32_t qta_wait(double application)
{
    return runtime().waiter.wait(application);
}

int32_t qta_wake(void)
{
    runtime().waiter.wake();
    return QTA_DONE;
}

int32_t qta_driver(void)
{
    return runtime().waiter.driver();
}

int32_t qta_has_visible_window(void)
{
    return guarded([](Runtime &all) -> int32_t { return all.hasVisibleWindow(); });
}

int32_t qta_guard_signal(int32_t number)
{
    return guardSignal(number) ? QTA_DONE : QTA_ERROR;
}

int32_t qta_release_signal(int32_t number)
{
    return releaseSignal(number);
}

int32_t qta_create(void)
{
    return perform([](Runtime &all) { return all.bridge.create(); });
}

int32_t qta_describe(int32_t metaId)
{
    return guarded([&](Runtime &all) -> int32_t {
        const QMetaObject *type = all.classes.find(metaId);
        if (!type) {
            all.channel.fail(QTA_E_UNKNOWN, QStringLiteral("No class has the id %1").arg(metaId));
            return QTA_ERROR;
        }
        Writer &writer = all.channel.begin();
        all.values.write(writer, QVariant(all.classes.describe(type)));
        all.channel.end();
        return QTA_DONE;
    });
}

int32_t qta_get(double handle, int32_t property)
{
    return perform([=](Runtime &all) { return all.bridge.getProperty(handle, property); });
}

int32_t qta_set(double handle, int32_t property)
{
    return perform([=](Runtime &all) { return all.bridge.setProperty(handle, property); });
}

int32_t qta_invoke(double handle, int32_t method, int32_t argc)
{
    return perform([=](Runtime &all) { return all.bridge.invoke(handle, method, argc); });
}

int32_t qta_invoke_overloaded(double handle, int32_t argc)
{
    return perform([=](Runtime &all) { return all.bridge.invokeOverloaded(handle, argc); });
}

int32_t qta_model_index(int32_t field)
{
    return perform([=](Runtime &all) { return all.bridge.modelIndex(field); });
}

int32_t qta_connect(double handle, int32_t signal)
{
    return perform([=](Runtime &all) { return all.bridge.connectSignal(handle, signal); });
}

int32_t qta_disconnect(int32_t connection)
{
    return guarded([&](Runtime &all) -> int32_t { return all.receivers.disconnect(connection) ? QTA_DONE : QTA_ERROR; });
}

int32_t qta_filter_events(double handle)
{
    return perform([=](Runtime &all) { return all.bridge.filterEvents(handle); });
}

int32_t qta_remove_filter(int32_t filter)
{
    return guarded([&](Runtime &all) -> int32_t { return all.eventFilters.remove(filter) ? QTA_DONE : QTA_ERROR; });
}

int32_t qta_finish_event(int32_t token, int32_t result)
{
    return guarded([&](Runtime &all) -> int32_t {
        return all.eventFilters.finish(token, static_cast<EventResult>(result)) ? QTA_DONE : QTA_ERROR;
    });
}

int32_t qta_take_news(void)
{
    return guarded([](Runtime &all) -> int32_t {
        all.channel.setNews(false);
        const std::vector<double> gone = all.handles.takeDestroyed();
        Writer &writer = all.channel.begin();
        const std::size_t size = gone.size() * sizeof(double);
        writer.head(Tag::Bytes, static_cast<uint32_t>(size));
        writer.bytes(gone.data(), size);
        const std::vector<int> classes = all.classes.takeGone();
        writer.head(Tag::List, static_cast<uint32_t>(classes.size()));
        for (const int id : classes)
            writer.head(Tag::Int, static_cast<uint32_t>(id));
        all.messages.write(writer);
        all.channel.end();
        return QTA_DONE;
    });
}

int32_t qta_release_opaque(double id)
{
    return guarded([&](Runtime &all) -> int32_t { return all.opaques.release(id) ? QTA_DONE : QTA_ERROR; });
}

int32_t qta_api_call(int32_t member, double handle, int32_t count)
{
    return perform([=](Runtime &all) { return all.api.call(member, handle, static_cast<uint32_t>(count)); });
}

int32_t qta_api_direct(int32_t member, double handle, int32_t count)
{
    return direct([=](Api &api) { return api.call(member, handle, static_cast<uint32_t>(count)); });
}

double qta_api_call_numbers(int32_t member, double handle, double a, double b, double c, double d)
{
    const std::array<double, kNumbers> numbers{a, b, c, d};
    return numbered(perform([=](Runtime &all) { return all.api.call(member, handle, numbers.data()); }));
}

double qta_api_direct_numbers(int32_t member, double handle, double a, double b, double c, double d)
{
    const std::array<double, kNumbers> numbers{a, b, c, d};
    return numbered(direct([&](Api &api) { return api.call(member, handle, numbers.data()); }));
}

int32_t qta_api_number_status(void)
{
    return guarded([](Runtime &all) { return all.api.numberStatus(); });
}

int32_t qta_api_describe(void)
{
    return guarded([](Runtime &all) -> int32_t { return all.api.describe() ? QTA_DONE : QTA_ERROR; });
}

int32_t qta_api_class(int32_t count)
{
    return direct([=](Api &api) { return api.addClass(static_cast<uint32_t>(count)); });
}

int32_t qta_api_override(double handle, int32_t number)
{
    return direct([=](Api &api) { return api.override(handle, number); });
}

int32_t qta_api_copy(double handle)
{
    return direct([=](Api &api) { return api.copy(handle); });
}

int32_t qta_api_end(double handle)
{
    const auto end = [=](Api &api) {
        api.boxes.end(handle);
        api.channel.begin();
        api.channel.end();
        return true;
    };
    // The end of a value needs no notification.
    Runtime &all = runtime();
    return all.isOwner() && all.api.isValue(handle) ? direct(end) : perform([=](Runtime &each) { return end(each.api); });
}
