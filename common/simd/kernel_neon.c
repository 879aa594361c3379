/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/bytes.h"
#include "common/simd/kernel.h"

#if defined __aarch64__
#include <arm_neon.h>

#define LANES 4
#include "common/simd/vector.h"

static inline vec four_bytes(const uint8_t *p, vec at)
{
	return (vec)vqtbl1q_u8(vld1q_u8(p), (uint8x16_t)at);
}

static inline vec shift_right(vec v, vec by)
{
	return (vec)vshlq_u32((uint32x4_t)v, vnegq_s32((int32x4_t)by));
}

static inline vec add_gap(vec sum, vec v, vec mask)
{
	return sum + (v & mask) + 1;
}

static inline vec scan(vec v)
{
	uint32x4_t none = vdupq_n_u32(0), x = (uint32x4_t)v;
	x = vaddq_u32(x, vextq_u32(none, x, 3));
	return (vec)vaddq_u32(x, vextq_u32(none, x, 2));
}

static inline vec last_lane(vec v)
{
	return (vec)vdupq_laneq_u32((uint32x4_t)v, 3);
}

static inline unsigned count_less(const uint32_t p[16], uint32_t than)
{
	unsigned count = 0;
	for (unsigned i = 0; i < 16; i++)
		count += p[i] < than;
	return count;
}

static inline vec bit_counts(vec v)
{
	uint8x16_t counts = vcntq_u8((uint8x16_t)v);
	return (vec)vpaddlq_u16(vpaddlq_u8(counts));
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
	uint8x8_t v = vreinterpret_u8_u32(vdup_n_u32(get_u32(p)));
	return (vec)vmovl_u16(vget_low_u16(vmovl_u8(v)));
}

static inline unsigned lanes_above(vecf v, float least, bool or_equal)
{
	vec bits = {1, 2, 4, 8};
	float32x4_t x = (float32x4_t)v, y = vdupq_n_f32(least);
	vec is = (vec)(or_equal ? vcgeq_f32(x, y) : vcgtq_f32(x, y));
	return vaddvq_u32((uint32x4_t)(is & bits));
}

static inline void store_lanes(
	uint32_t *a, float *b, vec x, vecf y, unsigned mask)
{
	uint8x16_t from = vld1q_u8((const uint8_t *)lanes_set[mask]);
	store(a, (vec)vqtbl1q_u8((uint8x16_t)x, from));
	store_floats(b, (vecf)vqtbl1q_u8((uint8x16_t)y, from));
}

/* Each byte keeps the bit of its place, and bytes are added up in pairs. */
static inline uint64_t top_bits(vecb v)
{
	static const uint8_t places[16] = {
		1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
	uint8x16_t top = vcltzq_s8((int8x16_t)v);
	uint8x16_t bits = vandq_u8(top, vld1q_u8(places));
	uint8x8_t low = vget_low_u8(bits), high = vget_high_u8(bits);
	return vaddv_u8(low) | (uint64_t)vaddv_u8(high) << 8;
}

static inline vecb table_of(const uint8_t bytes[16])
{
	return (vecb)vld1q_u8(bytes);
}

static inline vecb look_up(vecb table, vecb i)
{
	return (vecb)vqtbl1q_u8((uint8x16_t)table, (uint8x16_t)i);
}

#define WIDEST 25
#define WIDER bitpack_scalar
#include "common/simd/bitpack_template.h"
#include "common/simd/bitmap_template.h"
#include "common/simd/score_template.h"
#include "common/simd/window_template.h"
#include "common/simd/classify_template.h"
#include "common/simd/prefix_template.h"

static const struct bitpack_kernel bitpack_kernel = {
	unpack, unpack_delta, sum, bitpack_unpack_bitmap, add_one, lower_bound};

const struct kernel kernel_neon = {"neon", CPU_NEON, &bitpack_kernel,
	&bitmap_kernel, &score_kernel, &window_kernel, &classify_kernel,
	&prefix_kernel};
#endif
