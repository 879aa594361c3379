/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/deadline.h"
#include "common/base/json.h"
#include "query/complete.h"
#include "query/print.h"
#include "query/serve/accept.h"
#include "query/serve/answer.h"
#include "query/serve/document.h"
#include "query/serve/escape.h"
#include "query/serve/webpage.h"
#include "query/serve/service.h"
#include "query/serve/site.h"

#include <stdio.h>
#include <time.h>

enum { SUGGESTIONS = 8, SUGGESTIONS_MAX = 50, DAY = 86400 };

static enum status read_form(
	struct service *s, const struct request *q, struct reply *r)
{
	struct error err;
	enum status status = form_parse(&s->form, q->query, &err);
	if (status != OK)
		service_fail(r, status, &err);
	return status;
}

/* The address under which clients know the server, for what they keep. */
static struct str site_of(
	const struct service *s, const struct request *q, struct reply *r)
{
	struct buf site = {0};
	if (s->common->settings.site.len)
		return s->common->settings.site;
	buf_puts(&site, "http://");
	buf_put_str(&site, q->host);
	struct str made = arena_dup(&r->arena, buf_str(&site));
	buf_release(&site);
	return made;
}

/* The same without a path. */
static struct str host_of(
	const struct service *s, const struct request *q, struct reply *r)
{
	struct str site = site_of(s, q, r);
	return str_slice(site, 0, site.len - s->common->settings.root.len);
}

static void finish_answer(struct service *s, struct answer *a, struct reply *r)
{
	struct error err = {0};
	enum status status = answer_run(a, &err);
	if (status == OK) {
		reply_begin(r, 200, answer_type(a));
		if (s->parameters.face == FACE_HTML)
			reply_header(r, "content-security-policy",
				STR(WEBPAGE_POLICY));
		status = answer_put(a, &r->body, &err);
	}
	if (status != OK) {
		service_fail(r, status, &err);
		return;
	}
	if (search_is_partial(a->result)) /* it may be all the next time */
		reply_header(r, "cache-control", STR("no-store"));
	r->searched = arena_dup(&r->arena, s->parameters.request.query);
	r->total = a->result->total;
	const struct parameters *p = &s->parameters;
	if (r->total == 0 && !p->prefix && !p->request.filter &&
		!search_is_partial(a->result))
		report_count(&s->common->report, r->searched);
}

/* A search, or with `like` the id of a document those like it. */
static void search(struct service *s, const struct request *q, struct str like,
	struct reply *r)
{
	struct error err;
	struct buf what = {0};
	int64_t now = time(NULL);
	if (read_form(s, q, r) != OK)
		return;
	enum status status =
		parameters_read(&s->parameters, &s->form, q->accept, now, &err);
	if (status != OK) {
		service_fail(r, status, &err);
		return;
	}
	s->parameters.request.similar = like;
	if (s->common->settings.synonyms)
		s->parameters.request.synonyms = &s->synonyms;
	buf_printf(&what, "%lld ", (long long)(now / DAY));
	buf_put_str(&what, q->path);
	buf_putc(&what, ' ');
	parameters_put(&s->parameters, &what);
	bool unchanged = service_unchanged(s, q, buf_str(&what), r);
	buf_release(&what);
	if (unchanged)
		return;
	struct answer a = {.searcher = &s->searcher,
		.parameters = &s->parameters,
		.form = &s->form,
		.site = host_of(s, q, r),
		.root = s->common->settings.root,
		.path = q->path,
		.generation = s->generation};
	finish_answer(s, &a, r);
	answer_release(&a);
}

SERVICE_ROUTE(route_search)
{
	(void)rest;
	search(s, q, (struct str){0}, r);
}

/* The id of a document out of the rest of a path. */
static bool read_id(struct str rest, struct str *id, struct reply *r)
{
	struct error err = {0};
	enum status status = form_decode(&r->arena, rest, false, id, &err);
	if (status == OK && id->len == 0)
		status = error_set(&err, ERR_NOT_FOUND,
			"the address goes on with the id of a document");
	if (status != OK)
		service_fail(r, status, &err);
	return status == OK;
}

SERVICE_ROUTE(route_similar)
{
	struct str id;
	if (read_id(rest, &id, r))
		search(s, q, id, r);
}

/* Is a document wanted as a page? */
static bool wants_page(const struct service *s, const struct request *q)
{
	static const char *const types[] = {
		"application/json", "text/html", NULL};
	struct str format = form_value(&s->form, STR("format"));
	return format.len ? str_eq(format, STR("html"))
			  : accept_best(q->accept, types) == 1;
}

static void put_document(
	struct service *s, const struct document *d, bool page, struct reply *r)
{
	reply_begin(r, 200, page ? WEBPAGE_TYPE : "application/json");
	if (page) {
		reply_header(r, "content-security-policy", STR(WEBPAGE_POLICY));
		document_page(d, s->common->settings.root, &r->body);
	} else {
		document_json(d, &r->body);
	}
}

SERVICE_ROUTE(route_document)
{
	struct str id;
	struct error err = {0};
	struct document d = {0};
	struct buf what = {0};
	if (!read_id(rest, &id, r) || read_form(s, q, r) != OK)
		return;
	bool page = wants_page(s, q);
	buf_puts(&what, page ? "page " : "");
	buf_put_str(&what, q->path);
	bool unchanged = service_unchanged(s, q, buf_str(&what), r);
	buf_release(&what);
	if (unchanged)
		return;
	enum status status = document_open(&d, &s->searcher, id, &err);
	if (status == OK)
		put_document(s, &d, page, r);
	else
		service_fail(r, status, &err);
	document_close(&d);
}

static void put_address(struct service *s, const struct request *q,
	const struct suggestion *x, struct reply *r, struct json *j)
{
	struct buf url = {0};
	bool whole = str_find(x->url, 0, ':') < x->url.len;
	if (x->title && whole && escape_is_link(x->url)) {
		buf_put_str(&url, x->url);
	} else {
		buf_put_str(&url, site_of(s, q, r));
		buf_puts(&url, "/search?format=html&q=");
		escape_part(&url, x->text);
	}
	json_str(j, buf_str(&url));
	if (url.status != OK)
		j->out->status = url.status;
	buf_release(&url);
}

/* What a browser's address bar understands: OpenSearch 1.1, "Suggestions":
 * what was typed, how it may go on, what that is, where it leads. */
static void put_opensearch(struct service *s, const struct request *q,
	struct str typed, const struct completion *c, struct reply *r)
{
	struct json j = {.out = &r->body};
	char text[32];
	json_array(&j);
	json_str(&j, typed);
	json_array(&j);
	for (uint32_t i = 0; i < c->count; i++)
		json_str(&j, c->v[i].text);
	json_end(&j);
	json_array(&j);
	for (uint32_t i = 0; i < c->count; i++) {
		snprintf(text, sizeof text, "%llu",
			(unsigned long long)c->v[i].docs);
		json_str(&j, c->v[i].title ? STR("") : str_from(text));
	}
	json_end(&j);
	json_array(&j);
	for (uint32_t i = 0; i < c->count; i++)
		put_address(s, q, &c->v[i], r, &j);
	json_end(&j);
	json_end(&j);
}

static bool suggest_unchanged(struct service *s, const struct request *q,
	bool opensearch, const struct completion_request *request,
	struct reply *r)
{
	struct buf what = {0};
	buf_printf(&what, "suggest %d %u ", opensearch, request->limit);
	buf_put_str(&what, request->text);
	bool unchanged = service_unchanged(s, q, buf_str(&what), r);
	buf_release(&what);
	return unchanged;
}

SERVICE_ROUTE(route_suggest)
{
	static const char type[] = "application/x-suggestions+json";
	struct completion c = {0};
	struct completion_request request = {
		.limit = SUGGESTIONS, .now = time(NULL)};
	struct print_options o = {0};
	struct error err = {0};
	(void)rest;
	if (read_form(s, q, r) != OK)
		return;
	struct str format = form_value(&s->form, STR("format"));
	bool opensearch =
		str_eq(format, STR("opensearch")) ||
		(format.len == 0 && str_eq(q->accept, str_from(type)));
	request.text = form_value(&s->form, STR("q"));
	enum status status = parameter_number(
		&s->form, "limit", SUGGESTIONS_MAX, &request.limit, &err);
	if (status == OK && suggest_unchanged(s, q, opensearch, &request, r))
		return;
	double began = clock_milliseconds();
	if (status == OK)
		status = complete_run(&s->searcher, &request, &c, &err);
	o.milliseconds = clock_milliseconds() - began;
	if (status != OK) {
		service_fail(r, status, &err);
	} else if (opensearch) {
		reply_begin(r, 200, type);
		put_opensearch(s, q, request.text, &c, r);
	} else {
		reply_begin(r, 200, "application/json");
		print_find(STR("json"))->completion(&o, &request, &c, &r->body);
	}
	completion_release(&c);
}

SERVICE_ROUTE(route_health)
{
	struct json j = {.out = &r->body};
	(void)q, (void)rest;
	reply_begin(r, 200, "application/json");
	reply_header(r, "cache-control", STR("no-store"));
	json_object(&j);
	json_key(&j, STR("status"));
	json_str(&j, STR("ok"));
	json_key(&j, STR("generation"));
	json_uint(&j, s->generation);
	json_key(&j, STR("documents"));
	json_uint(&j, s->searcher.collection.docs);
	json_end(&j);
	buf_putc(&r->body, '\n');
}

SERVICE_ROUTE(route_metrics)
{
	(void)q, (void)rest;
	reply_begin(r, 200, "text/plain; version=0.0.4");
	reply_header(r, "cache-control", STR("no-store"));
	metrics_put(&s->common->metrics, service_route_name, &r->body);
	buf_printf(&r->body,
		"# HELP meju_index_documents Documents that can be found.\n"
		"# TYPE meju_index_documents gauge\n"
		"meju_index_documents %llu\n"
		"# HELP meju_index_generation Rises with each commit.\n"
		"# TYPE meju_index_generation gauge\n"
		"meju_index_generation %llu\n"
		"# HELP meju_build_info What runs.\n"
		"# TYPE meju_build_info gauge\n"
		"meju_build_info{version=\"" MEJU_VERSION "\"} 1\n",
		(unsigned long long)s->searcher.collection.docs,
		(unsigned long long)s->generation);
}

SERVICE_ROUTE(route_opensearch)
{
	struct buf *out = &r->body;
	struct str site = site_of(s, q, r);
	(void)rest;
	reply_begin(r, 200, "application/opensearchdescription+xml");
	reply_header(r, "cache-control", STR("max-age=3600"));
	buf_puts(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
		      "<OpenSearchDescription xmlns="
		      "\"http://a9.com/-/spec/opensearch/1.1/\">\n"
		      "<ShortName>Search</ShortName>\n"
		      "<Description>Search ");
	escape_markup(out, site);
	buf_puts(out, "</Description>\n<InputEncoding>UTF-8</InputEncoding>\n");
	static const struct {
		const char *type, *rel, *rest;
	} urls[] = {
		{"text/html", "results",
			"/search?format=html&amp;q={searchTerms}"
			"&amp;page={startPage?}"},
		{"application/atom+xml", "results",
			"/search?format=atom&amp;q={searchTerms}"
			"&amp;page={startPage?}"},
		{"application/x-suggestions+json", "suggestions",
			"/suggest?format=opensearch&amp;q={searchTerms}"},
		{"application/opensearchdescription+xml", "self",
			"/opensearch.xml"},
	};
	for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
		buf_printf(out, "<Url type=\"%s\" rel=\"%s\" template=\"",
			urls[i].type, urls[i].rel);
		escape_markup(out, site);
		buf_printf(out, "%s\"/>\n", urls[i].rest);
	}
	buf_puts(out, "</OpenSearchDescription>\n");
}

SERVICE_ROUTE(route_site)
{
	const struct site_file *f = site_find(q->path);
	(void)rest;
	if (!f) {
		reply_problem(r, 404, "there is nothing at this address");
		return;
	}
	struct str bytes = {f->begin, (size_t)(f->end - f->begin)};
	if (service_unchanged(s, q, bytes, r))
		return;
	reply_begin(r, 200, f->type);
	reply_header(r, "content-security-policy", STR(WEBPAGE_POLICY));
	buf_put_str(&r->body, bytes);
}
