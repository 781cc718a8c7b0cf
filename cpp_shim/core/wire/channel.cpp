#include "wire/channel.h"

#include <algorithm>
#include <exception>

namespace qta {

uint8_t *Writer::spillRoom(std::size_t size)
{
    if (!m_spilled) {
        m_spill.assign(m_buffer, m_buffer + m_length);
        m_spilled = true;
    }
    const std::size_t length = m_spill.size();
    m_spill.resize(length + size);
    return m_spill.data() + length;
}

Writer::Aside Writer::putAside() const
{
    const uint8_t *const begin = m_spilled ? m_spill.data() : m_buffer;
    const std::size_t count = m_spilled ? m_spill.size() : m_length;
    return {m_length, m_spilled, depth, tooDeep, {begin, begin + count}};
}

void Writer::takeBack(Aside &&aside)
{
    m_length = aside.length;
    m_spilled = aside.spilled;
    depth = aside.depth;
    tooDeep = aside.tooDeep;
    if (m_spilled)
        m_spill = std::move(aside.bytes);
    else
        std::copy(aside.bytes.begin(), aside.bytes.end(), m_buffer);
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
    // JavaScript compares whole words.
    if (size > 0)
        std::memset(at + padded(size) - 8, 0, 8);
    for (std::size_t i = 0; i < size; ++i)
        at[i] = static_cast<uint8_t>(units[i]);
}

void Writer::utf16(Tag tag, const QString &text)
{
    head(tag, static_cast<uint32_t>(text.size()));
    bytes(text.constData(), static_cast<std::size_t>(text.size()) * sizeof(QChar));
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

void Channel::detach()
{
    m_in = nullptr;
    m_inSize = 0;
    m_out = m_nowhere;
    m_outSize = sizeof m_nowhere;
}

bool Channel::fail(int32_t code, const QString &message)
{
    Writer &writer = begin();
    writer.head(Tag::Int, static_cast<uint32_t>(code));
    writer.string(message);
    end();
    return false;
}

bool Channel::failByException() noexcept
{
    try {
        throw;
    } catch (const std::exception &error) {
        return fail(QTA_E_INTERNAL, QString::fromUtf8(error.what()));
    } catch (...) {
        return fail(QTA_E_INTERNAL, QStringLiteral("Unknown C++ exception"));
    }
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
