/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Input: a byte for the count of fragments, one for their width, one for the
 * language, words up to a line feed, the text. */
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
	struct snippeter s = {
		.analyzer = analyzer, .stems = &stems, .weights = weights};
	struct snippet found = {0};
	for (int again = 0; again < 2; again++) {
		CHECK(snippet_find(&s, text, lang, count, width, &found) == OK);
		snippet_check(&found, text, count, width);
		snippet_check_forms(&found, text);
	}
	snippet_release(&found);
	snippeter_release(&s);
	map_release(&stems);
	return 0;
}
