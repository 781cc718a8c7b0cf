// The receiver of every signal that TypeScript listens to.
#pragma once

#include <QMetaMethod>
#include <QObject>
#include <QPointer>

#include <vector>

namespace qta {

// Each connection has a method index of the hub's own, beyond those that its class declares; Qt calls them through
// qt_metacall(), as it does for a QSignalSpy. Automatic connections: a signal of another thread arrives as an event.
class Hub : public QObject
{
public:
    int connect(QObject *sender, int signal);
    bool disconnect(int connection);

    // Suspends the running fiber from inside event(), so that JavaScript runs one scope level above the suspended
    // loop. Without it Qt takes a deleteLater() of JavaScript for one of that loop's own code and delivers it only
    // after the loop has ended.
    void suspend();

    bool event(QEvent *event) override;
    int qt_metacall(QMetaObject::Call call, int id, void **arguments) override;

private:
    struct Entry {
        QMetaObject::Connection connection;
        QMetaMethod signal;
        bool used = false;
    };
    std::vector<Entry> m_entries;
    std::vector<int> m_free;
};

}  // namespace qta
