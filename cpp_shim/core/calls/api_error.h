// What a call of a member of Qt's headers is refused with.
#pragma once

#include "abi/constants.h"
#include "objects/handles.h"

#include <QObject>
#include <QString>

namespace qta {

// Thrown where arguments do not fit.
struct ApiError {
    QtaErrorCode code;
    QString message;
};

[[noreturn]] inline void refuse(QtaErrorCode code, const QString &message)
{
    throw ApiError{code, message};
}

// What errors call an object: that of an argument, or the one whose member is called.
constexpr int kSelf = -1;
inline QString objectOf(int argument)
{
    return argument == kSelf ? QStringLiteral("The object") : QStringLiteral("The object of argument %1").arg(argument + 1);
}

// The object of a handle, which is that of an argument or kSelf.
inline QObject *usable(Handles &handles, double handle, int argument)
{
    QObject *const object = handles.find(handle);
    if (!object)
        refuse(QTA_E_DESTROYED, QStringLiteral("%1 has been destroyed").arg(objectOf(argument)));
    if (object->thread() != handles.thread())
        refuse(QTA_E_STATE, QStringLiteral("%1 lives in another thread: it cannot be used from this one").arg(objectOf(argument)));
    return object;
}

}  // namespace qta
