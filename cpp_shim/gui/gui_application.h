// How the applications of programs with windows start: the same for the widgets and the quick library, which both link
// it statically.
#pragma once

#include <cstdint>
#include <functional>

class QCoreApplication;

namespace qta {

class Channel;
class Runtime;

using MakeGuiApplication = std::function<QCoreApplication *(int &argc, char **argv)>;

// Tells the core library what Qt6Gui has to offer. Any number of times, from whichever library.
void openGui(Runtime &all);

// Makes an application that may have windows: on the offscreen platform where there is no display and none is asked
// for. Null, with the error in `out`, if the display cannot be reached: Qt would end the process.
QCoreApplication *makeGuiApplication(Channel &channel, int &argc, char **argv, const MakeGuiApplication &make);

// Makes the QGuiApplication of this process, for a function of the C ABI, whose status it returns.
int32_t createGuiApplication();

}  // namespace qta
