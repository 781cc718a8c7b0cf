// Objects as JavaScript knows them: a handle is an index into a table of guarded pointers and the generation of
// that place, so that a handle of a destroyed object never means another one.
#pragma once

#include <QHash>
#include <QPointer>

#include <cstdint>
#include <mutex>
#include <vector>

class QObject;

namespace qta {

class Handles
{
public:
    // The object's handle; made at the first time. 0 for a null pointer.
    double of(QObject *object, bool created = false);
    // Null if the object is gone.
    QObject *find(double handle) const;
    // From QObject::destroyed(), on any thread.
    void release(QObject *object);
    std::vector<double> takeDestroyed();
    // Deletes what JavaScript created and nobody has adopted since.
    void deleteOrphans();
    void clear();

private:
    struct Entry {
        QPointer<QObject> object;
        QObject *key = nullptr;
        uint32_t generation = 1;
        bool created = false;
    };
    static double pack(uint32_t index, uint32_t generation);

    mutable std::mutex m_mutex;
    std::vector<Entry> m_entries;
    std::vector<uint32_t> m_free;
    QHash<QObject *, uint32_t> m_index;
    std::vector<double> m_destroyed;
};

}  // namespace qta
