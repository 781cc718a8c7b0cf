// The thread that Qt takes for the main one.
#pragma once

#include "abi/visibility.h"

class QThread;

namespace qta {

// Qt takes the first thread that uses it for the main one, which lasts as long as the process. When that thread ends, Qt
// lets go of what it keeps for it; when the process ends, it does so once more, and frees it under the objects of plugins.
// This makes Qt forget the thread, if it is the noted one and `hasEnded` says so.
//
// Private to Qt: the variable QCoreApplicationPrivate::theMainThread, which no public function sets. It is looked up by
// its symbol at run time, in Qt 6 alone. Without it nothing is done: then a process whose first Qt thread has ended
// may crash when it exits.
void forgetMainThread(bool (*hasEnded)(QThread *thread));

// Whether this Qt has the variable: for the test that is to be run first on a new Qt.
QTA_INTERNAL bool canForgetMainThread();

}  // namespace qta
