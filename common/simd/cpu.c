/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/simd/cpu.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* The compiler's built-in also asks whether the system saves the registers. */
#if defined __x86_64__
static unsigned detect(void)
{
	unsigned found = 0;
	if (__builtin_cpu_supports("sse4.1"))
		found |= CPU_SSE41;
	if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2"))
		found |= CPU_AVX2;
	if (found & CPU_AVX2 && __builtin_cpu_supports("avx512f") &&
		__builtin_cpu_supports("avx512bw") &&
		__builtin_cpu_supports("avx512vl") &&
		__builtin_cpu_supports("avx512dq") &&
		__builtin_cpu_supports("avx512vbmi") &&
		__builtin_cpu_supports("avx512vbmi2") &&
		__builtin_cpu_supports("avx512vpopcntdq"))
		found |= CPU_AVX512;
	return found;
}
#elif defined __aarch64__
static unsigned detect(void)
{
	return CPU_NEON;
}
#else
static unsigned detect(void)
{
	return 0;
}
#endif

static unsigned ceiling(const char *name)
{
	static const struct {
		const char *name;
		unsigned allowed;
	} levels[] = {
		{"scalar", 0},
		{"sse41", CPU_SSE41},
		{"avx2", CPU_SSE41 | CPU_AVX2},
	};
	for (size_t i = 0; name && i < sizeof levels / sizeof *levels; i++) {
		if (strcmp(name, levels[i].name) == 0)
			return levels[i].allowed;
	}
	return ~0u;
}

bool cpu_has(unsigned needs)
{
	enum { KNOWN = 1 << 16 };
	static _Atomic unsigned known;
	unsigned found = atomic_load_explicit(&known, memory_order_relaxed);
	if (!found) {
		found = KNOWN | (detect() & ceiling(getenv("MEJU_KERNEL")));
		atomic_store_explicit(&known, found, memory_order_relaxed);
	}
	return (needs & ~found) == 0;
}
