/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * any_text.h - texts to try what is said of all texts with: random ones, and
 * real ones of several languages where the data is there.
 */
#ifndef MEJU_TESTS_ANY_TEXT_H
#define MEJU_TESTS_ANY_TEXT_H

#include "common/base/map.h"
#include "common/text/analyzer.h"
#include "tests/support/test.h"

static inline void any_text(struct rng *r, struct buf *out)
{
	static const char *const pieces[] = {"gut", "Skin", "use", "using",
		"dying", "C++", "c", "a", "I", "x", "net", "NET", "HTML", "12",
		"3.14", "can't", "l'eau", "sky", "go", " ", " ", " ", " ", " ",
		"\n", "\n\n", "\t", ".", ". ", ", ", "? ", "! ", "...", ".\" ",
		"-", "_", "+", "#", ":", "'", "(", ")", "\r\n", "\x01", "\v",
		/* other than ASCII */
		"\u2019", "\u201c", "\u201d ", "\u2014", "\u00a0", "\u00ad",
		"e\u0301", "\u0308", "\u00e9t\u00e9", "\u00dcber", "\u200d",
		"\u24c2", "\u6f22", "\u5b57\u3002", "\u30ab", "\uff01",
		"\u0e01\u0e33", "\u0964 ", "\u061f ", "\u06d4 ", "\u0643\u0644",
		"\ud55c\uad6d\uc5b4", "\U0001f600", "\u0441\u043b\u043e",
		"\u3000", "\xff", "\xe2\x80", "\xe3\x80"};
	enum { ALL = sizeof pieces / sizeof *pieces, ASCII = 45 };
	size_t kinds = rng_below(r, 2) ? ALL : ASCII;
	unsigned spaces = (unsigned)rng_below(r, 3);
	buf_clear(out);
	for (size_t n = rng_below(r, 400); n > 0; n--) {
		if (rng_below(r, 300) == 0)
			for (size_t k = rng_below(r, 1600); k > 0; k--)
				buf_putc(out, "xyzX9."[k % (1 + k / 99 % 6)]);
		bool rare = rng_below(r, 8) == 0;
		buf_puts(out, pieces[rng_below(r, rare ? ALL : kinds)]);
		for (uint64_t k = rng_below(r, spaces + 1); k > 0; k--)
			buf_putc(out, ' ');
	}
}

/* The stems of some of a text's words, and of parts of words. */
static inline void any_stems(struct rng *r, struct analyzer *a, struct str text,
	language lang, struct map *stems)
{
	struct tokens tokens;
	struct token t;
	struct analysis an;
	uint64_t most = 1 + rng_below(r, rng_below(r, 4) ? 5 : 80);
	uint64_t step = 1 + rng_below(r, 40);
	map_clear(stems);
	tokens_init(&tokens, text);
	while (tokens_next(&tokens, &t) && stems->count < most) {
		struct str raw = str_slice(text, t.off, t.off + t.len);
		uint32_t id;
		if (rng_below(r, step))
			continue;
		assert_int_equal(analyzer_word(a, raw, lang, &an), OK);
		for (unsigned i = 0; i < an.count; i++)
			if (rng_below(r, 2))
				assert_int_equal(
					map_add(stems, an.parts[i].stem, &id),
					OK);
	}
}

typedef void with_text(
	struct rng *r, struct analyzer *a, struct str text, language lang);

/* Each line of collections in many languages. */
static inline bool each_real_text(
	struct rng *r, struct analyzer *a, with_text *run)
{
	static const char *const sets[] = {"xquad-ar", "xquad-de", "xquad-el",
		"xquad-en", "xquad-es", "xquad-hi", "xquad-ro", "xquad-ru",
		"xquad-th", "xquad-tr", "xquad-vi", "xquad-zh",
		"jaquad-dev-ja"};
	for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
		char name[64];
		snprintf(name, sizeof name, "ir_i18n/%s/corpus.jsonl", sets[i]);
		const char *path = shared_file(name);
		if (!path)
			return false;
		struct buf all = read_all(path);
		language own =
			language_find(str_from(strrchr(sets[i], '-') + 1));
		for (size_t at = 0, end; at < all.len; at = end + 1) {
			end = str_find(buf_str(&all), at, '\n');
			struct str line = str_slice(buf_str(&all), at, end);
			language other =
				(language)rng_below(r, language_count());
			run(r, a, line, rng_below(r, 4) ? own : other);
		}
		buf_release(&all);
	}
	return true;
}

#endif
