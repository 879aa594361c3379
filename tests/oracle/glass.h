/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * glass.h - the documents of an index in databases of Xapian, with the terms
 * that a naive index has of them; and servers of these.
 *
 *	struct glass g;
 *	glass_make(&g, folder, 4, &searcher, &naive);
 *	glass_serve(&g);
 *	searcher_open(&s, g.addresses, g.shards, &err);
 *	glass_release(&g);
 *
 * Errors:    fail the test.
 */
#ifndef MEJU_TESTS_GLASS_H
#define MEJU_TESTS_GLASS_H

#include "tests/oracle/naive.h"

enum { GLASS_PARTS_MAX = 8 };

struct glass {
	char folder[256]; /* an index */
	uint32_t shards;
	const char *addresses[GLASS_PARTS_MAX]; /* "127.0.0.1:PORT" */
	char texts[GLASS_PARTS_MAX][32];
	int ports[GLASS_PARTS_MAX];
	int servers[GLASS_PARTS_MAX]; /* processes; 0: none */
};

void glass_make(struct glass *g, const char *folder, uint32_t shards,
	const struct searcher *s, const struct naive *n);

/* One server for each shard.  False if there is no xapian-tcpsrv. */
bool glass_serve(struct glass *g);
void glass_start(struct glass *g, uint32_t shard);
void glass_stop(struct glass *g, uint32_t shard);

/* Ends servers, removes the folder. */
void glass_release(struct glass *g);

#endif
