#include "objects/handles.h"

#include "objects/classes.h"
#include "objects/kept_indexes.h"
#include "objects/metacall.h"
#include "qt_private/object_hook.h"
#include "wire/channel.h"

#include <QObject>
#include <QSet>
#include <QThread>

namespace qta {

namespace {

constexpr double kIndices = 4294967296.0;  // 2^32
constexpr uint32_t kGenerations = 1u << 20;  // with the index: 52 bits, exact in a float64

// Where lent objects were, until others are made in the same places. Of the process: any thread makes objects.
class GonePlaces
{
public:
    void insert(const QObject *place)
    {
        std::lock_guard lock(m_mutex);
        m_places.insert(place);
        m_any.store(true, std::memory_order_relaxed);
    }

    void remove(const QObject *place)
    {
        if (!m_any.load(std::memory_order_relaxed))
            return;
        std::lock_guard lock(m_mutex);
        m_places.remove(place);
        m_any.store(!m_places.isEmpty(), std::memory_order_relaxed);
    }

    bool contains(const QObject *place)
    {
        if (!m_any.load(std::memory_order_relaxed))
            return false;
        std::lock_guard lock(m_mutex);
        return m_places.contains(place);
    }

    void clear()
    {
        std::lock_guard lock(m_mutex);
        m_places.clear();
        m_any.store(false, std::memory_order_relaxed);
    }

private:
    std::mutex m_mutex;
    QSet<const QObject *> m_places;
    std::atomic<bool> m_any{false};
};

// Never destroyed: objects are made until the process is gone.
GonePlaces &gonePlaces()
{
    static auto *const places = [] {
        auto *const made = new GonePlaces;
        onObjectMade([](QObject *object) { gonePlaces().remove(object); });
        return made;
    }();
    return *places;
}

}  // namespace

// Tells the table when an object is destroyed, on whatever thread.
class Handles::EndWatch : public QObject
{
public:
    explicit EndWatch(Handles &handles)
        : m_handles(handles) {}

    void follow(QObject *object) { connectToMetacall(object, destroyedSignal(), this, Qt::DirectConnection); }

    int qt_metacall(QMetaObject::Call call, int id, void **arguments) override
    {
        id = QObject::qt_metacall(call, id, arguments);
        if (id < 0 || call != QMetaObject::InvokeMetaMethod)
            return id;
        m_handles.release(*static_cast<QObject **>(arguments[1]));
        return -1;
    }

private:
    Handles &m_handles;
};

Handles::Handles(Channel &channel, Classes &classes, KeptIndexes &indexes)
    : m_channel(channel), m_classes(classes), m_indexes(indexes)
{
}

Handles::~Handles() = default;

void Handles::attach()
{
    m_thread = QThread::currentThread();
    m_endWatch = std::make_unique<EndWatch>(*this);
}

double Handles::pack(uint32_t index, uint32_t generation)
{
    return index + generation * kIndices;
}

Class &Handles::classOf(Entry &entry)
{
    // An object of QML's may get another one.
    const QMetaObject *const meta = entry.object->metaObject();
    if (!entry.type || entry.type->meta != meta) {
        Class &found = m_classes.of(meta);
        m_classes.acquire(found);
        m_classes.release(std::exchange(entry.type, &found));
    }
    return *entry.type;
}

Handles::Entry &Handles::of(QObject *object, bool created)
{
    std::unique_lock lock(m_mutex);
    const auto known = m_index.constFind(object);
    if (known != m_index.constEnd()) {
        const uint32_t index = *known;
        Entry &entry = at(index);
        if (entry.object) {
            entry.created |= created;
            return entry;
        }
        // Another object was at this address, and the receivers of its destruction had been disconnected.
        forget(index);
    }
    uint32_t index;
    if (m_free.empty()) {
        index = m_count++;
        if (index / kBlock == m_blocks.size())
            m_blocks.push_back(std::make_unique<Entry[]>(kBlock));
    } else {
        index = m_free.back();
        m_free.pop_back();
    }
    Entry &entry = at(index);
    entry.object = object;
    m_classes.release(std::exchange(entry.type, nullptr));
    entry.key = object;
    entry.created = created;
    entry.handle = pack(index, entry.generation.load(std::memory_order_relaxed));
    entry.lent.store(false, std::memory_order_relaxed);
    m_index.insert(object, index);
    gonePlaces().remove(object);
    lock.unlock();
    m_endWatch->follow(object);
    if (auto *const model = qobject_cast<QAbstractItemModel *>(object))
        m_indexes.follow(model);
    return entry;
}

Handles::Entry *Handles::entry(double handle) const
{
    if (!(handle >= 0 && handle < kGenerations * kIndices))
        return nullptr;
    const uint64_t bits = static_cast<uint64_t>(handle);
    const uint32_t index = indexOf(handle);
    if (index >= m_count)
        return nullptr;
    Entry &entry = at(index);
    return entry.generation.load(std::memory_order_acquire) == bits >> 32 && entry.object ? &entry : nullptr;
}

QObject *Handles::find(double handle) const
{
    const Entry *found = entry(handle);
    return found ? found->object.data() : nullptr;
}

void Handles::forget(uint32_t index)
{
    Entry &entry = at(index);
    m_index.remove(entry.key);
    if (entry.lent.load(std::memory_order_relaxed))
        gonePlaces().insert(entry.key);
    entry.key = nullptr;
    const uint32_t generation = entry.generation.load(std::memory_order_relaxed);
    m_destroyed.push_back(entry.handle);
    entry.generation.store(generation + 1, std::memory_order_release);
    // A place whose generations are used up is never used again.
    if (generation + 1 < kGenerations)
        m_free.push_back(index);
    m_channel.setNews(true);
}

QObject *Handles::known(quintptr address) const
{
    if (address == 0)
        return nullptr;
    std::lock_guard lock(m_mutex);
    const auto known = m_index.constFind(reinterpret_cast<QObject *>(address));
    return known != m_index.constEnd() ? at(*known).object.data() : nullptr;
}

void Handles::release(QObject *object)
{
    std::lock_guard lock(m_mutex);
    const auto known = m_index.constFind(object);
    if (known != m_index.constEnd())
        forget(*known);
}

void Handles::noteGone(double handle)
{
    std::lock_guard lock(m_mutex);
    m_destroyed.push_back(handle);
    m_channel.setNews(true);
}

std::vector<double> Handles::takeDestroyed()
{
    std::lock_guard lock(m_mutex);
    for (const double handle : m_destroyed) {
        if (handle < 0)
            continue;
        Entry &entry = at(indexOf(handle));
        if (!entry.key)
            m_classes.release(std::exchange(entry.type, nullptr));
    }
    return std::exchange(m_destroyed, {});
}

bool Handles::isGone(const QObject *pointer) const
{
    return gonePlaces().contains(pointer);
}

void Handles::deleteOrphans()
{
    // Deleting one may delete others, and add to the table: ask it again each time.
    for (uint32_t index = 0; index < m_count; ++index) {
        const Entry &entry = at(index);
        QObject *object = entry.object.data();
        if (object && entry.created && !object->parent())
            delete object;
    }
}

void Handles::clear()
{
    m_endWatch.reset();
    m_thread = nullptr;
    std::lock_guard lock(m_mutex);
    m_free.clear();
    m_index.clear();
    m_destroyed.clear();
    gonePlaces().clear();
    for (uint32_t index = 0; index < m_count; ++index) {
        Entry &entry = at(index);
        entry.object.clear();
        m_classes.release(std::exchange(entry.type, nullptr));
        uint32_t generation = entry.generation.load(std::memory_order_relaxed);
        if (entry.key) {
            entry.key = nullptr;
            entry.generation.store(++generation, std::memory_order_release);
        }
        if (generation < kGenerations)
            m_free.push_back(index);
    }
}

}  // namespace qta
