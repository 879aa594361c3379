/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/text/split.h"
#include "common/text/ascii.h"
#include "common/text/language_row.h"
#include "common/text/tokens.h"
#include "common/text/utf8.h"
#include "common/text/wordbreak.h"

static bool is_lower(uint32_t c)
{
	return c < 0x80 ? c >= 'a' && c <= 'z' : utf8_is_lower(c);
}

static bool is_upper(uint32_t c)
{
	return c < 0x80 ? c >= 'A' && c <= 'Z' : utf8_is_upper(c);
}

/* The bytes of an apostrophe at `at`, straight or curly; 0 if none. */
static size_t apostrophe(struct str s, size_t at)
{
	if (at >= s.len || (uint8_t)s.p[at] != 0xe2)
		return at < s.len && s.p[at] == '\'';
	return str_eq(str_slice(s, at, at + 3), STR("\xe2\x80\x99")) ? 3 : 0;
}

static size_t find_apostrophe(struct str s)
{
	size_t at = 0;
	while (at < s.len && !apostrophe(s, at))
		at++;
	return at;
}

static bool is_listed(struct str list, struct str word)
{
	for (size_t at = 0, end; at < list.len; at = end + 1) {
		end = str_find(list, at, ' ');
		if (str_eq_nocase(str_slice(list, at, end), word))
			return true;
	}
	return false;
}

static struct str without_affixes(struct str s, language l)
{
	const struct language_row *row = language_row(l);
	if (s.len > 2 && (s.p[s.len - 1] | 0x20) == 's') {
		size_t mark = s.len - 2;
		if (mark > 2 && apostrophe(s, mark - 2) == 3)
			mark -= 2;
		if (apostrophe(s, mark))
			return str_slice(s, 0, mark);
	}
	size_t at = find_apostrophe(s);
	if (at == 0 || at == s.len)
		return s;
	if (is_listed(row->elide, str_slice(s, 0, at)))
		return str_slice(s, at + apostrophe(s, at), s.len);
	if (str_eq(row->code, STR("tr")))
		return str_slice(s, 0, at);
	return s;
}

static void put(
	struct pieces *p, struct str token, size_t from, size_t to, language l)
{
	if (from >= to || p->count == PIECES_MAX)
		return;
	struct str piece = without_affixes(str_slice(token, from, to), l);
	if (piece.len > 0)
		p->v[p->count++] = piece;
}

/* A letter or digit. */
static bool is_word(uint32_t c)
{
	if (c < 0x80)
		return is_upper(c) || is_lower(c) || (c >= '0' && c <= '9');
	return wordbreak_kind(c).flags & WB_IS_WORD;
}

/* What a scan knows of the last letters. */
struct seen {
	uint32_t last, before; /* letters or digits, 0 if none     */
	size_t last_at;
};

static bool is_digit_at(struct str s, size_t at)
{
	return at < s.len &&
	       wordbreak_kind(utf8_next(s, &at)).class == WB_NUMERIC;
}

static bool is_letter_at(struct str s, size_t at)
{
	return at < s.len && is_word(utf8_next(s, &at));
}

/* Where a word begins at or just before the letter at [at, next), as in
 * camel|Case and HTML|Parser but not in URLs; 0 if it goes on. */
static size_t camel(struct str s, size_t at, size_t next, uint32_t c,
	const struct seen *seen)
{
	if (is_upper(c) && is_lower(seen->last))
		return at;
	if (!is_lower(c) || !is_upper(seen->last) || !is_upper(seen->before))
		return 0;
	bool plural = c == 's' && !is_letter_at(s, next);
	return plural ? 0 : seen->last_at;
}

/* Do the words on both sides of what stands at [at, next) stay one? */
static bool binds(
	struct str s, size_t next, uint32_t c, const struct seen *seen)
{
	unsigned class = wordbreak_kind(c).class;
	if (class == WB_SINGLE_QUOTE || class == WB_DOUBLE_QUOTE ||
		c == 0x2019 || c == 0x2018 || c == 0x5f4 || c == 0xb7)
		return true;
	return (class == WB_MIDNUM || class == WB_MIDNUMLET) &&
	       wordbreak_kind(seen->last).class == WB_NUMERIC &&
	       is_digit_at(s, next);
}

static bool is_mark(uint32_t c)
{
	unsigned class = c < 0x80 ? WB_OTHER : wordbreak_kind(c).class;
	return class == WB_EXTEND || class == WB_FORMAT || class == WB_ZWJ;
}

void split(struct str token, language l, struct pieces *out)
{
	struct seen seen = {0};
	size_t from = 0, to = token.len, sign = 0;
	out->count = 0;
	if (to > 1 && token.p[to - 1] == '#')
		sign = 1;
	else if (str_ends(token, STR("++")))
		sign = 2;
	struct str body = str_slice(token, 0, to - sign);
	size_t at = body.len > 1 && body.p[0] == '.' ? 1 : 0;
	for (size_t next; at < body.len; at = next) {
		next = at;
		uint32_t c = utf8_next(body, &next);
		if (is_word(c)) {
			size_t cut = camel(body, at, next, c, &seen);
			if (cut > from) {
				put(out, token, from, cut, l);
				from = cut;
			}
			seen = (struct seen){c, seen.last, at};
		} else if (!is_mark(c)) {
			if (!binds(body, next, c, &seen)) {
				put(out, token, from, at, l);
				from = next;
			}
			seen = (struct seen){0};
		}
	}
	put(out, token, from, to, l);
}

/* Capitals are either the first letter alone or all letters. */
bool split_is_plain(struct str token)
{
	const uint64_t behind_first = ~UINT64_C(0xff);
	uint64_t upper = 0, lower = 0;
	for (size_t i = 0; i < token.len; i += ASCII_STEP) {
		size_t n =
			token.len - i < ASCII_STEP ? token.len - i : ASCII_STEP;
		uint64_t x = ascii_few(token.p + i, n);
		uint64_t capitals = ascii_within(x, 'A', 'Z');
		uint64_t small = ascii_within(x, 'a', 'z');
		uint64_t digits = ascii_within(x, '0', '9');
		if ((capitals | small | digits) !=
			ASCII_EACH(0x80) >> 8 * (ASCII_STEP - n))
			return false;
		upper |= i == 0 ? capitals & behind_first : capitals;
		lower |= small;
	}
	return token.len > 0 && !(upper && lower);
}
