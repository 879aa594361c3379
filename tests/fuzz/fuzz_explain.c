/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fuzz_explain.c - what is told of an article of any form is UTF-8 and, where it
 * claims to be JSON, JSON.  The first byte picks form and settings.
 */
#include "indexer/account.h"
#include "indexer/parse/json.h"
#include "indexer/parse/parse.h"
#include "indexer/refine.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const paths[] = {
	"posts/2024-01-02-name.md", "a/name.html", "name.txt", "a/index.jsonl"};

enum { PATHS = sizeof paths / sizeof *paths };

static void must(bool holds)
{
	if (!holds)
		abort();
}

struct explained {
	struct parser parser;
	struct settings settings;
	struct str bytes;
	bool tokens;
};

static void account(const struct account *a, bool json)
{
	struct buf out = {0};
	struct str told;
	const char *why;
	must(account_put(a, json, &out) == OK);
	told = buf_str(&out);
	must(told.len > 0 && told.p[told.len - 1] == '\n');
	if (json) {
		struct json *j = json_new();
		must(json_is_utf8(told));
		must(str_find(told, 0, '\n') == told.len - 1);
		must(json_parse(j, told, 0, &why) == OK);
		json_free(j);
	}
	buf_release(&out);
}

static enum status tell(void *data, struct document *d)
{
	struct explained *e = data;
	struct parser *p = &e->parser;
	struct record r;
	html_rest rest = {0};
	struct account a = {.path = "name",
		.line = p->line,
		.form = p->form->name,
		.encoding = "UTF-8",
		.document = d,
		.record = &r,
		.settings = &e->settings,
		.stated = d->language,
		.folder = "index",
		.draft = d->draft,
		.noindex = d->noindex,
		.tokens = e->tokens};
	if (str_eq(str_from(p->form->name), STR("html")))
		must(html_rest_find(
			     p->decoded.len ? buf_str(&p->decoded) : e->bytes,
			     &d->arena, &rest) == OK);
	a.rest = &rest;
	must(refine(d, p->path, &e->settings, 0, &r) == OK);
	account(&a, true);
	account(&a, false);
	vec_release(&rest);
	return OK;
}

static void skip(void *data, unsigned line, const char *sentence)
{
	(void)data, (void)line;
	must(sentence && *sentence);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	struct explained e = {.tokens = data[0] / PATHS & 1,
		.bytes = {(const char *)data + 1, size - 1},
		.settings = {.title_weight = 5,
			.heading_weight = 2,
			.body_weight = 1,
			.language = STR(""),
			.site = STR(""),
			.permalink = STR("")}};
	if (data[0] / PATHS & 2)
		e.settings.site = STR("https://example.org/");
	if (data[0] / PATHS & 4)
		e.settings.permalink = STR("/:year/:month/:title-:slug/");
	e.parser = (struct parser){.emit = tell,
		.skip = skip,
		.data = &e,
		.now = 1800000000,
		.path = str_from(paths[data[0] % PATHS])};
	must(parse_bytes(&e.parser, form_find(e.parser.path), e.bytes) == OK);
	parser_release(&e.parser);
	return 0;
}
