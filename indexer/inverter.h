/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * inverter.h - documents as the numbers of their tokens, in memory.
 *
 * Every thread has its own.  What a token means is found once and then
 * remembered by its raw bytes, so most tokens cost one hash look-up and two
 * bytes; which terms they are is worked out when all documents are in
 * (scatter.h), in whatever order the documents shall have by then.
 *
 * Which terms a document gets (DESIGN of the analysis: common/text/README.md):
 *
 *	title, headings, description, body   stems with the weight of the field
 *	                                     and positions, surface words
 *	title, headings                      also as field terms with positions
 *	title, its other names, the last     one folded whole each
 *	part of aliases and of a file's path
 *	id, source, path folders, url, type, language, author (whole and each
 *	word), tags, categories              filter terms
 *
 * Positions run on through a document: title, description, then section by
 * section; a gap of POSITION_GAP keeps phrases from crossing.
 *
 * Errors:    ERR_NOMEM; the inverter must then be thrown away.
 * Ownership: copies what it keeps.
 * Threads:   one at a time.
 */
#ifndef MEJU_INDEXER_INVERTER_H
#define MEJU_INDEXER_INVERTER_H

#include "common/base/map.h"
#include "common/base/vec.h"
#include "common/index/manifest.h"
#include "common/index/record.h"
#include "common/text/analyzer.h"
#include "common/text/term.h"
#include "indexer/lexicon.h"

enum { POSITION_GAP = 100 };

/*
 * A token with one part at its own position: that part's stem and word, and
 * count 0.  Any other has `count` parts from number `stem` on.  Stems and words
 * are numbers of texts, or MAP_NONE.
 */
struct meaning {
	uint32_t stem, word;
	uint16_t count, advance;
};

struct meaning_part {
	uint32_t stem, word, offset;
};

/* What a piece of a token becomes: numbers of texts, or MAP_NONE. */
struct word {
	uint32_t stem, word;
};

/* What is noted of a token with each document, all in one place. */
struct sighting {
	uint32_t doc; /* last one it occurred in, plus one */
	uint32_t count;
};

/* Where the fields are that have terms of their own. */
enum span_field { SPAN_BODY, SPAN_TITLE, SPAN_HEADING };

/* A run of tokens without a gap. */
struct inverter_span {
	uint32_t end; /* behind its last token, in units */
	enum span_field field;
};

/* Where a document begins; it ends where the next one does. */
struct inverter_doc {
	uint32_t tokens, spans, filters;
};

/*
 * Documents as numbers of tokens that their inverter knows the meaning of.  A
 * number below 2^14 is one unit, any other two, whose upper half comes first;
 * numbers are given by first sight, so small ones are the most.
 */
struct inverted {
	VEC(uint16_t) tokens;
	VEC(struct inverter_span) spans;
	VEC(uint32_t) filters; /* numbers, some of them twice */
	VEC(struct inverter_doc) docs;
};

enum {
	TOKEN_FIRST =
		1 << 15, /* the document has the token for the first time */
	TOKEN_LONG = 1 << 14, /* another unit follows  */
	TOKEN_NUMBER_MAX = 1 << 30,
};

struct inverted_token {
	uint32_t number;
	bool first;
};

/* The token at `p`; returns where the next one is. */
static inline const uint16_t *inverted_token(
	const uint16_t *p, struct inverted_token *out)
{
	unsigned unit = *p++;
	out->first = unit & TOKEN_FIRST;
	out->number = unit & (TOKEN_LONG - 1);
	if (unit & TOKEN_LONG)
		out->number = out->number << 16 | *p++;
	return p;
}

/* What a text is, added up over all occurrences. */
enum {
	TEXT_STEM = 1,
	TEXT_WORD = 2,
	TEXT_TITLE = 4,   /* as a stem in a title   */
	TEXT_HEADING = 8, /* as a stem in a heading */
	TEXT_OTHER = 16, /* a stem of another word, or a word of another stem */
};

struct inverter {
	const struct settings *settings;
	struct analyzer *analyzer;
	struct map texts;   /* stems and words, some of them twice */
	VEC(uint8_t) notes; /* TEXT_..., by text                   */
	struct map filters; /* terms of other kinds, whole         */
	struct lexicon lexicons[LANGUAGE_MAX];
	VEC(struct meaning) meanings; /* by number of a token */
	VEC(struct sighting) sightings;
	VEC(struct meaning_part) parts;
	struct lexicon word_lexicons[LANGUAGE_MAX];
	VEC(struct word) words; /* by number in those */
	uint32_t docs;          /* added, in all */
	struct inverted out;    /* those that have not been taken away */
	struct buf scratch, folded;
};

MUST_CHECK enum status inverter_init(
	struct inverter *v, const struct settings *settings);
void inverter_release(struct inverter *v);

MUST_CHECK enum status inverter_add(struct inverter *v, const struct record *r);

/* A copy of the documents added since the last time, the caller's; the
 * inverter goes on with none. */
MUST_CHECK enum status inverter_take(struct inverter *v, struct inverted *to);

/* Free what only more documents would need. */
void inverter_seal(struct inverter *v);

/* Forget what terms are called. */
void inverter_drop_texts(struct inverter *v);

/* Bytes of memory held, but for documents. */
size_t inverter_memory(const struct inverter *v);

/* Where document `doc` begins; of the count, where all end. */
struct inverter_doc inverted_doc(const struct inverted *d, uint32_t doc);

/* Ask for the memory of a document, in two steps some time apart. */
void inverted_ask(const struct inverted *d, uint32_t doc);
void inverted_ask_content(const struct inverted *d, uint32_t doc);

size_t inverted_memory(const struct inverted *d);
void inverted_release(struct inverted *d);

#endif
