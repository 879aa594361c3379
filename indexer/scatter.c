/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/scatter.h"

#include <stdlib.h>

enum {
	AHEAD = 64, /* tokens, to ask for their meanings */
	SOON = 8,   /* entries, to ask for the ends of their bins */
	ENTRIES_MAX = 512,
	HEAD = 8, /* of a chunk: the next one, and where this one ends */
	SLAB_CHUNKS = (1 << 21) / BIN_CHUNK,
};

enum status scatter_init(struct scatter *s, const struct bins *b,
	const struct vocabulary *o, const struct settings *settings)
{
	*s = (struct scatter){.bins = b,
		.vocabulary = o,
		.open = calloc(b->count + 1u, sizeof *s->open),
		.weights = {settings->body_weight, settings->title_weight,
			settings->heading_weight}};
	if (!s->open)
		return ERR_NOMEM;
	for (uint32_t i = 0; i < b->count; i++)
		s->open[i] =
			(struct bin){.shape = b->shapes[i], .first = MAP_NONE};
	return OK;
}

void scatter_release(struct scatter *s)
{
	free(s->open);
	for (size_t i = 0; i < s->slabs.len; i++)
		free(s->slabs.v[i]);
	vec_release(&s->slabs);
	vec_release(&s->begins);
	vec_release(&s->hints);
	*s = (struct scatter){0};
}

static uint8_t *chunk_at(const struct scatter *s, uint32_t chunk)
{
	return s->slabs.v[chunk / SLAB_CHUNKS] +
	       (size_t)(chunk % SLAB_CHUNKS) * BIN_CHUNK;
}

/* On ordinary pages: they are written and read in rows, so that huge ones gain
 * nothing, and those are the dearest to get on a virtual machine. */
static enum status add_slab(struct scatter *s)
{
	uint8_t *slab =
		aligned_alloc(BIN_CHUNK, (size_t)SLAB_CHUNKS * BIN_CHUNK);
	if (!slab)
		return ERR_NOMEM;
	enum status status = vec_push(&s->slabs, slab);
	if (status != OK)
		free(slab);
	return status;
}

/* Another chunk for a bin. */
static __attribute__((noinline)) bool extend(struct scatter *s, struct bin *b)
{
	if (s->chunks % SLAB_CHUNKS == 0 && s->status == OK)
		s->status = add_slab(s);
	if (s->status != OK)
		return false;
	uint32_t chunk = s->chunks++;
	if (b->first == MAP_NONE) {
		b->first = chunk;
	} else {
		uint8_t *before = chunk_at(s, b->last);
		uint32_t head[] = {chunk, (uint32_t)(b->at - before)};
		memcpy(before, head, HEAD);
	}
	b->last = chunk;
	b->at = chunk_at(s, chunk) + HEAD;
	b->room = BIN_CHUNK - HEAD;
	return true;
}

/* A record with its step, and its field, behind it. */
static __attribute__((noinline)) void emit_far(
	struct bin *b, uint32_t target, uint32_t step)
{
	uint8_t *at = b->at;
	unsigned bytes = b->shape.bytes;
	uint64_t record = (target & BIN_TERM) |
			  (uint64_t)b->shape.steps << b->shape.term_bits |
			  (uint64_t)step << 8 * bytes;
	memcpy(at, &record, sizeof record);
	at[bytes + 4] = target >> BIN_FIELD & 3;
	b->at += bytes + 5;
	b->room = (uint16_t)(b->room - bytes - 5);
}

static inline void emit(struct scatter *s, uint32_t target, uint32_t where)
{
	enum { NUMBER = (1 << BIN_SHIFT) - 1 };
	struct bin *b = &s->open[target >> BIN_SHIFT];
	if (b->room < BIN_RECORD && !extend(s, b))
		return;
	uint32_t step = where - b->before, number = target & NUMBER;
	b->before = where;
	if (step >= b->shape.steps || number > BIN_TERM) {
		emit_far(b, target, step);
		return;
	}
	uint64_t record = number | (uint64_t)step << b->shape.term_bits;
	uint8_t *at = b->at;
	b->at = at + b->shape.bytes;
	b->room = (uint16_t)(b->room - b->shape.bytes);
	memcpy(at, &record, sizeof record);
}

/* What is to be emitted. */
struct entry {
	uint32_t target, where;
};

/* Where the next one is listed, and what is known so far. */
struct listing {
	struct entry *to;
	uint32_t place, doc, stems;
	uint32_t field; /* as it is in a target */
};

/* In any case written, but counted only where there is such a term, for nobody
 * could foresee that. */
static inline void list_part(struct listing *l, uint32_t stem, uint32_t word,
	bool first, uint32_t offset)
{
	*l->to = (struct entry){word, l->doc};
	l->to += first & (word != MAP_NONE);
	*l->to = (struct entry){stem | l->field, l->place + offset};
	l->to += stem != MAP_NONE;
	l->stems += stem != MAP_NONE;
}

static void ask_parts(const struct inverter *v, uint32_t token)
{
	const struct meaning *m = &v->meanings.v[token];
	__builtin_prefetch(m->count ? (const void *)(v->parts.v + m->stem) : m);
}

static inline void list_token(
	struct listing *l, const struct inverter *v, struct inverted_token t)
{
	const struct meaning *m = &v->meanings.v[t.number];
	if (!m->count)
		list_part(l, m->stem, m->word, t.first, 0);
	for (unsigned i = 0; i < m->count; i++) {
		const struct meaning_part *p = &v->parts.v[m->stem + i];
		list_part(l, p->stem, p->word, t.first, p->offset);
	}
	l->place += m->advance;
}

static void emit_list(
	struct scatter *s, const struct entry *at, const struct entry *end)
{
	for (; end - at > SOON; at++) {
		uint32_t soon = at[SOON].target >> BIN_SHIFT;
		__builtin_prefetch(s->open[soon].at, 1);
		emit(s, at->target, at->where);
	}
	for (; at < end; at++)
		emit(s, at->target, at->where);
}

static void emit_as(
	struct scatter *s, uint32_t stem, enum span_field field, uint32_t place)
{
	const struct vocabulary_text *t =
		vocabulary_stem(s->vocabulary, bins_ordinal(s->bins, stem));
	emit(s,
		bins_target(
			s->bins, field == SPAN_TITLE ? t->title : t->heading),
		place);
}

/* The same tokens as terms of their field. */
static void emit_field(struct scatter *s, const struct inverter *v,
	const uint16_t *p, const uint16_t *end, enum span_field field)
{
	uint32_t place = s->place;
	while (p < end) {
		struct inverted_token t;
		p = inverted_token(p, &t);
		const struct meaning *m = &v->meanings.v[t.number];
		if (!m->count && m->stem != MAP_NONE)
			emit_as(s, m->stem, field, place);
		for (unsigned i = 0; i < m->count; i++) {
			const struct meaning_part *part =
				&v->parts.v[m->stem + i];
			emit_as(s, part->stem, field, place + part->offset);
		}
		place += m->advance;
	}
}

/* Returns how many stems that are. */
static uint32_t emit_tokens(struct scatter *s, const struct inverter *v,
	const uint16_t *p, const uint16_t *end, uint32_t doc,
	enum span_field field)
{
	struct inverted_token tokens[AHEAD];
	struct entry entries[ENTRIES_MAX];
	struct listing l = {
		entries, s->place, doc, 0, (uint32_t)field << BIN_FIELD};
	while (p < end) {
		unsigned count = 0;
		for (; count < AHEAD && p < end; count++) {
			p = inverted_token(p, &tokens[count]);
			__builtin_prefetch(
				&v->meanings.v[tokens[count].number]);
		}
		for (unsigned i = 0; i < count; i++)
			ask_parts(v, tokens[i].number);
		for (unsigned i = 0; i < count; i++) {
			list_token(&l, v, tokens[i]);
			if (l.to - entries <= ENTRIES_MAX - 2 * PARTS_MAX - 1)
				continue;
			emit_list(s, entries, l.to);
			l.to = entries;
		}
		emit_list(s, entries, l.to);
		l.to = entries;
	}
	s->place = l.place;
	return l.stems;
}

static uint32_t span_put(struct scatter *s, const struct inverter *v,
	const uint16_t *p, const uint16_t *end, uint32_t doc,
	enum span_field field)
{
	if (field != SPAN_BODY)
		emit_field(s, v, p, end, field);
	return emit_tokens(s, v, p, end, doc, field) * s->weights[field];
}

/* Of several equal ones in a document one is kept when lists are made. */
static void filters_put(struct scatter *s, const uint32_t *ordinals,
	const uint32_t *filters, uint32_t count, uint32_t doc)
{
	for (uint32_t i = 0; i < count; i++)
		emit(s, bins_target(s->bins, ordinals[filters[i]]), doc);
}

void scatter_doc(struct scatter *s, unsigned inverter,
	const struct inverted *from, uint32_t n, uint32_t doc, uint32_t *length)
{
	const struct inverter *v = s->vocabulary->inverters[inverter];
	struct inverter_doc begin = inverted_doc(from, n),
			    end = inverted_doc(from, n + 1);
	uint64_t total = 0;
	if (s->begins.len == 0)
		s->first = doc;
	if (vec_push(&s->begins, s->place) != OK)
		s->status = ERR_NOMEM;
	for (uint32_t i = begin.spans; i < end.spans; i++) {
		const struct inverter_span *span = &from->spans.v[i];
		uint32_t place = s->place;
		total += span_put(s, v, from->tokens.v + begin.tokens,
			from->tokens.v + span->end, doc, span->field);
		begin.tokens = span->end;
		s->place += i + 1 < end.spans ? POSITION_GAP : 0;
		if (s->place < place)
			s->status = ERR_LIMIT;
	}
	filters_put(s, s->vocabulary->of[inverter].filters,
		from->filters.v + begin.filters, end.filters - begin.filters,
		doc);
	*length = total < UINT32_MAX ? (uint32_t)total : UINT32_MAX;
}

/* No place is behind these. */
static enum status put_last_begins(struct scatter *s)
{
	enum status status = OK;
	for (unsigned i = 0; i < 3 && status == OK; i++)
		status = vec_push(&s->begins, UINT32_MAX);
	return status;
}

enum status scatter_finish(struct scatter *s)
{
	enum status status =
		vec_reserve(&s->hints, s->place / SCATTER_HINT + 1);
	uint32_t doc = 0;
	if (status == OK)
		status = put_last_begins(s);
	for (uint64_t place = 0; status == OK && place < s->place;
		place += SCATTER_HINT) {
		while (s->begins.v[doc + 1] <= place)
			doc++;
		s->hints.v[s->hints.len++] = doc;
	}
	return s->status == OK ? status : s->status;
}

void bin_open(struct bin_reader *r, const struct scatter *s, uint32_t bin)
{
	*r = (struct bin_reader){
		.of = s, .bin = s->open[bin], .next = s->open[bin].first};
}

/* Where the next chunk ends; the reader goes on to the one behind it. */
static const uint8_t *turn(struct bin_reader *r, const uint8_t *chunk)
{
	if (r->next == r->bin.last) {
		r->next = MAP_NONE;
		return r->bin.at;
	}
	r->next = get_u32(chunk);
	return chunk + get_u32(chunk + 4);
}

unsigned bin_read(struct bin_reader *r, uint16_t *terms, uint32_t *wheres)
{
	const struct bin_shape shape = r->bin.shape;
	uint32_t mask = (1u << shape.term_bits) - 1, where = r->where;
	unsigned n = 0;
	if (r->next == MAP_NONE)
		return 0;
	const uint8_t *at = chunk_at(r->of, r->next), *end = turn(r, at);
	for (at += HEAD; at < end; n++) {
		uint64_t record = get_u64(at);
		uint32_t step = record >> shape.term_bits & shape.steps;
		uint32_t term = record & mask;
		at += shape.bytes;
		if (step == shape.steps) {
			step = get_u32(at);
			term |= (uint32_t)at[4] << BIN_FIELD;
			at += 5;
		}
		terms[n] = (uint16_t)term;
		wheres[n] = where += step;
	}
	r->where = where;
	return n;
}
