/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/text/ascii.h"
#include "common/text/language_row.h"
#include "common/text/language_table.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

_Static_assert(COUNT(language_rows) <= LANGUAGE_MAX, "a bit for each row");
_Static_assert(COUNT(language_words) < LANGUAGE_WORDS_MAX, "fits a count");

unsigned language_count(void)
{
	return COUNT(language_rows);
}

const struct language_row *language_row(language l)
{
	return &language_rows[l < COUNT(language_rows) ? l : LANGUAGE_NONE];
}

struct str language_code(language l)
{
	return language_row(l)->code;
}

void language_codes(struct buf *out)
{
	for (language l = 1; l < COUNT(language_rows); l++)
		buf_printf(out, "%s" STR_FMT, l > 1 ? " " : "",
			STR_ARG(language_rows[l].code));
}

struct str language_name(language l)
{
	return language_row(l)->name;
}

unsigned language_kept(language l)
{
	return language_row(l)->kept;
}

/* Is `word` one of the words in a list that spaces separate? */
static bool is_listed(struct str list, struct str word)
{
	for (size_t at = 0; at < list.len;) {
		size_t end = str_find(list, at, ' ');
		if (str_eq_nocase(str_slice(list, at, end), word))
			return true;
		at = end + 1;
	}
	return false;
}

/* The letters that a tag begins with: "pt" of "pt-BR", all of "German". */
static struct str first_part(struct str tag)
{
	size_t end = 0;
	while (end < tag.len && !strchr("-_.@", tag.p[end]))
		end++;
	return str_slice(tag, 0, end);
}

language language_find(struct str tag)
{
	struct str want = first_part(str_trim(tag));
	if (want.len == 0)
		return LANGUAGE_NONE;
	for (language l = 1; l < COUNT(language_rows); l++) {
		const struct language_row *row = &language_rows[l];
		if (str_eq_nocase(row->code, want) ||
			is_listed(row->names, want))
			return l;
	}
	return LANGUAGE_NONE;
}

uint64_t language_by_script(enum script s)
{
	return script_languages[s];
}

uint64_t language_by_letter(uint32_t c)
{
	unsigned low = 0, high = COUNT(language_letters);
	while (low < high) {
		unsigned middle = (low + high) / 2;
		const struct language_letter *row = &language_letters[middle];
		if (row->letter == c)
			return row->languages;
		if (row->letter < c)
			low = middle + 1;
		else
			high = middle;
	}
	return 0;
}

/* Where to look for a word first; make_languages.py computes the same. */
static size_t hash(uint64_t first, size_t len)
{
	return (first + len) * UINT64_C(0x9e3779b97f4a7c15) >>
	       (64 - LANGUAGE_SLOT_BITS);
}

/* `tail`: the bytes of a word of `len` behind the first eight. */
static inline unsigned find(uint64_t first, size_t len, struct str tail)
{
	for (size_t at = hash(first, len); language_slots[at];
		at = (at + 1) % COUNT(language_slots)) {
		unsigned row = language_slots[at] - 1u;
		const struct language_word *w = &language_words[row];
		if (w->first == first && w->word.len == len &&
			(tail.len == 0 || memcmp(w->word.p + ASCII_STEP, tail.p,
						  tail.len) == 0))
			return row;
	}
	return LANGUAGE_WORDS_MAX;
}

unsigned language_word_find(struct str word)
{
	struct str tail = str_slice(word, ASCII_STEP, word.len);
	uint64_t first = ascii_few(word.p, word.len - tail.len);
	return find(first, word.len, tail);
}

unsigned language_short_find(uint64_t word, size_t len)
{
	return find(word, len, (struct str){"", 0});
}

const struct language_word *language_word(unsigned row)
{
	return row < COUNT(language_words) ? &language_words[row] : NULL;
}

bool language_is_stop(language l, struct str word)
{
	unsigned row = language_word_find(word);
	return row < LANGUAGE_WORDS_MAX && l < LANGUAGE_MAX &&
	       language_words[row].folded >> l & 1;
}
