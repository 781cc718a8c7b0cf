// Calls of members of the classes of Qt's headers, by the numbers of their classes and forms.
#pragma once

#include "abi/constants.h"
#include "abi/visibility.h"
#include "objects/api_classes.h"
#include "objects/boxes.h"
#include "wire/channel.h"

#include <cstdint>
#include <limits>
#include <utility>

namespace qta {

class Call;
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
    // What such a call returns to JavaScript: its result, or NaN, and `numberStatus` says what has happened.
    double numbered(int32_t status)
    {
        const bool isNumber = std::exchange(m_wantsNumber, false) && m_hasNumber && status == QTA_DONE;
        if (isNumber && !channel.hasNews() && m_number == m_number)
            return m_number;
        if (isNumber)
            channel.header().number = m_number;
        m_numberStatus = isNumber ? QTA_NUMBER : status;
        return std::numeric_limits<double>::quiet_NaN();
    }
    int32_t numberStatus() const { return m_numberStatus; }
    // False if it has to be written as any result.
    bool leaveNumber(double number)
    {
        if (!m_wantsNumber)
            return false;
        m_number = number;
        return m_hasNumber = true;
    }
    // The name of a class, or its id, from the `in` buffer, its description to `out`.
    bool describe();
    bool copy(double handle);
    bool isValue(double handle)
    {
        const Boxes::Box *const box = boxes.find(handle);
        const ApiGlue *const glue = box ? classes.glue(box->id) : nullptr;
        return glue && glue->copy && !box->isVirtual;
    }
    // A class of JavaScript's, by the ids of `count` virtual functions in slots; its number to the header.
    bool addClass(uint32_t count);
    // Has JavaScript asked for what the class of an object overrides.
    bool override(double handle, int number);

private:
    bool m_wantsNumber = false;
    bool m_hasNumber = false;
    double m_number = 0;
    int32_t m_numberStatus = QTA_DONE;

    bool run(int member, Call &call);
    void *selfOf(double handle, int id, const ApiGlue &glue);
};

}  // namespace qta
