/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * str.h - borrowed text: a pointer and a length, not terminated.
 *
 * Ownership: whoever made the bytes owns them; a function that keeps a
 *            struct str says until when.
 */
#ifndef MEJU_BASE_STR_H
#define MEJU_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct str {
	const char *p;
	size_t len;
};

#define STR(literal) ((struct str){("" literal), sizeof(literal) - 1})
#define STR_FMT "%.*s"
#define STR_ARG(s) (int)(s).len, (s).p

static inline struct str str_from(const char *terminated)
{
	return (struct str){terminated, terminated ? strlen(terminated) : 0};
}

static inline bool str_eq(struct str a, struct str b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.p, b.p, a.len) == 0);
}

/* Byte order; a prefix sorts first.  For UTF-8 this is code point order. */
static inline int str_cmp(struct str a, struct str b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int c = n ? memcmp(a.p, b.p, n) : 0;
	return c ? c : (a.len > b.len) - (a.len < b.len);
}

static inline bool str_starts(struct str s, struct str prefix)
{
	return s.len >= prefix.len &&
	       (prefix.len == 0 || memcmp(s.p, prefix.p, prefix.len) == 0);
}

static inline bool str_ends(struct str s, struct str suffix)
{
	return s.len >= suffix.len &&
	       (suffix.len == 0 || memcmp(s.p + s.len - suffix.len, suffix.p,
					   suffix.len) == 0);
}

/* Bytes [from, to), both clamped to the text. */
static inline struct str str_slice(struct str s, size_t from, size_t to)
{
	if (to > s.len)
		to = s.len;
	if (from > to)
		from = to;
	return (struct str){s.p ? s.p + from : s.p, to - from};
}

/* Without the ASCII white space at either end. */
struct str str_trim(struct str s);

/* ASCII letters compare equal in either case. */
bool str_eq_nocase(struct str a, struct str b);

/* Has it one of ASCII? */
bool str_has_digit(struct str s);

/* Offset of the first `c` at or after `from`, or s.len. */
size_t str_find(struct str s, size_t from, char c);

/* Take the first of words with one space between off; false if none is left. */
bool str_next_word(struct str *words, struct str *word);

#endif
