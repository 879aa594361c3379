/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/termlist.h"

#include <string.h>

/* Kinds that a text may be a term of. */
enum text_kind { AS_STEM, AS_WORD, AS_TITLE, AS_HEADING, TEXT_KINDS };

static const char LETTERS[TEXT_KINDS] = {
	TERM_STEM, TERM_WORD, TERM_TITLE, TERM_HEADING};

struct termlist termlist_of(const struct termlists *lists, uint32_t doc)
{
	size_t from = lists->docs.v[doc];
	size_t to = doc + 1 < lists->docs.len ? lists->docs.v[doc + 1]
					      : lists->terms.len;
	return (struct termlist){lists->terms.v + from, to - from};
}

struct str termlist_text(
	const struct termlists *lists, const struct termlist_term *term)
{
	return (struct str){lists->texts.p + term->text, term->len};
}

void termlists_release(struct termlists *lists)
{
	buf_release(&lists->texts);
	vec_release(&lists->terms);
	vec_release(&lists->positions);
	vec_release(&lists->docs);
}

void termlister_init(struct termlister *t, const struct inverter *v)
{
	const struct settings *s = v->settings;
	*t = (struct termlister){.inverter = v,
		.weights = {[SPAN_BODY] = s->body_weight,
			[SPAN_TITLE] = s->title_weight,
			[SPAN_HEADING] = s->heading_weight}};
}

void termlister_release(struct termlister *t)
{
	map_release(&t->names);
	vec_release(&t->same);
	vec_release(&t->sights);
	vec_release(&t->filters);
	vec_release(&t->places);
}

/* Texts that are new since the last time get their names. */
static enum status learn(struct termlister *t)
{
	const struct inverter *v = t->inverter;
	const struct termlist_sight never = {0};
	enum status status = OK;
	while (t->same.len < v->texts.count && status == OK) {
		uint32_t text = (uint32_t)t->same.len, name;
		status = map_add(&t->names, map_key(&v->texts, text), &name);
		if (status == OK)
			status = vec_push(&t->same, name);
	}
	size_t sights = (size_t)t->names.count * TEXT_KINDS;
	while (t->sights.len < sights && status == OK)
		status = vec_push(&t->sights, never);
	while (t->filters.len < v->filters.count && status == OK)
		status = vec_push(&t->filters, never);
	return status;
}

/* The document's term that was seen so, or a new one: a letter, unless that is
 * zero, and a text. */
static enum status meet(struct termlister *t, struct termlists *to,
	struct termlist_sight *sight, char letter, struct str text)
{
	if (sight->doc == t->doc)
		return OK;
	struct termlist_term term = {
		.text = to->texts.len, .len = (uint32_t)text.len + !!letter};
	if (letter)
		buf_putc(&to->texts, letter);
	buf_put_str(&to->texts, text);
	*sight = (struct termlist_sight){t->doc, (uint32_t)to->terms.len};
	if (to->terms.len >= UINT32_MAX)
		return ERR_LIMIT;
	enum status status = vec_push(&to->terms, term);
	return status == OK ? to->texts.status : status;
}

static enum status meet_text(struct termlister *t, struct termlists *to,
	uint32_t text, enum text_kind kind, struct termlist_term **term)
{
	uint32_t name = t->same.v[text];
	struct termlist_sight *sight =
		&t->sights.v[(size_t)name * TEXT_KINDS + kind];
	enum status status =
		meet(t, to, sight, LETTERS[kind], map_key(&t->names, name));
	*term = status == OK ? &to->terms.v[sight->term] : NULL;
	return status;
}

static enum status meet_place(struct termlister *t, struct termlists *to,
	uint32_t text, enum text_kind kind, uint32_t position, uint32_t weight)
{
	struct termlist_term *term;
	enum status status = meet_text(t, to, text, kind, &term);
	if (status != OK)
		return status;
	term->freq += weight;
	term->count++;
	struct termlist_place place = {
		(uint32_t)(term - to->terms.v), position};
	return vec_push(&t->places, place);
}

static enum status put_part(struct termlister *t, struct termlists *to,
	const struct word *w, uint32_t position, enum span_field field)
{
	struct termlist_term *word;
	enum status status = OK;
	if (w->word != MAP_NONE)
		status = meet_text(t, to, w->word, AS_WORD, &word);
	if (w->stem == MAP_NONE || status != OK)
		return status;
	status = meet_place(
		t, to, w->stem, AS_STEM, position, t->weights[field]);
	if (field != SPAN_BODY && status == OK)
		status = meet_place(t, to, w->stem,
			field == SPAN_TITLE ? AS_TITLE : AS_HEADING, position,
			0);
	return status;
}

/* The tokens of a span; `position` goes on. */
static enum status put_span(struct termlister *t, struct termlists *to,
	const uint16_t *p, const uint16_t *end, enum span_field field,
	uint32_t *position)
{
	const struct inverter *v = t->inverter;
	enum status status = OK;
	while (p < end && status == OK) {
		struct inverted_token token;
		p = inverted_token(p, &token);
		const struct meaning *m = &v->meanings.v[token.number];
		if (!m->count)
			status = put_part(t, to,
				&(struct word){m->stem, m->word}, *position,
				field);
		for (unsigned i = 0; i < m->count && status == OK; i++) {
			const struct meaning_part *part =
				&v->parts.v[m->stem + i];
			status = put_part(t, to,
				&(struct word){part->stem, part->word},
				*position + part->offset, field);
		}
		if (*position > UINT32_MAX - m->advance - POSITION_GAP)
			return ERR_LIMIT;
		*position += m->advance;
	}
	return status;
}

/* Places, which came in the order of the text, go to their terms. */
static enum status sort_places(
	struct termlister *t, struct termlists *to, size_t first_term)
{
	uint64_t first = to->positions.len;
	enum status status =
		vec_reserve(&to->positions, first + t->places.len + 1);
	if (status == OK && first + t->places.len > UINT32_MAX)
		status = ERR_LIMIT;
	if (status != OK)
		return status;
	for (size_t i = first_term; i < to->terms.len; i++) {
		struct termlist_term *term = &to->terms.v[i];
		term->first = (uint32_t)first;
		first += term->count;
		term->count = 0;
	}
	for (size_t i = 0; i < t->places.len; i++) {
		struct termlist_term *term = &to->terms.v[t->places.v[i].term];
		to->positions.v[term->first + term->count++] =
			t->places.v[i].position;
	}
	to->positions.len = (size_t)first;
	t->places.len = 0;
	return OK;
}

static enum status put_filters(struct termlister *t, struct termlists *to,
	const uint32_t *filters, uint32_t count)
{
	enum status status = OK;
	for (uint32_t i = 0; i < count && status == OK; i++)
		status = meet(t, to, &t->filters.v[filters[i]], '\0',
			map_key(&t->inverter->filters, filters[i]));
	return status;
}

static enum status list_doc(struct termlister *t, const struct inverted *from,
	uint32_t n, struct termlists *to)
{
	struct inverter_doc begin = inverted_doc(from, n),
			    end = inverted_doc(from, n + 1);
	size_t first = to->terms.len;
	uint32_t position = 0;
	enum status status = vec_push(&to->docs, first);
	t->doc++;
	for (uint32_t i = begin.spans; i < end.spans && status == OK; i++) {
		const struct inverter_span *span = &from->spans.v[i];
		status = put_span(t, to, from->tokens.v + begin.tokens,
			from->tokens.v + span->end, span->field, &position);
		begin.tokens = span->end;
		position += POSITION_GAP;
	}
	if (status == OK)
		status = sort_places(t, to, first);
	return status == OK
		       ? put_filters(t, to, from->filters.v + begin.filters,
				 end.filters - begin.filters)
		       : status;
}

enum status termlister_list(struct termlister *t, const struct inverted *from,
	struct termlists *lists)
{
	enum status status = learn(t);
	for (uint32_t n = 0; n < from->docs.len && status == OK; n++)
		status = list_doc(t, from, n, lists);
	return status;
}
