// Stacks for the fibers: reserved address space, backed by memory page by page as it is touched, with a guard
// page at the low end so that an overflow is a fault and never a silent corruption.
#pragma once

#include <cstddef>
#include <new>
#include <sys/mman.h>
#include <unistd.h>

namespace qta {

class Stack
{
public:
    static constexpr std::size_t kSize = 8u << 20;  // what a main thread has

    Stack() : m_page(static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)))
    {
        m_low = ::mmap(nullptr, kSize + m_page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
        if (m_low == MAP_FAILED)
            throw std::bad_alloc();
        ::mprotect(m_low, m_page, PROT_NONE);
    }
    ~Stack() { ::munmap(m_low, kSize + m_page); }
    Stack(const Stack &) = delete;
    Stack &operator=(const Stack &) = delete;

    // Stacks grow downwards from here.
    void *top() const noexcept { return static_cast<char *>(m_low) + kSize + m_page; }

private:
    const std::size_t m_page;
    void *m_low = nullptr;
};

}  // namespace qta
