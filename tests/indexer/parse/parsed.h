/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * parsed.h - what tests of parsers need: parse a literal, look at the one
 * document that comes of it, check what must hold of every document.
 */
#ifndef MEJU_TESTS_PARSED_H
#define MEJU_TESTS_PARSED_H

#include "indexer/parse/json.h"
#include "indexer/parse/parse.h"
#include "tests/support/test.h"

struct parsed {
	struct parser p;
	unsigned docs, skips;
	char skipped[200]; /* the last sentence */
	unsigned skipped_line;
	void (*look)(struct document *d, unsigned number); /* or NULL */
};

static inline void assert_str(struct str got, const char *want)
{
	if (!str_eq(got, str_from(want)))
		fail_msg(
			"got '" STR_FMT "', expected '%s'", STR_ARG(got), want);
}

static inline void check_lists(const struct document *d)
{
	const strings *lists[] = {
		&d->names, &d->aliases, &d->authors, &d->tags, &d->categories};
	for (size_t i = 0; i < 5; i++) {
		assert_true(lists[i]->len <= DOCUMENT_VALUES_MAX);
		for (size_t k = 0; k < lists[i]->len; k++) {
			assert_in_range(
				lists[i]->v[k].len, 1, DOCUMENT_FIELD_MAX);
			assert_true(json_is_utf8(lists[i]->v[k]));
		}
	}
}

/* The invariants of document.h. */
static inline void check_document(const struct document *d)
{
	struct str text = buf_str(&d->text);
	assert_true(text.len <= DOCUMENT_TEXT_MAX);
	if (!json_is_utf8(text))
		fail_msg("not UTF-8: " STR_FMT, STR_ARG(text));
	assert_true(json_is_utf8(d->title));
	assert_true(d->title.len <= DOCUMENT_FIELD_MAX);
	assert_in_range(d->sections.len, 1, DOCUMENT_SECTIONS_MAX);
	assert_int_equal(d->sections.v[0].off, 0);
	assert_int_equal(d->sections.v[0].level, 0);
	for (size_t i = 1; i < d->sections.len; i++) {
		const struct section *s = &d->sections.v[i];
		assert_in_range(s->off, s[-1].off, text.len);
		assert_in_range(s->level, 1, 6);
		assert_true(json_is_utf8(s->heading));
		assert_true(json_is_utf8(s->anchor));
	}
	for (size_t i = 0; i < d->marks.len; i++) {
		assert_true(d->marks.v[i].off <= text.len);
		assert_true(
			i == 0 || d->marks.v[i].off > d->marks.v[i - 1].off);
	}
	check_lists(d);
	for (size_t i = 0; i < d->extras.len; i++)
		assert_true(json_is_utf8(d->extras.v[i].json));
}

static inline enum status parsed_emit(void *data, struct document *d)
{
	struct parsed *t = data;
	check_document(d);
	if (t->look)
		t->look(d, t->docs);
	t->docs++;
	return OK;
}

static inline void parsed_skip(void *data, unsigned line, const char *sentence)
{
	struct parsed *t = data;
	t->skips++;
	t->skipped_line = line;
	snprintf(t->skipped, sizeof t->skipped, "%s", sentence);
}

/* Parse bytes as a file of that path; t->p.doc stays until the next parse. */
static inline void parsed_bytes(
	struct parsed *t, const char *path, struct str bytes)
{
	t->p.emit = parsed_emit;
	t->p.skip = parsed_skip;
	t->p.data = t;
	t->p.path = str_from(path);
	if (!t->p.now)
		t->p.now = 1800000000;
	t->docs = t->skips = 0;
	const struct form *form = form_find(t->p.path);
	assert_non_null(form);
	assert_int_equal(parse_bytes(&t->p, form, bytes), OK);
}

static inline struct document *parsed_one(
	struct parsed *t, const char *path, const char *text)
{
	parsed_bytes(t, path, str_from(text));
	assert_int_equal(t->docs, 1);
	assert_int_equal(t->skips, 0);
	return &t->p.doc;
}

static inline void assert_text(const struct document *d, const char *want)
{
	assert_str(buf_str(&d->text), want);
}

static inline void assert_list(const strings *list, const char *joined)
{
	struct buf b = {0};
	for (size_t i = 0; i < list->len; i++) {
		if (i)
			buf_putc(&b, '|');
		buf_put_str(&b, list->v[i]);
	}
	assert_str(buf_str(&b), joined);
	buf_release(&b);
}

#endif
