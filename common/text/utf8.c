/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/text/utf8.h"

#include <utf8proc.h>

/* Table 3-7 of the standard: what may follow a lead byte. */
struct lead {
	uint8_t more;      /* bytes that follow       */
	uint8_t low, high; /* bounds of the first one */
};

static struct lead lead_of(uint8_t byte)
{
	if (byte < 0xc2 || byte > 0xf4)
		return (struct lead){0, 0, 0};
	if (byte < 0xe0)
		return (struct lead){1, 0x80, 0xbf};
	if (byte < 0xf0)
		return (struct lead){2, byte == 0xe0 ? 0xa0 : 0x80,
			byte == 0xed ? 0x9f : 0xbf};
	return (struct lead){
		3, byte == 0xf0 ? 0x90 : 0x80, byte == 0xf4 ? 0x8f : 0xbf};
}

uint32_t utf8_next_long(struct str text, size_t *at)
{
	uint8_t byte = (uint8_t)text.p[(*at)++];
	struct lead lead = lead_of(byte);
	if (lead.more == 0)
		return UTF8_BAD;
	uint32_t c = byte & (0x3fu >> lead.more);
	for (unsigned i = 0; i < lead.more; i++) {
		if (*at == text.len)
			return UTF8_BAD;
		byte = (uint8_t)text.p[*at];
		if (byte < lead.low || byte > lead.high)
			return UTF8_BAD;
		c = c << 6 | (byte & 0x3f);
		lead.low = 0x80;
		lead.high = 0xbf;
		++*at;
	}
	return c;
}

void utf8_put(struct buf *out, uint32_t c)
{
	utf8proc_uint8_t bytes[UTF8_MAX];
	if (c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		c = UTF8_BAD;
	utf8proc_ssize_t n = utf8proc_encode_char((utf8proc_int32_t)c, bytes);
	buf_put(out, bytes, (size_t)n);
}

size_t utf8_floor(struct str text, size_t at)
{
	if (at >= text.len)
		return text.len;
	for (size_t back = 0; back < UTF8_MAX && back <= at; back++) {
		size_t start = at - back, end = start;
		if (((uint8_t)text.p[start] & 0xc0) == 0x80)
			continue;
		utf8_next(text, &end);
		return end > at ? start : at;
	}
	return at;
}

uint32_t utf8_lower(uint32_t c)
{
	return (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}

bool utf8_is_lower(uint32_t c)
{
	return utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_LL;
}

bool utf8_is_upper(uint32_t c)
{
	return utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_LU;
}

bool utf8_is_mark(uint32_t c)
{
	utf8proc_category_t k = utf8proc_category((utf8proc_int32_t)c);
	return k == UTF8PROC_CATEGORY_MN || k == UTF8PROC_CATEGORY_ME;
}

bool utf8_is_word(uint32_t c)
{
	switch (utf8proc_category((utf8proc_int32_t)c)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ME:
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NL:
	case UTF8PROC_CATEGORY_NO:
	case UTF8PROC_CATEGORY_PC:
		return true;
	default:
		return false;
	}
}

unsigned utf8_width(uint32_t c)
{
	int width = utf8proc_charwidth((utf8proc_int32_t)c);
	/* terminals show these beside their letter, utf8proc within it */
	if (utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_MC)
		return 1;
	return width < 0 ? 0 : (unsigned)width;
}

bool utf8_grapheme_break(uint32_t a, uint32_t b, int32_t *state)
{
	return utf8proc_grapheme_break_stateful(
		(utf8proc_int32_t)a, (utf8proc_int32_t)b, state);
}

static int combining_class(utf8proc_int32_t c)
{
	return utf8proc_get_property(c)->combining_class;
}

/* Canonical order: marks between two that are none, by their class.  Of more
 * than UTF8_MARKS_MAX in a row the last are dropped. */
static size_t order_marks(utf8proc_int32_t *v, size_t len)
{
	size_t kept = 0, marks = 0;
	for (size_t i = 0; i < len; i++) {
		utf8proc_int32_t c = v[i];
		int class = combining_class(c);
		marks = class ? marks + 1 : 0;
		if (marks > UTF8_MARKS_MAX)
			continue;
		size_t at = kept++;
		for (; marks > 1 && at > kept - marks; at--) {
			if (combining_class(v[at - 1]) <= class)
				break;
			v[at] = v[at - 1];
		}
		v[at] = c;
	}
	return kept;
}

/*
 * utf8proc decomposes one code point at a time into room that we bound, then
 * orders and composes in place; its own whole-string calls take UTF-8 and
 * refuse malformed bytes.
 */
size_t utf8_normalize(const uint32_t *in, size_t n, enum utf8_form form,
	uint32_t *out, size_t cap)
{
	int options = UTF8PROC_STABLE;
	if (form == UTF8_NFKC_FOLD)
		options |=
			UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
	options |= form == UTF8_NFD ? UTF8PROC_DECOMPOSE : UTF8PROC_COMPOSE;
	utf8proc_int32_t *to = (utf8proc_int32_t *)out;
	size_t len = 0;
	int class = UTF8PROC_BOUNDCLASS_START;
	for (size_t i = 0; i < n; i++) {
		utf8proc_ssize_t got =
			utf8proc_decompose_char((utf8proc_int32_t)in[i],
				to + len, (utf8proc_ssize_t)(cap - len),
				(utf8proc_option_t)options, &class);
		if (got < 0 || (size_t)got > cap - len)
			break;
		len += (size_t)got;
	}
	len = order_marks(to, len);
	if (form == UTF8_NFD)
		return len;
	utf8proc_ssize_t got = utf8proc_normalize_utf32(
		to, (utf8proc_ssize_t)len, (utf8proc_option_t)options);
	return got < 0 ? len : (size_t)got;
}
