/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/simd/classify_impl.h"

#if defined __x86_64__
#include <immintrin.h>

typedef uint8_t vec __attribute__((vector_size(64)));

static inline uint64_t mask_of(vec v)
{
	return _mm512_movepi8_mask((__m512i)v);
}

#include "common/simd/classify_template.h"

const struct classify_kernel classify_avx512 = {"avx512", CPU_AVX512, run};
#endif
