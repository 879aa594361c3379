/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/inverter.h"
#include "indexer/path.h"

#include <stdlib.h>

enum { AHEAD = 128 }; /* tokens that are looked up together */

enum status inverter_init(struct inverter *v, const struct settings *settings)
{
	*v = (struct inverter){.settings = settings};
	return analyzer_new(&v->analyzer);
}

void inverter_seal(struct inverter *v)
{
	for (unsigned l = 0; l < LANGUAGE_MAX; l++) {
		lexicon_release(&v->lexicons[l]);
		lexicon_release(&v->word_lexicons[l]);
	}
	vec_release(&v->words);
	analyzer_free(v->analyzer);
	v->analyzer = NULL;
	buf_release(&v->scratch);
	buf_release(&v->folded);
}

void inverter_drop_texts(struct inverter *v)
{
	map_release(&v->texts);
	map_release(&v->filters);
	vec_release(&v->notes);
}

void inverter_release(struct inverter *v)
{
	inverter_seal(v);
	inverter_drop_texts(v);
	vec_release(&v->meanings);
	vec_release(&v->sightings);
	vec_release(&v->parts);
	inverted_release(&v->out);
	*v = (struct inverter){0};
}

void inverted_release(struct inverted *d)
{
	vec_release(&d->tokens);
	vec_release(&d->spans);
	vec_release(&d->filters);
	vec_release(&d->docs);
}

/* A copy in as little memory as it takes; NULL if there is none. */
static void *copy(const void *v, size_t len, size_t size)
{
	void *p = malloc(len ? len * size : 1);
	if (p && len)
		memcpy(p, v, len * size);
	return p;
}

#define COPY(to, from)                                                         \
	((to)->v = copy((from)->v, (from)->len, sizeof *(from)->v),            \
		(to)->len = (to)->cap = (from)->len, (from)->len = 0,          \
		(to)->v != NULL)

enum status inverter_take(struct inverter *v, struct inverted *to)
{
	*to = (struct inverted){0};
	if (COPY(&to->tokens, &v->out.tokens) &&
		COPY(&to->spans, &v->out.spans) &&
		COPY(&to->filters, &v->out.filters) &&
		COPY(&to->docs, &v->out.docs))
		return OK;
	inverted_release(to);
	return ERR_NOMEM;
}

size_t inverter_memory(const struct inverter *v)
{
	size_t n = map_memory(&v->texts) + map_memory(&v->filters) +
		   v->notes.len * sizeof *v->notes.v +
		   v->meanings.len * sizeof *v->meanings.v +
		   v->sightings.len * sizeof *v->sightings.v +
		   v->parts.len * sizeof *v->parts.v +
		   v->words.len * sizeof *v->words.v;
	for (unsigned l = 0; l < language_count(); l++)
		n += lexicon_memory(&v->lexicons[l]) +
		     lexicon_memory(&v->word_lexicons[l]);
	return n;
}

size_t inverted_memory(const struct inverted *d)
{
	return d->tokens.len * sizeof *d->tokens.v +
	       d->spans.len * sizeof *d->spans.v +
	       d->filters.len * sizeof *d->filters.v +
	       d->docs.len * sizeof *d->docs.v;
}

struct inverter_doc inverted_doc(const struct inverted *d, uint32_t doc)
{
	if (doc < d->docs.len)
		return d->docs.v[doc];
	return (struct inverter_doc){(uint32_t)d->tokens.len,
		(uint32_t)d->spans.len, (uint32_t)d->filters.len};
}

void inverted_ask(const struct inverted *d, uint32_t doc)
{
	__builtin_prefetch(&d->docs.v[doc]);
}

void inverted_ask_content(const struct inverted *d, uint32_t doc)
{
	enum { LINE = 64 };
	const struct inverter_doc *at = &d->docs.v[doc];
	const char *tokens = (const char *)(d->tokens.v + at->tokens);
	__builtin_prefetch(tokens);
	__builtin_prefetch(tokens + LINE);
	__builtin_prefetch(d->spans.v + at->spans);
	__builtin_prefetch(d->filters.v + at->filters);
}

/* The number of a stem or word; in the dictionary it has a letter more. */
static enum status text_number(
	struct inverter *v, struct str text, uint32_t *out)
{
	if (text.len >= TERM_MAX) {
		buf_clear(&v->scratch);
		text = term_put(&v->scratch, TERM_STEM, text);
		text = str_slice(text, 1, text.len);
		if (v->scratch.status != OK)
			return v->scratch.status;
	}
	enum status status = map_append(&v->texts, text, out);
	return status == OK ? vec_push(&v->notes, 0) : status;
}

/* The numbers of what a piece becomes: none if that is nothing. */
static enum status learn_word(
	struct inverter *v, const struct raw_part *piece, struct word *out)
{
	struct part p;
	enum status status = analyzer_part(v->analyzer, piece, &p);
	*out = (struct word){MAP_NONE, MAP_NONE};
	if (status != OK || p.stem.len == 0)
		return status;
	status = text_number(v, p.stem, &out->stem);
	if (status == OK && str_eq(p.word, p.stem))
		out->word = out->stem;
	else if (status == OK && p.word.len)
		status = text_number(v, p.word, &out->word);
	if (status != OK)
		return status;
	uint8_t other = out->word == out->stem ? 0 : TEXT_OTHER;
	v->notes.v[out->stem] |= TEXT_STEM | other;
	if (out->word != MAP_NONE)
		v->notes.v[out->word] |= TEXT_WORD | other;
	return OK;
}

static enum status word_of(struct inverter *v, language l,
	const struct raw_part *piece, const struct lexicon_key *key,
	struct word *out)
{
	struct lexicon *x = &v->word_lexicons[l];
	uint32_t number = lexicon_find(x, key);
	if (number != LEXICON_NONE) {
		*out = v->words.v[number];
		return OK;
	}
	enum status status = learn_word(v, piece, out);
	number = (uint32_t)v->words.len;
	if (status == OK)
		status = vec_push(&v->words, *out);
	if (status != OK)
		return status;
	return lexicon_add(x, key, number) ? OK : ERR_NOMEM;
}

/* Up to AHEAD pieces become parts behind those that there are.  Words are
 * remembered; compounds as a whole, and characters, come once. */
static enum status learn_some(struct inverter *v, language l,
	const struct raw_part *pieces, unsigned n, size_t most)
{
	struct lexicon_key keys[AHEAD];
	enum status status = OK;
	for (unsigned i = 0; i < n; i++)
		if (pieces[i].role == PART_WORD)
			lexicon_key(&v->word_lexicons[l], pieces[i].text, 0,
				pieces[i].text.len, &keys[i]);
	for (unsigned i = 0; i < n && v->parts.len < most; i++) {
		struct word w;
		status = pieces[i].role == PART_WORD
				 ? word_of(v, l, &pieces[i], &keys[i], &w)
				 : learn_word(v, &pieces[i], &w);
		if (status == OK && w.stem == MAP_NONE)
			continue;
		struct meaning_part part = {w.stem, w.word, pieces[i].offset};
		if (status == OK)
			status = vec_push(&v->parts, part);
		if (status != OK)
			break;
	}
	return status;
}

static enum status learn_parts(
	struct inverter *v, language l, struct str raw, uint32_t *advance)
{
	struct cut cut;
	size_t most = v->parts.len + PARTS_MAX;
	enum status status = analyzer_cut(v->analyzer, raw, l, &cut);
	if (status == OK && !lexicon_ready(&v->word_lexicons[l]))
		status = ERR_NOMEM;
	for (unsigned i = 0; status == OK && i < cut.count; i += AHEAD)
		status = learn_some(v, l, cut.pieces + i,
			cut.count - i < AHEAD ? cut.count - i : AHEAD, most);
	*advance = status == OK ? cut.advance : 0;
	return status;
}

/* Find out what a new token means, and give it a number. */
static enum status learn(
	struct inverter *v, language l, struct str raw, uint32_t *number)
{
	uint32_t advance;
	size_t first = v->parts.len;
	enum status status = learn_parts(v, l, raw, &advance);
	if (status != OK)
		return status;
	const struct meaning_part *part = v->parts.v + first;
	size_t count = v->parts.len - first;
	struct meaning m = {
		(uint32_t)first, MAP_NONE, (uint16_t)count, (uint16_t)advance};
	if (count == 0) {
		m.stem = MAP_NONE;
	} else if (count == 1 && part->offset == 0) {
		m = (struct meaning){part->stem, part->word, 0, m.advance};
		v->parts.len = first;
	}
	*number = (uint32_t)v->meanings.len;
	if (*number >= TOKEN_NUMBER_MAX)
		return ERR_LIMIT;
	status = vec_push(&v->meanings, m);
	return status == OK ? vec_push(&v->sightings, (struct sighting){0})
			    : status;
}

static enum status number_of(struct inverter *v, language l,
	const struct lexicon_key *key, uint32_t *number)
{
	struct lexicon *x = &v->lexicons[l];
	*number = lexicon_find(x, key);
	if (*number != LEXICON_NONE)
		return OK;
	enum status status = learn(v, l, key->raw, number);
	if (status != OK)
		return status;
	return lexicon_add(x, key, *number) ? OK : ERR_NOMEM;
}

/* Put tokens into the stream, which has room.  Whether one is long, or the
 * document's first, is no branch, for nobody could foresee it. */
static void put_tokens(
	struct inverter *v, const uint32_t *numbers, unsigned count)
{
	struct sighting *sightings = v->sightings.v;
	uint32_t docs = v->docs;
	uint16_t *to = v->out.tokens.v + v->out.tokens.len;
	for (unsigned i = 0; i < count; i++) {
		uint32_t number = numbers[i];
		struct sighting s = sightings[number];
		bool is_long = number >= TOKEN_LONG;
		unsigned unit = is_long ? number >> 16 | TOKEN_LONG : number;
		to[0] = (uint16_t)(unit | (s.doc != docs ? TOKEN_FIRST : 0));
		to[1] = (uint16_t)number;
		to += is_long ? 2 : 1;
		sightings[number] = (struct sighting){docs, s.count + 1};
	}
	v->out.tokens.len = (size_t)(to - v->out.tokens.v);
}

static enum status keys_add(struct inverter *v, language l,
	const struct lexicon_key *keys, unsigned count)
{
	const struct lexicon *x = &v->lexicons[l];
	uint32_t numbers[AHEAD];
	unsigned others[AHEAD], other_count = 0;
	for (unsigned i = 0; i < count; i++) {
		bool found = lexicon_guess(x, &keys[i], &numbers[i]);
		others[other_count] = i;
		other_count += !found;
		__builtin_prefetch(
			found ? (const void *)(v->sightings.v + numbers[i]) : x,
			1);
	}
	for (unsigned i = 0; i < other_count; i++)
		lexicon_ask(x, &keys[others[i]]);
	for (unsigned i = 0; i < other_count; i++) {
		unsigned k = others[i];
		enum status status = number_of(v, l, &keys[k], &numbers[k]);
		if (status != OK)
			return status;
		__builtin_prefetch(&v->sightings.v[numbers[k]], 1);
	}
	size_t most = v->out.tokens.len + 2 * (size_t)count;
	if (most > UINT32_MAX)
		return ERR_LIMIT;
	/* one more, so that a stream without tokens is somewhere, too */
	enum status status = vec_reserve(&v->out.tokens, most + 1);
	if (status == OK && count > 0)
		put_tokens(v, numbers, count);
	return status;
}

/* The stems of the tokens from unit `from` on occur in a field. */
static void note_field(struct inverter *v, size_t from, enum span_field field)
{
	uint8_t note = field == SPAN_TITLE ? TEXT_TITLE : TEXT_HEADING;
	const uint16_t *p = v->out.tokens.v + from;
	const uint16_t *end = v->out.tokens.v + v->out.tokens.len;
	while (p < end) {
		struct inverted_token t;
		p = inverted_token(p, &t);
		const struct meaning *m = &v->meanings.v[t.number];
		if (!m->count && m->stem != MAP_NONE)
			v->notes.v[m->stem] |= note;
		for (unsigned i = 0; i < m->count; i++)
			v->notes.v[v->parts.v[m->stem + i].stem] |= note;
	}
}

static enum status text_add(
	struct inverter *v, language l, struct str text, enum span_field field)
{
	struct lexicon_key keys[AHEAD];
	struct token some[AHEAD];
	struct lexicon *x = &v->lexicons[l];
	struct tokens tokens;
	size_t from = v->out.tokens.len;
	unsigned count;
	if (text.len == 0)
		return OK;
	if (!lexicon_ready(x))
		return ERR_NOMEM;
	tokens_init(&tokens, text);
	do {
		count = tokens_some(&tokens, some, AHEAD);
		for (unsigned i = 0; i < count; i++)
			lexicon_key(
				x, text, some[i].off, some[i].len, &keys[i]);
		enum status status = keys_add(v, l, keys, count);
		if (status != OK)
			return status;
	} while (count == AHEAD);
	if (field != SPAN_BODY)
		note_field(v, from, field);
	return vec_push(&v->out.spans,
		(struct inverter_span){(uint32_t)v->out.tokens.len, field});
}

static enum status sections_add(
	struct inverter *v, language l, const struct record *r)
{
	enum status status = OK;
	size_t from = 0;
	for (uint32_t i = 0; i <= r->section_count && status == OK; i++) {
		bool last = i == r->section_count;
		size_t to = last ? r->text.len : r->sections[i].off;
		status =
			text_add(v, l, str_slice(r->text, from, to), SPAN_BODY);
		if (status == OK && !last)
			status = text_add(
				v, l, r->sections[i].heading, SPAN_HEADING);
		from = to;
	}
	return status;
}

/* Add a filter term, if there is anything to it. */
static enum status filter_add(
	struct inverter *v, enum term_kind kind, struct str text)
{
	uint32_t number;
	if (text.len == 0)
		return OK;
	buf_clear(&v->scratch);
	struct str term = kind == TERM_NAME ? term_put_name(&v->scratch, text)
					    : term_put(&v->scratch, kind, text);
	enum status status = v->scratch.status;
	if (status == OK)
		status = map_add(&v->filters, term, &number);
	return status == OK ? vec_push(&v->out.filters, number) : status;
}

static enum status folded_add(struct inverter *v, enum term_kind kind,
	language l, struct str text, bool words)
{
	analyzer_fold(text, l, &v->folded);
	struct str whole = buf_str(&v->folded);
	enum status status = v->folded.status;
	if (status == OK)
		status = filter_add(v, kind, whole);
	for (size_t at = 0; words && status == OK && at < whole.len;) {
		size_t end = str_find(whole, at, ' ');
		status = filter_add(v, kind, str_slice(whole, at, end));
		at = end + 1;
	}
	return status;
}

static enum status list_add(struct inverter *v, enum term_kind kind, language l,
	struct record_list list)
{
	enum status status = OK;
	for (uint32_t i = 0; i < list.len && status == OK; i++)
		status = folded_add(v, kind, l, list.v[i], kind == TERM_AUTHOR);
	return status;
}

/* All names of a document: an old address and a file say one, too. */
static enum status names_add(
	struct inverter *v, language l, const struct record *r)
{
	enum status status = folded_add(v, TERM_NAME, l, r->title, false);
	if (status == OK)
		status = list_add(v, TERM_NAME, l, r->names);
	for (uint32_t i = 0; i < r->aliases.len && status == OK; i++)
		status = folded_add(
			v, TERM_NAME, l, path_slug(r->aliases.v[i]), false);
	if (status == OK && r->source.len == 0)
		status = folded_add(v, TERM_NAME, l, path_slug(r->id), false);
	return status;
}

static enum status path_add(struct inverter *v, struct str path)
{
	enum status status = OK;
	for (size_t i = 0; i < path.len && status == OK; i++)
		if (path.p[i] == '/')
			status = filter_add(
				v, TERM_PATH, str_slice(path, 0, i + 1));
	return status;
}

static enum status filters_add(
	struct inverter *v, language l, const struct record *r)
{
	enum status status = filter_add(v, TERM_ID, r->id);
	if (status == OK)
		status = filter_add(v, TERM_SOURCE, r->source);
	if (status == OK)
		status = path_add(v, r->source.len ? r->source : r->id);
	if (status == OK)
		status = filter_add(v, TERM_URL, r->url);
	if (status == OK)
		status = filter_add(v, TERM_LANGUAGE, r->language);
	if (status == OK)
		status = folded_add(v, TERM_TYPE, l, r->type, false);
	if (status == OK)
		status = names_add(v, l, r);
	if (status == OK)
		status = list_add(v, TERM_AUTHOR, l, r->authors);
	if (status == OK)
		status = list_add(v, TERM_TAG, l, r->tags);
	if (status == OK)
		status = list_add(v, TERM_CATEGORY, l, r->categories);
	return status;
}

enum status inverter_add(struct inverter *v, const struct record *r)
{
	language l = language_find(r->language);
	struct inverter_doc begin =
		inverted_doc(&v->out, (uint32_t)v->out.docs.len);
	enum status status = vec_push(&v->out.docs, begin);
	v->docs++;
	if (status == OK)
		status = text_add(v, l, r->title, SPAN_TITLE);
	if (status == OK)
		status = text_add(v, l, r->description, SPAN_BODY);
	if (status == OK)
		status = sections_add(v, l, r);
	if (status == OK)
		status = filters_add(v, l, r);
	return status;
}
