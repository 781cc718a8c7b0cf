// The C ABI of the shim's network library. It only makes things: what it has made goes through the core library.
// The rules are those of core/abi/qtasyncio.h. Load the core library first.
#pragma once

#include "abi/qtasyncio.h"

// As qta_abi_hash(), of this library.
QTA_EXPORT int32_t qta_network_abi_hash(void);

// Tells the core library how local sockets are made and what can be done with them. Any number of times.
QTA_EXPORT int32_t qta_network_open(void);
