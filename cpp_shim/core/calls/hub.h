// The receivers of the signals that TypeScript listens to.
#pragma once

#include <QObject>

#include <memory>
#include <vector>

namespace qta {

// One connection: a receiver of its own, so that a signal of another thread that is still on its way when TypeScript
// disconnects goes down with it, and never reaches another connection with arguments of another kind.
class Receiver : public QObject
{
public:
    explicit Receiver(int id) : m_id(id) {}

    bool connect(QObject *sender, int signal);
    // Deletes the receiver, at the latest when the calls that it is in have returned.
    static void retire(std::unique_ptr<Receiver> receiver);

    int qt_metacall(QMetaObject::Call call, int id, void **arguments) override;

private:
    const int m_id;
    std::vector<QMetaType> m_parameters;
    int m_calls = 0;
    bool m_retired = false;
};

class Hub : public QObject
{
public:
    int connect(QObject *sender, int signal);
    bool disconnect(int connection);

    // Suspends the running fiber from inside event(), so that JavaScript runs one scope level above the suspended
    // loop. Without it Qt takes a deleteLater() of JavaScript for one of that loop's own code and delivers it only
    // after the loop has ended.
    void suspend();

    // Tells the handles when an object is destroyed, on whatever thread.
    void watchEnd(QObject *object);

    bool event(QEvent *event) override;
    int qt_metacall(QMetaObject::Call call, int id, void **arguments) override;

private:
    std::vector<std::unique_ptr<Receiver>> m_receivers;
    std::vector<int> m_free;
};

}  // namespace qta
