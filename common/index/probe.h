/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * probe.h - one block of a list, of which only what is asked for is decoded:
 * is this document in it, and how often has it the term?
 *
 * A bitmap needs no decoding, other blocks get one if much is asked of them; of
 * the frequencies one is read alone, until a second is wanted.
 *
 *	struct probe p;
 *	probe_open(&p, &cursor);
 *	if (probe_enter(&p, posting_block_of(&cursor, doc)) &&
 *		probe_find(&p, doc))
 *		tf = probe_freq(&p);
 *	if (probe_enter(&p, 7) && probe_load(&p))
 *		use(p.block.ids, p.block.freqs);
 *
 * Errors:    damage finds nothing more and sets p.status.
 * Ownership: borrows the cursor, which may be moved meanwhile.
 * Threads:   a probe belongs to one thread.
 */
#ifndef MEJU_INDEX_PROBE_H
#define MEJU_INDEX_PROBE_H

#include "common/index/posting.h"
#include "common/simd/kernel.h"

#include <limits.h>

enum { PROBE_WORDS = 64 };

struct probe {
	enum status status;
	const struct posting_cursor *list;
	const struct bitmap_kernel *kernel;
	uint32_t number;       /* of the block; UINT32_MAX: none           */
	uint32_t from, last;   /* no document of the list between them is
	                              in another block */
	uint32_t doc;          /* the last that was found                  */
	unsigned at;           /* its posting                              */
	unsigned finds, asked; /* documents, frequencies of the block    */
	bool ids, freqs;       /* all of them are decoded                  */
	const uint8_t *bitmap;
	unsigned words;     /* of the bitmap; 0: there is none           */
	struct reader rest; /* where frequencies are                     */
	struct block block;
	uint64_t made[PROBE_WORDS]; /* a bitmap of a block that had none */
};

/* REQUIRES: an open cursor of a list of several blocks. */
void probe_open(struct probe *p, const struct posting_cursor *list);

bool probe_enter(struct probe *p, uint32_t number);

static inline bool probe_covers(const struct probe *p, uint32_t doc)
{
	return doc >= p->from && doc <= p->last;
}

/* REQUIRES: a block that was entered and covers the document. */
bool probe_find(struct probe *p, uint32_t doc);

/* The same.  REQUIRES: p->words > 0. */
static inline bool probe_find_bit(struct probe *p, uint32_t doc)
{
	uint32_t bit = doc - p->from;
	p->at = UINT_MAX; /* counted when it matters */
	p->doc = doc;
	return bit / 64 < p->words && p->bitmap[bit / 8] >> bit % 8 & 1;
}

/* REQUIRES: probe_find() has found it, a list with frequencies. */
uint32_t probe_freq(struct probe *p);

/* Have all of p->block, frequencies if the list has them. */
bool probe_load(struct probe *p);

#endif
