/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/match/pattern_scan.h"
#include "common/base/rune.h"
#include "common/text/utf8.h"

enum { NO_RUNE = INT32_MAX, NOWHERE = PATTERN_TEXT_MAX + 1 };

/* Where the states that were made last come to a star. */
static void find_open(struct pattern_scan *s)
{
	unsigned n = 0;
	while (n < s->depth && !(s->states[n].places & s->pattern->stars))
		n++;
	s->open =
		s->states[n].places & s->pattern->stars ? s->ends[n] : NOWHERE;
}

/* Behind a star no beginning fails: a text is then looked at as a whole. */
static bool is_open(const struct pattern_scan *s, struct str text)
{
	return s->open <= text.len && memcmp(s->text, text.p, s->open) == 0;
}

static bool fits(const struct pattern_scan *s, struct str text)
{
	struct str tail = buf_str(&s->tail);
	return str_ends(text, tail) && pattern_fits(s->pattern, text);
}

static void put_tail(const struct pattern *p, struct buf *out)
{
	unsigned at = p->len;
	while (at > 0 && !((p->stars | p->marks) >> (at - 1) & 1))
		at--;
	for (; at < p->len; at++)
		utf8_put(out, p->runes[at]);
}

static bool can_be_any(const struct pattern *p, const struct pattern_state *s)
{
	for (unsigned k = 0; p->errors && k <= 2 * p->errors; k++)
		if (s->band[k] < p->errors)
			return true;
	return p->errors == 0 && s->places & (p->stars | p->marks);
}

/* The first letter from `least` on that may follow n letters. */
static uint32_t next_rune(struct pattern_scan *s, unsigned n, uint32_t least)
{
	const struct pattern *p = s->pattern;
	if (n == 0 && p->errors) {
		if (p->anchored)
			return least <= p->runes[0] ? p->runes[0] : NO_RUNE;
		return least > p->high  ? NO_RUNE
		       : least < p->low ? p->low
					: least;
	}
	if (can_be_any(p, &s->states[n]))
		return least <= 0x10ffff ? least : NO_RUNE;
	unsigned from = p->errors && n > p->errors + 1 ? n - p->errors - 1 : 0;
	unsigned to = p->errors && n + p->errors + 1 < p->len
			      ? n + p->errors + 1
			      : p->len;
	uint32_t best = NO_RUNE;
	for (unsigned i = from; i < to; i++) {
		uint32_t r = p->runes[i];
		if (r >= least && r < best && pattern_step(p, s->states, n, r))
			best = r;
	}
	return best;
}

/* Feeds the letters of a text, from where it differs from the one before.  False if they end too early: states are for `depth`. */
static bool feed(struct pattern_scan *s, struct str text)
{
	size_t same = 0, most = s->ends[s->depth];
	most = most < text.len ? most : text.len;
	while (same < most && text.p[same] == s->text[same])
		same++;
	while (s->ends[s->depth] > same)
		s->depth--;
	memcpy(s->text + same, text.p + same, text.len - same);
	for (size_t at = s->ends[s->depth]; at < text.len;) {
		uint32_t rune;
		at += rune_get(text, at, &rune);
		if (!pattern_step(s->pattern, s->states, s->depth, rune))
			return false;
		s->ends[++s->depth] = at;
	}
	return true;
}

/* After a text that fails behind `depth` letters: the least text behind it that
 * need not fail so soon.  False if there is none. */
static bool find_target(struct pattern_scan *s, struct str text)
{
	unsigned n = s->depth;
	for (;;) {
		uint32_t rune;
		rune_get(text, s->ends[n], &rune);
		rune = next_rune(s, n, rune == 0xd7ff ? 0xe000 : rune + 1);
		if (rune != NO_RUNE) {
			s->depth = n;
			s->target.len = 1;
			buf_put(&s->target, text.p, s->ends[n]);
			utf8_put(&s->target, rune);
			return true;
		}
		if (n-- == 0)
			return false;
	}
}

bool pattern_scan_begin(
	struct pattern_scan *s, const struct pattern *p, enum term_kind kind)
{
	s->pattern = p;
	s->depth = 0;
	s->open = NOWHERE;
	s->target = s->tail = (struct buf){0};
	pattern_begin(p, &s->states[0]);
	s->ends[0] = 0;
	if (p->errors == 0)
		put_tail(p, &s->tail);
	buf_putc(&s->target, (char)kind);
	uint32_t rune = next_rune(s, 0, 1);
	if (rune == NO_RUNE)
		return false;
	utf8_put(&s->target, rune);
	return s->target.status == OK && s->tail.status == OK;
}

enum scan_step pattern_scan_look(
	struct pattern_scan *s, struct str text, unsigned *errors)
{
	*errors = 0;
	if (text.len > PATTERN_TEXT_MAX)
		return SCAN_MISSES;
	if (is_open(s, text))
		return fits(s, text) ? SCAN_FITS : SCAN_MISSES;
	bool whole = feed(s, text);
	if (s->pattern->stars)
		find_open(s);
	if (!whole)
		return find_target(s, text) && s->target.status == OK
			       ? SCAN_SEEKS
			       : SCAN_ENDS;
	*errors = pattern_errors(s->pattern, s->states, s->depth);
	return *errors <= s->pattern->errors ? SCAN_FITS : SCAN_MISSES;
}

enum status pattern_scan_end(struct pattern_scan *s)
{
	enum status status =
		s->target.status != OK ? s->target.status : s->tail.status;
	buf_release(&s->target);
	buf_release(&s->tail);
	return status;
}
