/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/simd/kernel.h"

#if defined __x86_64__
#include <smmintrin.h>

#define LANES 4
typedef uint32_t vec __attribute__((vector_size(16)));

static inline vec four_bytes(const uint8_t *p, vec at)
{
	__m128i v = _mm_loadu_si128((const __m128i *)p);
	return (vec)_mm_shuffle_epi8(v, (__m128i)at);
}

/* There is no shift by lane: multiply by 2^(7 - by), then shift by 7. */
static inline vec shift_right(vec v, vec by)
{
	__m128i powers = _mm_cvtsi64_si128(0x0102040810204080);
	vec factor = (vec)_mm_shuffle_epi8(powers, (__m128i)(by | 0x80808000));
	return (v * factor) >> 7;
}

static inline vec add_gap(vec sum, vec v, vec mask)
{
	return sum + (v & mask) + 1;
}

static inline vec scan(vec v)
{
	__m128i x = (__m128i)v;
	x = _mm_add_epi32(x, _mm_slli_si128(x, 4));
	x = _mm_add_epi32(x, _mm_slli_si128(x, 8));
	return (vec)x;
}

static inline vec last_lane(vec v)
{
	return (vec)_mm_shuffle_epi32((__m128i)v, 0xff);
}

static inline unsigned count_less(const uint32_t p[16], uint32_t than)
{
	unsigned count = 0;
	for (unsigned i = 0; i < 16; i++)
		count += p[i] < than;
	return count;
}

#define WIDEST 25
#define WIDER bitpack_scalar
#include "common/simd/bitpack_template.h"

const struct bitpack_kernel bitpack_sse41 = {
	unpack, unpack_delta, sum, lower_bound};

const struct kernel kernel_sse41 = {"sse41", CPU_SSE41, &bitpack_sse41};
#endif
