/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lexicon.h - which number a token has, found by its raw bytes.
 *
 * A slot is a quarter of a cache line and holds the token itself, if it is
 * short; a look-up is one line of memory, and that can be asked for ahead:
 *
 *	lexicon_key(&x, text, off, len, &key);     (asks for the memory)
 *	...
 *	uint32_t number = lexicon_find(&x, &key);
 *	if (number == LEXICON_NONE)
 *		lexicon_add(&x, &key, new number);
 *
 * Errors:    lexicon_add() returns false when memory runs out.
 * Ownership: long tokens are copied.
 * Threads:   one at a time.  A zeroed struct is an empty lexicon.
 */
#ifndef MEJU_INDEXER_LEXICON_H
#define MEJU_INDEXER_LEXICON_H

#include "common/base/pool.h"
#include "common/base/str.h"

#include <stdint.h>

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

/* Of the token at text[off .. off + len).
 * REQUIRES: 0 < len < 65536, no zeros in it (none is a letter). */
void lexicon_key(const struct lexicon *x, struct str text, size_t off,
	size_t len, struct lexicon_key *out);
uint32_t lexicon_find(const struct lexicon *x, const struct lexicon_key *key);

/* REQUIRES: the key is new, number < LEXICON_NONE. */
bool lexicon_add(
	struct lexicon *x, const struct lexicon_key *key, uint32_t number);

/* Have room and a seed for keys; false if memory runs out. */
bool lexicon_ready(struct lexicon *x);

size_t lexicon_memory(const struct lexicon *x);
void lexicon_release(struct lexicon *x);

#endif
