/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * vocabulary.h - the terms of all inverters in the order of the dictionary.
 *
 * Each gets an ordinal; a kind begins at a multiple of VOCABULARY_GROUP, and the
 * ordinals that this leaves free are terms of kind 0, which occur nowhere.  A text is up to four terms: a stem, the same in titles
 * and in headings, and a surface word; but a word that comes with no other stem
 * than itself, and that stem with no other word, gets none, for the stem's
 * documents are its own (dictionary.h).
 *
 *	vocabulary_make(&o, inverters, count);
 *	o.texts[o.of[inverter].texts[number]].stem    ordinal, or MAP_NONE
 *	o.of[inverter].filters[number]                ordinal
 *	vocabulary_term(&o, ordinal, bytes)           what it says
 *
 * What terms say is copied, in their order, so that it is read as it lies.
 *
 * Ownership: borrows the inverters, but not their texts and filters.
 * Threads:   may be shared once made.
 */
#ifndef MEJU_INDEXER_VOCABULARY_H
#define MEJU_INDEXER_VOCABULARY_H

#include "indexer/inverter.h"

enum { VOCABULARY_GROUP = 1 << 6 };

struct vocabulary_term {
	uint32_t saying; /* number of what it says; of a stem, the text */
	uint8_t kind;
	bool also_word; /* of a stem: it stands for the word */
};

/* Ordinals of a text's terms. */
struct vocabulary_text {
	uint32_t stem, word, title, heading;
};

struct vocabulary_of {
	uint32_t *texts;   /* by number: of the text in all */
	uint32_t *filters; /* by number: ordinals           */
};

struct vocabulary {
	struct inverter *const *inverters;
	struct vocabulary_of *of; /* by inverter */
	unsigned inverter_count;
	struct vocabulary_text *texts;
	struct vocabulary_term *terms; /* by ordinal */
	uint32_t count;
	struct buf said;      /* texts, then other terms, end to end  */
	VEC(uint32_t) starts; /* in that, by saying; and where it ends */
};

MUST_CHECK enum status vocabulary_make(struct vocabulary *o,
	struct inverter *const *inverters, unsigned count);
void vocabulary_release(struct vocabulary *o);

/* Whose stem this ordinal is. */
static inline const struct vocabulary_text *vocabulary_stem(
	const struct vocabulary *o, uint32_t ordinal)
{
	return &o->texts[o->terms[ordinal].saying];
}

/* The bytes of a term, in `bytes` or borrowed. */
struct str vocabulary_term(
	const struct vocabulary *o, uint32_t ordinal, char bytes[TERM_MAX]);

#endif
