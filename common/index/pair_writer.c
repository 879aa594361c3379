/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/pair_writer.h"

#include <stdlib.h>

enum {
	POSTINGS_MAX = 1 << 24, /* at a time */
	LISTS_MAX = 1 << 22,
	BUCKETS_MIN = 1 << 10,
	NUMBER_MAX = 5, /* bytes of 32 bits as a varint */
};

enum status pair_writer_open(
	struct pair_writer *w, const char *folder, struct error *err)
{
	*w = (struct pair_writer){.most = POSTINGS_MAX};
	return spool_open(&w->spool, folder, err);
}

void pair_encode(const uint32_t *docs, const uint32_t *counts,
	const uint32_t *positions, uint32_t n, struct buf *out)
{
	uint32_t doc = 0;
	for (uint32_t i = 0; i < n; i++) {
		size_t most = NUMBER_MAX * ((size_t)counts[i] + 2);
		uint8_t *p = (uint8_t *)buf_reserve(out, most);
		uint32_t position = 0;
		if (!p)
			return;
		size_t len = put_varint(p, docs[i] - doc);
		len += put_varint(p + len, counts[i]);
		for (uint32_t k = 0; k < counts[i]; k++) {
			len += put_varint(p + len, *positions - position);
			position = *positions++;
		}
		out->len += len;
		doc = docs[i];
	}
}

void pair_writer_put(struct pair_writer *w, struct str stem, struct str bytes)
{
	size_t text = w->texts.len;
	buf_put_str(&w->texts, stem);
	spool_put(&w->spool, bytes.p, bytes.len);
	if (vec_push(&w->stems,
		    (struct pair_stem){text, stem.len, w->spool.len}) != OK)
		w->status = ERR_NOMEM;
}

static uint32_t stem_count(const struct pair_writer *w)
{
	return (uint32_t)w->stems.len;
}

static struct str stem_text(const struct pair_writer *w, size_t number)
{
	const struct pair_stem *s = &w->stems.v[number];
	return (struct str){w->texts.p + s->text, s->text_len};
}

static uint32_t list_count(const struct pair_writer *w)
{
	return (w->to - w->from) * stem_count(w);
}

static void release_lists(struct pair_writer *w)
{
	for (size_t i = 0; w->lists && i < list_count(w); i++)
		vec_release(&w->lists[i].docs);
	free(w->lists);
	w->lists = NULL;
}

/* The stem's next document. */
static void turn(struct pair_writer *w, struct pair_cursor *c)
{
	bool more = reader_left(&c->r) > 0;
	c->doc = more ? c->doc + (uint32_t)read_varint(&c->r) : UINT32_MAX;
	if (c->r.bad)
		w->status = ERR_IO;
}

static void rewind_all(struct pair_writer *w)
{
	size_t from = 0;
	for (uint32_t i = 0; i < stem_count(w); i++) {
		size_t end = (size_t)w->stems.v[i].end;
		w->cursors.v[i] = (struct pair_cursor){
			.r = reader_from(str_slice(w->all, from, end))};
		turn(w, &w->cursors.v[i]);
		from = end;
	}
}

static uint32_t *bucket_of(const struct pair_writer *w, uint32_t position)
{
	return &w->buckets.v[position & (w->buckets.len - 1)];
}

static void put_into_bucket(struct pair_writer *w, size_t place)
{
	struct pair_place *p = &w->places.v[place];
	uint32_t *bucket = bucket_of(w, p->position);
	p->next = *bucket;
	*bucket = (uint32_t)place + 1;
}

/* Room for n more places, and a bucket for each. */
static bool make_room(struct pair_writer *w, size_t n)
{
	size_t need = w->places.len + n, size = BUCKETS_MIN;
	while (size < need)
		size *= 2;
	if (vec_reserve(&w->places, need) != OK ||
		vec_reserve(&w->buckets, size) != OK) {
		w->status = ERR_NOMEM;
		return false;
	}
	if (size > w->buckets.len) {
		memset(w->buckets.v, 0, size * sizeof *w->buckets.v);
		w->buckets.len = size;
		for (size_t i = 0; i < w->places.len; i++)
			put_into_bucket(w, i);
	}
	return true;
}

/* A stem's positions in the document where its cursor stands. */
static void gather(struct pair_writer *w, uint32_t stem)
{
	struct pair_cursor *c = &w->cursors.v[stem];
	struct reader r = c->r;
	size_t n = (size_t)read_varint_max(&r, reader_left(&r));
	uint32_t position = 0;
	if (!make_room(w, n))
		return;
	for (size_t i = 0; i < n; i++) {
		position += (uint32_t)read_varint(&r);
		w->places.v[w->places.len] =
			(struct pair_place){.position = position, .stem = stem};
		put_into_bucket(w, w->places.len++);
	}
	c->r = r;
	turn(w, c);
}

static void note(struct pair_writer *w, uint32_t a, uint32_t b, uint32_t doc)
{
	size_t row = (size_t)(a - w->from) * stem_count(w);
	struct pair_list *l = &w->lists[row + b];
	if (l->docs.len && l->docs.v[l->docs.len - 1] == doc)
		return;
	if (vec_push(&l->docs, doc) != OK)
		w->status = ERR_NOMEM;
	w->postings++;
}

static void note_all(struct pair_writer *w, uint32_t doc)
{
	const struct pair_place *places = w->places.v, *b;
	size_t n = w->places.len;
	for (size_t i = 0; i < n; i++) {
		uint32_t stem = places[i].stem;
		uint64_t behind = (uint64_t)places[i].position + 1;
		if (stem < w->from || stem >= w->to)
			continue;
		uint32_t k = *bucket_of(w, (uint32_t)behind);
		for (; k; k = b->next) {
			b = &places[k - 1];
			if (b->position == behind)
				note(w, stem, b->stem, doc);
		}
	}
	for (size_t i = 0; i < n; i++)
		*bucket_of(w, places[i].position) = 0;
	w->places.len = 0;
}

/* The last of the first stems waits for the next time. */
static void put_off(struct pair_writer *w)
{
	uint32_t before = list_count(w);
	w->to--;
	for (uint32_t i = list_count(w); i < before; i++) {
		w->postings -= w->lists[i].docs.len;
		vec_release(&w->lists[i].docs);
	}
}

static void find_pairs(struct pair_writer *w)
{
	uint32_t n = stem_count(w);
	rewind_all(w);
	for (uint32_t doc = 0; doc < w->limit && w->status == OK; doc++) {
		for (uint32_t i = 0; i < n; i++)
			if (w->cursors.v[i].doc == doc)
				gather(w, i);
		note_all(w, doc);
		while (w->postings > w->most && w->to - w->from > 1)
			put_off(w);
	}
}

/* Lists of the next first stems; false if there are none left. */
static bool fill(struct pair_writer *w)
{
	uint32_t n = stem_count(w);
	release_lists(w);
	w->from = w->to;
	w->at = 0;
	w->postings = 0;
	if (w->from == n || w->status != OK)
		return false;
	uint32_t rows = n < LISTS_MAX ? LISTS_MAX / n : 1;
	w->to = rows < n - w->from ? w->from + rows : n;
	w->lists = calloc(list_count(w), sizeof *w->lists);
	if (!w->lists)
		w->status = ERR_NOMEM;
	else
		find_pairs(w);
	return w->status == OK;
}

enum status pair_writer_begin(
	struct pair_writer *w, uint32_t docs, struct error *err)
{
	enum status status = w->status;
	w->limit = docs;
	if (status == OK)
		status = w->texts.status;
	if (status == OK)
		status = vec_reserve(&w->cursors, w->stems.len);
	if (status != OK)
		return error_set(err, status, "cannot pair words: %s",
			status_text(status));
	return spool_map(&w->spool, &w->all, err);
}

bool pair_writer_next(struct pair_writer *w)
{
	uint32_t n = stem_count(w);
	for (;;) {
		size_t end = list_count(w);
		while (w->at < end && w->lists[w->at].docs.len == 0)
			w->at++;
		if (w->at < end)
			break;
		if (!fill(w))
			return false;
	}
	const struct pair_list *l = &w->lists[w->at];
	buf_clear(&w->scratch);
	w->term = pair_put(&w->scratch, stem_text(w, w->from + w->at / n),
		stem_text(w, w->at % n));
	w->docs = l->docs.v;
	w->count = (uint32_t)l->docs.len;
	w->status = w->scratch.status;
	w->at++;
	return w->status == OK;
}

void pair_writer_close(struct pair_writer *w)
{
	release_lists(w);
	spool_close(&w->spool);
	buf_release(&w->texts);
	buf_release(&w->scratch);
	vec_release(&w->stems);
	vec_release(&w->cursors);
	vec_release(&w->places);
	vec_release(&w->buckets);
}
