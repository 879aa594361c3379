/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/simd/bitpack_impl.h"

#if defined __x86_64__
#include <immintrin.h>

#define LANES 16
typedef uint32_t vec __attribute__((vector_size(64)));

static inline vec four_bytes(const uint8_t *p, size_t half, vec at)
{
	(void)half;
	__m512i v = _mm512_loadu_si512(p);
	return (vec)_mm512_permutexvar_epi8((__m512i)at, v);
}

static inline vec bits_before(unsigned bits)
{
	return (vec){0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15} *
	       bits;
}

static inline vec shift_right(vec v, vec by)
{
	return v >> by;
}

/* The lanes moved up by `n`, which must be a constant. */
#define LANES_UP(x, n) _mm512_alignr_epi32(x, _mm512_setzero_si512(), 16 - (n))

static inline vec scan(vec v)
{
	__m512i x = (__m512i)v;
	x = _mm512_add_epi32(x, LANES_UP(x, 1));
	x = _mm512_add_epi32(x, LANES_UP(x, 2));
	x = _mm512_add_epi32(x, LANES_UP(x, 4));
	return (vec)_mm512_add_epi32(x, LANES_UP(x, 8));
}

static inline vec last_lane(vec v)
{
	return (vec)_mm512_permutexvar_epi32(_mm512_set1_epi32(15), (__m512i)v);
}

static inline unsigned count_less(const uint32_t p[16], uint32_t than)
{
	__mmask16 less = _mm512_cmplt_epu32_mask(
		_mm512_loadu_si512(p), _mm512_set1_epi32((int)than));
	return (unsigned)__builtin_popcount(less);
}

#include "common/simd/bitpack_template.h"

const struct bitpack_kernel bitpack_avx512 = {
	"avx512", CPU_AVX512, unpack, unpack_delta, sum, lower_bound};
#endif
