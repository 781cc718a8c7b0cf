// Calls of functions that are written in TypeScript.
#pragma once

#include "abi/qtasyncio.h"

#include <QVariantList>

class QObject;

namespace qta {

// Qt stands still until TypeScript has answered.
class ScriptCall
{
public:
    ScriptCall(QObject *target, int function, QVariantList arguments)
        : m_target(target), m_function(function), m_arguments(std::move(arguments))
    {
    }

    // What belongs to the answer is in `value`. Where JavaScript cannot be asked, on another thread or after Qt's end,
    // null is returned.
    QtaFunctionResult run(QVariant &value) const;

private:
    QObject *const m_target;
    const int m_function;
    const QVariantList m_arguments;
};

}  // namespace qta
