/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lexicon.h - what tokens mean, found by their raw bytes.
 *
 * A slot is half a cache line and holds the token itself, if it is short, and
 * its meaning; a look-up is one line of memory, and that can be asked for
 * ahead:
 *
 *	struct lexicon_key key = lexicon_key(&x, raw);   (prefetches)
 *	...
 *	struct meaning *m = lexicon_find(&x, &key);
 *	if (!m)
 *		m = lexicon_add(&x, &key, meaning);
 *
 * Errors:    lexicon_add() returns NULL when memory runs out.
 * Ownership: long tokens are copied; a meaning's address holds until the next
 *            lexicon_add().
 * Threads:   one at a time.  A zeroed struct is an empty lexicon.
 */
#ifndef MEJU_INDEXER_LEXICON_H
#define MEJU_INDEXER_LEXICON_H

#include "common/base/pool.h"
#include "common/base/str.h"

/*
 * A token with one part at its own position: that part's stem and word, and
 * count 0.  Any other has `count` parts, kept by the inverter from number
 * `stem` on.  MAP_NONE: none.
 */
struct meaning {
	uint32_t stem, word;
	uint32_t doc; /* last document it occurred in, plus one */
	uint16_t count, advance;
};

struct lexicon_slot {
	uint64_t low, high; /* high 0: free */
	struct meaning meaning;
};

struct lexicon {
	struct lexicon_slot *slots;
	uint32_t mask, count;
	struct pool tokens; /* long ones */
	uint64_t seed;
};

/*
 * A token of up to 15 bytes is its bytes, zeros, and its length in the last
 * byte.  A longer one has its hash in `low`, and in `high` its length (two
 * bytes from bit 32), 255 in the last byte, and in the slot its address.
 */
struct lexicon_key {
	uint64_t low, high;
	uint32_t hash;
	struct str raw;
};

/* REQUIRES: 0 < raw.len < 65536. */
struct lexicon_key lexicon_key(const struct lexicon *x, struct str raw);
struct meaning *lexicon_find(
	const struct lexicon *x, const struct lexicon_key *key);

/* REQUIRES: the key is new. */
struct meaning *lexicon_add(
	struct lexicon *x, const struct lexicon_key *key, struct meaning m);

/* Have room and a seed for keys; false if memory runs out. */
bool lexicon_ready(struct lexicon *x);

size_t lexicon_memory(const struct lexicon *x);
void lexicon_clear(struct lexicon *x);
void lexicon_release(struct lexicon *x);

#endif
