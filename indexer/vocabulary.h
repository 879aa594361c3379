/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * vocabulary.h - the terms of all inverters in the order of the dictionary.
 *
 * Each gets an ordinal.  Stems that occur in titles or headings get terms of
 * these fields besides; a surface word whose stem has the same text and comes
 * with nothing else gets none, for the stem's documents are its own
 * (dictionary.h).
 *
 *	vocabulary_make(&o, inverters, count);
 *	o.ordinals[inverter][number]         of an inverter's term, or MAP_NONE
 *	vocabulary_text(&o, ordinal, bytes)  what it says
 *
 * Ownership: borrows the inverters.
 * Threads:   may be shared once made.
 */
#ifndef MEJU_INDEXER_VOCABULARY_H
#define MEJU_INDEXER_VOCABULARY_H

#include "indexer/inverter.h"

struct vocabulary_term {
	uint32_t number; /* in its inverter; of a field's term: the stem's */
	uint16_t inverter;
	uint8_t kind;
	bool also_word; /* of a stem: it stands for the word */
};

struct vocabulary {
	struct inverter *const *inverters;
	unsigned inverter_count;
	struct vocabulary_term *terms; /* by ordinal */
	uint32_t count;
	uint32_t **ordinals;         /* by inverter and number of the term */
	uint32_t first_stem;         /* ordinal; stems come last           */
	uint32_t *titles, *headings; /* by ordinal less first_stem: that of
	                                 the field's term, or MAP_NONE      */
};

MUST_CHECK enum status vocabulary_make(struct vocabulary *o,
	struct inverter *const *inverters, unsigned count);
void vocabulary_release(struct vocabulary *o);

/* The bytes of a term, in `bytes` or borrowed. */
struct str vocabulary_text(
	const struct vocabulary *o, uint32_t ordinal, char bytes[TERM_MAX]);

#endif
