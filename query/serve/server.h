/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * server.h - what carries requests and replies: HTTP/1.1 by libh2o, one loop a
 * thread, each with a service of its own.  The only file that knows libh2o.
 *
 *	struct server *server;
 *	status = server_start(&server, &options, &common, &listeners, &err);
 *	... until the process shall end (stop.h)
 *	server_stop(server);
 *
 * server_stop() lets answers that are under way be fetched, for a while, and
 * tells clients that keep their connections to open others.
 *
 * Errors:    a sentence: an index that cannot be opened, memory, threads.
 * Ownership: borrows what it is given until it has stopped.  The library has no
 *            end for loops that were used, so a server lasts as long as the
 *            process: it is started once.
 */
#ifndef MEJU_QUERY_SERVE_SERVER_H
#define MEJU_QUERY_SERVE_SERVER_H

#include "query/serve/listen.h"
#include "query/serve/service.h"

enum { SERVER_THREADS_MAX = 256 };

struct server_options {
	unsigned threads;
	unsigned connections; /* at most, of all threads           */
	unsigned seconds;     /* for a head, a pause, an answer    */
	bool proxied;         /* addresses are in X-Forwarded-For  */
};

struct server;

MUST_CHECK enum status server_start(struct server **out,
	const struct server_options *options, struct service_common *common,
	const struct listeners *listeners, struct error *err);
void server_stop(struct server *server);

#endif
