/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/pair_finder.h"
#include "common/base/stop.h"

enum {
	WINDOW = 1 << 13, /* positions */
	NUMBER_MAX = 5,   /* bytes of 32 bits as a varint */
};

/* Append ascending positions as steps, behind their bytes; returns how many
 * that are in all. */
static size_t put_steps(uint8_t *p, const uint32_t *positions, uint32_t n)
{
	uint8_t bytes[NUMBER_MAX], *to = p + 1;
	uint32_t before = 0;
	for (uint32_t i = 0; i < n; i++) {
		to += put_varint(to, positions[i] - before);
		before = positions[i];
	}
	size_t len = (size_t)(to - p) - 1, head = put_varint(bytes, len);
	if (head > 1)
		memmove(p + head, p + 1, len);
	memcpy(p, bytes, head);
	return head + len;
}

void pair_encode(const uint32_t *docs, const uint32_t *counts,
	const uint32_t *positions, uint32_t n, struct buf *out)
{
	uint32_t doc = 0;
	for (uint32_t i = 0; i < n; i++) {
		size_t most = NUMBER_MAX * ((size_t)counts[i] + 2);
		uint8_t *p = (uint8_t *)buf_reserve(out, most);
		if (!p)
			return;
		size_t len = put_varint(p, docs[i] - doc);
		out->len += len + put_steps(p + len, positions, counts[i]);
		positions += counts[i];
		doc = docs[i];
	}
}

static uint32_t columns(const struct pair_finder *f)
{
	return pair_columns(f->count);
}

/* The stem's next document. */
static void turn(struct pair_finder *f, uint32_t stem)
{
	struct pair_cursor *c = &f->cursors.v[stem];
	struct reader *r = &c->r;
	bool more = reader_left(r) > 0;
	if (more)
		f->nexts.v[stem] += (uint32_t)read_varint(r);
	else
		f->nexts.v[stem] = UINT32_MAX;
	size_t len = more ? read_varint(r) : 0;
	if (len > reader_left(r)) {
		r->bad = true;
		len = 0;
	}
	c->end = r->p + len;
	c->more = len > 0;
	c->position = len ? (uint32_t)read_varint(r) : 0;
	if (r->bad)
		f->status = ERR_IO;
}

/* All stems at their first documents of the range. */
static void begin(struct pair_finder *f)
{
	for (uint32_t i = 0; i < f->count; i++) {
		struct pair_cursor *c = &f->cursors.v[i];
		*c = (struct pair_cursor){.r = reader_from(f->stems[i])};
		f->nexts.v[i] = 0;
		turn(f, i);
		while (f->nexts.v[i] < f->from && f->status == OK) {
			c->r.p = c->end;
			turn(f, i);
		}
	}
}

/* A stem where there is one already. */
static void crowd(struct pair_finder *f, uint32_t *cell, uint32_t stem)
{
	struct pair_crowd both = {stem, *cell};
	*cell = columns(f) + (uint32_t)f->crowds.len;
	if (vec_push(&f->crowds, both) != OK)
		f->status = ERR_NOMEM;
}

/* A stem's positions in the window; returns its last cell, or `top`. */
static size_t place(struct pair_finder *f, uint32_t stem, size_t top)
{
	struct pair_cursor *c = &f->cursors.v[stem];
	struct reader r = c->r;
	uint64_t position = c->position, base = f->base;
	uint32_t *cells = f->cells.v;
	size_t at = 0;
	bool more = c->more;
	while (more && position - base < WINDOW) {
		at = position - base + 1;
		if (cells[at])
			crowd(f, &cells[at], stem + 1);
		else
			cells[at] = stem + 1;
		more = r.p < c->end;
		if (more)
			position = (uint32_t)(position + read_varint(&r));
	}
	c->r = r;
	c->more = more;
	c->position = (uint32_t)position;
	return at > top ? at : top;
}

/* What noting a pair needs, for a loop that writes to nothing else. */
struct notes {
	uint32_t *lists;
	uint64_t *seen;
	size_t len; /* of lists */
	uint32_t first, rows, columns;
};

static inline struct notes notes_of(const struct pair_finder *f)
{
	return (struct notes){f->lists.v, f->seen.v, f->lists.len, f->first,
		f->rows, columns(f)};
}

/* The document has a pair, which is noted once.  None is taken for seen; whether
 * it was is no branch, for nobody could foresee it.  There is room. */
static inline void see(struct notes *n, uint32_t a, uint32_t b)
{
	uint32_t row = a - n->first;
	uint32_t list = (row <= n->rows ? row : 0) * n->columns + b;
	uint64_t *seen = &n->seen[list / 64];
	uint64_t before = *seen, bit = UINT64_C(1) << list % 64;
	n->lists[n->len] = list;
	n->len += !(before & bit);
	*seen = before | bit;
}

/* A stem of the cell; `rest` gets its others. */
static uint32_t stem_of(
	const struct pair_finder *f, uint32_t cell, uint32_t *rest)
{
	*rest = 0;
	if (cell < columns(f))
		return cell;
	const struct pair_crowd *c = &f->crowds.v[cell - columns(f)];
	*rest = c->rest;
	return c->stem;
}

static bool make_room(struct pair_finder *f)
{
	if (vec_reserve(&f->lists, f->lists.len + WINDOW + 1) != OK)
		f->status = ERR_NOMEM;
	return f->status == OK;
}

static void see_crowd(struct pair_finder *f, uint32_t a, uint32_t b)
{
	for (uint32_t rest_a; a; a = rest_a) {
		uint32_t first = stem_of(f, a, &rest_a), rest_b;
		for (uint32_t k = b; k && make_room(f); k = rest_b) {
			uint32_t second = stem_of(f, k, &rest_b);
			struct notes n = notes_of(f);
			see(&n, first, second);
			f->lists.len = n.len;
		}
	}
}

/* What stands side by side in the cells from `at` on, up to `top` or where one
 * has several; returns where that is.  There is room. */
static size_t see_run(struct pair_finder *f, size_t at, size_t top)
{
	const uint32_t *cells = f->cells.v;
	struct notes n = notes_of(f);
	while (at < top && cells[at] < n.columns && cells[at + 1] < n.columns) {
		see(&n, cells[at], cells[at + 1]);
		at++;
	}
	f->lists.len = n.len;
	return at;
}

static void see_all(struct pair_finder *f, size_t top)
{
	const uint32_t *cells = f->cells.v;
	for (size_t i = 0; i < top && make_room(f); i++) {
		i = see_run(f, i, top);
		if (i < top)
			see_crowd(f, cells[i], cells[i + 1]);
	}
}

/* The next window begins with the first position that is left; false if there
 * is none. */
static bool move_on(struct pair_finder *f)
{
	uint64_t base = UINT64_MAX;
	for (size_t i = 0; i < f->here.len; i++) {
		const struct pair_cursor *c = &f->cursors.v[f->here.v[i]];
		if (c->more && c->position < base)
			base = c->position;
	}
	f->base = base;
	return base < UINT64_MAX;
}

/* Returns whether there is another window. */
static bool look(struct pair_finder *f)
{
	size_t top = 0;
	uint64_t end = f->base + WINDOW;
	for (size_t i = 0; i < f->here.len; i++)
		top = place(f, f->here.v[i], top);
	see_all(f, top);
	uint32_t last = f->cells.v[WINDOW];
	memset(f->cells.v, 0, (top + 1) * sizeof *f->cells.v);
	bool more = move_on(f);
	if (more && f->base == end)
		f->cells.v[0] = last;
	return more;
}

static void find_in(struct pair_finder *f, uint32_t doc)
{
	size_t began = f->lists.len, here = 0;
	for (uint32_t i = 0; i < f->count; i++) {
		f->here.v[here] = i;
		here += f->nexts.v[i] == doc;
	}
	f->here.len = here;
	f->crowds.len = 0;
	for (bool more = move_on(f); more && f->status == OK;)
		more = look(f);
	for (size_t i = 0; i < here; i++)
		turn(f, f->here.v[i]);
	for (size_t i = began; i < f->lists.len; i++) {
		uint32_t list = f->lists.v[i];
		f->seen.v[list / 64] &= ~(UINT64_C(1) << list % 64);
	}
	struct pair_doc d = {doc, f->lists.len};
	if (d.end > began && vec_push(&f->docs, d) != OK)
		f->status = ERR_NOMEM;
}

/* Half the first stems wait for another time. */
static void put_off(struct pair_finder *f)
{
	uint32_t *lists = f->lists.v;
	size_t from = 0, len = 0;
	f->rows /= 2;
	for (size_t d = 0; d < f->docs.len; d++) {
		size_t to = f->docs.v[d].end;
		for (; from < to; from++) {
			lists[len] = lists[from];
			len += lists[from] < (f->rows + 1) * columns(f);
		}
		f->docs.v[d].end = len;
	}
	f->lists.len = len;
}

/* Of none, all pairs have been seen. */
static enum status make_seen(struct pair_finder *f)
{
	size_t n = columns(f), lists = (f->rows + 1) * n;
	enum status status = vec_reserve(&f->seen, lists / 64 + 1);
	if (status != OK)
		return status;
	memset(f->seen.v, 0, (lists / 64 + 1) * sizeof *f->seen.v);
	for (size_t i = 0; i < lists; i++)
		if (i < n || i % n == 0)
			f->seen.v[i / 64] |= UINT64_C(1) << i % 64;
	return OK;
}

static enum status prepare(struct pair_finder *f)
{
	enum status status = make_seen(f);
	if (status == OK)
		status = vec_reserve(&f->cursors, f->count + 1);
	if (status == OK)
		status = vec_reserve(&f->nexts, f->count + 1);
	if (status == OK)
		status = vec_reserve(&f->here, f->count + 1);
	if (status == OK)
		status = vec_reserve(&f->cells, WINDOW + 1);
	if (status == OK)
		memset(f->cells.v, 0, (WINDOW + 1) * sizeof *f->cells.v);
	return status;
}

void pair_finder_run(struct pair_finder *f)
{
	f->status = prepare(f);
	if (f->status == OK)
		begin(f);
	for (uint32_t d = f->from; d < f->to && f->status == OK; d++) {
		find_in(f, d);
		if (f->status == OK)
			f->status = stop_check();
		while (f->lists.len > f->most && f->rows > 1)
			put_off(f);
	}
}

void pair_finder_release(struct pair_finder *f)
{
	vec_release(&f->lists);
	vec_release(&f->docs);
	vec_release(&f->cursors);
	vec_release(&f->nexts);
	vec_release(&f->here);
	vec_release(&f->seen);
	vec_release(&f->cells);
	vec_release(&f->crowds);
}
