/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/bytes.h"
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

static inline vecf floats_at(const float *p, vec i)
{
	return (vecf)_mm512_i32gather_ps((__m512i)i, p, 4);
}

static inline vec wide_bytes(const uint8_t *p)
{
	return (vec)_mm512_cvtepu8_epi32(
		_mm_loadu_si128((const __m128i *)(const void *)p));
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

static inline uint64_t top_bits(vecb v)
{
	return _mm512_movepi8_mask((__m512i)v);
}

static inline vecb table_of(const uint8_t bytes[16])
{
	return (vecb)_mm512_broadcast_i32x4(
		_mm_loadu_si128((const __m128i *)bytes));
}

static inline vecb look_up(vecb table, vecb i)
{
	return (vecb)_mm512_shuffle_epi8((__m512i)table, (__m512i)i);
}

#define WIDEST 25
#define WIDER bitpack_scalar
#include "common/simd/bitpack_template.h"
#include "common/simd/bitmap_template.h"
#include "common/simd/score_template.h"
#include "common/simd/window_template.h"
#include "common/simd/classify_template.h"
#include "common/simd/prefix_template.h"

static inline void put_halves(uint16_t *out, __m256i bytes, __m512i base)
{
	_mm512_storeu_si512(
		out, _mm512_add_epi16(_mm512_cvtepu8_epi16(bytes), base));
}

static void put_bits(const uint8_t *in, unsigned words, uint16_t *out)
{
	static const uint8_t order[64] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
		12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27,
		28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
		44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59,
		60, 61, 62, 63};
	__m512i numbers = _mm512_loadu_si512(order);
	__m512i base = _mm512_setzero_si512();
	for (unsigned i = 0; i < words; i++) {
		uint64_t mask = get_u64(in + 8 * i);
		__m512i v = _mm512_maskz_compress_epi8(mask, numbers);
		unsigned count = (unsigned)__builtin_popcountll(mask);
		put_halves(out, _mm512_castsi512_si256(v), base);
		if (count > 32)
			put_halves(out + 32, _mm512_extracti64x4_epi64(v, 1),
				base);
		out += count;
		base = _mm512_add_epi16(base, _mm512_set1_epi16(64));
	}
}

/* 16 lanes of 8 numbers to 8 rows of 16: first the halves of four rows each,
 * then these side by side, two rows to a vector. */
static void to_rows(const uint16_t *in, uint32_t from, uint32_t *out)
{
	static const uint16_t columns[32] = {0, 8, 16, 24, 32, 40, 48, 56, 1, 9,
		17, 25, 33, 41, 49, 57, 2, 10, 18, 26, 34, 42, 50, 58, 3, 11,
		19, 27, 35, 43, 51, 59};
	static const uint64_t beside[8] = {0, 1, 8, 9, 2, 3, 10, 11};
	__m512i v[4], base = _mm512_set1_epi32((int)from);
	for (unsigned i = 0; i < 4; i++)
		v[i] = _mm512_loadu_si512(in + 32 * i);
#pragma GCC unroll 4
	for (unsigned r = 0; r < 8; r += 2) {
		__m512i four = _mm512_add_epi16(_mm512_loadu_si512(columns),
			_mm512_set1_epi16(r / 4 * 4));
		__m512i two = _mm512_add_epi64(_mm512_loadu_si512(beside),
			_mm512_set1_epi64(r % 4 * 2));
		two = _mm512_permutex2var_epi64(
			_mm512_permutex2var_epi16(v[0], four, v[1]), two,
			_mm512_permutex2var_epi16(v[2], four, v[3]));
		__m512i row =
			_mm512_cvtepu16_epi32(_mm512_castsi512_si256(two));
		__m512i next = _mm512_cvtepu16_epi32(
			_mm512_extracti64x4_epi64(two, 1));
		store(out + 16 * r, (vec)_mm512_add_epi32(row, base));
		store(out + 16 * r + 16, (vec)_mm512_add_epi32(next, base));
	}
}

#include "common/simd/expand_template.h"

static const struct bitpack_kernel bitpack_kernel = {
	unpack, unpack_delta, sum, unpack_bitmap, add_one, lower_bound};

const struct kernel kernel_avx512 = {"avx512", CPU_AVX512, &bitpack_kernel,
	&bitmap_kernel, &score_kernel, &window_kernel, &classify_kernel,
	&prefix_kernel};
#endif
