#include "handles.h"

#include "runtime.h"

#include <QObject>

#include <cmath>

namespace qta {

namespace {

constexpr double kIndices = 4294967296.0;      // 2^32
constexpr uint32_t kGenerations = 1u << 20;    // with the index: 52 bits, exact in a float64

}  // namespace

double Handles::pack(uint32_t index, uint32_t generation)
{
    return index + generation * kIndices;
}

double Handles::of(QObject *object, bool created)
{
    if (!object)
        return 0;
    std::unique_lock lock(m_mutex);
    const auto known = m_index.constFind(object);
    if (known != m_index.constEnd()) {
        Entry &entry = m_entries[*known];
        entry.created |= created;
        return pack(*known, entry.generation);
    }
    uint32_t index;
    if (m_free.empty()) {
        index = static_cast<uint32_t>(m_entries.size());
        m_entries.emplace_back();
    } else {
        index = m_free.back();
        m_free.pop_back();
    }
    Entry &entry = m_entries[index];
    entry.object = object;
    entry.key = object;
    entry.created = created;
    m_index.insert(object, index);
    const double handle = pack(index, entry.generation);
    lock.unlock();
    QObject::connect(object, &QObject::destroyed, runtime().hub.get(), [](QObject *gone) { runtime().handles.release(gone); },
                     Qt::DirectConnection);
    return handle;
}

QObject *Handles::find(double handle) const
{
    const double generation = std::floor(handle / kIndices);
    const double index = handle - generation * kIndices;
    std::lock_guard lock(m_mutex);
    if (!(index >= 0) || index >= static_cast<double>(m_entries.size()))
        return nullptr;
    const Entry &entry = m_entries[static_cast<uint32_t>(index)];
    return entry.generation == generation ? entry.object.data() : nullptr;
}

void Handles::release(QObject *object)
{
    std::lock_guard lock(m_mutex);
    const auto known = m_index.constFind(object);
    if (known == m_index.constEnd())
        return;
    const uint32_t index = *known;
    m_index.erase(known);
    Entry &entry = m_entries[index];
    m_destroyed.push_back(pack(index, entry.generation));
    entry.object.clear();
    entry.key = nullptr;
    // A place whose generations are used up is never used again.
    if (++entry.generation < kGenerations)
        m_free.push_back(index);
    runtime().channel.header().destroyed = static_cast<uint32_t>(m_destroyed.size());
}

std::vector<double> Handles::takeDestroyed()
{
    std::lock_guard lock(m_mutex);
    runtime().channel.header().destroyed = 0;
    return std::exchange(m_destroyed, {});
}

void Handles::deleteOrphans()
{
    // Deleting one may delete others: ask the table again each time.
    for (std::size_t index = 0; index < m_entries.size(); ++index) {
        const Entry &entry = m_entries[index];
        QObject *object = entry.object.data();
        if (object && entry.created && !object->parent())
            delete object;
    }
}

void Handles::clear()
{
    std::lock_guard lock(m_mutex);
    m_free.clear();
    m_index.clear();
    m_destroyed.clear();
    for (uint32_t index = 0; index < m_entries.size(); ++index) {
        Entry &entry = m_entries[index];
        if (entry.key) {
            entry.object.clear();
            entry.key = nullptr;
            ++entry.generation;
        }
        if (entry.generation < kGenerations)
            m_free.push_back(index);
    }
}

}  // namespace qta
