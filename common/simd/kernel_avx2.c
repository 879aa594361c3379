/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/simd/kernel.h"

#if defined __x86_64__
#include <immintrin.h>

#define LANES 8
typedef uint32_t vec __attribute__((vector_size(32)));

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

#define WIDEST 16
#define WIDER bitpack_sse41
#include "common/simd/bitpack_template.h"

static const struct bitpack_kernel bitpack_kernel = {
	unpack, unpack_delta, sum, lower_bound};

const struct kernel kernel_avx2 = {"avx2", CPU_AVX2, &bitpack_kernel};
#endif
