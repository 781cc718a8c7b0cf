#include "objects/boxes.h"

#include <utility>

namespace qta {

namespace {

constexpr double kIndices = 4294967296.0;  // 2^32
constexpr uint32_t kGenerations = 1u << 20;  // with the index: 52 bits, exact in a float64

}  // namespace

double Boxes::handleOf(uint32_t index) const
{
    return -(index + m_boxes[index].generation * kIndices);
}

double Boxes::add(void *object, int id)
{
    uint32_t index;
    if (m_free.empty()) {
        index = static_cast<uint32_t>(m_boxes.size());
        m_boxes.emplace_back();
    } else {
        index = m_free.back();
        m_free.pop_back();
    }
    Box &box = m_boxes[index];
    box.object = object;
    box.id = id;
    return handleOf(index);
}

double Boxes::own(void *object, int id, QMetaType type, bool isVirtual)
{
    const double handle = add(object, id);
    Box &box = m_boxes[indexOf(handle)];
    box.isOwned = true;
    box.isVirtual = isVirtual;
    box.type = type;
    // Qt may hand it out again.
    if (isVirtual)
        share(indexOf(handle));
    return handle;
}

double Boxes::refer(void *object, int id, bool isVirtual)
{
    const auto known = m_byObject.find(object);
    if (known != m_byObject.end()) {
        const uint32_t index = known->second;
        // Another class: another object is there now.
        if (m_boxes[index].id == id && !m_boxes[index].isEnding)
            return handleOf(index);
        vacate(index);
    }
    const double handle = add(object, id);
    const uint32_t index = indexOf(handle);
    m_boxes[index].isVirtual = isVirtual;
    share(index);
    return handle;
}

void Boxes::share(uint32_t index)
{
    const Box &box = m_boxes[index];
    m_byObject.insert_or_assign(box.object, index);
    if (box.isVirtual)
        hooks.hook(box.object);
}

void Boxes::gone(void *object)
{
    const auto known = m_byObject.find(object);
    if (known == m_byObject.end())
        return;
    const uint32_t index = known->second;
    for (const double user : std::exchange(m_boxes[index].users, {}))
        end(user);
    // Its last call leaves a place that is another one's by then.
    vacate(index);
}

void Boxes::revoke(double handle)
{
    const uint32_t index = indexOf(handle);
    for (const double user : std::exchange(m_boxes[index].users, {}))
        end(user);
    vacate(index);
}

void Boxes::give(double handle)
{
    Box *const box = find(handle);
    if (!box)
        return;
    box->isOwned = false;
    share(indexOf(handle));
}

void Boxes::take(double handle)
{
    if (Box *const box = find(handle))
        box->isOwned = true;
}

void Boxes::expose(double handle)
{
    Box *const box = find(handle);
    if (box && box->isVirtual)
        m_byObject.insert_or_assign(box->object, indexOf(handle));
}

void Boxes::use(double handle, double user)
{
    if (Box *const box = find(handle))
        box->users.push_back(user);
}

bool Boxes::end(double handle)
{
    Box *box = find(handle);
    if (!box)
        return false;
    box->isEnding = true;
    for (const double user : std::exchange(box->users, {}))
        end(user);
    const uint32_t index = indexOf(handle);
    if (m_boxes[index].calls == 0)
        destroy(index);
    return true;
}

Boxes::Box Boxes::vacate(uint32_t index)
{
    Box &box = m_boxes[index];
    if (const auto known = m_byObject.find(box.object); known != m_byObject.end() && known->second == index)
        m_byObject.erase(known);
    const uint32_t generation = box.generation + 1;
    Box old = std::exchange(box, Box());
    box.generation = generation;
    // A place whose generations are used up is never used again.
    if (generation < kGenerations)
        m_free.push_back(index);
    return old;
}

void Boxes::destroy(uint32_t index)
{
    const Box box = vacate(index);
    const ApiGlue *const glue = m_classes.glue(box.id);
    if (!box.isOwned)
        return;
    // What it calls may add boxes.
    if (box.type.isValid())
        box.type.destroy(box.object);
    else if (glue && glue->destroy)
        glue->destroy(box.object);
}

void Boxes::clear()
{
    hooks.clear();
    for (uint32_t index = static_cast<uint32_t>(m_boxes.size()); index-- > 1;) {
        if (m_boxes[index].object)
            end(handleOf(index));
    }
}

}  // namespace qta
