/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/simd/classify_impl.h"

#if defined __x86_64__
#include <immintrin.h>

typedef uint8_t vec __attribute__((vector_size(32)));

static inline uint64_t mask_of(vec v)
{
	return (uint32_t)_mm256_movemask_epi8((__m256i)v);
}

#include "common/simd/classify_template.h"

const struct classify_kernel classify_avx2 = {"avx2", CPU_AVX2, run};
#endif
