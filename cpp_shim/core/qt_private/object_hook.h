// Hearing of each QObject that is made.
#pragma once

#include "abi/visibility.h"

class QObject;

namespace qta {

// Has the callback called at the end of the constructor of every QObject, on its thread, for as long as the process
// lasts. To be called once.
//
// Private to Qt: the table qtHookData, which Qt keeps for debuggers and probes. It is looked up by its symbol at run time,
// in Qt 6 alone. Without it nothing is called.
void onObjectMade(void (*callback)(QObject *object));

// Whether this Qt has the table: for the test that is to be run first on a new Qt.
QTA_INTERNAL bool canHearOfObjects();

}  // namespace qta
