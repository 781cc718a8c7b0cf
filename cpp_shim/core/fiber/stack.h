// Stacks for the fibers: reserved address space, backed by memory page by page as it is touched, with a guard region
// at either end. A frame that is larger than a page can step over a guard page; no frame of Qt's steps over these.
#pragma once

#include "abi/visibility.h"

#include <cerrno>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <sys/mman.h>
#include <system_error>

namespace qta {

// The system has no memory, or no address space, for another stack.
class QTA_INTERNAL StackError : public std::runtime_error
{
public:
    StackError(const char *function, int code)
        : std::runtime_error("Cannot allocate memory for the stack of a call into Qt: " + std::string(function) + "() failed: "
                             + std::generic_category().message(code)
                             + ". Nest fewer calls, or raise the limits of memory (ulimit -v, vm.max_map_count)")
    {
    }
};

class Stack
{
public:
    static constexpr std::size_t kSize = 8u << 20;  // what a main thread has
    static constexpr std::size_t kGuard = 1u << 20;  // at the low end, where an overflow goes, and at the high end

    Stack()
        : m_start(static_cast<char *>(::mmap(nullptr, kAll, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0)))
    {
        if (m_start == MAP_FAILED)
            throw StackError("mmap", errno);
        if (::mprotect(bottom(), kSize, PROT_READ | PROT_WRITE) != 0) {
            const int code = errno;
            ::munmap(m_start, kAll);
            throw StackError("mprotect", code);
        }
    }
    ~Stack() { ::munmap(m_start, kAll); }
    Stack(const Stack &) = delete;
    Stack &operator=(const Stack &) = delete;

    char *bottom() const noexcept { return m_start + kGuard; }
    // Stacks grow downwards from here.
    char *top() const noexcept { return bottom() + kSize; }

private:
    static constexpr std::size_t kAll = kGuard + kSize + kGuard;

    char *const m_start;
};

}  // namespace qta
