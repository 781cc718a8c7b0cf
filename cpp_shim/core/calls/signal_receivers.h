// The receivers of the signals that TypeScript listens to.
#pragma once

#include <QObject>

#include <memory>
#include <vector>

namespace qta {

class Channel;
class Scheduler;
class Values;

class SignalReceivers
{
public:
    SignalReceivers(Scheduler &scheduler, Channel &channel, Values &values);
    ~SignalReceivers();

    // Returns the connection's id; negative if Qt refuses.
    int connect(QObject *sender, int signal);
    bool disconnect(int connection);
    void clear();

private:
    class Receiver;

    Scheduler &m_scheduler;
    Channel &m_channel;
    Values &m_values;
    std::vector<std::unique_ptr<Receiver>> m_receivers;  // by id
    std::vector<int> m_free;
};

}  // namespace qta
