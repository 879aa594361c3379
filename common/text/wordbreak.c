/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/text/wordbreak.h"
#include "common/text/utf8.h"
#include "common/text/wordbreak_table.h"

struct wordbreak_kind wordbreak_kind(uint32_t c)
{
	unsigned block = c < 0x110000 ? wordbreak_stage[c / 128] : 0;
	return wordbreak_kinds[wordbreak_blocks[block][c % 128]];
}

static unsigned class_at(struct str text, size_t *at)
{
	return wordbreak_kind(utf8_next(text, at)).class;
}

static bool is_ignored(unsigned class)
{
	return class == WB_EXTEND || class == WB_FORMAT || class == WB_ZWJ;
}

static bool is_letter(unsigned class)
{
	return class == WB_ALETTER || class == WB_HEBREW_LETTER;
}

static bool is_newline(unsigned class)
{
	return class == WB_NEWLINE || class == WB_CR || class == WB_LF;
}

static bool joins_letters(unsigned class)
{
	return class == WB_MIDLETTER || class == WB_MIDNUMLET ||
	       class == WB_SINGLE_QUOTE;
}

static bool joins_digits(unsigned class)
{
	return class == WB_MIDNUM || class == WB_MIDNUMLET ||
	       class == WB_SINGLE_QUOTE;
}

static bool is_middle(unsigned class)
{
	return joins_letters(class) || joins_digits(class) ||
	       class == WB_DOUBLE_QUOTE;
}

/* The class after those that WB4 ignores; WB_OTHER at the end. */
static unsigned class_beyond(struct str text, size_t at)
{
	while (at < text.len) {
		unsigned class = class_at(text, &at);
		if (!is_ignored(class))
			return class;
	}
	return WB_OTHER;
}

/* WB5, WB8-10, WB13-13b: pairs that join whatever surrounds them. */
static bool pair_joins(unsigned a, unsigned b)
{
	bool word_a = is_letter(a) || a == WB_NUMERIC;
	bool word_b = is_letter(b) || b == WB_NUMERIC;
	if (word_a && word_b)
		return true;
	if (b == WB_EXTENDNUMLET)
		return word_a || a == WB_KATAKANA || a == WB_EXTENDNUMLET;
	if (a == WB_EXTENDNUMLET)
		return word_b || b == WB_KATAKANA;
	return a == WB_KATAKANA && b == WB_KATAKANA;
}

/* WB6-7c, WB11-12: letters or digits joined by what lies between them. */
static bool middle_joins(unsigned before, unsigned middle, unsigned after)
{
	if (is_letter(before) && is_letter(after) && joins_letters(middle))
		return true;
	if (before == WB_HEBREW_LETTER && after == WB_HEBREW_LETTER &&
		middle == WB_DOUBLE_QUOTE)
		return true;
	return before == WB_NUMERIC && after == WB_NUMERIC &&
	       joins_digits(middle);
}

size_t wordbreak_next(struct str text, size_t at)
{
	unsigned before = WB_OTHER; /* the class before `last`            */
	bool joined = false;        /* `last` takes the next letter, too  */
	size_t end = at;
	unsigned last = class_at(text, &end);
	unsigned prev = last; /* as `last`, but WB4 ignores nothing */
	if (is_newline(last)) {
		if (last == WB_CR && end < text.len && text.p[end] == '\n')
			end++;
		return end;
	}
	while (end < text.len) {
		size_t next = end;
		struct wordbreak_kind kind =
			wordbreak_kind(utf8_next(text, &next));
		unsigned class = kind.class;
		bool joins = is_ignored(class) ||
			     (prev == WB_ZWJ && kind.flags & WB_IS_PICTURE) ||
			     (prev == WB_WSEGSPACE && class == WB_WSEGSPACE);
		if (joins && is_ignored(class)) {
			prev = class;
			end = next;
			continue;
		}
		bool pending = false;
		if (!joins && joined)
			joins = middle_joins(before, last, class);
		if (!joins)
			joins = pair_joins(last, class);
		if (!joins && last == WB_HEBREW_LETTER &&
			class == WB_SINGLE_QUOTE)
			joins = true; /* WB7a */
		if (is_middle(class) &&
			middle_joins(last, class, class_beyond(text, next)))
			joins = pending = true;
		if (!joins && last == WB_REGIONAL_INDICATOR &&
			class == WB_REGIONAL_INDICATOR &&
			before != WB_REGIONAL_INDICATOR)
			joins = true;
		if (!joins)
			break;
		joined = pending;
		before = last;
		last = prev = class;
		end = next;
	}
	return end;
}
