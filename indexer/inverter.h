/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * inverter.h - documents to posting lists, in memory.
 *
 * Every thread has its own.  Documents go in with rising numbers; for each
 * term the inverter keeps a stream of documents and, for stems, a stream of
 * positions.  What a token means is found once and then remembered by its
 * raw bytes, so that most tokens cost one hash look-up.  Tokens are taken by
 * the dozen, and the memory that they will need is asked for in advance.
 *
 * Which terms a document gets (DESIGN of the analysis: common/text/README.md):
 *
 *	title, headings, description, body   stems with the weight of the field
 *	                                     and positions, surface words
 *	title, headings                      also as field terms with positions
 *	title and its other names            one folded whole each
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
#include "indexer/slice.h"

enum { POSITION_GAP = 100 };

#define INVERTER_NO_DOC UINT32_MAX /* a list's, before its first */

/* A term with frequencies and positions.  Its size is a line of the cache,
 * whose first half is all that most tokens need. */
struct stem_list {
	_Alignas(16) uint32_t doc; /* the current document               */
	uint32_t tf, count;        /* in it; count: positions            */
	uint32_t last;             /* position                           */
	struct slice positions;
	uint32_t df;     /* finished documents          */
	uint32_t before; /* the last of them            */
	struct slice docs;
	uint32_t title, heading; /* its terms there; MAP_NONE: not known */
	bool also_word;          /* flush.h: the word's documents are these */
};

/* A term that only filters; half a line of the cache. */
struct plain_list {
	_Alignas(16) uint32_t df;
	uint32_t doc;    /* the current document      */
	uint32_t before; /* the last finished document */
	struct slice docs;
};

_Static_assert(sizeof(struct stem_list) == 64, "a line");
_Static_assert(sizeof(struct plain_list) == 32, "half a line");

struct meaning_part {
	uint32_t stem, word; /* numbers in stems and plains; MAP_NONE: none */
	uint32_t offset;
};

struct inverter {
	const struct settings *settings;
	struct analyzer *analyzer;
	struct map stems, plains; /* term bytes with their kind */
	VEC(struct stem_list) stem_lists;
	VEC(struct plain_list) plain_lists;
	struct lexicon lexicons[LANGUAGE_MAX];
	VEC(struct meaning_part) parts;
	struct pool pool;
	struct buf scratch;
	uint32_t doc;      /* the document being added         */
	uint32_t position; /* the next token's                 */
	uint64_t length;   /* of the document: sum of its tfs  */
};

MUST_CHECK enum status inverter_init(
	struct inverter *v, const struct settings *settings);
void inverter_release(struct inverter *v);

/* Add a document under a number above all before; `length` gets its length. */
MUST_CHECK enum status inverter_add(struct inverter *v, uint32_t doc,
	const struct record *r, uint32_t *length);

/* Forget all documents, keep the memory. */
void inverter_clear(struct inverter *v);

/* Give back the memory of what tokens mean; they can be learnt again. */
void inverter_forget_tokens(struct inverter *v);

/* Bytes of memory held. */
size_t inverter_memory(const struct inverter *v);

/* Documents of a list. */
uint32_t stem_list_df(const struct stem_list *s);
uint32_t plain_list_df(const struct plain_list *p);

/* One list, decoded: documents ascending; of a stem tf and number of
 * positions each, and all positions end to end. */
struct inverted {
	VEC(uint32_t) docs;
	VEC(uint32_t) tfs, counts, positions; /* empty for plain terms */
	struct buf bytes;                     /* scratch               */
};

MUST_CHECK enum status inverter_stem(
	const struct inverter *v, uint32_t term, struct inverted *out);
/* A stem without its positions. */
MUST_CHECK enum status inverter_stem_docs(
	const struct inverter *v, uint32_t term, struct inverted *out);
MUST_CHECK enum status inverter_plain(
	const struct inverter *v, uint32_t term, struct inverted *out);
void inverted_clear(struct inverted *i);
void inverted_release(struct inverted *i);

#endif
