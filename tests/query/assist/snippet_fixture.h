/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * snippet_fixture.h - a snippeter for a few words that weigh 1 each.
 */
#ifndef MEJU_TESTS_SNIPPET_FIXTURE_H
#define MEJU_TESTS_SNIPPET_FIXTURE_H

#include "tests/query/assist/snippet_check.h"
#include "tests/support/test.h"

struct fixture {
	struct analyzer *analyzer;
	struct map stems;
	double weights[256];
	struct snippeter snippeter;
	struct snippet found;
	language lang;
};

static inline void add_words(struct fixture *f, struct str words)
{
	struct tokens tokens;
	struct token t;
	struct analysis an;
	tokens_init(&tokens, words);
	while (tokens_next(&tokens, &t)) {
		struct str raw = str_slice(words, t.off, t.off + t.len);
		assert_int_equal(
			analyzer_word(f->analyzer, raw, f->lang, &an), OK);
		for (unsigned i = 0; i < an.count; i++) {
			uint32_t id;
			assert_int_equal(
				map_add(&f->stems, an.parts[i].stem, &id), OK);
			f->weights[id] = 1;
		}
	}
}

static inline void begin(struct fixture *f, const char *words, const char *lang)
{
	*f = (struct fixture){.lang = language_find(str_from(lang))};
	assert_int_equal(analyzer_new(&f->analyzer), OK);
	add_words(f, str_from(words));
	f->snippeter = (struct snippeter){
		.finder = {.analyzer = f->analyzer, .stems = &f->stems},
		.weights = f->weights};
}

static inline void end(struct fixture *f)
{
	snippet_release(&f->found);
	snippeter_release(&f->snippeter);
	map_release(&f->stems);
	analyzer_free(f->analyzer);
}

static inline void find(
	struct fixture *f, struct str text, unsigned count, unsigned width)
{
	assert_int_equal(snippet_find(&f->snippeter, text, f->lang, count,
				 width, &f->found),
		OK);
	snippet_check(&f->found, text, count, width);
	snippet_check_forms(&f->found, text);
}

#endif
