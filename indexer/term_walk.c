/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/term_walk.h"

#include <stdlib.h>

struct term_walk_leaf {
	struct dictionary_cursor at, other;
};

static void stop(struct term_walk *w, enum status status)
{
	w->valid = false;
	w->status = status;
}

static const struct dictionary_cursor *at(
	const struct term_walk *w, uint32_t place)
{
	return &w->leaves[w->heap[place]].at;
}

static bool before(const struct term_walk *w, uint32_t a, uint32_t b)
{
	int c = str_cmp(at(w, a)->term, at(w, b)->term);
	return c < 0 || (c == 0 && w->heap[a] < w->heap[b]);
}

static void exchange(struct term_walk *w, uint32_t a, uint32_t b)
{
	uint32_t leaf = w->heap[a];
	w->heap[a] = w->heap[b];
	w->heap[b] = leaf;
}

static void sink(struct term_walk *w, uint32_t place)
{
	for (uint32_t child; (child = 2 * place + 1) < w->waiting;
		place = child) {
		if (child + 1 < w->waiting && before(w, child + 1, child))
			child++;
		if (before(w, place, child))
			return;
		exchange(w, place, child);
	}
}

static void rise(struct term_walk *w, uint32_t place)
{
	for (; place && before(w, place, (place - 1) / 2);
		place = (place - 1) / 2)
		exchange(w, place, (place - 1) / 2);
}

/* A cursor has moved: its leaf waits again, unless it has ended. */
static bool wait(struct term_walk *w, uint32_t place)
{
	const struct dictionary_cursor *c = at(w, place);
	if (c->status != OK)
		stop(w, c->status);
	if (!c->valid)
		return false;
	exchange(w, place, w->waiting);
	rise(w, w->waiting++);
	return true;
}

/* All leaves whose term is the least. */
static void take(struct term_walk *w)
{
	w->valid = w->status == OK && w->waiting > 0;
	w->sources.len = 0;
	if (!w->valid)
		return;
	struct str term = at(w, 0)->term, last = w->term;
	/* a damaged dictionary may go back */
	if (last.len && str_cmp(term, last) <= 0) {
		stop(w, ERR_CORRUPT);
		return;
	}
	memcpy(w->bytes, term.p, term.len);
	w->term = (struct str){w->bytes, term.len};
	while (w->valid && w->waiting && str_eq(at(w, 0)->term, w->term)) {
		struct term_source s = {
			.leaf = w->heap[0], .info = at(w, 0)->info};
		if (vec_push(&w->sources, s) != OK)
			stop(w, ERR_NOMEM);
		exchange(w, 0, --w->waiting);
		sink(w, 0);
	}
}

void term_walk_begin(struct term_walk *w, const struct leaf *const *leaves,
	uint32_t count, struct str from)
{
	*w = (struct term_walk){.leaves = calloc(count + 1u, sizeof *w->leaves),
		.heap = calloc(count + 1u, sizeof *w->heap),
		.count = count};
	if (!w->leaves || !w->heap) {
		stop(w, ERR_NOMEM);
		return;
	}
	for (uint32_t i = 0; i < count; i++) {
		struct term_walk_leaf *p = &w->leaves[i];
		p->other.d = &leaves[i]->dictionary;
		dictionary_seek(&p->at, &leaves[i]->dictionary, from);
		w->heap[i] = i;
	}
	for (uint32_t i = 0; i < count; i++)
		wait(w, i);
	take(w);
}

void term_walk_next(struct term_walk *w)
{
	uint32_t moved = w->waiting;
	while (moved < w->count && w->leaves[w->heap[moved]].at.valid)
		dictionary_next(&w->leaves[w->heap[moved++]].at);
	for (uint32_t i = w->waiting; i < moved; i++)
		wait(w, i);
	take(w);
}

/* The other term of the text, of which a leaf may have none. */
static struct term_info find_other(
	struct term_walk *w, uint32_t leaf, struct str other)
{
	struct dictionary_cursor *c = &w->leaves[leaf].other;
	if (w->paired != other.p[0])
		dictionary_seek(c, c->d, other);
	while (c->valid && str_cmp(c->term, other) < 0)
		dictionary_next(c);
	if (c->status != OK)
		stop(w, c->status);
	return c->valid && str_eq(c->term, other) ? c->info
						  : (struct term_info){0};
}

static void settle(struct term_source *s, bool word)
{
	struct term_info *stem = word ? &s->other : &s->info;
	struct term_info *surface = word ? &s->info : &s->other;
	if (!surface->df && stem->also_word)
		*surface = *stem;
}

void term_walk_pair(struct term_walk *w)
{
	char bytes[DICTIONARY_TERM_MAX];
	struct str other = {bytes, w->term.len};
	bool word = w->term.p[0] == TERM_WORD;
	size_t n = w->sources.len, k = n;
	if (vec_reserve(&w->sources, w->count) != OK) {
		stop(w, ERR_NOMEM);
		return;
	}
	memcpy(bytes, w->term.p, w->term.len);
	bytes[0] = word ? TERM_STEM : TERM_WORD;
	struct term_source *v = w->sources.v;
	w->sources.len = w->count;
	for (uint32_t i = w->count; i-- > 0;) {
		v[i] = k && v[k - 1].leaf == i
			       ? v[--k]
			       : (struct term_source){.leaf = i};
		v[i].other = find_other(w, i, other);
		settle(&v[i], word);
	}
	w->paired = bytes[0];
}

void term_walk_release(struct term_walk *w)
{
	free(w->leaves);
	free(w->heap);
	vec_release(&w->sources);
}
