/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/simd/kernel.h"

#if defined __x86_64__
#include <immintrin.h>

#define LANES 16
#include "common/simd/vector.h"

static inline vec four_bytes(const uint8_t *p, vec at)
{
	__m512i v = _mm512_loadu_si512(p);
	return (vec)_mm512_permutexvar_epi8((__m512i)at, v);
}

static inline vec shift_right(vec v, vec by)
{
	return v >> by;
}

/* ~(v & mask) is one instruction, and -~x is x + 1.  A compiler that does not
 * see the whole sum does not make it longer for the sake of shorter chains. */
static inline vec add_gap(vec sum, vec v, vec mask)
{
	__m512i x = (__m512i)v, m = (__m512i)mask;
	sum -= (vec)_mm512_ternarylogic_epi32(x, m, m, 0x3f);
	__asm__("" : "+v"(sum));
	return sum;
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

static inline vec bit_counts(vec v)
{
	return (vec)_mm512_popcnt_epi32((__m512i)v);
}

static inline vec halves_at(const uint16_t *p, const uint32_t *i)
{
	return (vec)_mm512_cvtepu16_epi32(
		_mm256_set_m128i(eight_halves(p, i + 8), eight_halves(p, i)));
}

static inline unsigned lanes_above(vecf v, float least, bool or_equal)
{
	__m512 x = (__m512)v, y = _mm512_set1_ps(least);
	return or_equal ? _mm512_cmp_ps_mask(x, y, _CMP_GE_OQ)
			: _mm512_cmp_ps_mask(x, y, _CMP_GT_OQ);
}

/* Compressing straight to memory is 13 times slower on Zen 4. */
static inline void store_lanes(
	uint32_t *a, float *b, vec x, vecf y, unsigned mask)
{
	__mmask16 m = (__mmask16)mask;
	_mm512_storeu_si512(a, _mm512_maskz_compress_epi32(m, (__m512i)x));
	_mm512_storeu_ps(b, _mm512_maskz_compress_ps(m, (__m512)y));
}

#define WIDEST 25
#define WIDER bitpack_scalar
#include "common/simd/bitpack_template.h"
#include "common/simd/bitmap_template.h"
#include "common/simd/score_template.h"
#include "common/simd/window_template.h"

static const struct bitpack_kernel bitpack_kernel = {
	unpack, unpack_delta, sum, add_one, lower_bound};

const struct kernel kernel_avx512 = {"avx512", CPU_AVX512, &bitpack_kernel,
	&bitmap_kernel, &score_kernel, &window_kernel};
#endif
