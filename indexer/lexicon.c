/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/lexicon.h"
#include "common/base/bytes.h"
#include "common/base/hash.h"
#include "common/base/huge.h"

#include <stdlib.h>

enum { SHORT_MAX = 15, LONG = 255, SLOTS_MIN = 1024 };

#define LONG_MASK (UINT64_C(0xffffffff) << 32)

/* Two numbers into one: both halves of their product, seeded. */
static uint32_t mix(uint64_t low, uint64_t high, uint64_t seed)
{
	__extension__ typedef unsigned __int128 wide;
	wide m = (wide)(low ^ seed) * (high ^ (seed >> 32 | seed << 32) ^
					      UINT64_C(0x9e3779b97f4a7c15));
	uint64_t folded = (uint64_t)m ^ (uint64_t)(m >> 64);
	return (uint32_t)(folded ^ folded >> 32);
}

/* The `n` bytes at `p`, 1 to 8, as a number; none beyond them are read. */
static uint64_t few_bytes(const char *p, size_t n)
{
	if (n == 8)
		return get_u64(p);
	if (n >= 4)
		return get_u32(p) | (uint64_t)get_u32(p + n - 4)
					    << (8 * (n - 4));
	uint64_t first = (uint8_t)p[0], middle = (uint8_t)p[n / 2],
		 last = (uint8_t)p[n - 1];
	return first | middle << (8 * (n / 2)) | last << (8 * (n - 1));
}

struct lexicon_key lexicon_key(const struct lexicon *x, struct str raw)
{
	struct lexicon_key k = {.raw = raw, .high = (uint64_t)raw.len << 56};
	if (raw.len <= 8) {
		k.low = few_bytes(raw.p, raw.len);
	} else if (raw.len <= SHORT_MAX) {
		k.low = get_u64(raw.p);
		k.high |= get_u64(raw.p + raw.len - 8) >> (8 * (16 - raw.len));
	} else {
		k.low = hash64_seed(raw, x->seed);
		k.high = (uint64_t)LONG << 56 | (uint64_t)raw.len << 32;
	}
	k.hash = mix(k.low, k.high, x->seed);
	__builtin_prefetch(&x->slots[k.hash & x->mask], 1);
	return k;
}

static bool is_long(uint64_t high)
{
	return high >> 56 == LONG;
}

static bool matches(const struct lexicon *x, const struct lexicon_slot *s,
	const struct lexicon_key *k)
{
	if (s->low != k->low)
		return false;
	if (!is_long(k->high))
		return s->high == k->high;
	return (s->high & LONG_MASK) == k->high &&
	       memcmp(pool_at(&x->tokens, (uint32_t)s->high), k->raw.p,
		       k->raw.len) == 0;
}

static struct lexicon_slot *slot_of(
	const struct lexicon *x, const struct lexicon_key *k)
{
	uint32_t at = k->hash & x->mask;
	while (x->slots[at].high && !matches(x, &x->slots[at], k))
		at = (at + 1) & x->mask;
	return &x->slots[at];
}

struct meaning *lexicon_find(
	const struct lexicon *x, const struct lexicon_key *key)
{
	struct lexicon_slot *s = slot_of(x, key);
	return s->high ? &s->meaning : NULL;
}

/* Where a slot's key belongs: the address in it is none of the key's. */
static uint32_t home(const struct lexicon *x, const struct lexicon_slot *s)
{
	uint64_t high = is_long(s->high) ? s->high & LONG_MASK : s->high;
	return mix(s->low, high, x->seed);
}

static bool grow(struct lexicon *x)
{
	size_t n = x->slots ? ((size_t)x->mask + 1) * 2 : SLOTS_MIN;
	struct lexicon_slot *old = x->slots;
	struct lexicon_slot *slots = huge_alloc(n * sizeof *slots);
	if (!slots)
		return false;
	memset(slots, 0, n * sizeof *slots);
	for (size_t i = 0; old && i <= x->mask; i++) {
		if (!old[i].high)
			continue;
		size_t at = home(x, &old[i]) & (n - 1);
		while (slots[at].high)
			at = (at + 1) & (n - 1);
		slots[at] = old[i];
	}
	free(old);
	x->slots = slots;
	x->mask = (uint32_t)(n - 1);
	return true;
}

bool lexicon_ready(struct lexicon *x)
{
	if (!x->seed)
		x->seed = hash_seed();
	return x->slots || grow(x);
}

struct meaning *lexicon_add(
	struct lexicon *x, const struct lexicon_key *key, struct meaning m)
{
	uint32_t address = 0;
	if (x->count > x->mask / 8 * 7 && !grow(x))
		return NULL;
	if (is_long(key->high)) {
		address = pool_take(&x->tokens, key->raw.len);
		if (address == POOL_FULL)
			return NULL;
		memcpy(pool_at(&x->tokens, address), key->raw.p, key->raw.len);
	}
	struct lexicon_slot *s = slot_of(x, key);
	*s = (struct lexicon_slot){key->low, key->high | address, m};
	x->count++;
	return &s->meaning;
}

size_t lexicon_memory(const struct lexicon *x)
{
	size_t slots = x->slots ? ((size_t)x->mask + 1) * sizeof *x->slots : 0;
	return slots + pool_memory(&x->tokens);
}

void lexicon_clear(struct lexicon *x)
{
	if (x->slots)
		memset(x->slots, 0, ((size_t)x->mask + 1) * sizeof *x->slots);
	x->count = 0;
	pool_clear(&x->tokens);
}

void lexicon_release(struct lexicon *x)
{
	free(x->slots);
	pool_release(&x->tokens);
	*x = (struct lexicon){0};
}
