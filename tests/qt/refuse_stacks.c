// To be preloaded: makes the system refuse memory as it does when a process has too many mappings, which no limit can
// bring about for a test alone.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stddef.h>
#include <sys/mman.h>

static size_t refused = 0;

// From now on, regions of `size` bytes cannot be made writable; 0: all can.
void refuse_writable(size_t size)
{
    refused = size;
}

int mprotect(void *address, size_t size, int protection)
{
    if (size == refused && protection == (PROT_READ | PROT_WRITE)) {
        errno = ENOMEM;
        return -1;
    }
    int (*original)(void *, size_t, int) = (int (*)(void *, size_t, int))dlsym(RTLD_NEXT, "mprotect");
    return original(address, size, protection);
}
