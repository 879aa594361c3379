/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * made.h - small segments and indexes, made for a test.
 */
#ifndef MEJU_TESTS_MADE_H
#define MEJU_TESTS_MADE_H

#include "common/index/builder.h"
#include "common/index/snapshot.h"
#include "tests/support/test.h"

/*
 * One segment: made_begin(), made_put() for each term, ascending, made_end();
 * then m.leaf is open.  Every step must succeed.
 */
struct made {
	char folder[64];
	struct builder builder;
	struct leaf leaf;
	bool open;
};

/* Documents "d0", "d1" ... of these lengths, of the date that is their
 * number. */
void made_begin(struct made *m, const uint32_t *lengths, uint32_t docs);
void made_documents(struct made *m, const struct record *records,
	const uint32_t *lengths, uint32_t docs);
void made_put(
	struct made *m, struct str term, const struct builder_postings *p);
void made_end(struct made *m);
void made_release(struct made *m);

/* A commit to the index in `folder`: a source file of JSONL, if not NULL, in
 * place of that of the same name before; then a document deleted. */
void made_commit(const char *folder, const char *name, const char *jsonl,
	const char *deleted);

/* Give damaged bytes of a segment the checksums that they should have, as far
 * as their layout permits. */
void made_right(uint8_t *segment, size_t len);

/*
 * While one bit of a segment in `folder` is another, with checksums that are
 * right, `look`; so for each bit, but of each `apart` bits only one.  Then they
 * are as they were.
 */
void made_spoil(const char *folder, unsigned apart, void (*look)(void *data),
	void *data);

/* Sentences of which each must come up some time. */
struct made_sentence {
	const char *text;
	bool heard;
};

/* What was said has one of `count` sentences in it, or none. */
void made_hear(struct made_sentence *all, size_t count, const char *said);
void made_all_heard(const struct made_sentence *all, size_t count);

#endif
