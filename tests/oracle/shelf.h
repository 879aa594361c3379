/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * shelf.h - the documents of an index in databases of Xapian, with the terms
 * that a naive index has of them; and servers of these.
 *
 *	struct shelf g;
 *	shelf_make(&g, folder, 4, &searcher, &naive);
 *	shelf_serve(&g);
 *	searcher_open(&s, g.addresses, g.shards, &err);
 *	shelf_release(&g);
 *
 * Errors:    fail the test.
 */
#ifndef MEJU_TESTS_SHELF_H
#define MEJU_TESTS_SHELF_H

#include "tests/oracle/naive.h"

enum { SHELF_SHARDS_MAX = 8 };

struct shelf {
	char folder[256]; /* an index */
	uint32_t shards;
	const char *addresses[SHELF_SHARDS_MAX]; /* "127.0.0.1:PORT" */
	char texts[SHELF_SHARDS_MAX][32];
	int ports[SHELF_SHARDS_MAX];
	int servers[SHELF_SHARDS_MAX]; /* processes; 0: none */
};

void shelf_make(struct shelf *g, const char *folder, uint32_t shards,
	const struct searcher *s, const struct naive *n);

/* One server for each shard.  False if there is no xapian-tcpsrv. */
bool shelf_serve(struct shelf *g);
void shelf_start(struct shelf *g, uint32_t shard);
void shelf_stop(struct shelf *g, uint32_t shard);

/* Ends servers, removes the folder. */
void shelf_release(struct shelf *g);

#endif
