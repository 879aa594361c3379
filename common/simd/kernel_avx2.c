/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/simd/kernel.h"

#if defined __x86_64__
#include <immintrin.h>

#define LANES 8
#include "common/simd/vector.h"

/* A shuffle stays within 16 bytes, so either half of a vector gets all of its
 * bits; with more than 16 a value they would not fit. */
static inline vec four_bytes(const uint8_t *p, vec at)
{
	__m256i v = _mm256_broadcastsi128_si256(
		_mm_loadu_si128((const __m128i *)p));
	return (vec)_mm256_shuffle_epi8(v, (__m256i)at);
}

static inline vec shift_right(vec v, vec by)
{
	return v >> by;
}

static inline vec add_gap(vec sum, vec v, vec mask)
{
	vec gap = (v & mask) + 1; /* before its turn to be added comes */
	__asm__("" : "+x"(gap));
	return sum + gap;
}

static inline vec scan(vec v)
{
	__m256i x = (__m256i)v;
	x = _mm256_add_epi32(x, _mm256_slli_si256(x, 4));
	x = _mm256_add_epi32(x, _mm256_slli_si256(x, 8));
	__m256i low = _mm256_permute2x128_si256(x, x, 0x08);
	x = _mm256_add_epi32(x, _mm256_shuffle_epi32(low, 0xff));
	return (vec)x;
}

static inline vec last_lane(vec v)
{
	return (vec)_mm256_permutevar8x32_epi32(
		(__m256i)v, _mm256_set1_epi32(7));
}

static inline unsigned count_less(const uint32_t p[16], uint32_t than)
{
	vec a, b;
	__builtin_memcpy(&a, p, 32);
	__builtin_memcpy(&b, p + 8, 32);
	__m256i less =
		_mm256_packs_epi32((__m256i)(a < than), (__m256i)(b < than));
	unsigned mask = (unsigned)_mm256_movemask_epi8(less);
	return (unsigned)__builtin_popcount(mask) / 2;
}

/* Of each byte by two looks into a table of 16, then sums of eight bytes. */
static inline vec bit_counts(vec v)
{
	__m256i x = (__m256i)v, low = _mm256_set1_epi8(15);
	__m256i counts = _mm256_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2,
		3, 3, 4, 0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
	__m256i a = _mm256_shuffle_epi8(counts, _mm256_and_si256(x, low));
	x = _mm256_and_si256(_mm256_srli_epi16(x, 4), low);
	a = _mm256_add_epi8(a, _mm256_shuffle_epi8(counts, x));
	return (vec)_mm256_sad_epu8(a, _mm256_setzero_si256());
}

static inline vec halves_at(const uint16_t *p, const uint32_t *i)
{
	return (vec)_mm256_cvtepu16_epi32(eight_halves(p, i));
}

static inline unsigned lanes_above(vecf v, float least, bool or_equal)
{
	__m256 x = (__m256)v, y = _mm256_set1_ps(least);
	__m256 is = or_equal ? _mm256_cmp_ps(x, y, _CMP_GE_OQ)
			     : _mm256_cmp_ps(x, y, _CMP_GT_OQ);
	return (unsigned)_mm256_movemask_ps(is);
}

/* The numbers of the lanes wanted, as bytes: spread the mask, extract. */
static inline void store_lanes(
	uint32_t *a, float *b, vec x, vecf y, unsigned mask)
{
	uint64_t bytes = _pdep_u64(mask, 0x0101010101010101) * 255;
	uint64_t lanes = _pext_u64(0x0706050403020100, bytes);
	__m256i from =
		_mm256_cvtepu8_epi32(_mm_cvtsi64_si128((long long)lanes));
	_mm256_storeu_si256(
		(__m256i *)a, _mm256_permutevar8x32_epi32((__m256i)x, from));
	_mm256_storeu_ps(b, _mm256_permutevar8x32_ps((__m256)y, from));
}

#define WIDEST 16
#define WIDER bitpack_sse41
#include "common/simd/bitpack_template.h"
#include "common/simd/bitmap_template.h"
#include "common/simd/score_template.h"
#include "common/simd/window_template.h"

static const struct bitpack_kernel bitpack_kernel = {
	unpack, unpack_delta, sum, bitpack_unpack_bitmap, add_one, lower_bound};

const struct kernel kernel_avx2 = {"avx2", CPU_AVX2, &bitpack_kernel,
	&bitmap_kernel, &score_kernel, &window_kernel};
#endif
