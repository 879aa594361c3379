/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/serve/metrics.h"

static const double LIMITS[METRICS_BUCKETS] = {
	0.25, 0.5, 1, 2.5, 5, 10, 25, 100, 500, 2500}; /* milliseconds */

static void add(_Atomic uint64_t *to, uint64_t n)
{
	atomic_fetch_add_explicit(to, n, memory_order_relaxed);
}

static unsigned long long get(_Atomic uint64_t *from)
{
	return atomic_load_explicit(from, memory_order_relaxed);
}

void metrics_count(
	struct metrics *m, unsigned route, unsigned status, double milliseconds)
{
	struct metrics_route *r = &m->routes[route];
	unsigned class = status / 100, bucket = 0;
	while (bucket < METRICS_BUCKETS && milliseconds > LIMITS[bucket])
		bucket++;
	add(&r->classes[class < METRICS_CLASSES ? class : 0], 1);
	add(&r->buckets[bucket], 1);
	add(&r->microseconds, (uint64_t)(milliseconds * 1e3));
}

static void put_kind(
	struct buf *out, const char *name, const char *type, const char *help)
{
	buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void put_durations(
	struct metrics_route *r, const char *route, struct buf *out)
{
	static const char name[] = "meju_http_request_duration_seconds";
	unsigned long long sum = 0;
	for (unsigned i = 0; i < METRICS_BUCKETS; i++) {
		sum += get(&r->buckets[i]);
		buf_printf(out, "%s_bucket{route=\"%s\",le=\"%g\"} %llu\n",
			name, route, LIMITS[i] / 1e3, sum);
	}
	sum += get(&r->buckets[METRICS_BUCKETS]);
	buf_printf(out, "%s_bucket{route=\"%s\",le=\"+Inf\"} %llu\n", name,
		route, sum);
	buf_printf(out, "%s_sum{route=\"%s\"} %.6f\n", name, route,
		(double)get(&r->microseconds) / 1e6);
	buf_printf(out, "%s_count{route=\"%s\"} %llu\n", name, route, sum);
}

static void put_value(struct buf *out, const char *name, const char *type,
	const char *help, _Atomic uint64_t *value)
{
	put_kind(out, name, type, help);
	buf_printf(out, "%s %llu\n", name, get(value));
}

void metrics_put(
	struct metrics *m, const char *(*name)(unsigned route), struct buf *out)
{
	put_kind(out, "meju_http_requests_total", "counter",
		"Requests answered, by route and class of status.");
	for (unsigned i = 0; name(i); i++)
		for (unsigned c = 1; c < METRICS_CLASSES; c++)
			buf_printf(out,
				"meju_http_requests_total{route=\"%s\","
				"code=\"%uxx\"} %llu\n",
				name(i), c, get(&m->routes[i].classes[c]));
	put_kind(out, "meju_http_request_duration_seconds", "histogram",
		"Time to make an answer, without sending it.");
	for (unsigned i = 0; name(i); i++)
		put_durations(&m->routes[i], name(i), out);
	put_value(out, "meju_http_connections", "gauge", "Connections open.",
		&m->connections);
	put_value(out, "meju_http_connections_refused_total", "counter",
		"Connections closed at once, for there were too many.",
		&m->refused);
	put_value(out, "meju_index_reopened_total", "counter",
		"Times that a thread followed a commit.", &m->reopened);
	put_value(out, "meju_index_reopen_failures_total", "counter",
		"Times that it could not, and searched what it had.",
		&m->unopened);
}
