#include "calls/api.h"

#include "calls/api_error.h"
#include "calls/call.h"
#include "wire/values.h"

#include <algorithm>
#include <array>

namespace qta {

namespace {

// Marks a box as one whose method runs, for as long as it lives.
class Use
{
public:
    Use(Boxes &boxes, double handle)
        : m_boxes(boxes), m_handle(handle)
    {
        if (m_handle < 0)
            m_boxes.enter(m_handle);
    }
    ~Use()
    {
        if (m_handle < 0)
            m_boxes.leave(m_handle);
    }
    Use(const Use &) = delete;
    Use &operator=(const Use &) = delete;

private:
    Boxes &m_boxes;
    const double m_handle;
};

// JavaScript calls a virtual function of an object: it means that of C++. Its own it reaches without us.
class OwnCall
{
public:
    OwnCall(Api &api, double handle, const ApiGlue &glue, int form)
        : m_hooks(api.boxes.hooks)
    {
        const ApiOwnForm *const end = glue.ownForms + glue.ownFormCount;
        const ApiOwnForm *const found = std::lower_bound(glue.ownForms, end, form, [](const ApiOwnForm &one, int number) { return one.form < number; });
        if (found == end || found->form != form)
            return;
        const Boxes::Box *const box = api.boxes.find(handle);
        m_hooks.callOwn(box ? box->object : api.handles.find(handle), found->function);
    }
    ~OwnCall() { m_hooks.endOwn(); }
    OwnCall(const OwnCall &) = delete;
    OwnCall &operator=(const OwnCall &) = delete;

private:
    Hooks &m_hooks;
};

}  // namespace

void *Api::selfOf(double handle, int id, const ApiGlue &glue)
{
    if (handle == 0)
        return nullptr;
    void *object = nullptr;
    int from = -1;
    if (handle > 0) {
        QObject *const known = usable(handles, handle, kSelf);
        if (glue.meta && known->metaObject()->inherits(glue.meta))
            return known;
        object = known;
        from = classes.idOf(known->metaObject());
    } else if (const Boxes::Box *const box = boxes.find(handle)) {
        object = box->object;
        from = box->id;
    } else {
        refuse(QTA_E_DESTROYED, QStringLiteral("Cannot use the object: it has been disposed of"));
    }
    if (from != id && !classes.cast(object, from, id))
        refuse(QTA_E_TYPE, QStringLiteral("Cannot call the method: it belongs to another class than the object"));
    return object;
}

bool Api::run(int member, Call &call)
{
    const int id = member >> kFormBits;
    const ApiGlue *const glue = classes.glue(id);
    if (!glue || !glue->call)
        return channel.fail(QTA_E_INTERNAL, QStringLiteral("The library of the class %1 is not open").arg(id));
    try {
        call.self = selfOf(call.selfHandle, id, *glue);
        const Use use(boxes, call.selfHandle);
        const int form = member & ((1 << kFormBits) - 1);
        if (boxes.hooks.isEmpty()) {
            glue->call(call, form);
        } else {
            const OwnCall own(*this, call.selfHandle, *glue, form);
            glue->call(call, form);
        }
    } catch (const ApiError &error) {
        return channel.fail(error.code, error.message);
    }
    return call.finish();
}

bool Api::call(int member, double handle, uint32_t count)
{
    std::array<double, kMostSlots> slots;
    if (count > kMostSlots)
        return channel.fail(QTA_E_INTERNAL, QStringLiteral("A call has %1 arguments: expected at most %2").arg(count).arg(kMostSlots));
    std::memcpy(slots.data(), channel.inputAt(0), count * sizeof(double));
    Call call(*this, slots.data(), count);
    call.selfHandle = handle;
    return run(member, call);
}

bool Api::call(int member, double handle, const double *numbers)
{
    Call call(*this, numbers, kNumbers);
    call.selfHandle = handle;
    call.isNumeric = true;
    m_wantsNumber = true;
    m_hasNumber = false;
    return run(member, call);
}

bool Api::describe()
{
    Reader reader = channel.reader();
    QVariant key;
    if (!values.read(reader, key))
        return channel.fail(QTA_E_INTERNAL, QStringLiteral("Malformed values in the shared buffer"));
    const bool isId = key.metaType() == QMetaType::fromType<int>();
    const QByteArray name = isId ? classes.nameOf(key.toInt()).toByteArray() : key.toString().toLatin1();
    const QByteArrayView description = classes.describe(name);
    Writer &writer = channel.begin();
    if (description.isEmpty())
        writer.head(Tag::Null, 0);
    else
        writer.string(QString::fromLatin1(description.data(), description.size()));
    channel.end();
    return true;
}

bool Api::addClass(uint32_t count)
{
    const double *const ids = reinterpret_cast<const double *>(channel.inputAt(0));
    const int number = boxes.hooks.addClass(std::vector<int>(ids, ids + count));
    channel.begin();
    channel.end();
    channel.header().id = number;
    return true;
}

bool Api::override(double handle, int number)
{
    void *object = nullptr;
    int id = -1;
    if (const Boxes::Box *const box = boxes.find(handle)) {
        object = box->object;
        id = box->id;
    } else if (QObject *const known = handles.find(handle)) {
        object = known;
        id = classes.idOf(known->metaObject());
    }
    if (!object || id < 0 || !boxes.hooks.hook(object, id, number, handle))
        return channel.fail(QTA_E_TYPE, QStringLiteral("Cannot override virtual functions of the object: its C++ class does not allow it"));
    return true;
}

bool Api::copy(double handle)
{
    const Boxes::Box *const box = boxes.find(handle);
    if (!box)
        return channel.fail(QTA_E_DESTROYED, QStringLiteral("Cannot copy the object: it has been disposed of"));
    const int id = box->id;
    const QMetaType type = box->type;
    const ApiGlue *const glue = classes.glue(id);
    void *const made = type.isValid() ? type.create(box->object) : glue && glue->copy ? glue->copy(box->object)
                                                                                      : nullptr;
    if (!made)
        return channel.fail(QTA_E_TYPE, QStringLiteral("Cannot copy the object: its C++ class does not allow copies"));
    const double own = boxes.own(made, id, type);
    Writer &writer = channel.begin();
    writer.head(Tag::Object, static_cast<uint32_t>(id));
    writer.number(own);
    channel.end();
    return true;
}

}  // namespace qta
