/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * service.h - a request in, a reply out; what carries them it does not know.
 *
 *	struct service s;
 *	if (service_open(&s, &common, &err) != OK)
 *		...
 *	service_answer(&s, &request, &reply);
 *	service_close(&s);
 *
 * An index that is committed to is searched as it is now from the next request
 * on; if it cannot be opened, as it was.
 *
 * Errors:    become replies: 400 and a sentence for what the client can mend,
 *            500 for what it cannot, of which only the log says more.
 * Ownership: borrows what is common.
 * Threads:   a service belongs to one thread; what is common to all.
 */
#ifndef MEJU_QUERY_SERVE_SERVICE_H
#define MEJU_QUERY_SERVE_SERVICE_H

#include "query/match/synonyms.h"
#include "query/search.h"
#include "query/serve/form.h"
#include "query/serve/limiter.h"
#include "query/serve/log.h"
#include "query/serve/metrics.h"
#include "query/serve/parameters.h"
#include "query/serve/report.h"

enum { SERVICE_ORIGINS_MAX = 32 };

struct service_settings {
	const char *folders[SEARCH_INDEXES_MAX];
	uint32_t folder_count;
	const char *origins[SERVICE_ORIGINS_MAX]; /* that may read answers */
	uint32_t origin_count;
	const char *synonyms; /* a file of rules, or NULL            */
	struct str site;      /* "https://example.org/find", or ""   */
	struct str root;      /* the path of that: "/find", or ""    */
	struct str key;       /* who asks must know it; empty: none  */
	size_t cache;         /* bytes of documents a thread keeps   */
	uint32_t max_age;     /* seconds; 0: ask again each time     */
	uint32_t deadline;    /* milliseconds for an answer; 0: none */
};

/* Of all threads. */
struct service_common {
	struct service_settings settings;
	struct metrics metrics;
	struct limiter limiter;
	struct report report;
	struct log log;
};

struct service {
	struct service_common *common;
	struct searcher searcher;
	struct stored_cache cache; /* of documents, not of answers */
	struct synonyms synonyms;
	uint64_t generation; /* the sum of those of all indexes           */
	uint64_t state;      /* a hash that is another for another commit */
	uint64_t begun;      /* and for other settings, another version   */
	struct form form;
	struct parameters parameters;
};

MUST_CHECK enum status service_open(
	struct service *s, struct service_common *common, struct error *err);
void service_close(struct service *s);

/* Also counts and logs it.  `r` is cleared first. */
void service_answer(
	struct service *s, const struct request *q, struct reply *r);

/* The same for one that the server does not want to understand. */
void service_refuse(struct service *s, const struct request *q, unsigned status,
	const char *why, struct reply *r);

/*
 * Tell the client what it has if that is what there is: sets ETag, which
 * depends on the index and on `what`, and Cache-Control; true if the reply is
 * 304 and done.
 */
bool service_unchanged(struct service *s, const struct request *q,
	struct str what, struct reply *r);

/* The routes; `rest` is what follows the path in the table. */
#define SERVICE_ROUTE(name)                                                    \
	void name(struct service *s, const struct request *q, struct str rest, \
		struct reply *r)

SERVICE_ROUTE(route_search);
SERVICE_ROUTE(route_similar);
SERVICE_ROUTE(route_suggest);
SERVICE_ROUTE(route_document);
SERVICE_ROUTE(route_health);
SERVICE_ROUTE(route_metrics);
SERVICE_ROUTE(route_opensearch);
SERVICE_ROUTE(route_site);

/* A failure as a reply. */
void service_fail(struct reply *r, enum status status, const struct error *err);

/* The names of the routes, for metrics_put(). */
const char *service_route_name(unsigned route);

#endif
