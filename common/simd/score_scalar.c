/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/simd/score.h"

static void block(const struct score *s, const uint32_t ids[BITPACK_COUNT],
	const uint32_t freqs[BITPACK_COUNT], float out[BITPACK_COUNT])
{
	for (unsigned i = 0; i < BITPACK_COUNT; i++) {
		uint32_t id = ids[i] == UINT32_MAX ? ids[0] : ids[i];
		uint32_t length =
			s->lengths ? s->lengths[id] : s->long_lengths[id];
		float tf = (float)(int32_t)freqs[i];
		float k = s->base + s->slope * (float)(int32_t)length;
		out[i] = s->weight * tf / (tf + k);
	}
}

const struct score_kernel score_scalar = {block};
