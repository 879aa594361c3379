/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/source_xapian.h"
#include "common/base/deadline.h"
#include "common/base/map.h"
#include "common/text/utf8.h"

enum { LATIN_HIGH = 0xff, LATIN_MORE = 0x17f, SMALL_A = 'a' };

/* Words as a typed one with a letter more, less, other, or two swapped. */
struct near_words {
	const struct pattern *typed;
	struct map terms; /* with their kind */
	struct buf term;
	enum term_kind kind;
};

/* The typed word with `c` (0: nothing) at `at` in the place of `less` letters,
 * and `next` behind it. */
static enum status add(struct near_words *w, unsigned at, unsigned less,
	uint32_t c, uint32_t next)
{
	const struct pattern *p = w->typed;
	uint32_t id;
	buf_clear(&w->term);
	buf_putc(&w->term, (char)w->kind);
	for (unsigned i = 0; i < at; i++)
		utf8_put(&w->term, p->runes[i]);
	if (c)
		utf8_put(&w->term, c);
	if (next)
		utf8_put(&w->term, next);
	for (unsigned i = at + less; i < p->len; i++)
		utf8_put(&w->term, p->runes[i]);
	if (w->term.status != OK || w->term.len > TERM_MAX)
		return w->term.status;
	return map_add(&w->terms, buf_str(&w->term), &id);
}

static enum status add_letter(struct near_words *w, uint32_t c)
{
	const struct pattern *p = w->typed;
	enum status status = OK;
	for (unsigned i = 0; i <= p->len && status == OK; i++) {
		status = add(w, i, 0, c, 0);
		if (status == OK && i < p->len && p->runes[i] != c)
			status = add(w, i, 1, c, 0);
	}
	return status;
}

/* Small letters as its own are: of its alphabet, or of the 128 characters that
 * its first is among; those of Latin that few languages have only if it has
 * one that is not ASCII. */
static enum status add_letters(struct near_words *w)
{
	const struct pattern *p = w->typed;
	uint32_t low = p->low, high = p->high;
	enum status status = OK;
	if (low <= SMALL_A) {
		low = SMALL_A;
		high = LATIN_HIGH;
		for (unsigned i = 0; i < p->len; i++)
			if (p->runes[i] > 0x7f)
				high = LATIN_MORE;
	}
	for (uint32_t c = low; c <= high && status == OK; c++)
		if (utf8_is_word(c) && utf8_lower(c) == c)
			status = add_letter(w, c);
	return status;
}

static enum status add_all(struct near_words *w)
{
	const struct pattern *p = w->typed;
	enum status status = add_letters(w);
	for (unsigned i = 0; i < p->len && status == OK; i++) {
		status = add(w, i, 1, 0, 0);
		if (status == OK && i + 1 < p->len &&
			p->runes[i] != p->runes[i + 1])
			status = add(w, i, 2, p->runes[i + 1], p->runes[i]);
	}
	return status;
}

static enum status use_found(
	struct shards *x, struct near_words *w, pattern_use *use, void *data)
{
	uint64_t dfs[XAPIAN_TERMS];
	struct str terms[XAPIAN_TERMS];
	uint32_t n = 0;
	enum status status = OK;
	for (uint32_t at = 0;
		at < w->terms.count && status == OK && !deadline_passed();
		at += n) {
		for (n = 0; n < XAPIAN_TERMS && at + n < w->terms.count; n++)
			terms[n] = map_key(&w->terms, at + n);
		status = xapian_dfs(x, terms, n, dfs);
		for (uint32_t i = 0; i < n && status == OK; i++)
			if (dfs[i])
				status = use(data,
					str_slice(terms[i], 1, terms[i].len), 1,
					(uint32_t)dfs[i]);
	}
	return status;
}

enum status xapian_guess(const struct searcher *s, const struct pattern *p,
	enum term_kind kind, uint32_t *budget, pattern_use *use, void *data)
{
	struct near_words w = {.typed = p, .kind = kind};
	enum status status;
	if (!shards_far(s->shards))
		return xapian_walk(s, p, kind, budget, use, data);
	if (p->errors != 1)
		return OK;
	status = add_all(&w);
	if (status == OK)
		status = use_found(s->shards, &w, use, data);
	map_release(&w.terms);
	buf_release(&w.term);
	return status;
}
