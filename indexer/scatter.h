/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * scatter.h - occurrences, from the order of documents towards that of terms.
 *
 * A bin takes the occurrences of some hundred neighbouring terms, as many as
 * a processor's cache holds, in the order of documents; sorting each by its
 * terms then makes lists (lists.h).  Documents may be dealt to several
 * scatters, one a thread, each with its own part of every bin.
 *
 * A record of a bin is the term, counted from the bin's first, and where it
 * occurs.  That is the document for a term without positions, else the token's
 * place: its document's first one and its position in it.  scatter_locate() turns
 * it into both.  A bin's terms are of one kind, so both only rise, and a record
 * has two to four bytes: the term, as many bits as the bin needs, and in those
 * above the step from the record before; or these all ones, and the step (u32)
 * and the field (u8) behind.  A stem in a title or in a heading is always such.
 *
 *	bins_make(&bins, &vocabulary, &crew);
 *	scatter_init(&s, &bins, &vocabulary);
 *	for each document:  scatter_doc(&s, inverter, &inverted, n, doc, &len)
 *	scatter_finish(&s);
 *
 * Errors:    ERR_NOMEM, ERR_LIMIT.
 * Ownership: borrows bins and vocabulary, which threads may share.
 * Threads:   a scatter belongs to one thread until it is finished.
 */
#ifndef MEJU_INDEXER_SCATTER_H
#define MEJU_INDEXER_SCATTER_H

#include "common/base/bytes.h"
#include "indexer/crew.h"
#include "indexer/vocabulary.h"

enum {
	BIN_RECORDS = 1 << 15, /* about so many to a bin               */
	BIN_TERMS = 1 << 12,   /* at most                              */
	BIN_RECORD = 9,        /* bytes of the longest record          */
	BIN_CHUNK = 4096,      /* bytes; the first eight say which is next */
	BIN_CHUNK_RECORDS = BIN_CHUNK / 2,
	SCATTER_HINT = 512, /* places                             */
	BIN_SHIFT = 16,     /* in a target, of the bin            */
	BIN_FIELD = 14,     /* in a target or a term, of its field */
	BIN_TERM = (1 << BIN_FIELD) - 1,
};

/* How the records of a bin are written. */
struct bin_shape {
	uint32_t steps; /* the greatest step and one more, all ones */
	uint8_t bytes, term_bits;
};

struct bins {
	uint16_t *of;     /* by ordinal / VOCABULARY_GROUP              */
	uint32_t *firsts; /* of each bin its first ordinal; and the end */
	struct bin_shape *shapes;
	uint32_t count;
};

/* A term by its bin and its number there. */
static inline uint32_t bins_target(const struct bins *b, uint32_t ordinal)
{
	uint32_t bin = b->of[ordinal / VOCABULARY_GROUP];
	return bin << BIN_SHIFT | (ordinal - b->firsts[bin]);
}

static inline uint32_t bins_ordinal(const struct bins *b, uint32_t target)
{
	return b->firsts[target >> BIN_SHIFT] +
	       (target & ((1u << BIN_SHIFT) - 1));
}

/* Replaces the numbers of texts in all meanings by targets; the inverters can
 * take no more documents. */
MUST_CHECK enum status bins_make(
	struct bins *b, const struct vocabulary *o, struct crew *c);
void bins_release(struct bins *b);

/* The end of a bin's part that is being written. */
struct bin {
	uint8_t *at;
	uint32_t before; /* where the last record was */
	uint16_t room;   /* bytes left of the chunk   */
	struct bin_shape shape;
	uint32_t first; /* chunk; MAP_NONE: none */
	uint32_t last;
};

/*
 * Where a token is in one number that rises with it: the document, its field and
 * its position.
 */
enum { LOCUS_FIELD = 32, LOCUS_DOC = 34 };

struct scatter {
	const struct bins *bins;
	const struct vocabulary *vocabulary;
	struct bin *open;     /* by number of the bin */
	VEC(uint8_t *) slabs; /* of chunks */
	uint32_t chunks;
	uint32_t first; /* document */
	/* Of each document, counted from that, its first place; then three of
	 * UINT32_MAX. */
	VEC(uint32_t) begins;
	VEC(uint32_t) hints; /* by place / SCATTER_HINT: which of those */
	uint32_t place;      /* the next token's */
	uint32_t weights[3]; /* by field         */
	enum status status;
};

MUST_CHECK enum status scatter_init(struct scatter *s, const struct bins *b,
	const struct vocabulary *o, const struct settings *settings);
void scatter_release(struct scatter *s);

/* Document `n` of `from`, which that inverter inverted, under its final number,
 * the one behind that of the last; `length` gets its length. */
void scatter_doc(struct scatter *s, unsigned inverter,
	const struct inverted *from, uint32_t n, uint32_t doc,
	uint32_t *length);
MUST_CHECK enum status scatter_finish(struct scatter *s);

/* The records of a bin, a chunk at a time:
 *
 *	bin_open(&r, &s, bin);
 *	while ((n = bin_read(&r, terms, wheres)))
 *		...
 */
struct bin_reader {
	const struct scatter *of;
	struct bin bin;
	uint32_t next; /* chunk; MAP_NONE: none */
	uint32_t where;
};

void bin_open(struct bin_reader *r, const struct scatter *s, uint32_t bin);

/* Room for BIN_CHUNK_RECORDS of either.  A term has its field above it. */
unsigned bin_read(struct bin_reader *r, uint16_t *terms, uint32_t *wheres);

/* Ask for what scatter_locate() needs, in two steps some time apart. */
static inline void scatter_ask(const struct scatter *s, uint32_t place)
{
	__builtin_prefetch(&s->hints.v[place / SCATTER_HINT]);
}

static inline void scatter_ask_begin(const struct scatter *s, uint32_t place)
{
	__builtin_prefetch(&s->begins.v[s->hints.v[place / SCATTER_HINT]]);
}

/* The locus of a term in a place.  Most have none or one or two documents between
 * theirs and the one that the hint is of, as nobody could foresee. */
static inline uint64_t scatter_locate(
	const struct scatter *s, uint32_t place, unsigned term)
{
	const uint32_t *begins = s->begins.v;
	uint32_t doc = s->hints.v[place / SCATTER_HINT];
	doc += (begins[doc + 1] <= place) + (begins[doc + 2] <= place);
	while (begins[doc + 1] <= place)
		doc++;
	return (uint64_t)(s->first + doc) << LOCUS_DOC |
	       (uint64_t)(term >> BIN_FIELD) << LOCUS_FIELD |
	       (place - begins[doc]);
}

#endif
