/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * hash.h - XXH3: content ids and hash tables.  Integrity is crc32c.h's.
 */
#ifndef MEJU_BASE_HASH_H
#define MEJU_BASE_HASH_H

#include "common/base/str.h"

#include <stdint.h>

struct hash128 {
	uint64_t low, high;
};

uint64_t hash64(struct str s);
uint64_t hash64_seed(struct str s, uint64_t seed);
struct hash128 hash128(struct str s);

/*
 * The seed of tables whose keys come from outside: drawn once per process
 * from the kernel, so that nobody can choose colliding keys.
 */
uint64_t hash_seed(void);

#endif
