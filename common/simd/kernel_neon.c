/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/simd/kernel.h"

#if defined __aarch64__
#include <arm_neon.h>

#define LANES 4
typedef uint32_t vec __attribute__((vector_size(16)));

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

#define WIDEST 25
#define WIDER bitpack_scalar
#include "common/simd/bitpack_template.h"

static const struct bitpack_kernel bitpack_kernel = {
	unpack, unpack_delta, sum, lower_bound};

const struct kernel kernel_neon = {"neon", CPU_NEON, &bitpack_kernel};
#endif
