/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/vocabulary.h"
#include "common/base/huge.h"
#include "indexer/term_sort.h"

#include <stdlib.h>

/* Distinct terms, before it is settled which of them get an ordinal. */
struct draft {
	struct vocabulary *of;
	struct vocabulary_term *terms;
	uint8_t *fields;  /* of a stem: term_note.fields of all inverters */
	bool *alone;      /* comes with no term but its twin              */
	uint32_t *finals; /* ordinals, or MAP_NONE                       */
	uint32_t count;
};

static enum status draft_init(
	struct draft *d, struct vocabulary *o, size_t most)
{
	*d = (struct draft){.of = o,
		.terms = huge_alloc((most + 1) * sizeof *d->terms),
		.fields = calloc(most + 1, sizeof *d->fields),
		.alone = calloc(most + 1, sizeof *d->alone),
		.finals = huge_alloc((most + 1) * sizeof *d->finals)};
	return d->terms && d->fields && d->alone && d->finals ? OK : ERR_NOMEM;
}

static void draft_release(struct draft *d)
{
	free(d->terms);
	free(d->fields);
	free(d->alone);
	free(d->finals);
}

static const struct term_note *note_of(
	const struct vocabulary *o, const struct term_ref *r)
{
	return &o->inverters[r->inverter]->notes.v[r->number];
}

/* The refs of one term: it is the draft's next. */
static void draft_term(
	struct draft *d, const struct term_ref *from, const struct term_ref *to)
{
	uint32_t n = d->count++;
	d->terms[n] = (struct vocabulary_term){
		from->number, from->inverter, from->kind, false};
	d->alone[n] = true;
	for (; from < to; from++) {
		const struct term_note *note = note_of(d->of, from);
		d->fields[n] |= note->fields;
		d->alone[n] = d->alone[n] && note->twin < TWIN_OTHER;
		d->of->ordinals[from->inverter][from->number] = n;
	}
}

static void draft_all(struct draft *d, const struct term_refs *refs)
{
	for (size_t i = 0, end; i < refs->len; i = end) {
		struct str term = term_ref_text(&refs->v[i], d->of->inverters);
		for (end = i + 1;
			end < refs->len && refs->v[end].key == refs->v[i].key &&
			refs->v[end].kind == refs->v[i].kind &&
			str_eq(term_ref_text(&refs->v[end], d->of->inverters),
				term);)
			end++;
		draft_term(d, refs->v + i, refs->v + end);
	}
}

/* Words whose stems can stand for them. */
static void leave_words_out(struct draft *d)
{
	const struct vocabulary *o = d->of;
	for (uint32_t i = 0; i < d->count; i++) {
		struct vocabulary_term *t = &d->terms[i];
		if (t->kind != TERM_WORD || !d->alone[i])
			continue;
		uint32_t twin =
			o->inverters[t->inverter]->notes.v[t->number].twin;
		uint32_t stem = o->ordinals[t->inverter][twin];
		d->terms[stem].also_word = d->alone[stem];
		d->alone[i] = d->alone[stem];
	}
}

static void put(struct draft *d, uint32_t n, enum term_kind kind)
{
	struct vocabulary_term t = d->terms[n];
	t.kind = (uint8_t)kind;
	d->of->terms[d->of->count++] = t;
}

/* A kind's terms, or the terms of a field. */
static void put_kind(
	struct draft *d, enum term_kind kind, uint32_t *from, uint32_t stems)
{
	struct vocabulary *o = d->of;
	if (kind == TERM_TITLE || kind == TERM_HEADING) {
		unsigned bit = kind == TERM_TITLE ? FIELD_TITLE : FIELD_HEADING;
		uint32_t *fields = kind == TERM_TITLE ? o->titles : o->headings;
		for (uint32_t n = stems; n < d->count; n++) {
			bool here = d->fields[n] >> bit & 1;
			fields[n - stems] = here ? o->count : MAP_NONE;
			if (here)
				put(d, n, kind);
		}
	}
	for (; *from < d->count && d->terms[*from].kind == kind; ++*from) {
		bool out = kind == TERM_WORD && d->alone[*from];
		d->finals[*from] = out ? MAP_NONE : o->count;
		if (!out)
			put(d, *from, kind);
	}
}

static enum status settle(struct draft *d)
{
	struct vocabulary *o = d->of;
	uint32_t stems = d->count, from = 0;
	while (stems > 0 && d->terms[stems - 1].kind == TERM_STEM)
		stems--;
	size_t stem_count = d->count - stems, most = d->count + 2 * stem_count;
	o->terms = huge_alloc((most + 1) * sizeof *o->terms);
	o->titles = huge_alloc((stem_count + 1) * sizeof *o->titles);
	o->headings = huge_alloc((stem_count + 1) * sizeof *o->headings);
	if (!o->terms || !o->titles || !o->headings)
		return ERR_NOMEM;
	for (unsigned kind = 0; kind < 256; kind++) {
		if (kind == TERM_STEM)
			o->first_stem = o->count;
		put_kind(d, (enum term_kind)kind, &from, stems);
	}
	for (unsigned i = 0; i < o->inverter_count; i++)
		for (uint32_t n = 0; n < o->inverters[i]->terms.count; n++)
			o->ordinals[i][n] = d->finals[o->ordinals[i][n]];
	return OK;
}

static enum status make_ordinals(struct vocabulary *o)
{
	o->ordinals = calloc(o->inverter_count + 1u, sizeof *o->ordinals);
	for (unsigned i = 0; o->ordinals && i < o->inverter_count; i++) {
		size_t n = o->inverters[i]->terms.count;
		o->ordinals[i] = huge_alloc((n + 1) * sizeof **o->ordinals);
		if (!o->ordinals[i])
			return ERR_NOMEM;
	}
	return o->ordinals ? OK : ERR_NOMEM;
}

enum status vocabulary_make(
	struct vocabulary *o, struct inverter *const *inverters, unsigned count)
{
	struct term_refs refs = {0};
	struct draft d = {0};
	*o = (struct vocabulary){
		.inverters = inverters, .inverter_count = count};
	enum status status = make_ordinals(o);
	if (status == OK)
		status = term_sort(&refs, inverters, count);
	if (status == OK)
		status = draft_init(&d, o, refs.len);
	if (status == OK) {
		draft_all(&d, &refs);
		term_refs_release(&refs);
		leave_words_out(&d);
		status = settle(&d);
	}
	term_refs_release(&refs);
	draft_release(&d);
	return status;
}

void vocabulary_release(struct vocabulary *o)
{
	for (unsigned i = 0; o->ordinals && i < o->inverter_count; i++)
		free(o->ordinals[i]);
	free(o->ordinals);
	free(o->terms);
	free(o->titles);
	free(o->headings);
	*o = (struct vocabulary){0};
}

struct str vocabulary_text(
	const struct vocabulary *o, uint32_t ordinal, char bytes[TERM_MAX])
{
	const struct vocabulary_term *t = &o->terms[ordinal];
	struct str term = map_key(&o->inverters[t->inverter]->terms, t->number);
	if (term.p[0] == (char)t->kind)
		return term;
	memcpy(bytes, term.p, term.len);
	bytes[0] = (char)t->kind;
	return (struct str){bytes, term.len};
}
