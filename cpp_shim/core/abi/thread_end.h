// The end of a thread that Qt ran on, beside the end of the process.
//
// When such a thread ends, Qt frees what it keeps for it. When the process ends, Qt's own static objects are destroyed,
// on the main thread. Qt does not expect both at once, and corrupts memory; with `deno test`, whose threads end when the
// process does, that happens in some runs of a hundred. So the one waits here for the other.
#pragma once

#include "abi/visibility.h"

#include <cstdint>

namespace qta {

// To be called on the thread of an application, when the application exists and again when it is gone. `ends` is called
// when the thread ends.
void guardThreadEnd(void (*ends)());

// A number that belongs to the calling thread alone. The system's ids of threads are used again for later ones.
extern QTA_INTERNAL __thread uint64_t t_token __attribute__((tls_model("initial-exec")));
QTA_INTERNAL uint64_t makeThreadToken() noexcept;

inline uint64_t threadToken() noexcept
{
    const uint64_t known = t_token;
    return known ? known : makeThreadToken();
}

}  // namespace qta
