/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/term_walk.h"

#include <stdlib.h>

static void stop(struct term_walk *w, enum status status)
{
	w->valid = false;
	w->status = status;
}

static bool is_words(uint32_t stream)
{
	return stream % 2;
}

static const struct dictionary_cursor *at(
	const struct term_walk *w, uint32_t place)
{
	return &w->streams[w->heap[place]];
}

static uint8_t kind_at(const struct term_walk *w, uint32_t place)
{
	return is_words(w->heap[place]) ? TERM_WORD
					: (uint8_t)at(w, place)->term.p[0];
}

static struct str text_at(const struct term_walk *w, uint32_t place)
{
	struct str term = at(w, place)->term;
	return str_slice(term, 1, term.len);
}

static int compare(const struct term_walk *w, uint32_t a, uint32_t b)
{
	int c = kind_at(w, a) - kind_at(w, b);
	return c ? c : str_cmp(text_at(w, a), text_at(w, b));
}

static bool before(const struct term_walk *w, uint32_t a, uint32_t b)
{
	int c = compare(w, a, b);
	return c < 0 || (c == 0 && w->heap[a] < w->heap[b]);
}

static void exchange(struct term_walk *w, uint32_t a, uint32_t b)
{
	uint32_t stream = w->heap[a];
	w->heap[a] = w->heap[b];
	w->heap[b] = stream;
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

static bool is_at_stem(const struct dictionary_cursor *c)
{
	return c->valid && c->info.kind == TERM_STEM;
}

static bool has_ended(const struct term_walk *w, uint32_t stream)
{
	const struct dictionary_cursor *c = &w->streams[stream];
	return is_words(stream) ? !is_at_stem(c) : !c->valid;
}

/* A stream has moved: it waits again, unless it has ended. */
static void wait(struct term_walk *w, uint32_t place)
{
	uint32_t stream = w->heap[place];
	struct dictionary_cursor *c = &w->streams[stream];
	while (is_words(stream) && is_at_stem(c) && !c->info.also_word)
		dictionary_next(c);
	if (c->status != OK)
		stop(w, c->status);
	if (has_ended(w, stream))
		return;
	exchange(w, place, w->waiting);
	rise(w, w->waiting++);
}

/* The least term, which a damaged dictionary may have had before. */
static bool take_term(struct term_walk *w)
{
	char bytes[DICTIONARY_TERM_MAX];
	struct str text = text_at(w, 0), term = {bytes, text.len + 1};
	bytes[0] = (char)kind_at(w, 0);
	memcpy(bytes + 1, text.p, text.len);
	if (w->term.len && str_cmp(term, w->term) <= 0)
		return false;
	memcpy(w->bytes, bytes, term.len);
	w->term = (struct str){w->bytes, term.len};
	return true;
}

static bool is_at_term(const struct term_walk *w)
{
	return w->waiting && kind_at(w, 0) == (uint8_t)w->bytes[0] &&
	       str_eq(text_at(w, 0), str_slice(w->term, 1, w->term.len));
}

/* All streams that have the least term. */
static void take(struct term_walk *w)
{
	w->valid = w->status == OK && w->waiting > 0;
	w->sources.len = 0;
	if (!w->valid)
		return;
	if (!take_term(w)) {
		stop(w, ERR_CORRUPT);
		return;
	}
	while (w->valid && is_at_term(w)) {
		struct term_source s = {
			.leaf = w->heap[0] / 2, .info = at(w, 0)->info};
		size_t n = w->sources.len;
		if (n && w->sources.v[n - 1].leaf == s.leaf)
			stop(w, ERR_CORRUPT); /* a word, and for it a stem */
		if (vec_push(&w->sources, s) != OK)
			stop(w, ERR_NOMEM);
		exchange(w, 0, --w->waiting);
		sink(w, 0);
	}
}

void term_walk_begin(struct term_walk *w, const struct leaf *const *leaves,
	uint32_t count, struct str from)
{
	*w = (struct term_walk){.count = count,
		.streams = calloc(2 * count + 1u, sizeof *w->streams),
		.others = calloc(count + 1u, sizeof *w->others),
		.heap = calloc(2 * count + 1u, sizeof *w->heap)};
	if (!w->streams || !w->others || !w->heap) {
		stop(w, ERR_NOMEM);
		return;
	}
	for (uint32_t i = 0; i < count; i++) {
		const struct dictionary *d = &leaves[i]->dictionary;
		w->others[i].d = d;
		dictionary_seek(&w->streams[2 * i], d, from);
		if (from.len == 0)
			dictionary_seek(&w->streams[2 * i + 1], d, STR("Z"));
	}
	for (uint32_t i = 0; i < 2 * count; i++)
		w->heap[i] = i;
	for (uint32_t i = 0; i < 2 * count; i++)
		wait(w, i);
	take(w);
}

void term_walk_next(struct term_walk *w)
{
	uint32_t moved = w->waiting;
	for (; moved < 2 * w->count && !has_ended(w, w->heap[moved]); moved++)
		dictionary_next(&w->streams[w->heap[moved]]);
	for (uint32_t i = w->waiting; i < moved; i++)
		wait(w, i);
	take(w);
}

/* The other term of the text, of which a leaf may have none. */
static struct term_info find_other(
	struct term_walk *w, uint32_t leaf, struct str other)
{
	struct dictionary_cursor *c = &w->others[leaf];
	if (w->paired != other.p[0])
		dictionary_seek(c, c->d, other);
	while (c->valid && str_cmp(c->term, other) < 0)
		dictionary_next(c);
	if (c->status != OK)
		stop(w, c->status);
	return c->valid && str_eq(c->term, other) ? c->info
						  : (struct term_info){0};
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
		if (!v[i].other.df && v[i].info.also_word)
			v[i].other = v[i].info;
	}
	w->paired = bytes[0];
}

void term_walk_release(struct term_walk *w)
{
	free(w->streams);
	free(w->others);
	free(w->heap);
	vec_release(&w->sources);
}
