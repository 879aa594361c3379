/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * shards.h - the databases of Xapian that are searched as one: folders and
 * servers, of which some may be down.
 *
 *	struct shards *x;
 *	if (shards_open(&x, names, count, patience, &err) != OK)
 *		...
 *	do {
 *		shards_begin(x);
 *		status = what is asked of x->all(..., &x->err);
 *	} while (status != OK && shards_recover(x, status));
 *	shards_close(x);
 *
 * A name is a folder with an index that `meju-index --engine xapian` made, one
 * of its databases, or "host:port" of a server of such (xapian-tcpsrv).
 *
 * A server that does not answer, or too late, is left out until its pause is
 * over; what is asked is then asked again of the others.  One that has hung up,
 * as they do on the idle, is called again at once.  Where a writer has overtaken
 * a reader, all is opened anew.
 *
 * Errors:    one sentence.  That a server is down is none, unless all are.
 * Threads:   one at a time.
 */
#ifndef MEJU_QUERY_SHARDS_H
#define MEJU_QUERY_SHARDS_H

#include "common/base/vec.h"
#include "common/index/glass.h"

enum {
	SHARDS_PAUSE = 1000, /* milliseconds until a server is tried again */
	SHARDS_PATIENCE =
		10000, /* ... that one may take, unless said         */
};

struct shard {
	struct str name;    /* also a C string                           */
	struct xap_db *db;  /* NULL: it is down                          */
	bool server, known; /* known: info was read                      */
	bool called;        /* again, since shards_begin()               */
	double again;       /* of the clock: when to try it again        */
	uint32_t folder;    /* the name that it came with                */
	struct glass_info info;
};

struct shards {
	VEC(struct shard) v;
	struct xap_db *all; /* of those that answer                      */
	uint32_t *living;   /* their numbers in v, in the order of `all` */
	uint32_t living_count;
	uint32_t owners;
	uint32_t tries; /* since shards_begin()                          */
	bool changed;   /* statistics are to be asked for again          */
	struct xap_patience patience;
	struct manifest *manifests; /* of folders; zeros of others       */
	uint32_t folder_count;
	struct arena arena;
	struct buf notes; /* since shards_begin(): a sentence a line     */
	struct error err; /* the sentence of what failed last            */
};

/* Is it a name of this engine's, not a folder of ours? */
MUST_CHECK enum status shards_named(
	const char *name, bool *yes, struct error *err);

MUST_CHECK enum status shards_open(struct shards **out,
	const char *const *names, uint32_t count, uint32_t patience,
	struct error *err);
struct shards *shards_share(struct shards *x);
void shards_close(struct shards *x);

/* Something is to be asked: try those whose pause is over. */
void shards_begin(struct shards *x);

/* It failed, with a sentence in x->err: is it to be asked again, all of it? */
bool shards_recover(struct shards *x, enum status status);

/* Read anew what shards say of themselves. */
MUST_CHECK enum status shards_read(struct shards *x);

/* Go on to what is there now; x->changed tells whether it may be other. */
void shards_follow(struct shards *x);

/* Are there servers among them? */
bool shards_far(const struct shards *x);

/* What cannot be done here, for the person who asked; each sentence once. */
void shards_note(struct shards *x, const char *sentence);

/* A document of `all` as (shard, its own number), and back; 0 if its shard is
 * down. */
uint32_t shards_shard_of(const struct shards *x, uint32_t doc, uint32_t *own);
uint32_t shards_doc(const struct shards *x, uint32_t shard, uint32_t own);

#endif
