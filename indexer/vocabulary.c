/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/vocabulary.h"
#include "common/base/huge.h"
#include "indexer/term_sort.h"

#include <stdlib.h>

/* The distinct texts of all inverters. */
struct draft {
	struct vocabulary *of;
	uint8_t *notes; /* by text */
	uint32_t count;
};

static bool is_text(unsigned kind)
{
	return kind == TERM_STEM || kind == TERM_WORD || kind == TERM_TITLE ||
	       kind == TERM_HEADING;
}

/* Is the word left to its stem? */
static bool is_alone(uint8_t notes)
{
	return !(notes & TEXT_OTHER) && notes & TEXT_STEM && notes & TEXT_WORD;
}

static bool has_term(uint8_t notes, unsigned kind)
{
	switch (kind) {
	case TERM_STEM:
		return notes & TEXT_STEM;
	case TERM_WORD:
		return notes & TEXT_WORD && !is_alone(notes);
	case TERM_TITLE:
		return notes & TEXT_TITLE;
	default:
		return notes & TEXT_HEADING;
	}
}

static uint32_t *ordinal_of(struct vocabulary_text *t, unsigned kind)
{
	return kind == TERM_STEM    ? &t->stem
	       : kind == TERM_WORD  ? &t->word
	       : kind == TERM_TITLE ? &t->title
				    : &t->heading;
}

/* The next saying, which ends in the byte before where the one after begins. */
static enum status say(struct vocabulary *o, struct str text)
{
	buf_put_str(&o->said, text);
	if (o->said.status == OK && o->said.len > UINT32_MAX)
		return ERR_LIMIT;
	return o->said.status == OK
		       ? vec_push(&o->starts, (uint32_t)o->said.len)
		       : o->said.status;
}

/* Keys lie in the order in which they were seen. */
static void ask_ahead(const struct term_refs *refs, size_t at)
{
	enum { NEAR = 24, FAR = 48 };
	if (refs->len - at <= FAR)
		return;
	const struct term_ref *near = &refs->v[at + NEAR],
			      *far = &refs->v[at + FAR];
	if (far->len > TERM_REF_SHORT)
		map_ask(refs->maps[far->map], far->number);
	if (near->len > TERM_REF_SHORT)
		map_ask_bytes(refs->maps[near->map], near->number);
}

static enum status say_text(struct vocabulary *o, const struct term_refs *refs,
	const struct term_ref *r)
{
	char bytes[TERM_REF_SHORT];
	uint64_t text = __builtin_bswap64(r->bytes);
	memcpy(bytes, &text, sizeof bytes);
	return say(o, r->len <= TERM_REF_SHORT ? (struct str){bytes, r->len}
					       : term_ref_key(refs, r));
}

static enum status draft_texts(struct draft *d, const struct term_refs *refs)
{
	struct vocabulary *o = d->of;
	enum status status = OK;
	for (size_t i = 0; i < refs->len && status == OK; d->count++) {
		size_t end = term_refs_end(refs, i);
		status = say_text(o, refs, &refs->v[i]);
		d->notes[d->count] = 0;
		for (; i < end; i++) {
			const struct term_ref *r = &refs->v[i];
			ask_ahead(refs, i);
			d->notes[d->count] |=
				o->inverters[r->map]->notes.v[r->number];
			o->of[r->map].texts[r->number] = d->count;
		}
	}
	return status;
}

static void put_texts(struct draft *d, unsigned kind)
{
	struct vocabulary *o = d->of;
	for (uint32_t i = 0; i < d->count; i++) {
		bool here = has_term(d->notes[i], kind);
		*ordinal_of(&o->texts[i], kind) = here ? o->count : MAP_NONE;
		if (here)
			o->terms[o->count++] = (struct vocabulary_term){i,
				(uint8_t)kind,
				kind == TERM_STEM && is_alone(d->notes[i])};
	}
}

/* Those of one kind, from ref `*at` on. */
static enum status put_filters(struct vocabulary *o,
	const struct term_refs *refs, size_t *at, unsigned kind)
{
	enum status status = OK;
	while (*at < refs->len && status == OK) {
		struct str key = term_ref_key(refs, &refs->v[*at]);
		if ((uint8_t)key.p[0] != kind)
			break;
		size_t end = term_refs_end(refs, *at);
		o->terms[o->count] = (struct vocabulary_term){
			(uint32_t)o->starts.len - 1, (uint8_t)kind, false};
		status = say(o, key);
		for (; *at < end; ++*at) {
			ask_ahead(refs, *at);
			o->of[refs->v[*at].map].filters[refs->v[*at].number] =
				o->count;
		}
		o->count++;
	}
	return status;
}

/* Up to the next group. */
static void put_none(struct vocabulary *o)
{
	while (o->count % VOCABULARY_GROUP)
		o->terms[o->count++] = (struct vocabulary_term){0};
}

static enum status settle(struct draft *d, const struct term_refs *filters)
{
	struct vocabulary *o = d->of;
	size_t most =
		4 * (size_t)d->count + filters->len + 256 * VOCABULARY_GROUP;
	size_t at = 0;
	o->texts = huge_alloc((d->count + 1u) * sizeof *o->texts);
	o->terms = huge_alloc((most + 1) * sizeof *o->terms);
	if (!o->texts || !o->terms)
		return ERR_NOMEM;
	enum status status = OK;
	for (unsigned kind = 0; kind < 256 && status == OK; kind++) {
		if (is_text(kind))
			put_texts(d, kind);
		else
			status = put_filters(o, filters, &at, kind);
		put_none(o);
	}
	return status;
}

static enum status make_of(struct vocabulary *o)
{
	o->of = calloc(o->inverter_count + 1u, sizeof *o->of);
	for (unsigned i = 0; o->of && i < o->inverter_count; i++) {
		const struct inverter *v = o->inverters[i];
		struct vocabulary_of *of = &o->of[i];
		of->texts =
			huge_alloc((v->texts.count + 1u) * sizeof *of->texts);
		of->filters = huge_alloc(
			(v->filters.count + 1u) * sizeof *of->filters);
		if (!of->texts || !of->filters)
			return ERR_NOMEM;
	}
	return o->of ? OK : ERR_NOMEM;
}

static enum status draft_make(struct draft *d, struct vocabulary *o)
{
	struct term_refs refs = {0};
	const struct map *maps[o->inverter_count];
	for (unsigned i = 0; i < o->inverter_count; i++)
		maps[i] = &o->inverters[i]->texts;
	enum status status = term_sort(&refs, maps, o->inverter_count);
	if (status != OK)
		return status;
	*d = (struct draft){o, huge_alloc(refs.len + 1), 0};
	status = d->notes ? vec_push(&o->starts, 0) : ERR_NOMEM;
	if (status == OK)
		status = draft_texts(d, &refs);
	term_refs_release(&refs);
	return status;
}

enum status vocabulary_make(
	struct vocabulary *o, struct inverter *const *inverters, unsigned count)
{
	struct term_refs filters = {0};
	struct draft d = {0};
	const struct map *maps[count];
	*o = (struct vocabulary){
		.inverters = inverters, .inverter_count = count};
	for (unsigned i = 0; i < count; i++)
		maps[i] = &inverters[i]->filters;
	enum status status = make_of(o);
	if (status == OK)
		status = draft_make(&d, o);
	if (status == OK)
		status = term_sort(&filters, maps, count);
	if (status == OK)
		status = settle(&d, &filters);
	term_refs_release(&filters);
	free(d.notes);
	return status;
}

void vocabulary_release(struct vocabulary *o)
{
	for (unsigned i = 0; o->of && i < o->inverter_count; i++) {
		free(o->of[i].texts);
		free(o->of[i].filters);
	}
	free(o->of);
	free(o->texts);
	free(o->terms);
	buf_release(&o->said);
	vec_release(&o->starts);
	*o = (struct vocabulary){0};
}

struct str vocabulary_term(
	const struct vocabulary *o, uint32_t ordinal, char bytes[TERM_MAX])
{
	const struct vocabulary_term *t = &o->terms[ordinal];
	const uint32_t *start = &o->starts.v[t->saying];
	struct str text = str_slice(buf_str(&o->said), start[0], start[1]);
	if (!is_text(t->kind))
		return text;
	bytes[0] = (char)t->kind;
	memcpy(bytes + 1, text.p, text.len);
	return (struct str){bytes, text.len + 1};
}
