/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/bytes.h"
#include "common/simd/kernel.h"

#if defined __x86_64__
#include <smmintrin.h>

#define LANES 4
#include "common/simd/vector.h"

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

/* Of each byte by two looks into a table of 16, then sums of eight bytes. */
static inline vec bit_counts(vec v)
{
	__m128i x = (__m128i)v, low = _mm_set1_epi8(15);
	__m128i counts =
		_mm_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
	__m128i a = _mm_shuffle_epi8(counts, _mm_and_si128(x, low));
	x = _mm_and_si128(_mm_srli_epi16(x, 4), low);
	a = _mm_add_epi8(a, _mm_shuffle_epi8(counts, x));
	return (vec)_mm_sad_epu8(a, _mm_setzero_si128());
}

static inline vec halves_at(const uint16_t *p, const uint32_t *i)
{
	return (vec){p[i[0]], p[i[1]], p[i[2]], p[i[3]]};
}

static inline vecf floats_at(const float *p, vec i)
{
	return (vecf){p[i[0]], p[i[1]], p[i[2]], p[i[3]]};
}

static inline vec wide_bytes(const uint8_t *p)
{
	return (vec)_mm_cvtepu8_epi32(_mm_cvtsi32_si128((int)get_u32(p)));
}

static inline unsigned lanes_above(vecf v, float least, bool or_equal)
{
	__m128 x = (__m128)v, y = _mm_set1_ps(least);
	__m128 is = or_equal ? _mm_cmpge_ps(x, y) : _mm_cmpgt_ps(x, y);
	return (unsigned)_mm_movemask_ps(is);
}

static inline void store_lanes(
	uint32_t *a, float *b, vec x, vecf y, unsigned mask)
{
	__m128i from = _mm_loadu_si128((const __m128i *)lanes_set[mask]);
	_mm_storeu_si128((__m128i *)a, _mm_shuffle_epi8((__m128i)x, from));
	_mm_storeu_si128((__m128i *)b, _mm_shuffle_epi8((__m128i)y, from));
}

static inline uint64_t top_bits(vecb v)
{
	return (uint32_t)_mm_movemask_epi8((__m128i)v);
}

static inline vecb table_of(const uint8_t bytes[16])
{
	return (vecb)_mm_loadu_si128((const __m128i *)bytes);
}

static inline vecb look_up(vecb table, vecb i)
{
	return (vecb)_mm_shuffle_epi8((__m128i)table, (__m128i)i);
}

#define WIDEST 25
#define WIDER bitpack_scalar
#include "common/simd/bitpack_template.h"
#include "common/simd/bitmap_template.h"
#include "common/simd/score_template.h"
#include "common/simd/window_template.h"
#include "common/simd/classify_template.h"
#include "common/simd/prefix_template.h"

const struct bitpack_kernel bitpack_sse41 = {
	unpack, unpack_delta, sum, bitpack_unpack_bitmap, add_one, lower_bound};

const struct kernel kernel_sse41 = {"sse41", CPU_SSE41, &bitpack_sse41,
	&bitmap_kernel, &score_kernel, &window_kernel, &classify_kernel,
	&prefix_kernel};
#endif
