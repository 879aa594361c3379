/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * writer.h - the one writer of an index: takes inputs, and makes them and the
 * deletions that come with them the next commit.
 *
 *	writer_open(&w, &options, &err);
 *	writer_file(&w, ...), writer_stream(&w, ...)     any number
 *	writer_forget(&w, path, &err)                    any number
 *	writer_commit(&w, &err);
 *	writer_close(&w);
 *
 * Nothing is visible before writer_commit() returns OK; whatever happens
 * before leaves the old index as it was.
 *
 * Errors:    bad input is a sentence through options.message, a count in
 *            w.skipped, and the rest goes on; a returned error ends the work.
 * Threads:   one caller; it starts its own.
 */
#ifndef MEJU_INDEXER_WRITER_H
#define MEJU_INDEXER_WRITER_H

#include "common/base/file.h"
#include "common/index/manifest.h"
#include "indexer/batch.h"
#include "indexer/source.h"

enum {
	WEIGHT_MAX = 100,          /* of a field               */
	WRITER_MEMORY = 512 << 20, /* that indexing usually has */
};

struct writer_options {
	const char *folder; /* of the index; made if it is not there       */
	unsigned threads;
	size_t memory;        /* bytes that inverting may take               */
	const char *language; /* NULL: as the index says                     */
	const char *site, *permalink; /* the same                            */
	uint32_t weights[3];   /* of title, headings, body; zeros: the same   */
	const char *engine;    /* of a new index; NULL: as it is, or native */
	uint32_t shards;       /* the same; 0: as they are, or 1            */
	unsigned lock_timeout; /* seconds to wait for another writer        */
	const struct settings *settings; /* of a new index; NULL: the usual */
	bool keep; /* the order of records within a segment    */
	bool with_drafts;
	bool dry_run; /* do all, but leave the index as it is        */
	bool replace; /* of two documents of one id in this commit
	                         the later stays, else the earlier           */
	int64_t now;  /* seconds since 1970                          */
	void (*message)(void *data, struct str sentence);
	void (*progress)(void *data, uint64_t documents, uint64_t bytes);
	void *data;
};

struct sink;

struct writer {
	struct writer_options options;
	struct lock lock;
	const struct sink *sink; /* sink.h */
	void *sunk;              /* what it has */
	bool fresh;              /* there was no index before              */
	const struct manifest *kept; /* what is on disk; NULL: in doubt    */
	uint32_t languages[LANGUAGE_MAX]; /* documents of each, before     */
	struct manifest before;
	struct manifest next; /* texts borrowed from `before` and arena    */
	struct sources sources;
	struct arena arena;
	struct batch *batch; /* being filled                           */
	bool busy;           /* batches have been submitted            */
	struct buf scratch;
	VEC(struct str) forgotten; /* paths whose documents go               */
	struct map ids;            /* documents that go, of those before     */
	struct map came;           /* ids that have come since               */
	bool others_came;          /* and others that are not known          */
	VEC(struct str) late;      /* ids that are to go, of what has come   */
	uint64_t docs, bytes, skipped, withheld, erased, unchanged;
	uint64_t unknown; /* documents that should go and were not there */
};

/* What a new index is made with, but for options. */
struct settings writer_defaults(void);

MUST_CHECK enum status writer_open(struct writer *w,
	const struct writer_options *options, struct error *err);

/* The number of a root; recorded with the commit. */
MUST_CHECK enum status writer_root(struct writer *w, const char *path,
	uint32_t *number, struct error *err);

/* A root that is at `path` now. */
MUST_CHECK enum status writer_move_root(
	struct writer *w, uint32_t number, const char *path, struct error *err);

/* A file to be read.  `name`: path below its root.  A source is remembered
 * and the documents it had before go, unless its content is the same. */
struct writer_input {
	const char *path;
	struct str name;
	uint32_t root;
	uint64_t size;
	int64_t modified;
	bool remember;
};

MUST_CHECK enum status writer_file(
	struct writer *w, const struct writer_input *in, struct error *err);

/* JSONL from a descriptor. */
MUST_CHECK enum status writer_stream(
	struct writer *w, int fd, const char *path, struct error *err);

/* The same from memory; `name` is what sentences call it. */
MUST_CHECK enum status writer_text(
	struct writer *w, struct str text, const char *name, struct error *err);

/* One line of it, of a document of that id, which sentences call it. */
MUST_CHECK enum status writer_line(
	struct writer *w, struct str line, const char *id, struct error *err);

/* A document as an index has it, of which no other has come. */
MUST_CHECK enum status writer_record(
	struct writer *w, struct str id, struct str record, struct error *err);

/* The documents of a source go with the commit. */
MUST_CHECK enum status writer_forget(struct writer *w, struct str path);

/* A document goes with the commit, if it is there; what comes later under its
 * id stays.  Of what may have come before in the same commit many are best
 * deleted in a row, for what comes next ends a segment. */
MUST_CHECK enum status writer_delete(struct writer *w, struct str id);

MUST_CHECK enum status writer_commit(struct writer *w, struct error *err);
void writer_close(struct writer *w);

#endif
