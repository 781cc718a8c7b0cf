// Calls of functions that are written in TypeScript.
#pragma once

#include "abi/constants.h"

#include <QVariantList>

class QObject;

namespace qta {

class Channel;
class Handles;
class Scheduler;
class Values;

class ScriptCalls
{
public:
    ScriptCalls(Scheduler &scheduler, Channel &channel, const Handles &handles, Values &values)
        : values(values), m_scheduler(scheduler), m_channel(channel), m_handles(handles)
    {
    }

    Values &values;

    // Qt stands still until TypeScript has answered. What belongs to the answer is in `value`. Where JavaScript cannot be
    // asked, on another thread or after Qt's end, null is returned.
    QtaFunctionResult run(QObject *target, int function, const QVariantList &arguments, QVariant &value);

private:
    Scheduler &m_scheduler;
    Channel &m_channel;
    const Handles &m_handles;
};

}  // namespace qta
