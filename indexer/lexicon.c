/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/lexicon.h"
#include "common/base/hash.h"
#include "common/base/huge.h"

#include <stdlib.h>

enum {
	SLOTS_MIN = 1024,
	FREQUENT = 1 << 16, /* tokens below this number are the most */
};

void lexicon_key_numbers(const struct lexicon *x, struct str text, size_t off,
	size_t len, struct lexicon_key *out)
{
	const char *p = text.p + off;
	char bytes[16] = {0};
	if (len <= LEXICON_SHORT) {
		memcpy(bytes, p, len);
		out->low = get_u64(bytes);
		out->high = get_u32(bytes + 8);
	} else {
		out->low = hash64_seed((struct str){p, len}, x->seed);
		out->high = 0;
	}
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
	if (k->raw.len <= LEXICON_SHORT)
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
	return lexicon_mix(
		s->low, s->number & LEXICON_LONG ? 0 : s->high, x->seed);
}

static struct lexicon_slot *make_slots(size_t n)
{
	struct lexicon_slot *slots = huge_alloc(n * sizeof *slots);
	for (size_t i = 0; slots && i < n; i++)
		slots[i] = (struct lexicon_slot){.number = LEXICON_NONE};
	return slots;
}

/* Slots whose numbers lie in [from, to), into others. */
static void move(const struct lexicon *x, uint32_t from, uint32_t to,
	struct lexicon_slot *slots, uint32_t mask)
{
	for (size_t i = 0; x->slots && i <= x->mask; i++) {
		uint32_t number = x->slots[i].number;
		if (number == LEXICON_NONE || (number & ~LEXICON_LONG) < from ||
			(number & ~LEXICON_LONG) >= to)
			continue;
		uint32_t at = home(x, &x->slots[i]) & mask;
		while (slots[at].number != LEXICON_NONE)
			at = (at + 1) & mask;
		slots[at] = x->slots[i];
	}
}

static bool grow(struct lexicon *x)
{
	size_t n = x->slots ? ((size_t)x->mask + 1) * 2 : SLOTS_MIN;
	struct lexicon_slot *slots = make_slots(n);
	if (!slots)
		return false;
	move(x, 0, FREQUENT, slots, (uint32_t)(n - 1));
	move(x, FREQUENT, LEXICON_NONE, slots, (uint32_t)(n - 1));
	free(x->slots);
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
	if (key->raw.len > LEXICON_SHORT) {
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
