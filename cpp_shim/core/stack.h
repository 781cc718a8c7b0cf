// Stacks for the fibers: reserved address space, backed by memory page by page as it is touched, with a guard
// page at the low end so that an overflow is a fault and never a silent corruption.
#pragma once

#include <boost/context/stack_context.hpp>

#include <cstddef>
#include <new>
#include <sys/mman.h>
#include <unistd.h>

namespace qta {

struct GuardedStack {
    static constexpr std::size_t kSize = 8u << 20;  // what a main thread has

    boost::context::stack_context allocate() const
    {
        const std::size_t page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
        const std::size_t size = kSize + page;
        void *low = ::mmap(nullptr, size, PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
        if (low == MAP_FAILED)
            throw std::bad_alloc();
        ::mprotect(low, page, PROT_NONE);
        boost::context::stack_context context;
        context.size = size;
        context.sp = static_cast<char *>(low) + size;
        return context;
    }

    void deallocate(boost::context::stack_context &context) const noexcept
    {
        ::munmap(static_cast<char *>(context.sp) - context.size, context.size);
    }
};

}  // namespace qta
