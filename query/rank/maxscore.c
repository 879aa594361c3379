/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * maxscore.c - top documents without looking at all of them.
 *
 * The clauses are the kids of an OR, or the whole query where it is none.
 * Documents are visited window by window, a window ending where the first of
 * the clauses' blocks ends.  If the clauses' bounds over the window do not add
 * up to the threshold, the window is passed over.  Else clauses of low bounds,
 * that do not reach the threshold among themselves, are only consulted about
 * documents that some other clause has brought up (Turtle and Flood 1995, with
 * the bounds of blocks in place of those of lists).
 */
#include "common/base/deadline.h"
#include "query/rank/rank.h"

struct clause {
	struct cursor *cursor;
	double bonus; /* whatever it scores, so much more */
	double bound; /* over the window                  */
};

struct window {
	struct clause v[QUERY_TERMS_MAX * 4];
	uint32_t count;
	uint32_t from, last; /* documents, inclusive                     */
	uint32_t optional;   /* the first so many clauses, in order of
	                        bounds, do not reach the threshold alone */
	double optional_bound;
	double bound; /* no document scores more */
};

static void sort_by_bound(struct window *w)
{
	for (uint32_t i = 1; i < w->count; i++) {
		struct clause x = w->v[i];
		uint32_t at = i;
		for (; at > 0 && w->v[at - 1].bound > x.bound; at--)
			w->v[at] = w->v[at - 1];
		w->v[at] = x;
	}
}

/* Bounds over the window that begins at w->from. */
static void open_window(const struct ranking *r, struct window *w)
{
	double total = 0;
	w->last = DOC_END - 1;
	for (uint32_t i = 0; i < w->count; i++) {
		struct clause *x = &w->v[i];
		uint32_t at = x->cursor->doc, last = DOC_END - 1;
		x->bound = 0;
		if (at > w->from) {
			/* The window ends where this clause begins, or it
			 * would need the bounds of two blocks. */
			last = at - 1;
		} else {
			x->bound = rank_bound(r, x->cursor, w->from, &last) +
				   x->bonus;
		}
		w->last = last < w->last ? last : w->last;
		total += x->bound;
	}
	w->bound = total * (1 + 1e-12);
}

/* Could a document of the window enter?  With the lowest score that is held
 * only one that comes before who has it. */
static bool matters(const struct ranking *r, const struct window *w)
{
	double threshold = ranking_threshold(r);
	return w->bound > threshold ||
	       (w->bound == threshold &&
		       (r->prior ||
			       r->ordinal + w->from < r->top->v[0].ordinal));
}

static void split(struct window *w, double threshold)
{
	double sum = 0;
	sort_by_bound(w);
	w->optional = 0;
	w->optional_bound = 0;
	while (w->optional < w->count) {
		sum += w->v[w->optional].bound;
		if (sum * (1 + 1e-12) >= threshold)
			break;
		w->optional_bound = sum * (1 + 1e-12);
		w->optional++;
	}
}

/* The next document of the clauses that are not optional. */
static uint32_t next_candidate(const struct window *w, uint32_t from)
{
	uint32_t doc = DOC_END;
	for (uint32_t i = w->optional; i < w->count; i++) {
		uint32_t d = cursor_seek(w->v[i].cursor, from);
		doc = d < doc ? d : doc;
	}
	return doc;
}

static double score_required(
	const struct ranking *r, const struct window *w, uint32_t doc)
{
	double total = 0;
	for (uint32_t i = w->optional; i < w->count; i++)
		if (w->v[i].cursor->doc == doc)
			total += rank_score(r, w->v[i].cursor) + w->v[i].bonus;
	return total;
}

/* The score in query order, which decides; or below the threshold as soon as
 * it is certain to be. */
static void consider(const struct ranking *r, struct cursor *root,
	const struct window *w, uint32_t doc)
{
	double threshold = ranking_threshold(r);
	if (!live_has(&r->leaf->live, doc))
		return;
	if (w->optional) {
		double part = score_required(r, w, doc) * (1 + 1e-12);
		if (part + w->optional_bound < threshold)
			return;
	}
	root->doc = doc;
	double score = rank_score(r, root);
	if (score >= threshold)
		ranking_add(r, doc, score);
}

static void visit_window(
	const struct ranking *r, struct cursor *root, struct window *w)
{
	uint32_t doc = next_candidate(w, w->from);
	while (doc <= w->last && doc != DOC_END && matters(r, w) &&
		!deadline_passed()) {
		consider(r, root, w, doc);
		doc = next_candidate(w, doc + 1);
	}
}

static void add_clause(struct window *w, struct cursor *c, double bonus)
{
	w->v[w->count++] = (struct clause){.cursor = c, .bonus = bonus};
}

static void spread(struct window *w, struct cursor *root)
{
	bool named = root->plan->op == PLAN_NAMED;
	struct cursor *words = named ? root->kids[0] : root;
	bool any = words->plan->op == PLAN_OR &&
		   words->count < QUERY_TERMS_MAX * 4;
	for (uint32_t i = 0; i < words->count && any; i++)
		add_clause(w, words->kids[i], 0);
	if (!any)
		add_clause(w, words, 0);
	if (named)
		add_clause(w, root->kids[1], root->plan->weight);
}

void rank_maxscore(const struct ranking *r, struct cursor *root)
{
	struct window w = {.from = root->doc};
	spread(&w, root);
	while (w.from != DOC_END && !deadline_passed()) {
		open_window(r, &w);
		if (matters(r, &w)) {
			split(&w, ranking_threshold(r));
			visit_window(r, root, &w);
		}
		if (w.last >= DOC_END - 1)
			break;
		w.from = w.last + 1;
		uint32_t nearest = DOC_END;
		for (uint32_t i = 0; i < w.count; i++) {
			uint32_t d = w.v[i].cursor->doc;
			if (d < w.from && d != DOC_END) {
				nearest = w.from;
				break;
			}
			nearest = d < nearest ? d : nearest;
		}
		w.from = nearest > w.from ? nearest : w.from;
	}
}
