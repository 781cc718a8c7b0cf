#include "abi/messages.h"

#include "fiber/waiter.h"
#include "objects/handles.h"
#include "wire/values.h"

#include <QObject>

#include <utility>

namespace qta {

namespace {

// More than a program can be told of at once: a loop that warns would fill the memory before JavaScript runs again.
constexpr std::size_t kMost = 10'000;

// What qDebug() makes of an object: QPushButton(0x55d0c8a3b2c0, name = "ok").
quintptr addressIn(const QString &text)
{
    const qsizetype at = text.indexOf(QLatin1String("(0x"));
    if (at < 1)
        return 0;
    qsizetype end = at + 3;
    while (end < text.size() && QStringView(u"0123456789abcdef").contains(text.at(end)))
        ++end;
    return QStringView(text).mid(at + 3, end - at - 3).toULongLong(nullptr, 16);
}

}  // namespace

Messages::Messages(Channel &channel, Handles &handles, Values &values, Waiter &waiter)
    : m_channel(channel), m_handles(handles), m_values(values), m_waiter(waiter)
{
}

void Messages::start(QtMessageHandler fallback)
{
    std::lock_guard lock(m_mutex);
    m_fallback = fallback;
    m_messages.clear();
    // Qt's own variable for a program whose messages must not get lost when it crashes.
    m_collecting = !qEnvironmentVariableIsSet("QT_FORCE_STDERR_LOGGING");
}

QtMessageHandler Messages::stop()
{
    std::lock_guard lock(m_mutex);
    m_collecting = false;
    return m_fallback;
}

void Messages::add(QtMsgType type, const QMessageLogContext &context, const QString &text, bool owner)
{
    std::unique_lock lock(m_mutex);
    if (!m_collecting || type == QtFatalMsg || m_messages.size() >= kMost) {
        const QtMessageHandler fallback = m_fallback;
        lock.unlock();
        return fallback(type, context, text);
    }
    QObject *const object = owner ? m_handles.known(addressIn(text)) : nullptr;
    // A pattern that the user has set says how a message looks.
    static const bool hasPattern = qEnvironmentVariableIsSet("QT_MESSAGE_PATTERN");
    m_messages.push_back({type, context.category, context.file, context.function, context.line,
                          hasPattern ? qFormatLogMessage(type, context, text) : text, object});
    m_waiting.store(true, std::memory_order_release);
    lock.unlock();
    // The header is the owner's; for another thread's message, the pump asks for it in its next turn.
    if (owner)
        m_channel.setNews(true);
    else
        m_waiter.wake();
}

std::vector<Messages::Message> Messages::take()
{
    std::lock_guard lock(m_mutex);
    m_waiting.store(false, std::memory_order_release);
    return std::exchange(m_messages, {});
}

void Messages::write(Writer &writer)
{
    const std::vector<Message> messages = take();
    writer.head(Tag::List, static_cast<uint32_t>(messages.size()));
    for (const Message &message : messages) {
        writer.head(Tag::List, 6);
        writer.head(Tag::Int, static_cast<uint32_t>(message.type));
        writer.string(QString::fromUtf8(message.category));
        writer.string(message.text);
        writer.string(QString::fromUtf8(message.file));
        writer.head(Tag::Int, static_cast<uint32_t>(message.line));
        if (message.object)
            m_values.writeObject(writer, message.object);
        else
            writer.head(Tag::Null, 0);
    }
}

void Messages::flush()
{
    for (const Message &message : take())
        m_fallback(message.type, QMessageLogContext(message.file.constData(), message.line, message.function.constData(), message.category.constData()), message.text);
}

}  // namespace qta
