// What is done with the values of one type, and with those of one tag: a table of functions, filled by kind of type.
#pragma once

#include "wire/channel.h"

#include <QMetaType>
#include <QVariant>

#include <array>

namespace qta {

class Values;

// By the id of a type in QMetaType. A null function: Values does what it does with types that it knows by their flags.
struct TypeCodec {
    using Write = void (*)(Values &values, Writer &writer, const void *data);
    // Makes `value`, as it was read, one of the type `target`. Returns how well it fits (Values::coerce()).
    using Coerce = int (*)(Values &values, QVariant &value, QMetaType target);
    // For error messages: what a value that was read is to TypeScript.
    using Describe = QString (*)(const Values &values, const QVariant &value);

    Write write = nullptr;
    Coerce coerce = nullptr;
    Describe describe = nullptr;
};

// By tag. `n` is the number beside the tag; `depth` counts the lists and maps around the value. False: malformed.
using ReadTag = bool (*)(Values &values, Reader &reader, uint32_t n, int depth, QVariant &value);

class TypeTable
{
public:
    TypeTable();

    const TypeCodec &codec(int typeId) const
    {
        return m_codecs[static_cast<unsigned>(typeId) < kTypes ? static_cast<std::size_t>(typeId) : kTypes];
    }
    // Null for a tag that never comes from TypeScript, or is none.
    ReadTag reader(Tag tag) const
    {
        const std::size_t at = static_cast<std::size_t>(tag);
        return at < kTags ? m_readers[at] : nullptr;
    }

    void add(int typeId, TypeCodec codec) { m_codecs.at(static_cast<std::size_t>(typeId)) = codec; }
    void add(Tag tag, ReadTag reader) { m_readers.at(static_cast<std::size_t>(tag)) = reader; }

private:
    // Qt Core's own types have ids below this one.
    static constexpr std::size_t kTypes = 64;
    static constexpr std::size_t kTags = static_cast<std::size_t>(Tag::Index) + 1;

    std::array<TypeCodec, kTypes + 1> m_codecs{};  // the last one: of all others
    std::array<ReadTag, kTags> m_readers{};
};

// Each in a file of its own.
void addNumbers(TypeTable &table);
void addTexts(TypeTable &table);
void addContainers(TypeTable &table);
void addGeometry(TypeTable &table);
void addObjects(TypeTable &table);

// What Coerce returns if the value does not fit, and if it is of the type already.
constexpr int kUnfit = -1;
constexpr int kExact = 0;

template<class T>
const T &as(const void *data)
{
    return *static_cast<const T *>(data);
}

inline int idOf(const QVariant &value)
{
    return value.metaType().id();
}

}  // namespace qta
