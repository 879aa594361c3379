/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/lexicon.h"
#include "common/base/bytes.h"
#include "common/base/hash.h"
#include "common/base/huge.h"

#include <stdlib.h>

enum { SHORT_MAX = 12, SLOTS_MIN = 1024 };

/* Two numbers into one: both halves of their product, seeded. */
static uint32_t mix(uint64_t low, uint64_t high, uint64_t seed)
{
	__extension__ typedef unsigned __int128 wide;
	wide m = (wide)(low ^ seed) * (high ^ (seed >> 32 | seed << 32) ^
					      UINT64_C(0x9e3779b97f4a7c15));
	uint64_t folded = (uint64_t)m ^ (uint64_t)(m >> 64);
	return (uint32_t)(folded ^ folded >> 32);
}

/* Up to 8 bytes at `p` as a number, of which `room` may be read. */
static uint64_t few_bytes(const char *p, size_t n, size_t room)
{
	uint64_t v = 0;
	if (room >= 8)
		return n >= 8 ? get_u64(p)
			      : get_u64(p) & ((UINT64_C(1) << (8 * n)) - 1);
	memcpy(&v, p, n < room ? n : room);
	return v;
}

void lexicon_key(const struct lexicon *x, struct str text, size_t off,
	size_t len, struct lexicon_key *out)
{
	const char *p = text.p + off;
	size_t room = text.len - off;
	uint64_t low, high = 0;
	if (len <= SHORT_MAX) {
		low = few_bytes(p, len, room);
		if (len > 8)
			high = few_bytes(p + 8, len - 8, room - 8);
	} else {
		low = hash64_seed((struct str){p, len}, x->seed);
	}
	out->low = low;
	out->high = (uint32_t)high;
	out->hash = mix(low, high, x->seed);
	out->raw = (struct str){p, len};
	__builtin_prefetch(&x->slots[out->hash & x->mask], 1);
}

static bool same_long(const struct lexicon *x, uint32_t address, struct str raw)
{
	const uint8_t *p = pool_at(&x->tokens, address);
	return get_u16(p) == raw.len && memcmp(p + 2, raw.p, raw.len) == 0;
}

static bool matches(const struct lexicon *x, const struct lexicon_slot *s,
	const struct lexicon_key *k)
{
	if (s->low != k->low)
		return false;
	bool is_long = s->number & LEXICON_LONG;
	if (k->raw.len <= SHORT_MAX)
		return !is_long && s->high == k->high;
	return is_long && same_long(x, s->high, k->raw);
}

static struct lexicon_slot *slot_of(
	const struct lexicon *x, const struct lexicon_key *k)
{
	uint32_t at = k->hash & x->mask;
	while (x->slots[at].number != LEXICON_NONE &&
		!matches(x, &x->slots[at], k))
		at = (at + 1) & x->mask;
	return &x->slots[at];
}

uint32_t lexicon_find(const struct lexicon *x, const struct lexicon_key *key)
{
	uint32_t number = slot_of(x, key)->number;
	return number == LEXICON_NONE ? number : number & ~LEXICON_LONG;
}

/* Where a slot's key belongs: the address in it is none of the key's. */
static uint32_t home(const struct lexicon *x, const struct lexicon_slot *s)
{
	return mix(s->low, s->number & LEXICON_LONG ? 0 : s->high, x->seed);
}

static struct lexicon_slot *make_slots(size_t n)
{
	struct lexicon_slot *slots = huge_alloc(n * sizeof *slots);
	for (size_t i = 0; slots && i < n; i++)
		slots[i] = (struct lexicon_slot){.number = LEXICON_NONE};
	return slots;
}

static bool grow(struct lexicon *x)
{
	size_t n = x->slots ? ((size_t)x->mask + 1) * 2 : SLOTS_MIN;
	struct lexicon_slot *old = x->slots, *slots = make_slots(n);
	if (!slots)
		return false;
	for (size_t i = 0; old && i <= x->mask; i++) {
		if (old[i].number == LEXICON_NONE)
			continue;
		size_t at = home(x, &old[i]) & (n - 1);
		while (slots[at].number != LEXICON_NONE)
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

/* Keep a long token; returns its address. */
static uint32_t keep(struct lexicon *x, struct str raw)
{
	uint32_t address = pool_take(&x->tokens, raw.len + 2);
	if (address == POOL_FULL)
		return address;
	uint8_t *p = pool_at(&x->tokens, address);
	p[0] = (uint8_t)raw.len;
	p[1] = (uint8_t)(raw.len >> 8);
	memcpy(p + 2, raw.p, raw.len);
	return address;
}

bool lexicon_add(
	struct lexicon *x, const struct lexicon_key *key, uint32_t number)
{
	struct lexicon_slot slot = {key->low, key->high, number};
	if (x->count > x->mask / 8 * 7 && !grow(x))
		return false;
	if (key->raw.len > SHORT_MAX) {
		slot.high = keep(x, key->raw);
		slot.number |= LEXICON_LONG;
		if (slot.high == POOL_FULL)
			return false;
	}
	*slot_of(x, key) = slot;
	x->count++;
	return true;
}

size_t lexicon_memory(const struct lexicon *x)
{
	size_t slots = x->slots ? ((size_t)x->mask + 1) * sizeof *x->slots : 0;
	return slots + pool_memory(&x->tokens);
}

void lexicon_release(struct lexicon *x)
{
	free(x->slots);
	pool_release(&x->tokens);
	*x = (struct lexicon){0};
}
