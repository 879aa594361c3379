/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/spot.h"

enum { AROUND = 64 }; /* bytes that are compared, before and behind */

/* What is looked for, and how it stands in the text. */
struct wanted {
	struct str text, words;
	size_t off;
};

/* How many bytes around a place of the line are as in the text? */
static unsigned likeness(struct str line, size_t at, const struct wanted *w)
{
	size_t back = 0, on = w->words.len;
	while (back < AROUND && back < at && back < w->off &&
		line.p[at - back - 1] == w->text.p[w->off - back - 1])
		back++;
	while (on < w->words.len + AROUND && at + on < line.len &&
		w->off + on < w->text.len &&
		line.p[at + on] == w->text.p[w->off + on])
		on++;
	return (unsigned)(back + on);
}

/* The column of the likeliest place on a line; 0: none. */
static uint32_t column_in(struct str line, const struct wanted *w)
{
	uint32_t column = 0;
	unsigned best = 0;
	for (size_t at = 0; at < line.len; at++) {
		const char *hit = memmem(
			line.p + at, line.len - at, w->words.p, w->words.len);
		if (!hit)
			break;
		at = (size_t)(hit - line.p);
		unsigned like = likeness(line, at, w);
		if (like > best) {
			best = like;
			column = (uint32_t)at + 1;
		}
	}
	return column;
}

static size_t line_start(struct str s, size_t end)
{
	const char *before = end ? memrchr(s.p, '\n', end) : NULL;
	return before ? (size_t)(before - s.p) + 1 : 0;
}

/* Where line *number begins; of a file with fewer, its last one. */
static size_t go_to(struct str source, uint32_t *number)
{
	size_t at = 0;
	for (uint32_t n = 1; n < *number; n++) {
		size_t next = str_find(source, at, '\n') + 1;
		if (next >= source.len) {
			*number = n;
			break;
		}
		at = next;
	}
	return at;
}

bool spot_find(struct str source, uint32_t line, uint32_t reach,
	struct str text, uint32_t off, uint32_t end, struct spot *out)
{
	struct wanted w = {text, str_slice(text, off, end), off};
	if (w.words.len == 0 || source.len == 0)
		return false;
	line = line ? line : 1;
	size_t below = go_to(source, &line), above = below;
	for (uint32_t i = 0; i <= reach && (above || below < source.len); i++) {
		struct spot low = {line + i, 0}, high = {line - i, 0};
		if (below < source.len) {
			size_t next = str_find(source, below, '\n');
			low.column =
				column_in(str_slice(source, below, next), &w);
			below = next + 1;
		}
		if (i && above) {
			size_t start = line_start(source, above - 1);
			high.column = column_in(
				str_slice(source, start, above - 1), &w);
			above = start;
		}
		if (low.column || high.column) {
			*out = low.column ? low : high;
			return true;
		}
	}
	return false;
}
