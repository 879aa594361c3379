/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/rune.h"
#include "query/match/pattern.h"
#include "common/text/utf8.h"

/* Texts that are read one by one before the dictionary is asked for the place;
 * a block of it has 16. */
enum { STEPS = 12 };

enum { NO_RUNE = INT32_MAX };

struct walk {
	const struct pattern *pattern;
	struct dictionary_cursor cursor;
	const struct leaf *leaf;
	uint32_t *budget;
	pattern_use *use;
	void *data;
	unsigned depth; /* letters that states are for */
	struct pattern_state states[DICTIONARY_TERM_MAX + 1];
	size_t ends[DICTIONARY_TERM_MAX + 1]; /* of these letters, in bytes */
	char text[DICTIONARY_TERM_MAX];       /* what they were read from */
	struct buf target;
	/* Wildcards: what stands behind the last, and from which byte of the
	 * text on anything may stand. */
	struct buf tail;
	size_t open;
};

enum { NOWHERE = DICTIONARY_TERM_MAX + 1 };

/* Where the states that were made last come to a star. */
static void find_open(struct walk *w)
{
	unsigned n = 0;
	while (n < w->depth && !(w->states[n].places & w->pattern->stars))
		n++;
	w->open =
		w->states[n].places & w->pattern->stars ? w->ends[n] : NOWHERE;
}

/* Behind a star no beginning fails: a text is then looked at as a whole. */
static bool is_open(const struct walk *w, struct str text)
{
	return w->open <= text.len && memcmp(w->text, text.p, w->open) == 0;
}

static bool fits(const struct walk *w, struct str text)
{
	struct str tail = buf_str(&w->tail);
	return str_ends(text, tail) && pattern_fits(w->pattern, text);
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
static uint32_t next_rune(struct walk *w, unsigned n, uint32_t least)
{
	const struct pattern *p = w->pattern;
	if (n == 0 && p->errors) {
		if (p->anchored)
			return least <= p->runes[0] ? p->runes[0] : NO_RUNE;
		return least > p->high  ? NO_RUNE
		       : least < p->low ? p->low
					: least;
	}
	if (can_be_any(p, &w->states[n]))
		return least <= 0x10ffff ? least : NO_RUNE;
	unsigned from = p->errors && n > p->errors + 1 ? n - p->errors - 1 : 0;
	unsigned to = p->errors && n + p->errors + 1 < p->len
			      ? n + p->errors + 1
			      : p->len;
	uint32_t best = NO_RUNE;
	for (unsigned i = from; i < to; i++) {
		uint32_t r = p->runes[i];
		if (r >= least && r < best && pattern_step(p, w->states, n, r))
			best = r;
	}
	return best;
}

/* Feeds the letters of the text that the walk is at, from where it differs from
 * the one before.  False if they end too early: states are for `depth`. */
static bool feed(struct walk *w, struct str text)
{
	size_t same = 0, most = w->ends[w->depth];
	most = most < text.len ? most : text.len;
	while (same < most && text.p[same] == w->text[same])
		same++;
	while (w->ends[w->depth] > same)
		w->depth--;
	memcpy(w->text + same, text.p + same, text.len - same);
	for (size_t at = w->ends[w->depth]; at < text.len;) {
		uint32_t rune;
		at += rune_get(text, at, &rune);
		if (!pattern_step(w->pattern, w->states, w->depth, rune))
			return false;
		w->ends[++w->depth] = at;
	}
	return true;
}

/* After a text that fails behind `depth` letters: the least text behind it that
 * need not fail so soon.  False if there is none. */
static bool find_target(struct walk *w, struct str text)
{
	unsigned n = w->depth;
	for (;;) {
		uint32_t rune;
		rune_get(text, w->ends[n], &rune);
		rune = next_rune(w, n, rune == 0xd7ff ? 0xe000 : rune + 1);
		if (rune != NO_RUNE) {
			w->depth = n;
			w->target.len = 1;
			buf_put(&w->target, text.p, w->ends[n]);
			utf8_put(&w->target, rune);
			return true;
		}
		if (n-- == 0)
			return false;
	}
}

/* To the target or behind it, and always on. */
static void go_on(struct walk *w)
{
	struct dictionary_cursor *c = &w->cursor;
	struct str target = buf_str(&w->target);
	for (unsigned i = 0; i < STEPS && c->valid; i++) {
		dictionary_next_text(c);
		if (!c->valid || str_cmp(c->term, target) >= 0)
			return;
	}
	if (c->valid)
		dictionary_seek_text(c, &w->leaf->dictionary, target);
}

static enum status use_word(struct walk *w, struct str text, unsigned errors)
{
	struct dictionary_cursor *c = &w->cursor;
	*w->budget -=
		*w->budget < PATTERN_FITTING ? *w->budget : PATTERN_FITTING;
	if (!dictionary_read_info(c))
		return c->status;
	if (c->info.kind == TERM_STEM && !c->info.also_word)
		return OK;
	uint32_t df = live_df(&w->leaf->live, c->info.ordinal, c->info.df);
	return df ? w->use(w->data, text, errors, df) : OK;
}

static enum status walk_kind(struct walk *w, enum term_kind kind)
{
	struct dictionary_cursor *c = &w->cursor;
	enum status status = OK;
	w->depth = 0;
	w->open = NOWHERE;
	buf_clear(&w->target);
	buf_putc(&w->target, (char)kind);
	uint32_t rune = next_rune(w, 0, 1);
	if (rune == NO_RUNE)
		return OK;
	utf8_put(&w->target, rune);
	if (w->target.status != OK)
		return w->target.status;
	dictionary_seek_text(c, &w->leaf->dictionary, buf_str(&w->target));
	while (c->valid && c->term.p[0] == (char)kind && status == OK) {
		struct str text = str_slice(c->term, 1, c->term.len);
		if (*w->budget == 0)
			return ERR_LIMIT;
		--*w->budget;
		if (is_open(w, text)) {
			if (fits(w, text))
				status = use_word(w, text, 0);
			if (status == OK && c->valid)
				dictionary_next_text(c);
			continue;
		}
		bool whole = feed(w, text);
		if (w->pattern->stars)
			find_open(w);
		if (!whole) {
			if (!find_target(w, text))
				return OK;
			if (w->target.status != OK)
				return w->target.status;
			go_on(w);
			continue;
		}
		unsigned errors =
			pattern_errors(w->pattern, w->states, w->depth);
		if (errors <= w->pattern->errors)
			status = use_word(w, text, errors);
		if (status == OK && c->valid)
			dictionary_next_text(c);
	}
	return status == OK ? c->status : status;
}

enum status pattern_walk(const struct pattern *p, const struct leaf *leaf,
	enum term_kind kind, uint32_t *budget, pattern_use *use, void *data)
{
	struct walk w = {.pattern = p,
		.leaf = leaf,
		.budget = budget,
		.use = use,
		.data = data};
	pattern_begin(p, &w.states[0]);
	if (p->errors == 0)
		put_tail(p, &w.tail);
	enum status status = w.tail.status;
	if (status == OK)
		status = walk_kind(&w, kind);
	if (status == OK && kind == TERM_WORD)
		status = walk_kind(&w, TERM_STEM);
	buf_release(&w.target);
	buf_release(&w.tail);
	return status;
}
