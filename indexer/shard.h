/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * shard.h - one of the databases of an index (common/index/glass.h), being
 * changed.
 *
 *	shard_open(&s, folder, number, count, &arena, &err);
 *	shard_begin(&s, &err);
 *	shard_add(&s, &article, &err)        any number
 *	shard_erase(&s, term, &err)          any number
 *	shard_commit(&s, generation, &err);
 *	shard_close(&s);
 *
 * Nothing is visible before shard_commit(); what the database holds back
 * until then is in memory or in blocks of its files that no reader knows of.
 * Xapian writes to these after so many changes, never after so many bytes; so
 * where changes are large, changes of nothing come to their aid.
 *
 * Errors:    one sentence that names the database; the work is over then.
 * Ownership: borrows what it is given for the call.
 * Threads:   one at a time.
 */
#ifndef MEJU_INDEXER_SHARD_H
#define MEJU_INDEXER_SHARD_H

#include "common/base/vec.h"
#include "common/index/glass.h"
#include "indexer/termlist.h"

struct shard {
	char path[4096 + 32];
	struct glass_info info;
	struct xap_db *before;     /* as it was; NULL: it was not there */
	struct xap_writer *writer; /* NULL: not begun                   */
	uint32_t last;      /* number of the last document before           */
	uint32_t docs;      /* before                                       */
	uint64_t erased;    /* documents of before                          */
	uint32_t most;      /* changes after which Xapian writes them out    */
	uint32_t changes;   /* since then                                    */
	size_t room;        /* bytes that they may take; 0: any              */
	size_t taken;       /* about                                         */
	VEC(uint32_t) gone; /* numbers, for a while */
	struct buf scratch;
};

/* An article as it is added. */
struct shard_article {
	const struct record *record;
	struct str bytes; /* of that */
	const struct termlists *lists;
	uint32_t doc; /* of those */
	uint64_t ordinal;
	bool replace; /* what of this commit has its id; else it is a twin */
};

/* A new one; nothing is on disk before shard_begin(). */
void shard_make(
	struct shard *s, const char *folder, const struct glass_info *info);

/* One that is there; texts of its info are in `arena`. */
MUST_CHECK enum status shard_open(struct shard *s, const char *folder,
	uint32_t number, uint32_t count, struct arena *arena,
	struct error *err);

/* The record of the document of an index that has an id; ERR_NOT_FOUND. */
MUST_CHECK enum status shard_find(
	const char *folder, struct str id, struct buf *out, struct error *err);

/* The right to change it.  May be called again. */
MUST_CHECK enum status shard_begin(struct shard *s, struct error *err);

/* Documents from an ordinal on go: a commit that was interrupted left them. */
MUST_CHECK enum status shard_undo(
	struct shard *s, uint64_t ordinal, struct error *err);

/* In place of what was there before under its id. */
MUST_CHECK enum status shard_add(struct shard *s, const struct shard_article *a,
	bool *twin, struct error *err);

/* Documents of before that have a term, or all of them. */
MUST_CHECK enum status shard_erase(struct shard *s, bool all,
	enum term_kind kind, struct str text, struct error *err);

MUST_CHECK enum status shard_commit(
	struct shard *s, uint64_t generation, struct error *err);

/* Takes back what was not committed. */
void shard_close(struct shard *s);

#endif
