// Signals of the process that end a program in good order: SIGINT, SIGTERM, SIGHUP.
#pragma once

namespace qta {

// Takes a signal over whose listener JavaScript has just added. The first one goes on to JavaScript. The second one ends
// the process at once, by the signal's default action: also while JavaScript computes without end and hears of neither.
// False if the system refuses. Any thread.
bool guardSignal(int number);

// Gives the signal back. Returns whether it has come since. Any thread.
bool releaseSignal(int number);

// Gives all of them back.
void releaseSignals();

}  // namespace qta
