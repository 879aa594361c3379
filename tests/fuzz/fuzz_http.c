/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fuzz_http.c - any request has an answer whose headers are lines, whose JSON is
 * JSON and whose pages have nobody else's markup, and any head is understood or
 * refused.  The lines are method and address, Accept, If-None-Match, Origin and
 * Host.
 */
#include "indexer/parse/json.h"
#include "query/serve/head.h"
#include "query/serve/service.h"
#include "tests/support/index.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static const struct {
	const char *id, *json;
} ARTICLES[] = {
	{"a", "{\"title\":\"Gut <b>health</b>\",\"tags\":[\"a&b\"],"
	      "\"url\":\"https://a.example/gut\",\"date\":\"2024-05-03\","
	      "\"text\":\"gut skin barrier\"}"},
	{"b/c", "{\"title\":\"\\\"Quotes' \\u2028\",\"author\":\"<Kim>\","
		"\"url\":\"javascript:alert(1)\","
		"\"text\":\"gut </script> ]]> acne\"}"},
	{"<d>", "{\"text\":\"\\u0000\\u202e ros\\u00e4 rosacea\"}"},
};

static void open_service(struct service *s, struct service_common *common)
{
	struct index_commit c = {.threads = 1};
	struct error err;
	char folder[4096];
	snprintf(folder, sizeof folder, "%s", temp_dir());
	for (size_t i = 0; i < sizeof ARTICLES / sizeof *ARTICLES; i++) {
		const struct index_article a = {
			str_from(ARTICLES[i].id), str_from(ARTICLES[i].json)};
		must(vec_push(&c.articles, a) == OK);
	}
	index_commit(folder, &c);
	vec_release(&c.articles);
	common->settings.folders[0] = index_folder(folder);
	common->settings.folder_count = 1;
	common->settings.origins[common->settings.origin_count++] =
		"https://a.example";
	common->log.fd = -1;
	limiter_init(&common->limiter, 0);
	must(report_open(&common->report, NULL, &err) == OK);
	must(service_open(s, common, &err) == OK);
	remove_tree(folder);
}

static struct str take(struct str *left, char until)
{
	size_t end = str_find(*left, 0, until);
	struct str s = str_slice(*left, 0, end);
	*left = str_slice(*left, end + 1, left->len);
	return s;
}

static void check_header(const struct reply_header *h)
{
	for (size_t i = 0; i < h->value.len; i++)
		must((unsigned char)h->value.p[i] >= ' ');
}

static void check_reply(const struct reply *r)
{
	struct str body = buf_str(&r->body);
	const char *why;
	must(r->status >= 200 && r->status < 500 && *reply_reason(r->status));
	for (unsigned i = 0; i < r->header_count; i++)
		check_header(&r->headers[i]);
	struct str type = r->header_count ? r->headers[0].value : STR("");
	for (unsigned i = 0; i < r->header_count; i++)
		if (strcmp(r->headers[i].name, "content-type") == 0)
			type = r->headers[i].value;
	if (str_starts(type, STR("text/html")))
		must(!memmem(body.p, body.len, "<b>", 3));
	if (!str_ends(type, STR("json")) || body.len == 0)
		return;
	struct json *j = json_new();
	must(j && json_is_utf8(body));
	must(json_parse(j, body, 0, &why) == OK);
	must(str_find(body, 0, '<') == body.len);
	json_free(j);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct service_common common;
	static struct service service;
	struct reply r = {0};
	struct str left = {(const char *)data, size};
	const char *why = NULL;
	unsigned refused = head_check(left, &why);
	must(refused == 0 || (refused >= 400 && why && *reply_reason(refused)));
	if (!service.common)
		open_service(&service, &common);
	struct str first = take(&left, '\n');
	struct request q = {.method = take(&first, ' ')};
	size_t query = str_find(first, 0, '?');
	q.path = str_slice(first, 0, query);
	if (query < first.len)
		q.query = str_slice(first, query + 1, first.len);
	q.accept = take(&left, '\n');
	q.if_none_match = take(&left, '\n');
	q.origin = take(&left, '\n');
	q.host = take(&left, '\n');
	service_answer(&service, &q, &r);
	check_reply(&r);
	reply_release(&r);
	return 0;
}
