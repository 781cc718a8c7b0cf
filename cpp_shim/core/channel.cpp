#include "channel.h"

namespace qta {

namespace {

constexpr std::size_t padded(std::size_t size)
{
    return (size + 7) & ~std::size_t{7};
}

}  // namespace

void Writer::begin(uint8_t *buffer, std::size_t size)
{
    m_buffer = buffer;
    m_size = size;
    m_length = 0;
    m_spilled = false;
    m_spill.clear();
}

uint8_t *Writer::room(std::size_t size)
{
    if (!m_spilled) {
        if (m_length + size <= m_size) {
            uint8_t *at = m_buffer + m_length;
            m_length += size;
            return at;
        }
        m_spill.assign(m_buffer, m_buffer + m_length);
        m_spilled = true;
    }
    const std::size_t length = m_spill.size();
    m_spill.resize(length + size);
    return m_spill.data() + length;
}

void Writer::head(Tag tag, uint32_t n)
{
    const uint32_t words[2] = {static_cast<uint32_t>(tag), n};
    std::memcpy(room(sizeof words), words, sizeof words);
}

void Writer::bytes(const void *data, std::size_t size)
{
    uint8_t *at = room(padded(size));
    if (size)
        std::memcpy(at, data, size);
}

void Writer::string(const QString &text)
{
    const std::size_t size = static_cast<std::size_t>(text.size());
    const char16_t *const units = reinterpret_cast<const char16_t *>(text.constData());
    char16_t all = 0;
    for (std::size_t i = 0; i < size; ++i)
        all |= units[i];
    if (all >= 0x80)
        return utf16(Tag::String, text);
    head(Tag::Ascii, static_cast<uint32_t>(size));
    uint8_t *const at = room(padded(size));
    for (std::size_t i = 0; i < size; ++i)
        at[i] = static_cast<uint8_t>(units[i]);
}

void Writer::utf16(Tag tag, const QString &text)
{
    head(tag, static_cast<uint32_t>(text.size()));
    bytes(text.constData(), static_cast<std::size_t>(text.size()) * sizeof(QChar));
}

bool Reader::skip(std::size_t size, const uint8_t *&at)
{
    const std::size_t whole = padded(size);
    if (whole > static_cast<std::size_t>(m_end - m_at))
        return false;
    at = m_at;
    m_at += whole;
    return true;
}

bool Reader::bytes(void *to, std::size_t size)
{
    const uint8_t *at = nullptr;
    if (!skip(size, at))
        return false;
    std::memcpy(to, at, size);
    return true;
}

bool Reader::head(Tag &tag, uint32_t &n)
{
    uint32_t words[2];
    if (!bytes(words, sizeof words))
        return false;
    tag = static_cast<Tag>(words[0]);
    n = words[1];
    return true;
}

bool Reader::string(uint32_t units, QString &to)
{
    const uint8_t *at = nullptr;
    if (!skip(std::size_t{units} * sizeof(QChar), at))
        return false;
    to = QString(reinterpret_cast<const QChar *>(at), units);
    return true;
}

void Channel::open(uint8_t *in, std::size_t inSize, uint8_t *out, std::size_t outSize)
{
    m_in = in;
    m_inSize = inSize;
    const Header kept = m_out ? header() : Header{};
    m_out = out;
    m_outSize = outSize;
    header() = kept;
}

void Channel::close()
{
    m_in = m_out = nullptr;
    m_inSize = m_outSize = 0;
}

Writer &Channel::begin()
{
    m_writer.begin(m_out + sizeof(Header), m_outSize - sizeof(Header));
    return m_writer;
}

void Channel::end()
{
    Header &head = header();
    head.length = static_cast<uint32_t>(m_writer.length());
    head.overflow = m_writer.spilled() ? head.length : 0;
}

bool Channel::fail(int32_t code, const QString &message)
{
    Writer &writer = begin();
    writer.head(Tag::Int, static_cast<uint32_t>(code));
    writer.string(message);
    end();
    return false;
}

bool Channel::takeOverflow()
{
    const std::vector<uint8_t> &spill = m_writer.spill();
    if (!m_writer.spilled() || spill.size() > m_outSize - sizeof(Header))
        return false;
    std::memcpy(m_out + sizeof(Header), spill.data(), spill.size());
    header().overflow = 0;
    return true;
}

}  // namespace qta
