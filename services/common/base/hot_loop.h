// hot_loop: PLENUM_HOT_LOOP in front of a function compiles it a second time for processors with
// AVX2, and the better one is taken when the program starts. Only for functions whose result cannot
// depend on that: no fused multiplication is turned on, and sums keep their order.
//
// Sanitizers and clang go without: the choice is made before a sanitizer is ready.
#pragma once

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define PLENUM_HOT_LOOP __attribute__((target_clones("avx2", "default")))
#else
#define PLENUM_HOT_LOOP
#endif
