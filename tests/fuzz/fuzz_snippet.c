/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Input: a byte for the count of fragments, one for their width, one for the
 * language, words up to a line feed, the text. */
#include "query/assist/sections.h"
#include "query/spot.h"
#include "tests/query/assist/snippet_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static double weights[1 << 16];

static void add_words(
	struct analyzer *a, struct str words, language lang, struct map *stems)
{
	struct tokens tokens;
	struct token t;
	struct analysis an;
	tokens_init(&tokens, words);
	while (tokens_next(&tokens, &t)) {
		struct str raw = str_slice(words, t.off, t.off + t.len);
		CHECK(analyzer_word(a, raw, lang, &an) == OK);
		for (unsigned i = 0; i < an.count; i++) {
			uint32_t id;
			if (stems->count == sizeof weights / sizeof *weights)
				return;
			CHECK(map_add(stems, an.parts[i].stem, &id) == OK);
			weights[id] = 1 + id % 7;
		}
	}
}

enum { SECTIONS = 16 };

/* The text as sections of `step` blocks, each under its own first bytes. */
static void find_sections(
	struct snippeter *s, struct str text, unsigned step, unsigned width)
{
	struct record_section made[SECTIONS];
	struct record r = {.title = STR("gut"),
		.url = STR("http://x/"),
		.sections = made,
		.text = text};
	struct sections found = {0};
	struct buf url = {0};
	size_t at = 0;
	for (unsigned n = 0; at < text.len && r.section_count < SECTIONS; n++) {
		if (n % step == 0)
			made[r.section_count++] = (struct record_section){
				.off = (uint32_t)at,
				.heading = str_slice(text, at, at + n),
				.anchor = str_slice(text, at, at + n / 2)};
		const char *end = memmem(text.p + at, text.len - at, "\n\n", 2);
		at = end ? (size_t)(end - text.p) + 2 : text.len;
	}
	CHECK(sections_find(s, &r, 3, width, &found) == OK);
	CHECK(found.count <= 3);
	for (unsigned i = 0; i < found.count; i++) {
		const struct found_section *f = &found.v[i];
		CHECK(i == 0 || f->worth <= f[-1].worth);
		CHECK(f->section->heading.len > 0);
		snippet_check(
			&f->snippet, str_slice(text, 0, f->text.end), 1, width);
		snippet_check_forms(&f->snippet, text);
		buf_clear(&url);
		link_put(&r, f->section, &f->words, &url);
		for (size_t k = 0; k < url.len; k++)
			CHECK(url.p[k] > ' ' && url.p[k] < 0x7f);
	}
	sections_release(&found);
	buf_release(&url);
}

/* Were the text its own source, every match would be found on its line. */
static void find_spots(const struct snippet *s, struct str text)
{
	for (size_t i = 0; i < s->marks.len; i++) {
		struct mark m = s->marks.v[i];
		uint32_t line = 1, end = m.off;
		struct spot at;
		for (uint32_t k = 0; k < m.off; k++)
			line += text.p[k] == '\n';
		while (end < m.off + m.len && text.p[end] != '\n')
			end++;
		if (end == m.off)
			continue;
		CHECK(spot_find(text, line, 0, text, m.off, end, &at));
		CHECK(at.line == line && at.column <= m.off + 1);
		CHECK(spot_find(text, 1, line, text, m.off, end, &at));
		CHECK(at.line <= line);
	}
}

/* The short cuts are no more than that. */
static void check_plain(
	struct snippeter *s, struct str text, language lang, unsigned width)
{
	struct finder plain = {
		.analyzer = s->finder.analyzer, .stems = s->finder.stems};
	struct lead lead;
	CHECK(finder_find(&s->finder, text, lang) == OK);
	CHECK(finder_find_plain(&plain, text, lang) == OK);
	CHECK(plain.found.len == s->finder.found.len);
	lead_init(&lead, text, width);
	for (size_t i = 0; i < plain.found.len; i++) {
		const struct finder_found *a = &plain.found.v[i];
		const struct finder_found *b = &s->finder.found.v[i];
		const struct snippet_hit *h = &s->hits.v[i];
		bool amid = false;
		CHECK(a->off == b->off && a->end == b->end);
		CHECK(a->stems == b->stems && a->off == h->off);
		if (text.len > width)
			CHECK(lead_in_plain(&lead, a->off, &amid) == h->lead);
		CHECK(amid == h->cut_front);
	}
	finder_release(&plain);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct analyzer *analyzer;
	if (!analyzer)
		CHECK(analyzer_new(&analyzer) == OK);
	if (size < 3)
		return 0;
	unsigned count = 1 + data[0] % SNIPPET_FRAGMENTS_MAX;
	unsigned width = SNIPPET_WIDTH_MIN + data[1];
	language lang = (language)(data[2] % language_count());
	struct str all = {(const char *)data + 3, size - 3};
	size_t line = str_find(all, 0, '\n');
	struct str text = str_slice(all, line + 1, all.len);
	struct map stems = {0};
	add_words(analyzer, str_slice(all, 0, line), lang, &stems);
	struct snippeter s = {.finder = {.analyzer = analyzer, .stems = &stems},
		.weights = weights};
	struct snippet found = {0};
	for (int again = 0; again < 2; again++) {
		CHECK(snippet_find(&s, text, lang, count, width, &found) == OK);
		check_plain(&s, text, lang, width);
		snippet_check(&found, text, count, width);
		snippet_check_forms(&found, text);
		find_spots(&found, text);
		find_sections(&s, text, count, width);
	}
	snippet_release(&found);
	snippeter_release(&s);
	map_release(&stems);
	return 0;
}
