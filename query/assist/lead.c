/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/assist/lead.h"
#include "common/base/rune.h"

enum { STOP_MAX = 4 }; /* bytes of a full stop, and one */

/* A full stop that needs no space behind it. */
static bool is_wide_stop(uint32_t c)
{
	return c == 0x3002 || c == 0xff01 || c == 0xff1f || c == 0xff61;
}

static bool is_small(struct str text, size_t at)
{
	return at < text.len && text.p[at] >= 'a' && text.p[at] <= 'z';
}

uint32_t lead_sentence(struct str text, size_t from, size_t to)
{
	uint32_t found = LEAD_NONE, c;
	bool stop = false;
	bool small = is_small(text, to);
	for (size_t at = from, n; at < to; at += n) {
		n = rune_get(text, at, &c);
		stop = stop || (c == '.' && !small) || c == '!' || c == '?' ||
		       c == 0x0964 || c == 0x061f || c == 0x06d4;
		bool blank = str_starts(str_slice(text, at, to), STR("\n\n"));
		if (blank || (stop && lead_is_space(text.p[at]))) {
			found = lead_skip_space(text, at);
			n = found - at;
			stop = false;
		} else if (is_wide_stop(c)) {
			found = (uint32_t)(at + n);
		}
	}
	return found;
}

void lead_init(struct lead *l, struct str text, unsigned width)
{
	tokens_init(&l->tokens, text);
	tokens_init(&l->near, text);
	l->width = width;
	l->sentence = l->last_sentence = lead_skip_space(text, 0);
	l->end = l->count = l->first = l->last = 0;
}

/* Leave out what is too far from `off` to matter; a sentence that begins there
 * or before is as good as one that begins just there. */
static void approach(struct lead *l, uint32_t off)
{
	uint32_t reach = l->width / 2 + 1, at = l->tokens.at;
	if (off < at + reach)
		return;
	uint32_t start =
		(uint32_t)tokens_start(l->tokens.text, at, off - reach);
	if (start == at)
		return;
	tokens_seek(&l->tokens, start);
	l->sentence = l->end = start;
	l->count = l->first = 0;
}

static void pass(struct lead *l, struct token t)
{
	if (t.off > l->end) {
		uint32_t start = lead_sentence(l->tokens.text, l->end, t.off);
		l->sentence = start == LEAD_NONE ? l->sentence : start;
	}
	if (t.off + t.len > l->end)
		l->end = t.off + t.len;
	l->starts[l->count++ % LEAD_WIDTH_MAX] = t.off;
	while (l->starts[l->first % LEAD_WIDTH_MAX] + l->width / 4 < t.off)
		l->first++;
}

uint32_t lead_in_plain(struct lead *l, uint32_t off, bool *amid)
{
	struct token t;
	approach(l, off);
	do {
		if (!tokens_next(&l->tokens, &t))
			break;
		pass(l, t);
	} while (t.off < off);
	*amid = off - l->sentence > l->width / 2;
	return *amid ? l->starts[l->first % LEAD_WIDTH_MAX] : l->sentence;
}

/*
 * The short cut: from the word back, from white space to white space, as far as
 * the word before.  Whether a sentence ends there is seen in the signs that end
 * what stands before it; where these are not ASCII it is the definition's turn.
 */

enum kind { SIGN, WORD, WHITE, LINE, STOP, POINT, FOREIGN, WIDE };

#define X10(v) v, v, v, v, v, v, v, v, v, v
#define X26(v) X10(v), X10(v), v, v, v, v, v, v
#define X88(v) X26(v), X26(v), X26(v), X10(v)

/* WIDE: d8, db, e0, e3, ef; with such a byte stops that are not ASCII begin. */
/* clang-format off */
static const uint8_t kinds[256] = {
	['\t'] = WHITE, LINE, WHITE, WHITE, WHITE, [' '] = WHITE,
	['0'] = X10(WORD), ['A'] = X26(WORD), ['a'] = X26(WORD),
	['!'] = STOP, ['?'] = STOP, ['.'] = POINT,
	[0x80] = X88(FOREIGN), WIDE, FOREIGN, FOREIGN, WIDE,
	[0xdc] = FOREIGN, FOREIGN, FOREIGN, FOREIGN,
	[0xe0] = WIDE, FOREIGN, FOREIGN, WIDE, X10(FOREIGN), FOREIGN, WIDE,
	[0xf0] = X10(FOREIGN), FOREIGN, FOREIGN, FOREIGN, FOREIGN, FOREIGN,
	FOREIGN,
};
/* clang-format on */

static enum kind kind_at(struct str text, size_t at)
{
	return kinds[(uint8_t)text.p[at]];
}

enum answer { NO, YES, UNKNOWN };

/* Does the first token at or behind `at` begin with no small letter?  One does
 * at `off`. */
static enum answer begins_sentence(struct str text, size_t at, size_t off)
{
	for (; at < off && kind_at(text, at) != WORD; at++)
		if (kind_at(text, at) >= FOREIGN)
			return UNKNOWN;
	if (at < off && text.p[at] == 'n' && text.p[at - 1] == '.')
		return UNKNOWN; /* ".net" begins with the point */
	return is_small(text, at) ? NO : YES;
}

/* Do the signs before `at` end a sentence, if white space follows and then
 * `next`? */
static enum answer ends_sentence(
	struct str text, size_t at, size_t next, size_t off)
{
	bool point = false;
	for (; at > 0; at--) {
		enum kind k = kind_at(text, at - 1);
		if (k == STOP)
			return YES;
		if (k >= FOREIGN)
			return UNKNOWN;
		if (k == WORD || k == WHITE || k == LINE)
			break;
		point = point || k == POINT;
	}
	return point ? begins_sentence(text, next, off) : NO;
}

/* Where the white space before `at` begins. */
static size_t white_before(struct str text, size_t at, bool *blank)
{
	size_t end = at;
	*blank = false;
	for (; at > 0 && lead_is_space(text.p[at - 1]); at--)
		*blank = *blank || (at < end && text.p[at] == '\n' &&
					   text.p[at - 1] == '\n');
	return at;
}

/* Where the sentence begins that the word at `off` is in; LEAD_NONE if that is
 * more than half of the width before. */
static enum answer sentence_of(
	const struct lead *l, uint32_t off, uint32_t *start)
{
	struct str text = l->tokens.text;
	uint32_t reach = l->width / 2 + STOP_MAX;
	uint32_t least = off > reach ? off - reach : 0;
	least = least > l->last ? least : l->last;
	for (size_t at = off; at > least; at--) {
		enum kind k = kind_at(text, at - 1);
		if (k == WIDE)
			return UNKNOWN;
		if (k != WHITE && k != LINE)
			continue;
		bool blank;
		size_t next = at;
		at = white_before(text, at, &blank);
		enum answer a =
			blank ? YES : ends_sentence(text, at, next, off);
		*start = (uint32_t)next;
		if (a != NO)
			return a;
		if (at == 0)
			return YES;
	}
	*start = least == l->last ? l->last_sentence : LEAD_NONE;
	return YES;
}

/* The first word of the quarter of the width before `off`. */
static enum answer word_near(struct lead *l, uint32_t off, uint32_t *start)
{
	enum { FAR = 256 };
	size_t from = off - l->width / 4, least = from > FAR ? from - FAR : 0;
	size_t at = tokens_start(l->near.text, least, from);
	struct token t;
	if (at == least && least > 0)
		return UNKNOWN;
	tokens_seek(&l->near, at);
	do {
		if (!tokens_next(&l->near, &t))
			return UNKNOWN;
	} while (t.off < from);
	*start = t.off;
	return YES;
}

uint32_t lead_in(struct lead *l, uint32_t off, bool *amid)
{
	uint32_t start;
	enum answer a = sentence_of(l, off, &start);
	*amid = a == YES && (start == LEAD_NONE || off - start > l->width / 2);
	if (*amid)
		a = word_near(l, off, &start);
	if (a != YES)
		start = lead_in_plain(l, off, amid);
	l->last = off;
	l->last_sentence = *amid ? LEAD_NONE : start;
	return start;
}
