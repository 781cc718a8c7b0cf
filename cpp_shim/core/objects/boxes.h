// Objects that are no QObjects, as JavaScript knows them: a handle is a negative number, so that none is taken for that
// of a QObject. It is an index and the generation of that place: the handle of an object that is gone never means
// another one.
#pragma once

#include "abi/visibility.h"
#include "objects/api_classes.h"
#include "objects/hook.h"

#include <QMetaType>

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace qta {

class QTA_INTERNAL Boxes
{
public:
    struct Box {
        void *object = nullptr;  // null: the place is free
        int id = -1;  // of its class
        uint32_t generation = 1;
        // How many of its methods run: it is not deleted meanwhile.
        uint32_t calls = 0;
        // It is deleted with its handle.
        bool isOwned = false;
        bool isVirtual = false;
        bool isEnding = false;
        // What it came from, if no generated code has made it.
        QMetaType type;
        // Boxes that work on it, and end before it does.
        std::vector<double> users;
    };

    explicit Boxes(const ApiClasses &classes)
        : hooks(classes, *this), m_classes(classes) {}

    Hooks hooks;

    // The handle of an object that JavaScript owns.
    double own(void *object, int id, QMetaType type = {}, bool isVirtual = false);
    // The handle of one that Qt owns: the same one for the same object, as long as JavaScript has it. Of one with virtual
    // functions it hears the end.
    double refer(void *object, int id, bool isVirtual);
    // The handle of an argument of an override, until revoke().
    double lend(void *object, int id) { return add(object, id); }
    void revoke(double handle);
    // From the destructor of an object that is a box, or was one.
    void gone(void *object);
    // Null if it has ended.
    Box *find(double handle)
    {
        const uint64_t bits = handle < 0 ? static_cast<uint64_t>(-handle) : 0;
        const uint32_t index = static_cast<uint32_t>(bits);
        if (index >= m_boxes.size() || m_boxes[index].generation != bits >> 32)
            return nullptr;
        Box &box = m_boxes[index];
        return box.object && !box.isEnding ? &box : nullptr;
    }
    // Who deletes the object from now on.
    void give(double handle);
    void take(double handle);
    // Qt has a pointer to it, and may hand it out: it is to be known again. Those without virtual functions are not: other
    // objects may lie at the same place.
    void expose(double handle);
    // `user` works on the object.
    void use(double handle, double user);
    // Ends the handle, and deletes the object if JavaScript owns it. While a method of it runs: when that has returned.
    bool end(double handle);
    // Around the calls of its methods.
    void enter(double handle) { ++m_boxes[indexOf(handle)].calls; }
    void leave(double handle)
    {
        const uint32_t index = indexOf(handle);
        Box &box = m_boxes[index];
        // It may have been deleted meanwhile.
        if (box.generation == static_cast<uint64_t>(-handle) >> 32 && --box.calls == 0 && box.isEnding)
            destroy(index);
    }
    // Ends all, the latest first.
    void clear();

private:
    double add(void *object, int id);
    void destroy(uint32_t index);
    // Frees the place. Returns what was there.
    Box vacate(uint32_t index);
    // Qt may hand the object out, and may delete it.
    void share(uint32_t index);
    static uint32_t indexOf(double handle) { return static_cast<uint32_t>(static_cast<uint64_t>(-handle)); }
    double handleOf(uint32_t index) const;

    const ApiClasses &m_classes;
    std::vector<Box> m_boxes{1};  // no handle is 0
    std::vector<uint32_t> m_free;
    std::unordered_map<void *, uint32_t> m_byObject;
};

}  // namespace qta
