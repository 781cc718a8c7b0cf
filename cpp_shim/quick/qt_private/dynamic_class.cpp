#include "qt_private/dynamic_class.h"

#include <QMetaMethod>
#include <QMetaProperty>
#include <QObject>
#include <QVariant>

#include <algorithm>
#include <cstring>
#include <map>
#include <memory>

static_assert(QT_VERSION_MAJOR == 6, "Look whether moc of this Qt writes the same tables");

namespace qta {

namespace {

// As moc of Qt 6.4 writes them (qmetaobject_p.h of that version).
constexpr uint32_t kRevision = 10;
constexpr uint32_t kHeaderSize = 14;
constexpr uint32_t kMethodSize = 6;
constexpr uint32_t kPublicMethod = 0x02;
constexpr uint32_t kPublicSignal = 0x02 | 0x04;
// Readable, writable, designable, scriptable, stored.
constexpr uint32_t kProperty = 0x1 | 0x2 | 0x1000 | 0x4000 | 0x10000;
constexpr uint32_t kVoid = QMetaType::Void;
constexpr uint32_t kAny = QMetaType::QVariant;

void copyPointer(void *at, const void *from)
{
    *static_cast<QObject **>(at) = *static_cast<QObject *const *>(from);
}

class Strings
{
public:
    uint32_t index(const QByteArray &text)
    {
        const auto known = std::find(m_all.begin(), m_all.end(), text);
        if (known != m_all.end())
            return static_cast<uint32_t>(known - m_all.begin());
        m_all.push_back(text);
        return static_cast<uint32_t>(m_all.size() - 1);
    }

    // Pairs of offset (from the table's own beginning) and length, then the characters, in one block of memory.
    std::vector<uint32_t> table() const
    {
        const std::size_t words = m_all.size() * 2;
        std::size_t bytes = 0;
        for (const QByteArray &text : m_all)
            bytes += static_cast<std::size_t>(text.size()) + 1;
        std::vector<uint32_t> table(words + (bytes + 3) / 4);
        char *const start = reinterpret_cast<char *>(table.data());
        std::size_t at = words * sizeof(uint32_t);
        for (std::size_t i = 0; i < m_all.size(); ++i) {
            const std::size_t size = static_cast<std::size_t>(m_all[i].size());
            table[2 * i] = static_cast<uint32_t>(at);
            table[2 * i + 1] = static_cast<uint32_t>(size);
            std::memcpy(start + at, m_all[i].constData(), size + 1);
            at += size + 1;
        }
        return table;
    }

private:
    std::vector<QByteArray> m_all;
};

}  // namespace

QByteArray DynamicClass::Definition::key() const
{
    QByteArray key = name + '\n' + properties.join(',') + '\n';
    for (const Signal &signal : signalList)
        key += signal.name + '(' + signal.parameters.join(',') + ')';
    key += '\n';
    for (const Function &function : functions)
        key += function.name + '/' + QByteArray::number(function.required) + '-' + QByteArray::number(function.most) + ',';
    return key;
}

const DynamicClass *DynamicClass::of(const Definition &definition)
{
    // Never destroyed: Qt's own static objects may outlive any order of ours.
    static auto *all = new std::map<QByteArray, std::unique_ptr<DynamicClass>>;
    if (qstrncmp(qVersion(), "6.", 2) != 0)
        return nullptr;
    std::unique_ptr<DynamicClass> &found = (*all)[definition.key()];
    if (!found)
        found.reset(new DynamicClass(definition));
    return found->isReadByQt() ? found.get() : nullptr;
}

DynamicClass::DynamicClass(Definition definition)
    : m_definition(std::move(definition)),
      m_pointerName(m_definition.name + '*'),
      // As that of any QObject's pointer, but for its name and meta-object. Every version of Qt is content with functions
      // where some could do without.
      m_pointer{{0,
                 alignof(QObject *),
                 sizeof(QObject *),  // NOLINT(bugprone-sizeof-expression): that of the pointer
                 QMetaType::RelocatableType | QMetaType::PointerToQObject,
                 0,
                 [](const QtPrivate::QMetaTypeInterface *self) { return static_cast<const PointerType *>(self)->meta; },
                 m_pointerName.constData(),
                 [](const QtPrivate::QMetaTypeInterface *, void *at) { *static_cast<QObject **>(at) = nullptr; },
                 [](const QtPrivate::QMetaTypeInterface *, void *at, const void *from) { copyPointer(at, from); },
                 [](const QtPrivate::QMetaTypeInterface *, void *at, void *from) { copyPointer(at, from); },
                 [](const QtPrivate::QMetaTypeInterface *, void *) {},
                 [](const QtPrivate::QMetaTypeInterface *, const void *a, const void *b) {
                     return *static_cast<QObject *const *>(a) == *static_cast<QObject *const *>(b);
                 },
                 nullptr, nullptr, nullptr, nullptr, nullptr},
                &m_meta}
{
    for (std::size_t i = 0; i < m_definition.functions.size(); ++i) {
        for (int count = m_definition.functions[i].required; count <= m_definition.functions[i].most; ++count)
            m_forms.push_back({static_cast<int>(i), count});
    }
    build();
}

void DynamicClass::build()
{
    struct Method {
        uint32_t name;
        std::vector<uint32_t> parameters;
        uint32_t flags;
        uint32_t result;
    };
    Strings strings;
    const uint32_t className = strings.index(m_definition.name);
    const uint32_t nothing = strings.index(QByteArray());
    std::vector<Method> methods;
    for (const QByteArray &property : m_definition.properties)
        methods.push_back({strings.index(property + "Changed"), {}, kPublicSignal, kVoid});
    for (const Signal &signal : m_definition.signalList) {
        Method method{strings.index(signal.name), {}, kPublicSignal, kVoid};
        for (const QByteArray &parameter : signal.parameters)
            method.parameters.push_back(strings.index(parameter));
        methods.push_back(std::move(method));
    }
    for (const Form &form : m_forms) {
        const Function &function = m_definition.functions[static_cast<std::size_t>(form.function)];
        methods.push_back({strings.index(function.name), std::vector<uint32_t>(static_cast<std::size_t>(form.count), nothing),
                           kPublicMethod, kAny});
    }

    const uint32_t methodCount = static_cast<uint32_t>(methods.size());
    const uint32_t propertyTotal = static_cast<uint32_t>(propertyCount());
    uint32_t parameterAt = kHeaderSize + methodCount * kMethodSize;
    uint32_t parameterWords = 0;
    for (const Method &method : methods)
        parameterWords += 1 + 2 * static_cast<uint32_t>(method.parameters.size());
    m_data = {kRevision, className, 0, 0, methodCount, kHeaderSize, propertyTotal, parameterAt + parameterWords, 0, 0, 0, 0, 0,
              static_cast<uint32_t>(signalCount())};

    // The types: of each property, of the class itself (unknown), of each method its result and parameters.
    const auto *any = QMetaType::fromType<QVariant>().iface();
    const auto *none = QMetaType::fromType<void>().iface();
    m_types.assign(propertyTotal, any);
    m_types.push_back(nullptr);
    for (const Method &method : methods) {
        const uint32_t count = static_cast<uint32_t>(method.parameters.size());
        m_data.insert(m_data.end(), {method.name, count, parameterAt, nothing, method.flags, static_cast<uint32_t>(m_types.size())});
        parameterAt += 1 + 2 * count;
        m_types.push_back(method.result == kVoid ? none : any);
        m_types.insert(m_types.end(), count, any);
    }
    for (const Method &method : methods) {
        m_data.push_back(method.result);
        m_data.insert(m_data.end(), method.parameters.size(), kAny);
        m_data.insert(m_data.end(), method.parameters.begin(), method.parameters.end());
    }
    for (uint32_t i = 0; i < propertyTotal; ++i) {
        const uint32_t name = strings.index(m_definition.properties.at(static_cast<qsizetype>(i)));
        m_data.insert(m_data.end(), {name, kAny, kProperty, i, 0});
    }
    m_data.push_back(0);
    m_stringTable = strings.table();

    m_meta.d.superdata = &QObject::staticMetaObject;
    m_meta.d.stringdata = m_stringTable.data();
    m_meta.d.data = m_data.data();
    m_meta.d.static_metacall = nullptr;  // Qt calls qt_metacall() then
    m_meta.d.relatedMetaObjects = nullptr;
    m_meta.d.metaTypes = m_types.data();
    m_meta.d.extradata = nullptr;
}

bool DynamicClass::isReadByQt() const
{
    const auto isMethod = [this](int index, const QByteArray &name, QMetaMethod::MethodType kind, qsizetype count) {
        const QMetaMethod method = m_meta.method(m_meta.methodOffset() + index);
        return method.name() == name && method.methodType() == kind && method.parameterCount() == count;
    };
    if (m_definition.name != m_meta.className() || m_meta.methodCount() - m_meta.methodOffset() != methodCount()
        || m_meta.propertyCount() - m_meta.propertyOffset() != propertyCount())
        return false;
    int index = 0;
    for (const QByteArray &name : m_definition.properties) {
        const QMetaProperty property = m_meta.property(m_meta.propertyOffset() + index);
        if (name != property.name() || !property.isWritable() || property.metaType() != QMetaType::fromType<QVariant>()
            || property.notifySignalIndex() != m_meta.methodOffset() + index || !isMethod(index, name + "Changed", QMetaMethod::Signal, 0))
            return false;
        ++index;
    }
    for (const Signal &signal : m_definition.signalList) {
        if (!isMethod(index++, signal.name, QMetaMethod::Signal, signal.parameters.size()))
            return false;
    }
    for (const Form &form : m_forms) {
        if (!isMethod(index++, m_definition.functions[static_cast<std::size_t>(form.function)].name, QMetaMethod::Method, form.count))
            return false;
    }
    return pointerType().metaObject() == &m_meta;
}

}  // namespace qta
