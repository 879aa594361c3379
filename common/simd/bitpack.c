/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/simd/kernel.h"

#include <string.h>

const struct bitpack_kernel *bitpack(void)
{
	return kernel()->bitpack;
}

void bitpack_pack(const uint32_t in[BITPACK_COUNT], uint8_t *out, unsigned bits)
{
	uint64_t word = 0;
	unsigned filled = 0;
	for (unsigned i = 0; i < BITPACK_COUNT; i++) {
		word |= (uint64_t)in[i] << filled;
		filled += bits;
		if (filled < 32)
			continue;
		memcpy(out, &word, 4);
		out += 4;
		word >>= 32;
		filled -= 32;
	}
}
