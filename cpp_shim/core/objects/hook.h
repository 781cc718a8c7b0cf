// Hears when objects with virtual functions end that are no QObjects, also when Qt deletes them: the object gets a copy of
// its class's table of virtual functions, in which the two destructors are ours. All objects of a class share the copy.
// This is what the Itanium ABI says of tables, as on Linux and macOS.
#pragma once

#include <unordered_map>

namespace qta {

class Boxes;

class Hooks
{
public:
    explicit Hooks(Boxes &boxes)
        : m_boxes(boxes) {}

    // The object is a complete one: no part of another. False if its class does not allow it: its table has no symbol, or
    // its destructor is not virtual. Nothing has happened then.
    bool hook(void *object);

private:
    // Null for a class that does not allow it.
    void **copyOf(void **table);

    Boxes &m_boxes;
    // By the table, and of each copy itself. They stay for ever: an object may outlive all.
    std::unordered_map<void **, void **> m_copies;
};

}  // namespace qta
