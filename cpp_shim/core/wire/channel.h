// The two buffers by which values travel. Both belong to JavaScript.
//
//   in    values, one after the other, from JavaScript
//   out   a Header, then values, from Qt; what does not fit waits here until qta_take_overflow()
//
// A value is a Tag (4 bytes, abi/constants.h), a number `n` (4 bytes) and a payload, padded to 8 bytes; little endian, as the machine.
// src/qt/calls/wire_writer.ts and wire_reader.ts are the other end.
#pragma once

#include "abi/constants.h"
#include "abi/visibility.h"

#include <QByteArray>
#include <QString>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

namespace qta {

// Its words are QtaHeaderWord.
struct Header {
    int32_t id = 0;
    uint32_t news = 0;
    uint32_t overflow = 0;
    uint32_t reserved[3] = {};
    double number = 0;
};
static_assert(sizeof(Header) == QTA_LAYOUT_HEADER_BYTES);
static_assert(offsetof(Header, id) == sizeof(uint32_t) * QTA_HEADER_ID);
static_assert(offsetof(Header, news) == sizeof(uint32_t) * QTA_HEADER_NEWS);
static_assert(offsetof(Header, overflow) == sizeof(uint32_t) * QTA_HEADER_OVERFLOW);
static_assert(offsetof(Header, number) == sizeof(uint32_t) * QTA_HEADER_NUMBER);

constexpr std::size_t padded(std::size_t size)
{
    return (size + 7) & ~std::size_t{7};
}

class QTA_INTERNAL Writer
{
public:
    void begin(uint8_t *buffer, std::size_t size)
    {
        m_buffer = buffer;
        m_size = size;
        m_length = 0;
        if (m_spilled)
            m_spill.clear();
        m_spilled = false;
        depth = 0;
        tooDeep = false;
    }
    void head(Tag tag, uint32_t n)
    {
        const uint32_t words[2] = {static_cast<uint32_t>(tag), n};
        std::memcpy(room(sizeof words), words, sizeof words);
    }
    void bytes(const void *data, std::size_t size);
    void number(double value) { std::memcpy(room(sizeof value), &value, sizeof value); }
    // As String, or as Ascii where it can be: half the size, and JavaScript decodes it faster.
    void string(const QString &text);
    void utf16(Tag tag, const QString &text);

    // What has been written so far, for as long as something else is.
    struct Aside {
        std::size_t length;
        bool spilled;
        int depth;
        bool tooDeep;
        std::vector<uint8_t> bytes;
    };
    Aside putAside() const;
    void takeBack(Aside &&aside);

    bool isEmpty() const { return !m_spilled && m_length == 0; }
    bool spilled() const { return m_spilled; }
    // Of the list or map that is being written; and whether one was left out because it was nested too deeply.
    int depth = 0;
    bool tooDeep = false;
    const std::vector<uint8_t> &spill() const { return m_spill; }

private:
    uint8_t *room(std::size_t size)
    {
        if (m_spilled || size > m_size - m_length)
            return spillRoom(size);
        uint8_t *const at = m_buffer + m_length;
        m_length += size;
        return at;
    }
    uint8_t *spillRoom(std::size_t size);

    uint8_t *m_buffer = nullptr;
    std::size_t m_size = 0;
    std::size_t m_length = 0;
    bool m_spilled = false;
    std::vector<uint8_t> m_spill;
};

class QTA_INTERNAL Reader
{
public:
    Reader(const uint8_t *buffer, std::size_t size)
        : m_at(buffer), m_end(buffer + size) {}
    // False at the end, or where the buffer ends before its value does.
    bool head(Tag &tag, uint32_t &n)
    {
        uint32_t words[2];
        if (!bytes(words, sizeof words))
            return false;
        tag = static_cast<Tag>(words[0]);
        n = words[1];
        return true;
    }
    bool bytes(void *to, std::size_t size)
    {
        const uint8_t *at = nullptr;
        if (!skip(size, at))
            return false;
        std::memcpy(to, at, size);
        return true;
    }
    bool string(uint32_t units, QString &to)
    {
        const uint8_t *at = nullptr;
        if (!skip(std::size_t{units} * sizeof(QChar), at))
            return false;
        to = QString(reinterpret_cast<const QChar *>(at), units);
        return true;
    }
    bool skip(std::size_t size, const uint8_t *&at)
    {
        const std::size_t whole = padded(size);
        if (whole > static_cast<std::size_t>(m_end - m_at))
            return false;
        at = m_at;
        m_at += whole;
        return true;
    }
    const uint8_t *place() const { return m_at; }
    std::size_t left() const { return static_cast<std::size_t>(m_end - m_at); }
    // A handle came by whose object is gone, or an index whose row is.
    bool metDestroyed = false;
    bool metStaleIndex = false;

private:
    const uint8_t *m_at;
    const uint8_t *m_end;
};

class QTA_INTERNAL Channel
{
public:
    void open(uint8_t *in, std::size_t inSize, uint8_t *out, std::size_t outSize);
    void close();
    // From here on, values from Qt go nowhere, and there are none from JavaScript.
    void detach();
    bool isOpen() const { return m_out != nullptr; }

    Header &header() { return *reinterpret_cast<Header *>(m_out); }
    // Whether there is something for qta_take_news().
    void setNews(bool news) { header().news = news; }
    bool hasNews() { return header().news != 0; }
    Reader reader(std::size_t offset = 0) const { return Reader(m_in + offset, m_inSize - offset); }
    const uint8_t *inputAt(std::size_t offset) const { return m_in + offset; }
    // What input() has returned, back into the buffer.
    void restore(const uint8_t *input, std::size_t size)
    {
        if (size <= m_inSize)
            std::memcpy(m_in, input, size);
    }
    std::vector<uint8_t> input() const { return std::vector<uint8_t>(m_in, m_in + m_inSize); }
    Writer &begin()
    {
        m_writer.begin(m_out + sizeof(Header), m_outSize - sizeof(Header));
        return m_writer;
    }
    void end()
    {
        header().overflow = m_writer.spilled() ? static_cast<uint32_t>(m_writer.spill().size()) : 0;
    }
    // Puts [code, message] into `out`; false, so that a job can return it.
    bool fail(int32_t code, const QString &message);
    // The same of the exception that is being handled.
    bool failByException() noexcept;
    bool takeOverflow();

private:
    uint8_t *m_in = nullptr;
    std::size_t m_inSize = 0;
    uint8_t *m_out = nullptr;
    std::size_t m_outSize = 0;
    alignas(8) uint8_t m_nowhere[sizeof(Header)] = {};
    Writer m_writer;
};

}  // namespace qta
