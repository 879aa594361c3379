/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * metadata.h - what generators call things, to the fields of a document.
 *
 * Several sources may offer the same field; the lower rank wins, whatever the
 * order.  Keys are compared without case, '-', '_' and ' ', so that pubDate,
 * pub_date and PubDate are one.  What no rule claims goes to d->extras, as
 * "key" or "params.key".
 *
 *	struct metadata m;
 *	metadata_begin(&m, d, now);
 *	metadata_object(&m, front_matter);
 *	status = m.status;
 *
 * Errors:    sticky (ERR_NOMEM only); values that make no sense are warned of
 *            in the document.
 * Ownership: everything is copied into the document's arena.
 */
#ifndef MEJU_INDEXER_PARSE_METADATA_H
#define MEJU_INDEXER_PARSE_METADATA_H

#include "indexer/document.h"
#include "common/value/value.h"

enum { RANK_NONE = 255 }; /* worse than every rank */

struct metadata {
	struct document *d;
	int64_t now;
	bool record;               /* a JSONL object: it has an id and a text */
	const struct value *text;  /* of a record: its text, or NULL          */
	uint8_t rank[FIELD_COUNT]; /* of what each field holds              */
	struct origin by;          /* of what is offered: callers set .what  */
	unsigned top;              /* the worst rank seen by this pass        */
	enum status status;
};

/* `now`: what is to be published later is a draft. */
void metadata_begin(struct metadata *m, struct document *d, int64_t now);

/* Offer one text for a field.  True: taken, or needed no more because it is
 * empty.  False: a better one is there, or it is no date. */
bool metadata_offer(
	struct metadata *m, enum field f, unsigned rank, struct str text);

/* Offer the parts of a text between any of the characters `at`. */
bool metadata_split(struct metadata *m, enum field f, unsigned rank,
	struct str text, const char *at);

/* Offer one member of an object: a key of any generator's and its text.  The
 * key must last as long as the document. */
void metadata_member(struct metadata *m, struct str key, struct str text);

/* Keep a member as an extra; `parent`: the object that it is nested in, or
 * NULL. */
void metadata_keep(
	struct metadata *m, const struct value *parent, const struct value *v);

/* Offer every member of an object. */
void metadata_object(struct metadata *m, const struct value *object);

#endif
