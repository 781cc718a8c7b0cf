// The C ABI of the shim's widgets library. It only makes things: what it has made goes through the core library.
// The rules are those of core/abi/qtasyncio.h. Load the core library first.
#pragma once

#include "abi/qtasyncio.h"

// As qta_abi_hash(), of this library.
QTA_EXPORT int32_t qta_widgets_abi_hash(void);

// Tells the core library how widgets are made and what can be done with them. Any number of times.
QTA_EXPORT int32_t qta_widgets_open(void);

// Creates a QApplication; otherwise as qta_application_create(). Without a display (neither DISPLAY nor
// WAYLAND_DISPLAY is set, and no platform is asked for) it uses the offscreen platform.
QTA_EXPORT int32_t qta_widgets_application_create(void);

// Creates a QGuiApplication; otherwise the same.
QTA_EXPORT int32_t qta_widgets_gui_application_create(void);
