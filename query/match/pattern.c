/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/match/pattern.h"
#include "common/base/rune.h"

enum { LATIN_LOW = '0', LATIN_HIGH = 0x24f, BLOCK = 0x7f };

static bool read_runes(struct pattern *p, struct str text)
{
	*p = (struct pattern){.high = UINT32_MAX};
	for (size_t at = 0; at < text.len;) {
		if (p->len == PATTERN_MAX)
			return false;
		at += rune_get(text, at, &p->runes[p->len++]);
	}
	return p->len > 0;
}

bool pattern_similar(struct pattern *p, struct str word, unsigned errors)
{
	if (!read_runes(p, word) || p->len < 2 || errors == 0)
		return false;
	uint32_t first = p->runes[0];
	p->errors = errors < PATTERN_ERRORS_MAX ? errors : PATTERN_ERRORS_MAX;
	p->anchored = p->errors > 1;
	/* A wrong first letter is one of the same script, as far as that shows
	 * in the number. */
	p->low = first <= LATIN_HIGH ? LATIN_LOW : first & ~(uint32_t)BLOCK;
	p->high = first <= LATIN_HIGH ? LATIN_HIGH : first | BLOCK;
	return true;
}

bool pattern_wildcards(struct pattern *p, struct str text)
{
	struct pattern all;
	if (!read_runes(&all, text))
		return false;
	*p = (struct pattern){.high = UINT32_MAX};
	for (unsigned i = 0; i < all.len; i++) {
		uint32_t c = all.runes[i];
		if (c == '*' && i && all.runes[i - 1] == '*')
			continue;
		p->stars |= (uint64_t)(c == '*') << p->len;
		p->marks |= (uint64_t)(c == '?') << p->len;
		p->runes[p->len++] = c;
	}
	return true;
}

/* A star may also stand for nothing. */
static uint64_t close_places(const struct pattern *p, uint64_t places)
{
	return places | (places & p->stars) << 1;
}

void pattern_begin(const struct pattern *p, struct pattern_state *first)
{
	*first = (struct pattern_state){.places = close_places(p, 1)};
	for (unsigned k = 0; k < PATTERN_BAND; k++)
		first->band[k] = (uint8_t)(k < p->errors ? p->errors + 1
							 : k - p->errors);
}

static bool step_wildcards(const struct pattern *p,
	const struct pattern_state *s, struct pattern_state *next)
{
	uint64_t end = UINT64_C(1) << p->len, any = p->stars | p->marks;
	uint64_t places = (s->places & p->stars) | (s->places & p->marks) << 1;
	for (uint64_t left = s->places & ~any & ~end; left; left &= left - 1) {
		unsigned i = (unsigned)__builtin_ctzll(left);
		places |= (uint64_t)(p->runes[i] == next->rune) << (i + 1);
	}
	next->places = close_places(p, places);
	return places != 0;
}

/* Cell k of the band after n letters is for the first n + k - errors letters
 * of the pattern. */
static unsigned step_cell(const struct pattern *p,
	const struct pattern_state *next, unsigned n, unsigned k)
{
	const struct pattern_state *s = next - 1;
	unsigned j = n + k - p->errors, width = 2 * p->errors;
	unsigned least = p->errors + 1;
	if (n + k < p->errors || j > p->len)
		return least;
	if (k < width && s->band[k + 1] + 1u < least)
		least = s->band[k + 1] + 1u;
	if (j == 0)
		return least;
	if (k > 0 && next->band[k - 1] + 1u < least)
		least = next->band[k - 1] + 1u;
	unsigned wrong = p->runes[j - 1] != next->rune;
	if (s->band[k] + wrong < least)
		least = s->band[k] + wrong;
	if (n > 1 && j > 1 && p->runes[j - 1] == s->rune &&
		p->runes[j - 2] == next->rune && s[-1].band[k] + 1u < least)
		least = s[-1].band[k] + 1u;
	return least;
}

bool pattern_step(const struct pattern *p, struct pattern_state *states,
	unsigned n, uint32_t rune)
{
	struct pattern_state *next = &states[n + 1];
	bool alive = false;
	next->rune = rune;
	if (p->errors == 0)
		return step_wildcards(p, &states[n], next);
	if (n == 0 && (p->anchored ? rune != p->runes[0]
				   : rune < p->low || rune > p->high))
		return false;
	for (unsigned k = 0; k <= 2 * p->errors; k++) {
		unsigned errors = step_cell(p, next, n + 1, k);
		next->band[k] = (uint8_t)errors;
		alive = alive || errors <= p->errors;
	}
	return alive;
}

unsigned pattern_errors(
	const struct pattern *p, const struct pattern_state *states, unsigned n)
{
	if (p->errors == 0)
		return states[n].places >> p->len & 1 ? 0 : 1;
	unsigned k = p->len + p->errors;
	return k < n || k - n > 2 * p->errors ? p->errors + 1
					      : states[n].band[k - n];
}

/* After a rune that fails, the last star takes one more. */
bool pattern_fits(const struct pattern *p, struct str word)
{
	unsigned at = 0, star = PATTERN_MAX;
	size_t again = 0;
	for (size_t i = 0; i < word.len;) {
		uint64_t bit = UINT64_C(1) << at;
		uint32_t rune;
		size_t n = rune_get(word, i, &rune);
		if (at < p->len && p->stars & bit) {
			star = at++;
			again = i;
		} else if (at < p->len &&
			   (p->marks & bit || p->runes[at] == rune)) {
			at++;
			i += n;
		} else if (star < PATTERN_MAX) {
			again += rune_get(word, again, &rune);
			i = again;
			at = star + 1;
		} else {
			return false;
		}
	}
	while (at < p->len && p->stars >> at & 1)
		at++;
	return at == p->len;
}
