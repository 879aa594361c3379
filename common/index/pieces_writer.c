/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/pieces.h"

#include <stdlib.h>

enum {
	ROUNDS = 6,
	LEAST = 3,        /* times a piece must occur to be worth its row */
	LITERAL_ID = 256, /* ids: of pieces, then of single bytes         */
	IDS = LITERAL_ID + 256,
};

struct candidate {
	uint64_t text;
	uint32_t length, count;
};

struct chooser {
	struct pieces_writer *w;
	uint32_t least;
	uint32_t counts[IDS];
	uint32_t pairs[IDS][IDS];
	struct candidate *list;
	size_t len, cap;
	bool failed;
};

static uint64_t mask_of(size_t length)
{
	return length < PIECE_MAX ? (UINT64_C(1) << 8 * length) - 1
				  : UINT64_MAX;
}

/* Of the first two bytes. */
static unsigned head_of(uint64_t text)
{
	return (uint32_t)(text & 0xffff) * 40503 >> 6 & (PIECES_HEADS - 1);
}

/* The longest piece that the text begins with, or its first byte. */
static unsigned longest(const struct pieces_writer *w, const char *p, size_t n)
{
	uint64_t text = 0;
	uint8_t byte = (uint8_t)*p;
	if (n >= sizeof text)
		text = get_u64(p);
	else
		memcpy(&text, p, n);
	for (unsigned i = w->heads[head_of(text)]; i < PIECES_MAX;
		i = w->nexts[i])
		if (((w->list[i].text ^ text) & w->list[i].mask) == 0 &&
			w->list[i].length <= n)
			return i;
	return w->singles[byte] < PIECES_MAX ? w->singles[byte]
					     : LITERAL_ID + byte;
}

size_t pieces_put(
	const struct pieces_writer *w, struct str text, uint8_t *codes)
{
	size_t n = 0;
	for (size_t at = 0; at < text.len;) {
		unsigned id = longest(w, text.p + at, text.len - at);
		if (id < LITERAL_ID) {
			codes[n++] = (uint8_t)id;
			at += w->list[id].length;
		} else {
			codes[n++] = PIECE_LITERAL;
			codes[n++] = (uint8_t)text.p[at++];
		}
	}
	return n;
}

void pieces_put_table(const struct pieces_writer *w, struct buf *out)
{
	buf_putc(out, (char)w->count);
	for (unsigned i = 0; i < w->count; i++)
		buf_putc(out, (char)w->list[i].length);
	for (unsigned i = 0; i < w->count; i++)
		buf_put(out, &w->list[i].text, w->list[i].length);
}

static struct piece piece_of(const struct pieces_writer *w, unsigned id)
{
	if (id < LITERAL_ID)
		return w->list[id];
	return (struct piece){id - LITERAL_ID, mask_of(1), 1};
}

static void count(struct chooser *c, struct str text)
{
	unsigned before = IDS;
	for (size_t at = 0; at < text.len;) {
		unsigned id = longest(c->w, text.p + at, text.len - at);
		c->counts[id]++;
		if (before < IDS)
			c->pairs[before][id]++;
		before = id;
		at += piece_of(c->w, id).length;
	}
}

static void propose(
	struct chooser *c, uint64_t text, unsigned length, uint32_t n)
{
	if (n < c->least || length > PIECE_MAX)
		return;
	if (c->len == c->cap) {
		size_t cap = c->cap ? 2 * c->cap : 1024;
		void *more = realloc(c->list, cap * sizeof *c->list);
		c->failed = c->failed || !more;
		if (!more)
			return;
		c->list = more;
		c->cap = cap;
	}
	c->list[c->len++] = (struct candidate){text, length, n};
}

/* All pieces that occurred, and all two of them side by side. */
static void propose_all(struct chooser *c)
{
	c->len = 0;
	for (unsigned i = 0; i < IDS; i++) {
		if (c->counts[i] < c->least)
			continue;
		struct piece a = piece_of(c->w, i);
		propose(c, a.text, a.length, c->counts[i]);
		for (unsigned k = 0; k < IDS; k++) {
			if (c->pairs[i][k] < c->least)
				continue;
			struct piece b = piece_of(c->w, k);
			if (a.length + b.length <= PIECE_MAX)
				propose(c, a.text | b.text << 8 * a.length,
					a.length + b.length, c->pairs[i][k]);
		}
	}
}

static int by_text(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;
	if (x->text != y->text)
		return x->text < y->text ? -1 : 1;
	return (x->length > y->length) - (x->length < y->length);
}

static int by_gain(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;
	uint64_t m = (uint64_t)x->count * x->length;
	uint64_t n = (uint64_t)y->count * y->length;
	return m != n ? (m < n) - (m > n) : by_text(a, b);
}

static int by_first_byte(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;
	uint8_t m = (uint8_t)x->text, n = (uint8_t)y->text;
	if (m != n)
		return m < n ? -1 : 1;
	if (x->length != y->length)
		return x->length > y->length ? -1 : 1;
	return by_text(a, b);
}

static void sort(struct chooser *c, int (*compare)(const void *, const void *))
{
	if (c->len)
		qsort(c->list, c->len, sizeof *c->list, compare);
}

/* One candidate for each text. */
static void merge(struct chooser *c)
{
	size_t n = 0;
	sort(c, by_text);
	for (size_t i = 0; i < c->len; i++)
		if (n && by_text(&c->list[n - 1], &c->list[i]) == 0)
			c->list[n - 1].count += c->list[i].count;
		else
			c->list[n++] = c->list[i];
	c->len = n;
}

/* No piece yet. */
static void empty(struct pieces_writer *w)
{
	w->count = 0;
	memset(w->singles, PIECES_MAX, sizeof w->singles);
	memset(w->heads, PIECES_MAX, sizeof w->heads);
}

static void choose(struct chooser *c)
{
	struct pieces_writer *w = c->w;
	merge(c);
	sort(c, by_gain);
	c->len = c->len < PIECES_MAX ? c->len : PIECES_MAX;
	sort(c, by_first_byte);
	empty(w);
	w->count = (unsigned)c->len;
	for (unsigned i = w->count; i-- > 0;) {
		const struct candidate *x = &c->list[i];
		uint8_t *head = x->length == 1 ? &w->singles[x->text]
					       : &w->heads[head_of(x->text)];
		w->list[i] =
			(struct piece){x->text, mask_of(x->length), x->length};
		w->nexts[i] = *head;
		*head = (uint8_t)i;
	}
}

enum status pieces_choose(struct pieces_writer *w, struct str sample)
{
	struct chooser *c = calloc(1, sizeof *c);
	empty(w);
	if (!c)
		return ERR_NOMEM;
	c->w = w;
	c->least = LEAST + (uint32_t)(sample.len >> 16);
	for (unsigned i = 0; i < ROUNDS && !c->failed; i++) {
		struct reader r = reader_from(sample);
		memset(c->counts, 0, sizeof c->counts);
		memset(c->pairs, 0, sizeof c->pairs);
		while (reader_left(&r) > 0)
			count(c, read_text(&r));
		propose_all(c);
		choose(c);
	}
	enum status status = c->failed ? ERR_NOMEM : OK;
	free(c->list);
	free(c);
	return status;
}
