// The C ABI of the shim's quick library. It only makes things: what it has made goes through the core library.
// The rules are those of core/abi/qtasyncio.h. Load the core library first.
#pragma once

#include "abi/qtasyncio.h"

// As qta_abi_hash(), of this library.
QTA_EXPORT int32_t qta_quick_abi_hash(void);

// Tells the core library how QML's things are made and what can be done with them. Any number of times.
QTA_EXPORT int32_t qta_quick_open(void);

// Creates a QGuiApplication, as qta_widgets_gui_application_create().
QTA_EXPORT int32_t qta_quick_application_create(void);
