#pragma once

// What the shim's other libraries use of the core library, in C++. They are built together with it and never mixed.
#define QTA_INTERNAL __attribute__((visibility("default")))
