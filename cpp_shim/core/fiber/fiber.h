// Switching between stacks: Boost.Context's switch, without what it costs the processor's return predictor.
#pragma once

#include "fiber/stack.h"

#include <boost/context/detail/fcontext.hpp>

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif

namespace qta {

using boost::context::detail::fcontext_t;
using boost::context::detail::transfer_t;

// Goes on where `to` left off, and returns when somebody switches back here: to where they left off, with their `data`.
//
// jump_fcontext() is entered by a call and never returns by a `ret`, so that the processor mispredicts the returns of all
// functions around it, on both stacks: 28 ns for each round trip from five calls deep, of 41 in all (measured). On x86_64
// it is entered by a jump instead.
[[gnu::always_inline]] inline transfer_t switchTo(fcontext_t to, void *data = nullptr)
{
#if defined(__x86_64__) && !defined(__AVX512F__) && !defined(__APX_F__)
    void *fiber = nullptr;
    void *received = nullptr;
    // Below the red zone of the function that this is inlined into. What the callee keeps, jump_fcontext() keeps.
    asm volatile(
        "leaq -128(%%rsp), %%rsp\n\t"
        "leaq 1f(%%rip), %%rax\n\t"
        "pushq %%rax\n\t"
        "jmp jump_fcontext@PLT\n"
        "1:\n\t"
        "leaq 128(%%rsp), %%rsp"
        : "=&a"(fiber), "=&d"(received), "+D"(to), "+S"(data)
        :
        : "rcx", "r8", "r9", "r10", "r11", "cc", "memory", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7",
          "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15");
    return {fiber, received};
#else
    return boost::context::detail::jump_fcontext(to, data);
#endif
}

// What AddressSanitizer has to know of a stack: to be told before each switch and after it. Nothing without it.
class SanitizedStack
{
public:
#ifdef __SANITIZE_ADDRESS__
    SanitizedStack() = default;
    explicit SanitizedStack(const Stack &stack)
        : m_bottom(stack.bottom()), m_size(Stack::kSize), m_isFiber(true) {}
    // The functions on it never return: what they have marked must not be taken for marks of the memory's next user.
    ~SanitizedStack()
    {
        if (m_isFiber)
            ASAN_UNPOISON_MEMORY_REGION(m_bottom, m_size);
    }
    void leaveTo(const SanitizedStack &other)
    {
        __sanitizer_start_switch_fiber(&m_fake, other.m_bottom, other.m_size);
    }
    void arriveFrom(SanitizedStack &other)
    {
        __sanitizer_finish_switch_fiber(m_fake, &other.m_bottom, &other.m_size);
    }

private:
    const void *m_bottom = nullptr;
    std::size_t m_size = 0;
    const bool m_isFiber = false;
    void *m_fake = nullptr;
#else
    SanitizedStack() = default;
    explicit SanitizedStack(const Stack &) {}
    void leaveTo(const SanitizedStack &) {}
    void arriveFrom(SanitizedStack &) {}
#endif
};

}  // namespace qta
