// Calls of members of the classes of Qt's headers, by the numbers of their classes and forms.
#pragma once

#include "abi/constants.h"
#include "abi/visibility.h"
#include "objects/api_classes.h"
#include "objects/boxes.h"

#include <cstdint>

namespace qta {

class Call;
class Channel;
class Handles;
class Scheduler;
class Values;

// A member is the id of its class above this many bits, and a number of its forms in them.
constexpr int kFormBits = 12;
// Arguments of a call.
constexpr uint32_t kMostSlots = 32;
// Arguments of a call that has numbers alone.
constexpr int kNumbers = 4;

class QTA_INTERNAL Api
{
public:
    Api(Channel &channel, Handles &handles, Values &values, ApiClasses &classes, Boxes &boxes, Scheduler &scheduler)
        : channel(channel), handles(handles), values(values), classes(classes), boxes(boxes), scheduler(scheduler)
    {
        boxes.hooks.setApi(*this);
    }

    Channel &channel;
    Handles &handles;
    Values &values;
    ApiClasses &classes;
    Boxes &boxes;
    Scheduler &scheduler;

    // A job: arguments from the `in` buffer, results to `out`.
    bool call(int member, double handle, uint32_t count);
    // The same with numbers alone.
    bool call(int member, double handle, const double *numbers);
    // The status of such a call, when it has returned to JavaScript for the first time.
    int32_t numbered(int32_t status)
    {
        // Another thread's has not begun.
        if (status != QTA_DONE && status != QTA_ERROR && status != QTA_CALL && status != QTA_BLOCKED)
            return status;
        m_wantsNumber = false;
        return status == QTA_DONE && m_hasNumber ? QTA_NUMBER : status;
    }
    // False if it has to be written as any result.
    bool leaveNumber(double number);
    // The name of a class, or its id, from the `in` buffer, its description to `out`.
    bool describe();
    bool copy(double handle);
    // A class of JavaScript's, by the ids of `count` virtual functions in slots; its number to the header.
    bool addClass(uint32_t count);
    // Has JavaScript asked for what the class of an object overrides.
    bool override(double handle, int number);

private:
    bool m_wantsNumber = false;
    bool m_hasNumber = false;

    bool run(int member, Call &call);
    void *selfOf(double handle, int id, const ApiGlue &glue);
};

}  // namespace qta
