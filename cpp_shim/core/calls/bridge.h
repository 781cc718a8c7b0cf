// The QObject bridge: jobs (fiber/scheduler.h) that act on objects through the meta-object system.
#pragma once

#include <cstdint>

namespace qta {

bool create();
bool getProperty(double handle, int property);
bool setProperty(double handle, int property);
bool invoke(double handle, int method, int count);
bool invokeOverloaded(double handle, int count);
bool modelIndex(int field);
bool connectSignal(double handle, int signal);
bool watchEvents(double handle);

}  // namespace qta
