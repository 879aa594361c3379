/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lexicon.h - which number a token has, found by its raw bytes.
 *
 * A slot is a quarter of a cache line and holds the token itself, if it is
 * short; a look-up is one line of memory, and that can be asked for ahead:
 *
 *	lexicon_key(&x, text, off, len, &key);     (asks for the memory)
 *	...
 *	if (!lexicon_guess(&x, &key, &number))
 *		number = lexicon_find(&x, &key);
 *	if (number == LEXICON_NONE)
 *		lexicon_add(&x, &key, new number);
 *
 * A guess looks at one slot, without a branch.  It finds most of the short
 * tokens that are there, for the first that are added get the best slots.
 *
 * Errors:    lexicon_add() returns false when memory runs out.
 * Ownership: long tokens are copied.
 * Threads:   one at a time.  A zeroed struct is an empty lexicon.
 */
#ifndef MEJU_INDEXER_LEXICON_H
#define MEJU_INDEXER_LEXICON_H

#include "common/base/bytes.h"
#include "common/base/pool.h"

enum { LEXICON_SHORT = 12 }; /* bytes of the longest token in a slot */

#define LEXICON_NONE (UINT32_MAX >> 1)
#define LEXICON_LONG (LEXICON_NONE + 1) /* a bit of slot.number */

/*
 * A token of up to 12 bytes is its bytes and zeros.  Of a longer one `low` is
 * its hash and `high` the address of its length (two bytes) and itself.
 */
struct lexicon_slot {
	uint64_t low;
	uint32_t high;
	uint32_t number; /* LEXICON_LONG added for a long one; NONE: free */
};

struct lexicon {
	struct lexicon_slot *slots;
	uint32_t mask, count;
	struct pool tokens; /* long ones */
	uint64_t seed;
};

struct lexicon_key {
	uint64_t low;
	uint32_t high; /* of a long one 0, until it is added */
	uint32_t hash;
	struct str raw;
};

/* Two numbers into one: both halves of their product, seeded. */
static inline uint32_t lexicon_mix(uint64_t low, uint64_t high, uint64_t seed)
{
	__extension__ typedef unsigned __int128 wide;
	wide m = (wide)(low ^ seed) * (high ^ (seed >> 32 | seed << 32) ^
					      UINT64_C(0x9e3779b97f4a7c15));
	uint64_t folded = (uint64_t)m ^ (uint64_t)(m >> 64);
	return (uint32_t)(folded ^ folded >> 32);
}

/* The two numbers of a token that is long or near the end of the text. */
void lexicon_key_numbers(const struct lexicon *x, struct str text, size_t off,
	size_t len, struct lexicon_key *out);

/* Of the token at text[off .. off + len).
 * REQUIRES: 0 < len < 65536, no zeros in it (none is a letter). */
static inline void lexicon_key(const struct lexicon *x, struct str text,
	size_t off, size_t len, struct lexicon_key *out)
{
	const char *p = text.p + off;
	unsigned first = len < 8 ? (unsigned)len : 8;
	out->raw = (struct str){p, len};
	if (len <= LEXICON_SHORT && text.len - off >= 12) {
		out->low = get_u64(p) & UINT64_MAX >> (64 - 8 * first);
		out->high =
			(uint32_t)(get_u32(p + 8) &
				   ((UINT64_C(1) << 8 * (len - first)) - 1));
	} else {
		lexicon_key_numbers(x, text, off, len, out);
	}
	out->hash = lexicon_mix(out->low, out->high, x->seed);
	__builtin_prefetch(&x->slots[out->hash & x->mask], 1);
}

static inline bool lexicon_guess(const struct lexicon *x,
	const struct lexicon_key *key, uint32_t *number)
{
	const struct lexicon_slot *s = &x->slots[key->hash & x->mask];
	*number = s->number;
	return (s->low == key->low) & (s->high == key->high) &
	       (s->number < LEXICON_NONE) & (key->raw.len <= LEXICON_SHORT);
}

/* Ask for the bytes of the long token that a key may be. */
static inline void lexicon_ask(
	const struct lexicon *x, const struct lexicon_key *key)
{
	const struct lexicon_slot *s = &x->slots[key->hash & x->mask];
	if (s->low == key->low && s->number >= LEXICON_LONG)
		__builtin_prefetch(pool_at(&x->tokens, s->high));
}

uint32_t lexicon_find(const struct lexicon *x, const struct lexicon_key *key);

/* REQUIRES: the key is new, number < LEXICON_NONE. */
bool lexicon_add(
	struct lexicon *x, const struct lexicon_key *key, uint32_t number);

/* Have room and a seed for keys; false if memory runs out. */
bool lexicon_ready(struct lexicon *x);

size_t lexicon_memory(const struct lexicon *x);
void lexicon_release(struct lexicon *x);

#endif
