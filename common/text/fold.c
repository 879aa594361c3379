/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/text/fold.h"
#include "common/text/ascii.h"
#include "common/text/language_row.h"
#include "common/text/utf8.h"

#include <string.h>

/* Code points of one word.  NFKC makes 18 of one at most, but such are rare:
 * what does not fit is cut. */
enum { POINTS_MAX = FOLD_MAX + 512 };

struct points {
	uint32_t v[POINTS_MAX];
	size_t len;
};

static void push(struct points *to, uint32_t c)
{
	if (to->len < POINTS_MAX)
		to->v[to->len++] = c;
}

static void decode(struct str s, struct points *to)
{
	to->len = 0;
	for (size_t at = 0; at < s.len;)
		push(to, utf8_next(s, &at));
}

static void encode(const struct points *from, struct buf *out)
{
	for (size_t i = 0; i < from->len; i++)
		utf8_put(out, from->v[i]);
}

static void normalize(struct points *p, enum utf8_form form)
{
	struct points out;
	out.len = utf8_normalize(p->v, p->len, form, out.v, POINTS_MAX);
	memcpy(p->v, out.v, out.len * sizeof *out.v);
	p->len = out.len;
}

static bool is_turkish(language l)
{
	const char *code = language_code(l).p;
	return code[0] == 't' && code[1] == 'r';
}

/* Turkish has an i without a dot, whose capital is our I. */
static uint32_t dotless(uint32_t c)
{
	return c == 'I' ? 0x131 : c == 0x130 ? 'i' : c;
}

static bool has_dotless(struct str s)
{
	return str_find(s, 0, 'I') < s.len;
}

static bool is_in(struct str letters, uint32_t c)
{
	if (str_eq(letters, STR("*")))
		return true;
	for (size_t at = 0; at < letters.len;)
		if (utf8_next(letters, &at) == c)
			return true;
	return false;
}

/* Letters that are variants of others without Unicode saying so. */
static const char *variant(uint32_t c)
{
	static const struct {
		uint32_t c;
		const char *as;
	} variants[] = {
		{0x00b7, ""}, /* the dot of Catalan's l·l */
		{0x00e6, "ae"},
		{0x00f0, "d"},
		{0x00f8, "o"},
		{0x00fe, "th"},
		{0x0111, "d"},
		{0x0127, "h"},
		{0x0131, "i"},
		{0x0142, "l"},
		{0x0153, "oe"},
		{0x0167, "t"},
		{0x02bc, "'"},
		{0x05f3, "'"},
		{0x05f4, "\""},
		{0x0629, "\u0647"},
		{0x0640, ""},
		{0x0649, "\u064a"},
		{0x06a9, "\u0643"},
		{0x06cc, "\u064a"},
		{0x2018, "'"},
		{0x2019, "'"},
	};
	for (size_t i = 0; i < sizeof variants / sizeof *variants; i++)
		if (variants[i].c == c)
			return variants[i].as;
	return NULL;
}

/* The value of a decimal digit of the scripts that have their own, or -1. */
static int digit(uint32_t c)
{
	static const uint16_t zeros[] = {0x660, 0x6f0, 0x7c0, 0x966, 0x9e6,
		0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0,
		0xf20, 0x1040, 0x17e0, 0x1810};
	for (size_t i = 0; i < sizeof zeros / sizeof *zeros; i++)
		if (c - zeros[i] < 10)
			return (int)(c - zeros[i]);
	return -1;
}

static bool is_between(uint32_t c, uint32_t low, uint32_t high)
{
	return c >= low && c <= high;
}

/* Blocks of Latin, Greek, Cyrillic, Hebrew and Arabic letters. */
static bool loses_marks(uint32_t c)
{
	return is_between(c, 0xc0, 0x24f) || is_between(c, 0x370, 0x52f) ||
	       is_between(c, 0x591, 0x6ff) || is_between(c, 0x750, 0x77f) ||
	       is_between(c, 0x1e00, 0x1fff) || is_between(c, 0x2c60, 0x2c7f) ||
	       is_between(c, 0xa720, 0xa7ff);
}

/* Marks that only those scripts use. */
static bool is_lost_mark(uint32_t c)
{
	return is_between(c, 0x300, 0x36f) || is_between(c, 0x1dc0, 0x1dff) ||
	       is_between(c, 0x1ab0, 0x1aff) || is_between(c, 0xfe20, 0xfe2f);
}

static void push_variant(struct points *to, uint32_t c)
{
	const char *as = variant(c);
	if (!as) {
		push(to, c);
		return;
	}
	struct str s = str_from(as);
	for (size_t at = 0; at < s.len;)
		push(to, utf8_next(s, &at));
}

static void push_bare(struct points *to, uint32_t c)
{
	enum { PARTS = 8 };
	uint32_t parts[PARTS];
	size_t n = utf8_normalize(&c, 1, UTF8_NFD, parts, PARTS);
	for (size_t i = 0; i < n; i++)
		if (!utf8_is_mark(parts[i]))
			push_variant(to, parts[i]);
}

static void strip(
	struct points *p, const struct language_row *row, enum fold form)
{
	struct points out;
	out.len = 0;
	for (size_t i = 0; i < p->len; i++) {
		uint32_t c = p->v[i];
		int value = c < 0x80 ? -1 : digit(c);
		if (value >= 0)
			push(&out, '0' + (uint32_t)value);
		else if (c < 0x80 || is_in(row->keep, c) ||
			 (form == FOLD_MARKED && is_in(row->shown, c)))
			push(&out, c);
		else if (loses_marks(c))
			push_bare(&out, c);
		else if (!is_lost_mark(c))
			push_variant(&out, c);
	}
	memcpy(p->v, out.v, out.len * sizeof *out.v);
	p->len = out.len;
}

static void lower(struct points *p)
{
	for (size_t i = 0; i < p->len; i++)
		p->v[i] = utf8_lower(p->v[i]);
	normalize(p, UTF8_NFC);
}

static bool is_same(const struct points *a, const struct points *b)
{
	return a->len == b->len &&
	       memcmp(a->v, b->v, a->len * sizeof *a->v) == 0;
}

/* What stripping brings together may compose or fold anew, so it is done until
 * nothing changes; three times were always enough. */
static void fold_points(
	struct points *p, const struct language_row *row, enum fold form)
{
	enum { TIMES_MAX = 8 };
	for (int i = 0; i < TIMES_MAX; i++) {
		struct points before;
		before.len = p->len;
		memcpy(before.v, p->v, p->len * sizeof *p->v);
		normalize(p, UTF8_NFKC_FOLD);
		strip(p, row, form);
		if (is_same(&before, p))
			break;
	}
}

bool fold_ascii(struct str word, language l, char *to)
{
	return ascii_lower(word, to) && !(is_turkish(l) && has_dotless(word));
}

void fold_plain(struct str word, language l, enum fold form, struct buf *out)
{
	struct points p;
	bool turkish = is_turkish(l);
	decode(str_slice(word, 0, utf8_floor(word, FOLD_MAX)), &p);
	for (size_t i = 0; turkish && i < p.len; i++)
		p.v[i] = dotless(p.v[i]);
	if (form == FOLD_LOWER)
		lower(&p);
	else
		fold_points(&p, language_row(l), form);
	encode(&p, out);
}

void fold(struct str word, language l, enum fold form, struct buf *out)
{
	word = str_slice(word, 0, utf8_floor(word, FOLD_MAX));
	char *to = buf_reserve(out, word.len + ASCII_STEP);
	if (!to)
		return;
	if (fold_ascii(word, l, to))
		out->len += word.len;
	else
		fold_plain(word, l, form, out);
}
