/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/match/pattern_scan.h"

/* Texts that are read one by one before the dictionary is asked for the place;
 * a block of it has 16. */
enum { STEPS = 12 };

struct walk {
	struct pattern_scan scan;
	struct dictionary_cursor cursor;
	const struct leaf *leaf;
	uint32_t *budget;
	pattern_use *use;
	void *data;
};

/* To the target or behind it, and always on. */
static void go_on(struct walk *w)
{
	struct dictionary_cursor *c = &w->cursor;
	struct str target = buf_str(&w->scan.target);
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

static enum status scan(struct walk *w, enum term_kind kind)
{
	struct dictionary_cursor *c = &w->cursor;
	enum status status = OK;
	dictionary_seek_text(c, &w->leaf->dictionary, buf_str(&w->scan.target));
	while (c->valid && c->term.p[0] == (char)kind && status == OK) {
		struct str text = str_slice(c->term, 1, c->term.len);
		unsigned errors;
		if (*w->budget == 0)
			return ERR_LIMIT;
		--*w->budget;
		enum scan_step step =
			pattern_scan_look(&w->scan, text, &errors);
		if (step == SCAN_ENDS)
			return OK;
		if (step == SCAN_FITS)
			status = use_word(w, text, errors);
		if (step == SCAN_SEEKS)
			go_on(w);
		else if (status == OK && c->valid)
			dictionary_next_text(c);
	}
	return status == OK ? c->status : status;
}

static enum status walk_kind(
	struct walk *w, const struct pattern *p, enum term_kind kind)
{
	bool more = pattern_scan_begin(&w->scan, p, kind);
	enum status status = more ? scan(w, kind) : OK;
	enum status ended = pattern_scan_end(&w->scan);
	return status == OK ? ended : status;
}

enum status pattern_walk(const struct pattern *p, const struct leaf *leaf,
	enum term_kind kind, uint32_t *budget, pattern_use *use, void *data)
{
	struct walk w = {
		.leaf = leaf, .budget = budget, .use = use, .data = data};
	enum status status = walk_kind(&w, p, kind);
	if (status == OK && kind == TERM_WORD)
		status = walk_kind(&w, p, TERM_STEM);
	return status;
}
