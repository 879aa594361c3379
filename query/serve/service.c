/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/serve/service.h"
#include "common/base/deadline.h"
#include "common/base/hash.h"
#include "query/serve/accept.h"

#include <stdio.h>

struct route {
	const char *name, *path;
	void (*answer)(struct service *s, const struct request *q,
		struct str rest, struct reply *r);
	bool below; /* the path goes on              */
	bool open;  /* without a key                 */
};

static const struct route ROUTES[] = {
	{"search", "/search", route_search, false, false},
	{"suggest", "/suggest", route_suggest, false, false},
	{"doc", "/doc/", route_document, true, false},
	{"similar", "/similar/", route_similar, true, false},
	{"opensearch", "/opensearch.xml", route_opensearch, false, true},
	{"healthz", "/healthz", route_health, false, true},
	{"metrics", "/metrics", route_metrics, false, false},
	{"site", "/", route_site, true, true},
};

enum { ROUTES_COUNT = sizeof ROUTES / sizeof *ROUTES };

const char *service_route_name(unsigned route)
{
	return route < ROUTES_COUNT ? ROUTES[route].name : NULL;
}

/* Of the index that was opened. */
static void note_state(struct service *s)
{
	s->searcher.reader.cache = &s->cache;
	searcher_state(&s->searcher, &s->generation, &s->state);
	s->state += s->begun;
}

/* What else answers depend on, for clients that knew the server before. */
static uint64_t hash_settings(const struct service *s)
{
	const struct service_settings *t = &s->common->settings;
	uint64_t hash = hash64_seed(STR(MEJU_VERSION), 0);
	hash = hash64_seed(t->site, hash);
	return hash64_seed(s->synonyms.bytes, hash);
}

enum status service_open(
	struct service *s, struct service_common *common, struct error *err)
{
	const struct service_settings *t = &common->settings;
	enum status status = OK;
	*s = (struct service){.common = common, .cache = {.max = t->cache}};
	if (t->synonyms)
		status = synonyms_read(&s->synonyms, t->synonyms, err);
	if (status == OK)
		status = searcher_open_within(&s->searcher, t->folders,
			t->folder_count, t->deadline * 2 / 5, err);
	s->begun = hash_settings(s);
	if (status == OK)
		note_state(s);
	return status;
}

void service_close(struct service *s)
{
	searcher_close(&s->searcher);
	stored_cache_release(&s->cache);
	synonyms_release(&s->synonyms);
	form_release(&s->form);
	parameters_release(&s->parameters);
}

/* An index that is gone is tried again with each request, and told of once in
 * a while. */
static void follow(struct service *s, double at)
{
	struct searcher now;
	struct error err = {0};
	if (searcher_is_current(&s->searcher))
		return;
	if (searcher_reopen(&now, &s->searcher, &err) != OK) {
		atomic_fetch_add(&s->common->metrics.unopened, 1);
		log_trouble(&s->common->log, str_from(err.text), at);
		return;
	}
	searcher_close(&s->searcher);
	s->searcher = now;
	atomic_fetch_add(&s->common->metrics.reopened, 1);
	note_state(s);
}

void service_fail(struct reply *r, enum status status, const struct error *err)
{
	bool theirs = status == ERR_INVALID || status == ERR_LIMIT ||
		      status == ERR_UNSUPPORTED;
	reply_problem(r,
		theirs                    ? 400
		: status == ERR_NOT_FOUND ? 404
					  : 500,
		theirs || status == ERR_NOT_FOUND
			? err->text
			: "the server could not answer; its log says why");
	if (r->status == 500)
		r->trouble = arena_dup(&r->arena, str_from(err->text));
}

/* Is one of the tags this one?  They are compared weakly, as RFC 9110 has it in
 * section 13.1.2: W/"a" is "a". */
static bool has_tag(struct str tags, struct str tag)
{
	if (str_eq(str_trim(tags), STR("*")))
		return true;
	for (size_t at = 0; (at = str_find(tags, at, '"')) < tags.len;) {
		size_t end = str_find(tags, at + 1, '"');
		if (end < tags.len && str_eq(str_slice(tags, at, end + 1), tag))
			return true;
		at = end + 1;
	}
	return false;
}

bool service_unchanged(struct service *s, const struct request *q,
	struct str what, struct reply *r)
{
	const struct service_settings *t = &s->common->settings;
	char text[48];
	snprintf(text, sizeof text, "W/\"%016llx\"",
		(unsigned long long)hash64_seed(what, s->state));
	struct str tag = arena_dup(&r->arena, str_from(text));
	snprintf(text, sizeof text, "%s, max-age=%u",
		t->key.len ? "private" : "public", t->max_age);
	struct str age = arena_dup(
		&r->arena, t->max_age ? str_from(text) : STR("no-cache"));
	reply_header(r, "etag", tag);
	reply_header(r, "cache-control", age);
	if (!has_tag(q->if_none_match, str_slice(tag, 2, tag.len)))
		return false;
	r->status = 304;
	return true;
}

/* The answer takes as long whichever byte is wrong. */
static bool is_key(struct str given, struct str key)
{
	unsigned char differs = given.len != key.len;
	for (size_t i = 0; i < given.len && i < key.len; i++)
		differs |= (unsigned char)(given.p[i] ^ key.p[i]);
	return !differs;
}

static bool may_ask(const struct service *s, const struct request *q)
{
	struct str key = s->common->settings.key;
	struct str bearer = STR("Bearer ");
	bool bears = str_eq_nocase(
		str_slice(q->authorization, 0, bearer.len), bearer);
	return key.len == 0 || is_key(q->api_key, key) ||
	       (bears && is_key(str_slice(q->authorization, bearer.len,
					q->authorization.len),
				 key));
}

/* Pages of other sites that may read answers.  What is allowed depends on who
 * asks, so caches are told. */
static void allow_origin(
	const struct service *s, const struct request *q, struct reply *r)
{
	const struct service_settings *t = &s->common->settings;
	reply_header(r, "vary",
		t->origin_count ? STR("Accept, Origin, accept-encoding")
				: STR("Accept, accept-encoding"));
	if (q->origin.len == 0)
		return;
	for (uint32_t i = 0; i < t->origin_count; i++) {
		struct str origin = str_from(t->origins[i]);
		if (!str_eq(origin, STR("*")) && !str_eq(origin, q->origin))
			continue;
		reply_header(r, "access-control-allow-origin", origin);
		return;
	}
}

static void answer_options(
	const struct service *s, const struct request *q, struct reply *r)
{
	r->status = 204;
	reply_header(r, "allow", STR("GET, HEAD, OPTIONS"));
	if (q->origin.len == 0 || s->common->settings.origin_count == 0)
		return;
	reply_header(r, "access-control-allow-methods", STR("GET, HEAD"));
	reply_header(r, "access-control-allow-headers",
		STR("Authorization, X-Api-Key"));
	reply_header(r, "access-control-max-age", STR("600"));
}

static unsigned find_route(struct str path)
{
	unsigned i = 0;
	for (; i + 1 < ROUTES_COUNT; i++) {
		struct str own = str_from(ROUTES[i].path);
		if (ROUTES[i].below ? str_starts(path, own) : str_eq(path, own))
			break;
	}
	return i;
}

static void answer(struct service *s, const struct request *q, unsigned route,
	double began, struct reply *r)
{
	const struct route *x = &ROUTES[route];
	size_t len = strlen(x->path);
	bool asks =
		str_eq(q->method, STR("GET")) || str_eq(q->method, STR("HEAD"));
	if (str_eq(q->method, STR("OPTIONS"))) {
		answer_options(s, q, r);
	} else if (str_eq(q->path, STR("*"))) {
		reply_problem(r, 400, "only OPTIONS may ask for *");
	} else if (!asks) {
		reply_problem(
			r, 405, "only GET, HEAD and OPTIONS are understood");
		reply_header(r, "allow", STR("GET, HEAD, OPTIONS"));
	} else if (!x->open && !may_ask(s, q)) {
		reply_problem(r, 401,
			"a key is needed, in the header Authorization: Bearer "
			"KEY or X-Api-Key: KEY");
		reply_header(r, "www-authenticate", STR("Bearer"));
	} else {
		follow(s, began);
		deadline_set(s->common->settings.deadline);
		x->answer(s, q, str_slice(q->path, len, q->path.len), r);
	}
}

/* Does somebody read it, not a program? */
static bool is_read(struct str accept)
{
	static const char *const types[] = {"application/problem+json",
		"application/json", "text/html", NULL};
	return accept_best(accept, types) == 2;
}

/* What every reply says, and what is kept of it. */
static void finish(struct service *s, const struct request *q, unsigned route,
	double began, struct reply *r)
{
	if (r->body.status != OK)
		reply_problem(r, 503, "out of memory");
	if (r->problem.p && is_read(q->accept))
		reply_problem_page(r, s->common->settings.root);
	allow_origin(s, q, r);
	reply_header(r, "x-content-type-options", STR("nosniff"));
	reply_header(r, "referrer-policy", STR("no-referrer"));
	double took = clock_milliseconds() - began;
	metrics_count(&s->common->metrics, route, r->status, took);
	if (r->trouble.p)
		log_trouble(&s->common->log, r->trouble, began);
	log_request(&s->common->log, q, r, took);
}

void service_answer(struct service *s, const struct request *q, struct reply *r)
{
	unsigned route = find_route(q->path);
	double began = clock_milliseconds();
	reply_clear(r);
	if (limiter_take(&s->common->limiter, q->peer, began)) {
		answer(s, q, route, began, r);
	} else {
		reply_problem(r, 429,
			"too many requests came from this address; ask again "
			"in a second");
		reply_header(r, "retry-after", STR("1"));
	}
	finish(s, q, route, began, r);
}

void service_refuse(struct service *s, const struct request *q, unsigned status,
	const char *why, struct reply *r)
{
	reply_clear(r);
	reply_problem(r, status, why);
	finish(s, q, ROUTES_COUNT - 1, clock_milliseconds(), r);
}
