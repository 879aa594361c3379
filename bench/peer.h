/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * peer.h - what another engine must do to be measured beside meju.
 *
 * peer_NAME.c defines PEER for one engine; peer.c makes a program of it:
 *
 *	peer_NAME version              the engine's version
 *	peer_NAME index DIR <DOCS      one document a line, `title<TAB>text`
 *	peer_NAME query DIR <LINES     as meju-bench-query, without ids
 *
 * Errors:    a function that fails says why on standard error and returns
 *            false; the program ends.
 */
#ifndef MEJU_BENCH_PEER_H
#define MEJU_BENCH_PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

enum { PEER_CLAUSES_MAX = 64 };

struct peer_clause {
	char sign; /* '+', '-', or a space        */
	bool phrase;
	const char *text; /* one word; of a phrase, all  */
};

struct peer_query {
	uint32_t limit;   /* how many hits are wanted        */
	bool total;       /* the count is of all that match  */
	const char *text; /* as typed, and in its parts:     */
	struct peer_clause clauses[PEER_CLAUSES_MAX];
	uint32_t count;
};

struct peer {
	const char *(*version)(void);
	/* An index in `folder`, which is there and empty. */
	bool (*create)(const char *folder);
	bool (*add)(const char *title, size_t title_len, const char *text,
		size_t text_len);
	bool (*finish)(void);
	/* Rank by BM25 or what the engine has; false: it cannot say that. */
	bool (*open)(const char *folder);
	bool (*answer)(const struct peer_query *q, uint64_t *count);
};

extern const struct peer PEER;

/* Append the clauses of a sign, each between quotes; returns how many. */
uint32_t peer_join(const struct peer_query *q, char sign, const char *quote,
	const char *between, struct buf *out);

#endif
