/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/simd/classify_impl.h"

#if defined __aarch64__
#include <arm_neon.h>

typedef uint8_t vec __attribute__((vector_size(16)));

/* Each byte keeps the bit of its place, and bytes are added up in pairs. */
static inline uint64_t mask_of(vec v)
{
	static const uint8_t places[16] = {
		1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
	uint8x16_t top = vcltzq_s8((int8x16_t)v);
	uint8x16_t bits = vandq_u8(top, vld1q_u8(places));
	uint8x8_t low = vget_low_u8(bits), high = vget_high_u8(bits);
	return vaddv_u8(low) | (uint64_t)vaddv_u8(high) << 8;
}

#include "common/simd/classify_template.h"

const struct classify_kernel classify_neon = {"neon", CPU_NEON, run};
#endif
