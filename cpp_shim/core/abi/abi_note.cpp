// In each library of the shim: a note (elf(5)) with the hash of its ABI, so that ffi/inspect.ts can tell what a file is
// before the loader runs any code of it.
#include "abi/qtasyncio.h"

#ifdef __ELF__

namespace {

struct Note {
    uint32_t nameSize;
    uint32_t contentSize;
    uint32_t type;
    char name[12];
    uint32_t abiHash;
};

__attribute__((section(".note.qtasyncio"), used, aligned(4))) const Note note = {
    sizeof "qtasyncio", sizeof(uint32_t), 1, "qtasyncio", QTA_ABI_HASH};

}  // namespace

#endif
