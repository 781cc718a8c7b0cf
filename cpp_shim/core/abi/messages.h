// Qt's messages (qDebug() and the like, of any thread) on their way to JavaScript.
#pragma once

#include "wire/channel.h"

#include <QByteArray>
#include <QPointer>
#include <QString>
#include <QtGlobal>

#include <atomic>
#include <mutex>
#include <vector>

class QObject;

namespace qta {

class Handles;
class Values;
class Waiter;

// Kept until JavaScript takes them, which the header of `out` and a waking wait() tell it to. A handler cannot run where a
// message comes up: Qt may hold locks there, and other threads have no JavaScript.
class Messages
{
public:
    Messages(Channel &channel, Handles &handles, Values &values, Waiter &waiter);

    // From createApplication() to destroyApplication(); `fallback` gets what nobody takes.
    void start(QtMessageHandler fallback);
    // Returns the fallback, for Qt.
    QtMessageHandler stop();

    // On any thread.
    void add(QtMsgType type, const QMessageLogContext &context, const QString &text, bool owner);
    // Whether some wait.
    bool waiting() const noexcept { return m_waiting.load(std::memory_order_acquire); }
    // A list: [level, category, text, file, line, object] of each.
    void write(Writer &writer);
    // To the fallback: there is no JavaScript any more.
    void flush();

private:
    struct Message {
        QtMsgType type;
        QByteArray category;
        QByteArray file;
        QByteArray function;
        int line;
        QString text;
        QPointer<QObject> object;
    };

    std::vector<Message> take();

    Channel &m_channel;
    Handles &m_handles;
    Values &m_values;
    Waiter &m_waiter;
    std::mutex m_mutex;
    std::atomic<bool> m_waiting{false};
    QtMessageHandler m_fallback = nullptr;
    bool m_collecting = false;
    std::vector<Message> m_messages;
};

}  // namespace qta
