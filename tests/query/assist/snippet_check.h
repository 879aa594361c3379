/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * snippet_check.h - what holds for every snippet of every text.
 */
#ifndef MEJU_TESTS_SNIPPET_CHECK_H
#define MEJU_TESTS_SNIPPET_CHECK_H

#include "query/assist/snippet.h"

#include <stdio.h>
#include <stdlib.h>

#define CHECK(condition)                                                       \
	do {                                                                   \
		if (!(condition)) {                                            \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__,     \
				#condition);                                   \
			abort();                                               \
		}                                                              \
	} while (0)

/* Is `at` no continuation byte?  Only asked of well-formed text. */
static inline bool snippet_boundary(struct str text, size_t at)
{
	return at >= text.len || ((unsigned char)text.p[at] & 0xc0) != 0x80;
}

static inline void snippet_check_marks(
	const struct snippet *s, const struct fragment *f)
{
	uint32_t at = f->off;
	CHECK((size_t)f->mark + f->marks <= s->marks.len);
	for (uint32_t i = f->mark; i < f->mark + f->marks; i++) {
		const struct mark *m = &s->marks.v[i];
		CHECK(m->len > 0);
		CHECK(m->off >= at + (i > f->mark));
		at = m->off + m->len;
	}
	CHECK(at <= f->off + f->len);
}

static inline void snippet_check(const struct snippet *s, struct str text,
	unsigned count, unsigned width)
{
	CHECK(s->count <= count);
	for (unsigned i = 0; i < s->count; i++) {
		const struct fragment *f = &s->fragments[i];
		CHECK(f->len > 0 && f->len <= width);
		CHECK((size_t)f->off + f->len <= text.len);
		CHECK(s->count == 1 || f->marks > 0);
		CHECK(i == 0 || f->score <= f[-1].score * (1 + 1e-9));
		snippet_check_marks(s, f);
		for (unsigned k = 0; k < i; k++)
			CHECK(f->off >= f[-1 - (int)k].off +
						f[-1 - (int)k].len ||
				f->off + f->len <= f[-1 - (int)k].off);
	}
}

/* Nothing but our own markup is special in HTML; nothing controls. */
static inline void snippet_check_html(struct str html)
{
	struct str open = STR("<mark>"), close = STR("</mark>");
	bool inside = false;
	for (size_t at = 0; at < html.len; at++) {
		struct str rest = str_slice(html, at, html.len);
		unsigned char c = (unsigned char)html.p[at];
		CHECK(c >= 0x20 && c != 0x7f && c != '"' && c != '\'');
		CHECK(c != ' ' || rest.len == 1 || rest.p[1] != ' ');
		if (c == '>')
			CHECK(at >= 5 &&
				memcmp(html.p + at - 4, "mark", 4) == 0);
		if (c != '<')
			continue;
		CHECK(str_starts(rest, inside ? close : open));
		inside = !inside;
	}
	CHECK(!inside);
}

static inline void snippet_check_forms(const struct snippet *s, struct str text)
{
	struct buf html = {0}, plain = {0};
	snippet_put(s, text, SNIPPET_HTML, &html);
	snippet_check_html(buf_str(&html));
	snippet_put(s, text, SNIPPET_PLAIN, &plain);
	for (size_t i = 0; i < plain.len; i++)
		CHECK((unsigned char)plain.p[i] >= 0x20);
	buf_release(&html);
	buf_release(&plain);
}

#endif
