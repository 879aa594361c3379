/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/hash.h"

#include <stdatomic.h>
#include <sys/random.h>
#include <time.h>
#include <xxhash.h>

uint64_t hash64(struct str s)
{
	return XXH3_64bits(s.p, s.len);
}

uint64_t hash64_seed(struct str s, uint64_t seed)
{
	return XXH3_64bits_withSeed(s.p, s.len, seed);
}

struct hash128 hash128(struct str s)
{
	XXH128_hash_t h = XXH3_128bits(s.p, s.len);
	return (struct hash128){h.low64, h.high64};
}

uint64_t hash_seed(void)
{
	static _Atomic uint64_t seed;
	uint64_t mine = atomic_load(&seed);
	if (mine)
		return mine;
	if (getrandom(&mine, sizeof mine, GRND_NONBLOCK) != sizeof mine)
		mine = (uint64_t)time(NULL) ^ (uint64_t)(uintptr_t)&seed;
	mine |= 1;
	uint64_t none = 0;
	return atomic_compare_exchange_strong(&seed, &none, mine) ? mine : none;
}
