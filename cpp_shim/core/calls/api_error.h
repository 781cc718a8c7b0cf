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

// The object of a handle. `what` is what errors call it.
inline QObject *usable(Handles &handles, double handle, const QString &what)
{
    QObject *const object = handles.find(handle);
    if (!object)
        refuse(QTA_E_DESTROYED, QStringLiteral("%1 has been destroyed").arg(what));
    if (object->thread() != handles.thread())
        refuse(QTA_E_STATE, QStringLiteral("%1 lives in another thread: it cannot be used from this one").arg(what));
    return object;
}

}  // namespace qta
