/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * parse_any.h - one input as a file of some form; whatever comes out must keep
 * what document.h promises.
 */
#ifndef MEJU_TESTS_FUZZ_PARSE_ANY_H
#define MEJU_TESTS_FUZZ_PARSE_ANY_H

#include "tests/indexer/parse/parsed.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void fuzz_check(bool holds)
{
	if (!holds)
		abort();
}

static inline void fuzz_text(struct str s, size_t max)
{
	fuzz_check(s.len <= max && json_is_utf8(s));
}

static inline void fuzz_sections(const struct document *d)
{
	fuzz_check(d->sections.len >= 1 &&
		   d->sections.len <= DOCUMENT_SECTIONS_MAX);
	for (size_t i = 0; i < d->sections.len; i++) {
		const struct section *s = &d->sections.v[i];
		fuzz_check(s->off <= d->text.len && s->level <= 6 &&
			   (i == 0 || s->off >= s[-1].off));
		fuzz_text(s->heading, DOCUMENT_FIELD_MAX);
		fuzz_text(s->anchor, 2 * DOCUMENT_FIELD_MAX);
	}
	for (size_t i = 0; i < d->marks.len; i++)
		fuzz_check(
			d->marks.v[i].off <= d->text.len &&
			(i == 0 || d->marks.v[i].off > d->marks.v[i - 1].off));
}

static inline enum status fuzz_emit(void *data, struct document *d)
{
	const strings *lists[] = {&d->names, &d->aliases, &d->authors, &d->tags,
		&d->categories, &d->warnings};
	const struct str fields[] = {d->title, d->description, d->source,
		d->language, d->type, d->place};
	(void)data;
	fuzz_text(buf_str(&d->text), DOCUMENT_TEXT_MAX);
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		fuzz_text(fields[i], DOCUMENT_FIELD_MAX);
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		for (size_t k = 0; k < lists[i]->len; k++)
			fuzz_text(lists[i]->v[k], DOCUMENT_FIELD_MAX);
	fuzz_text(d->url, 2 * DOCUMENT_FIELD_MAX);
	fuzz_text(d->id, DOCUMENT_ID_MAX + 1); /* which is refused, not cut */
	for (enum field f = 0; f < FIELD_COUNT; f++)
		fuzz_check(
			!d->origins[f].what || json_is_utf8(d->origins[f].key));
	fuzz_sections(d);
	struct json *j = json_new();
	for (size_t i = 0; i < d->extras.len; i++) {
		const char *why;
		fuzz_check(json_parse(j, d->extras.v[i].json, 0, &why) == OK);
	}
	json_free(j);
	document_line(d, (uint32_t)(d->text.len / 2));
	return OK;
}

static inline void fuzz_skip(void *data, unsigned line, const char *sentence)
{
	(void)data, (void)line;
	fuzz_check(sentence && *sentence);
}

static inline int fuzz_parse(const char *path, const uint8_t *data, size_t size)
{
	struct parser p = {.emit = fuzz_emit,
		.skip = fuzz_skip,
		.now = 1800000000,
		.path = str_from(path)};
	struct str bytes = {(const char *)data, size};
	fuzz_check(parse_bytes(&p, form_find(p.path), bytes) == OK);
	parser_release(&p);
	return 0;
}

#endif
