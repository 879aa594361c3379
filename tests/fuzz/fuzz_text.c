/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fuzz_text.c - any bytes through the analyzer: the first byte picks the
 * language, the rest is the text.
 */
#include "common/base/buf.h"
#include "common/text/tokens.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
	if (!holds)
		abort();
}

static void analyze_token(struct analyzer *a, struct str text, language l,
	struct token tok, struct tokens *plain)
{
	struct token same = {0, 0};
	struct analysis an;
	check(tokens_next_plain(plain, &same));
	check(tok.off == same.off && tok.len == same.len);
	check(tok.len <= TOKEN_MAX && tok.off + tok.len <= text.len);
	struct str raw = str_slice(text, tok.off, tok.off + tok.len);
	if (analyzer_word(a, raw, l, &an) == OK)
		check(an.count <= PARTS_MAX);
}

static void analyze(struct analyzer *a, struct str text, language l)
{
	enum { MOST = 5 };
	struct tokens t, plain;
	struct token some[MOST];
	unsigned n;
	tokens_init(&t, text);
	tokens_init(&plain, text);
	do {
		n = tokens_some(&t, some, MOST);
		for (unsigned i = 0; i < n; i++)
			analyze_token(a, text, l, some[i], &plain);
	} while (n == MOST);
	check(!tokens_next_plain(&plain, &some[0]));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0 || size > 1 << 20)
		return 0;
	struct str text = {(const char *)data + 1, size - 1};
	language l = (language)(data[0] % language_count());
	struct analyzer *a;
	if (analyzer_new(&a) != OK)
		return 0;
	analyze(a, text, l);
	struct buf folded = {0}, again = {0};
	analyzer_fold(text, l, &folded);
	analyzer_fold(buf_str(&folded), l, &again);
	language_detect(text);
	buf_release(&folded);
	buf_release(&again);
	analyzer_free(a);
	return 0;
}
