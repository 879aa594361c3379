/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/simd/classify_impl.h"

#if defined __x86_64__
#include <smmintrin.h>

typedef uint8_t vec __attribute__((vector_size(16)));

static inline uint64_t mask_of(vec v)
{
	return (uint32_t)_mm_movemask_epi8((__m128i)v);
}

#include "common/simd/classify_template.h"

const struct classify_kernel classify_sse41 = {"sse41", CPU_SSE41, run};
#endif
