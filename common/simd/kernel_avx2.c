/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/bytes.h"
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

/* The numbers of a byte's set bits: what pext would do if it were not some
 * hundred times slower on processors as late as Zen 2. */
#define BIT(b, i) ((uint64_t)(b) >> (i)&1)
#define TWO(b, i) (BIT(b, i) + BIT(b, i + 1))
#define FOUR(b) (TWO(b, 0) + TWO(b, 2))
/* clang-format off */
#define NUMBERS(b)                                                             \
	BIT(b, 1) << 8 * BIT(b, 0) | BIT(b, 2) * 2 << 8 * TWO(b, 0) |          \
	BIT(b, 3) * 3 << 8 * (TWO(b, 0) + BIT(b, 2)) |                         \
	BIT(b, 4) * 4 << 8 * FOUR(b) |                                         \
	BIT(b, 5) * 5 << 8 * (FOUR(b) + BIT(b, 4)) |                           \
	BIT(b, 6) * 6 << 8 * (FOUR(b) + TWO(b, 4)) |                           \
	BIT(b, 7) * 7 << 8 * (FOUR(b) + TWO(b, 4) + BIT(b, 6))
#define NUMBERS8(b)                                                            \
	NUMBERS(b), NUMBERS(b + 1), NUMBERS(b + 2), NUMBERS(b + 3),            \
	NUMBERS(b + 4), NUMBERS(b + 5), NUMBERS(b + 6), NUMBERS(b + 7)
#define NUMBERS64(b)                                                           \
	NUMBERS8(b), NUMBERS8(b + 8), NUMBERS8(b + 16), NUMBERS8(b + 24),      \
	NUMBERS8(b + 32), NUMBERS8(b + 40), NUMBERS8(b + 48), NUMBERS8(b + 56)
/* clang-format on */

static inline __m128i numbers_of(unsigned byte)
{
	static const uint64_t table[] = {
		NUMBERS64(0), NUMBERS64(64), NUMBERS64(128), NUMBERS64(192)};
	return _mm_loadl_epi64((const __m128i *)&table[byte]);
}

static inline vec halves_at(const uint16_t *p, const uint32_t *i)
{
	return (vec)_mm256_cvtepu16_epi32(eight_halves(p, i));
}

static inline vecf floats_at(const float *p, vec i)
{
	return (vecf)_mm256_i32gather_ps(p, (__m256i)i, 4);
}

static inline vec wide_bytes(const uint8_t *p)
{
	return (vec)_mm256_cvtepu8_epi32(
		_mm_loadl_epi64((const __m128i *)(const void *)p));
}

static inline unsigned lanes_above(vecf v, float least, bool or_equal)
{
	__m256 x = (__m256)v, y = _mm256_set1_ps(least);
	__m256 is = or_equal ? _mm256_cmp_ps(x, y, _CMP_GE_OQ)
			     : _mm256_cmp_ps(x, y, _CMP_GT_OQ);
	return (unsigned)_mm256_movemask_ps(is);
}

static inline void store_lanes(
	uint32_t *a, float *b, vec x, vecf y, unsigned mask)
{
	__m256i from = _mm256_cvtepu8_epi32(numbers_of(mask));
	_mm256_storeu_si256(
		(__m256i *)a, _mm256_permutevar8x32_epi32((__m256i)x, from));
	_mm256_storeu_ps(b, _mm256_permutevar8x32_ps((__m256)y, from));
}

static inline uint64_t top_bits(vecb v)
{
	return (uint32_t)_mm256_movemask_epi8((__m256i)v);
}

static inline vecb table_of(const uint8_t bytes[16])
{
	return (vecb)_mm256_broadcastsi128_si256(
		_mm_loadu_si128((const __m128i *)bytes));
}

static inline vecb look_up(vecb table, vecb i)
{
	return (vecb)_mm256_shuffle_epi8((__m256i)table, (__m256i)i);
}

#define WIDEST 16
#define WIDER bitpack_sse41
#include "common/simd/bitpack_template.h"
#include "common/simd/bitmap_template.h"
#include "common/simd/score_template.h"
#include "common/simd/window_template.h"
#include "common/simd/classify_template.h"
#include "common/simd/prefix_template.h"

static void put_bits(const uint8_t *in, unsigned words, uint16_t *out)
{
	__m128i before = _mm_setzero_si128();
	for (unsigned i = 0; i < 8 * words; i++) {
		__m128i numbers = _mm_cvtepu8_epi16(numbers_of(in[i]));
		_mm_storeu_si128(
			(__m128i *)out, _mm_add_epi16(numbers, before));
		out += count_lanes(in[i]);
		before = _mm_add_epi16(before, _mm_set1_epi16(8));
	}
}

/* 16 lanes of 8 numbers to 8 rows of 16: a pack of cards, cut in halves that
 * are laid into each other card by card three times over, is sorted by what
 * was a card's place among eight. */
static void to_rows(const uint16_t *in, uint32_t from, uint32_t *out)
{
	__m256i v[8], w[8], base = _mm256_set1_epi32((int)from);
	for (unsigned i = 0; i < 8; i++)
		v[i] = _mm256_loadu2_m128i((const __m128i *)(in + 64 + 8 * i),
			(const __m128i *)(in + 8 * i));
#pragma GCC unroll 3
	for (unsigned round = 0; round < 3; round++) {
#pragma GCC unroll 4
		for (unsigned i = 0; i < 4; i++) {
			w[2 * i] = _mm256_unpacklo_epi16(v[i], v[i + 4]);
			w[2 * i + 1] = _mm256_unpackhi_epi16(v[i], v[i + 4]);
		}
		memcpy(v, w, sizeof v);
	}
	for (unsigned i = 0; i < 8; i++, out += 16) {
		__m256i a = _mm256_cvtepu16_epi32(_mm256_castsi256_si128(v[i]));
		__m256i b = _mm256_cvtepu16_epi32(
			_mm256_extracti128_si256(v[i], 1));
		store(out, (vec)_mm256_add_epi32(a, base));
		store(out + 8, (vec)_mm256_add_epi32(b, base));
	}
}

#include "common/simd/expand_template.h"

static const struct bitpack_kernel bitpack_kernel = {
	unpack, unpack_delta, sum, unpack_bitmap, add_one, lower_bound};

const struct kernel kernel_avx2 = {"avx2", CPU_AVX2, &bitpack_kernel,
	&bitmap_kernel, &score_kernel, &window_kernel, &classify_kernel,
	&prefix_kernel};
#endif
