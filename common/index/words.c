/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/words.h"

static void seek(struct dictionary_cursor *c, const struct dictionary *d,
	enum term_kind kind, struct str from)
{
	char term[DICTIONARY_TERM_MAX];
	from = str_slice(from, 0, sizeof term - 1);
	term[0] = (char)kind;
	memcpy(term + 1, from.p, from.len);
	dictionary_seek(c, d, (struct str){term, from.len + 1});
}

static bool is_at(const struct dictionary_cursor *c, enum term_kind kind)
{
	return c->valid && c->info.kind == kind;
}

static void skip_mere_stems(struct dictionary_cursor *c, uint32_t df)
{
	while (is_at(c, TERM_STEM) && !c->info.also_word)
		dictionary_next_above(c, df);
}

static struct str text_of(const struct dictionary_cursor *c)
{
	return str_slice(c->term, 1, c->term.len);
}

/* The lesser of the two; they are never equal. */
static void settle(struct word_cursor *c, uint32_t df)
{
	skip_mere_stems(&c->stems, df);
	bool word = is_at(&c->words, TERM_WORD);
	bool stem = is_at(&c->stems, TERM_STEM);
	if (word && stem)
		word = str_cmp(text_of(&c->words), text_of(&c->stems)) < 0;
	const struct dictionary_cursor *at = word ? &c->words : &c->stems;
	c->status = c->words.status != OK ? c->words.status : c->stems.status;
	c->valid = (word || stem) && c->status == OK;
	c->info = &at->info;
	c->word = c->valid ? text_of(at) : (struct str){"", 0};
}

void words_seek(
	struct word_cursor *c, const struct dictionary *d, struct str from)
{
	seek(&c->words, d, TERM_WORD, from);
	seek(&c->stems, d, TERM_STEM, from);
	settle(c, 0);
}

void words_next_above(struct word_cursor *c, uint32_t df)
{
	bool word = c->info == &c->words.info;
	dictionary_next_above(word ? &c->words : &c->stems, df);
	settle(c, df);
}

void words_next(struct word_cursor *c)
{
	words_next_above(c, 0);
}
