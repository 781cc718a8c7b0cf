// Objects as JavaScript knows them: a handle is an index into a table of guarded pointers and the generation of
// that place, so that a handle of a destroyed object never means another one.
#pragma once

#include <QHash>
#include <QPointer>

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

class QObject;
class QThread;

namespace qta {

class Channel;
class Class;
class Classes;
class KeptIndexes;

class Handles
{
public:
    Handles(Channel &channel, Classes &classes, KeptIndexes &indexes);
    ~Handles();

    // From when there is an application, on its thread; until clear().
    void attach();
    // The thread of the objects that can be used; null without an application.
    const QThread *thread() const noexcept { return m_thread; }

    // A place in the table, and the handle of the object there.
    struct Entry {
        double handle = 0;
        // As all but `generation`, this belongs to the owner's thread: it outlives the object.
        QPointer<QObject> object;
        Class *type = nullptr;
        QObject *key = nullptr;
        std::atomic<uint32_t> generation{1};
        // Qt has got it inside of a QVariant, and may still have it there when it is gone.
        std::atomic<bool> lent{false};
        bool created = false;
    };

    // The class of an object that exists.
    Class &classOf(Entry &entry);
    // The object's place; made at the first time.
    Entry &of(QObject *object, bool created = false);
    // Null if the object is gone. On the owner's thread; takes no lock.
    Entry *entry(double handle) const;
    QObject *find(double handle) const;
    // The object at an address, if it is one of the table; follows no pointer. On the owner's thread.
    QObject *known(quintptr address) const;
    // From QObject::destroyed(), on any thread.
    void release(QObject *object);
    // An object is gone that is no QObject.
    void noteGone(double handle);
    // Handles of objects that are gone.
    std::vector<double> takeDestroyed();
    // Whether the pointer, from a QVariant, is that of an object which is gone. Does not follow it.
    bool isGone(const QObject *pointer) const;
    // Deletes what JavaScript created and nobody has adopted since.
    void deleteOrphans();
    void clear();

private:
    static constexpr uint32_t kBlock = 256;
    static double pack(uint32_t index, uint32_t generation);
    static uint32_t indexOf(double handle) { return static_cast<uint32_t>(static_cast<uint64_t>(handle)); }
    Entry &at(uint32_t index) const { return m_blocks[index / kBlock][index % kBlock]; }
    void forget(uint32_t index);

    class EndWatch;

    Channel &m_channel;
    Classes &m_classes;
    KeptIndexes &m_indexes;
    const QThread *m_thread = nullptr;
    std::unique_ptr<EndWatch> m_endWatch;
    mutable std::mutex m_mutex;
    // Never moved, so that find() needs no lock: only the owner's thread adds places.
    std::vector<std::unique_ptr<Entry[]>> m_blocks;
    uint32_t m_count = 0;
    std::vector<uint32_t> m_free;
    QHash<QObject *, uint32_t> m_index;
    std::vector<double> m_destroyed;
};

}  // namespace qta
