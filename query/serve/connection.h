/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * connection.h - the open connections of a thread, and the end of those that
 * cost more than they should.
 *
 * The library has a deadline for the head of a request and for a connection
 * that is idle.  What it does not bound is looked after now and then: how much
 * of a head it keeps while it waits for the rest, and how long a client may
 * take to fetch an answer.  Such connections are shut down, which the library
 * sees as their end.
 *
 * Threads: those of a thread are its own.
 */
#ifndef MEJU_QUERY_SERVE_CONNECTION_H
#define MEJU_QUERY_SERVE_CONNECTION_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct connection {
	struct connection *next, **link;
	struct connections *all;
	void *socket;
	double fetching; /* since when an answer is under way; 0: none is */
	uint64_t turn;   /* of the loop, in which it had its last answer  */
};

struct connections {
	struct connection *first;
	_Atomic uint64_t *count; /* of all threads */
};

/* NULL if memory ran out. */
struct connection *connection_new(struct connections *all, void *socket);

/* The same as the library calls it when the socket is closed. */
void connection_closed(void *connection);

/* What a socket is doing, as the library knows it. */
struct connection_state {
	uint64_t waiting; /* bytes read and not yet answered */
	bool writing;
};

/* Shall it be shut down at that many milliseconds, if no answer may take longer
 * than `most`? */
bool connection_is_bad(struct connection *c, const struct connection_state *s,
	double now, double most);

#endif
