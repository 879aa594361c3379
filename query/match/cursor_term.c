/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/match/cursor_class.h"

static uint32_t term_next(struct cursor *c)
{
	return c->doc = posting_next(c->postings);
}

static uint32_t term_seek(struct cursor *c, uint32_t target)
{
	return c->doc = posting_seek(c->postings, target);
}

const struct cursor_class cursor_term = {term_next, term_seek};

enum status cursor_find(
	const struct leaf *leaf, struct str term, struct term_info *out)
{
	bool word = term.len && term.p[0] == TERM_WORD;
	return word ? dictionary_find_word(&leaf->dictionary, term, out)
		    : dictionary_find(&leaf->dictionary, term, out);
}

enum status cursor_term_open(struct cursor *c, struct arena *arena,
	const struct leaf *leaf, struct str term)
{
	struct term_info info;
	enum status status = cursor_find(leaf, term, &info);
	if (status == ERR_NOT_FOUND)
		return OK;
	if (status != OK)
		return status;
	c->postings = arena_alloc_aligned(
		arena, sizeof *c->postings, _Alignof(struct posting_cursor));
	if (!c->postings)
		return ERR_NOMEM;
	status = posting_open(c->postings, &leaf->segment, &info);
	if (status != OK)
		return status;
	if (term_has_positions(info.kind)) {
		c->positions = arena_alloc(arena, sizeof *c->positions);
		if (!c->positions)
			return ERR_NOMEM;
		status = position_open(c->positions, &leaf->segment, &info);
	}
	c->class = &cursor_term;
	c->cost = info.df;
	c->doc = c->postings->doc;
	return status;
}
