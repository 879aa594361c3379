/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/inverter.h"

enum { AHEAD = 32 }; /* tokens that are looked up together */

enum status inverter_init(struct inverter *v, const struct settings *settings)
{
	*v = (struct inverter){.settings = settings};
	return analyzer_new(&v->analyzer);
}

void inverter_forget_tokens(struct inverter *v)
{
	for (unsigned l = 0; l < LANGUAGE_MAX; l++)
		lexicon_release(&v->lexicons[l]);
	vec_release(&v->parts);
}

void inverter_release(struct inverter *v)
{
	analyzer_free(v->analyzer);
	map_release(&v->stems);
	map_release(&v->plains);
	vec_release(&v->stem_lists);
	vec_release(&v->plain_lists);
	inverter_forget_tokens(v);
	pool_release(&v->pool);
	buf_release(&v->scratch);
	*v = (struct inverter){0};
}

void inverter_clear(struct inverter *v)
{
	map_clear(&v->stems);
	map_clear(&v->plains);
	v->stem_lists.len = v->plain_lists.len = v->parts.len = 0;
	for (unsigned l = 0; l < language_count(); l++)
		lexicon_clear(&v->lexicons[l]);
	pool_clear(&v->pool);
}

size_t inverter_memory(const struct inverter *v)
{
	size_t n = map_memory(&v->stems) + map_memory(&v->plains) +
		   v->stem_lists.cap * sizeof *v->stem_lists.v +
		   v->plain_lists.cap * sizeof *v->plain_lists.v +
		   v->parts.cap * sizeof *v->parts.v + pool_memory(&v->pool);
	for (unsigned l = 0; l < language_count(); l++)
		n += lexicon_memory(&v->lexicons[l]);
	return n;
}

/* A document is its gap, shifted; the low bit says: once, in the body. */
static bool stem_finish(struct inverter *v, struct stem_list *s)
{
	bool once = s->tf == 1 && s->count == 1;
	uint64_t gap = s->df ? s->doc - s->before : s->doc;
	bool good = slice_put_varint(&s->docs, &v->pool, gap << 1 | once);
	if (!once)
		good = good && slice_put_varint(&s->docs, &v->pool, s->tf) &&
		       slice_put_varint(&s->docs, &v->pool, s->count);
	s->before = s->doc;
	s->df++;
	return good;
}

static enum status stem_add(
	struct inverter *v, uint32_t term, uint32_t position, uint32_t weight)
{
	struct stem_list *s = &v->stem_lists.v[term];
	if (s->doc != v->doc) {
		if (s->doc != INVERTER_NO_DOC && !stem_finish(v, s))
			return ERR_NOMEM;
		s->doc = v->doc;
		s->tf = s->count = s->last = 0;
	}
	s->tf += weight;
	s->count++;
	bool good =
		slice_put_varint(&s->positions, &v->pool, position - s->last);
	s->last = position;
	return good ? OK : ERR_NOMEM;
}

static enum status plain_add(struct inverter *v, uint32_t term)
{
	struct plain_list *p = &v->plain_lists.v[term];
	if (p->doc == v->doc)
		return OK;
	if (p->doc != INVERTER_NO_DOC) {
		uint64_t gap = p->df ? p->doc - p->before : p->doc;
		if (!slice_put_varint(&p->docs, &v->pool, gap))
			return ERR_NOMEM;
		p->before = p->doc;
		p->df++;
	}
	p->doc = v->doc;
	return OK;
}

static enum status stem_number(
	struct inverter *v, enum term_kind kind, struct str text, uint32_t *out)
{
	buf_clear(&v->scratch);
	struct str term = term_put(&v->scratch, kind, text);
	enum status status = v->scratch.status;
	if (status == OK)
		status = map_add(&v->stems, term, out);
	if (status == OK && *out == v->stem_lists.len)
		status = vec_push(&v->stem_lists,
			(struct stem_list){.doc = INVERTER_NO_DOC,
				.title = MAP_NONE,
				.heading = MAP_NONE});
	return status;
}

static enum status plain_number(
	struct inverter *v, enum term_kind kind, struct str text, uint32_t *out)
{
	buf_clear(&v->scratch);
	struct str term = kind == TERM_NAME ? term_put_name(&v->scratch, text)
					    : term_put(&v->scratch, kind, text);
	enum status status = v->scratch.status;
	if (status == OK)
		status = map_add(&v->plains, term, out);
	if (status == OK && *out == v->plain_lists.len)
		status = vec_push(&v->plain_lists,
			(struct plain_list){.doc = INVERTER_NO_DOC});
	return status;
}

/* A stem as a term of its field. */
static enum status field_number(
	struct inverter *v, enum term_kind kind, uint32_t stem, uint32_t *out)
{
	const struct stem_list *s = &v->stem_lists.v[stem];
	*out = kind == TERM_TITLE ? s->title : s->heading;
	if (*out != MAP_NONE)
		return OK;
	struct str text = map_key(&v->stems, stem);
	enum status status =
		stem_number(v, kind, str_slice(text, 1, text.len), out);
	if (status != OK)
		return status;
	if (kind == TERM_TITLE)
		v->stem_lists.v[stem].title = *out;
	else
		v->stem_lists.v[stem].heading = *out;
	return OK;
}

static enum status field_add(struct inverter *v, enum term_kind kind,
	uint32_t stem, uint32_t position)
{
	uint32_t term;
	enum status status = field_number(v, kind, stem, &term);
	return status == OK ? stem_add(v, term, position, 1) : status;
}

/* Add a filter term, if there is anything to it. */
static enum status filter_add(
	struct inverter *v, enum term_kind kind, struct str text)
{
	uint32_t term;
	if (text.len == 0)
		return OK;
	enum status status = plain_number(v, kind, text, &term);
	return status == OK ? plain_add(v, term) : status;
}

static enum status number_part(
	struct inverter *v, const struct part *p, struct meaning_part *out)
{
	enum status status = OK;
	*out = (struct meaning_part){MAP_NONE, MAP_NONE, p->offset};
	if (p->stem.len)
		status = stem_number(v, TERM_STEM, p->stem, &out->stem);
	if (status == OK && p->word.len)
		status = plain_number(v, TERM_WORD, p->word, &out->word);
	return status;
}

static enum status learn(
	struct inverter *v, language l, struct str raw, struct meaning *out)
{
	struct analysis an;
	struct meaning_part part = {MAP_NONE, MAP_NONE, 0};
	size_t first = v->parts.len;
	enum status status = analyzer_word(v->analyzer, raw, l, &an);
	for (unsigned i = 0; status == OK && i < an.count; i++) {
		status = number_part(v, &an.parts[i], &part);
		if (status == OK)
			status = vec_push(&v->parts, part);
	}
	if (status != OK)
		return status;
	*out = (struct meaning){.advance = (uint16_t)an.advance};
	if (an.count > 1 || part.offset > 0) {
		out->stem = (uint32_t)first;
		out->count = (uint16_t)an.count;
		return OK;
	}
	v->parts.len = first;
	out->stem = part.stem;
	out->word = part.word;
	return OK;
}

/* A token on its way: its key, then what it means. */
struct sight {
	struct lexicon_key key;
	struct meaning meaning;
	bool seen; /* before, in this document */
};

/* The meaning of a token, learnt now if it is new. */
static enum status understand(struct inverter *v, language l, struct sight *s)
{
	struct lexicon *x = &v->lexicons[l];
	struct meaning *m = lexicon_find(x, &s->key);
	if (!m) {
		struct meaning learnt;
		enum status status = learn(v, l, s->key.raw, &learnt);
		if (status != OK)
			return status;
		m = lexicon_add(x, &s->key, learnt);
		if (!m)
			return ERR_NOMEM;
	}
	s->seen = m->doc == v->doc + 1;
	m->doc = v->doc + 1;
	s->meaning = *m;
	return OK;
}

static void prefetch_lists(const struct inverter *v, const struct sight *s)
{
	const struct meaning *m = &s->meaning;
	if (m->count)
		return;
	if (m->stem != MAP_NONE)
		__builtin_prefetch(&v->stem_lists.v[m->stem], 1);
	if (!s->seen && m->word != MAP_NONE)
		__builtin_prefetch(&v->plain_lists.v[m->word], 1);
}

static void prefetch_slice(const struct inverter *v, const struct slice *s)
{
	if (s->left)
		__builtin_prefetch(pool_at(&v->pool, s->at), 1);
}

static void prefetch_tails(const struct inverter *v, const struct sight *s)
{
	const struct meaning *m = &s->meaning;
	if (m->count)
		return;
	if (m->stem != MAP_NONE) {
		const struct stem_list *list = &v->stem_lists.v[m->stem];
		prefetch_slice(v, &list->positions);
		if (list->doc != v->doc)
			prefetch_slice(v, &list->docs);
	}
	if (!s->seen && m->word != MAP_NONE)
		prefetch_slice(v, &v->plain_lists.v[m->word].docs);
}

static enum status part_add(struct inverter *v, struct meaning_part part,
	bool seen, enum term_kind kind, uint32_t weight)
{
	uint32_t position = v->position + part.offset;
	enum status status = OK;
	if (!seen && part.word != MAP_NONE)
		status = plain_add(v, part.word);
	if (status != OK || part.stem == MAP_NONE)
		return status;
	status = stem_add(v, part.stem, position, weight);
	v->length += weight;
	return status == OK && kind != TERM_STEM
		       ? field_add(v, kind, part.stem, position)
		       : status;
}

static enum status sight_add(struct inverter *v, const struct sight *s,
	enum term_kind kind, uint32_t weight)
{
	const struct meaning *m = &s->meaning;
	enum status status = OK;
	if (!m->count)
		status = part_add(v, (struct meaning_part){m->stem, m->word, 0},
			s->seen, kind, weight);
	for (unsigned i = 0; i < m->count && status == OK; i++)
		status = part_add(
			v, v->parts.v[m->stem + i], s->seen, kind, weight);
	v->position += m->advance;
	return status;
}

static enum status sights_add(struct inverter *v, language l,
	struct sight *sights, unsigned count, enum term_kind kind,
	uint32_t weight)
{
	enum status status = OK;
	for (unsigned i = 0; i < count && status == OK; i++) {
		status = understand(v, l, &sights[i]);
		prefetch_lists(v, &sights[i]);
	}
	for (unsigned i = 0; i < count && status == OK; i++)
		prefetch_tails(v, &sights[i]);
	for (unsigned i = 0; i < count && status == OK; i++)
		status = sight_add(v, &sights[i], kind, weight);
	return status;
}

/* Text of a field; `kind` TERM_STEM means that it has no terms of its own. */
static enum status text_add(struct inverter *v, language l, struct str text,
	enum term_kind kind, uint32_t weight)
{
	struct sight sights[AHEAD];
	struct lexicon *x = &v->lexicons[l];
	struct tokens tokens;
	struct token token;
	unsigned count;
	if (text.len == 0)
		return OK;
	if (!lexicon_ready(x))
		return ERR_NOMEM;
	tokens_init(&tokens, text);
	do {
		for (count = 0; count < AHEAD && tokens_next(&tokens, &token);
			count++)
			sights[count].key = lexicon_key(
				x, (struct str){text.p + token.off, token.len});
		enum status status =
			sights_add(v, l, sights, count, kind, weight);
		if (status != OK)
			return status;
	} while (count == AHEAD);
	v->position += POSITION_GAP;
	return OK;
}

static enum status sections_add(
	struct inverter *v, language l, const struct record *r)
{
	const struct settings *s = v->settings;
	enum status status = OK;
	size_t from = 0;
	for (uint32_t i = 0; i <= r->section_count && status == OK; i++) {
		bool last = i == r->section_count;
		size_t to = last ? r->text.len : r->sections[i].off;
		status = text_add(v, l, str_slice(r->text, from, to), TERM_STEM,
			s->body_weight);
		if (status == OK && !last)
			status = text_add(v, l, r->sections[i].heading,
				TERM_HEADING, s->heading_weight);
		from = to;
	}
	return status;
}

static enum status folded_add(struct inverter *v, enum term_kind kind,
	language l, struct str text, bool words)
{
	struct buf folded = {0};
	analyzer_fold(text, l, &folded);
	struct str whole = buf_str(&folded);
	enum status status = folded.status;
	if (status == OK)
		status = filter_add(v, kind, whole);
	for (size_t at = 0; words && status == OK && at < whole.len;) {
		size_t end = str_find(whole, at, ' ');
		status = filter_add(v, kind, str_slice(whole, at, end));
		at = end + 1;
	}
	buf_release(&folded);
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
		status = folded_add(v, TERM_NAME, l, r->title, false);
	if (status == OK)
		status = list_add(v, TERM_NAME, l, r->names);
	if (status == OK)
		status = list_add(v, TERM_AUTHOR, l, r->authors);
	if (status == OK)
		status = list_add(v, TERM_TAG, l, r->tags);
	if (status == OK)
		status = list_add(v, TERM_CATEGORY, l, r->categories);
	return status;
}

enum status inverter_add(struct inverter *v, uint32_t doc,
	const struct record *r, uint32_t *length)
{
	language l = language_find(r->language);
	v->doc = doc;
	v->position = 0;
	v->length = 0;
	enum status status =
		text_add(v, l, r->title, TERM_TITLE, v->settings->title_weight);
	if (status == OK)
		status = text_add(v, l, r->description, TERM_STEM,
			v->settings->body_weight);
	if (status == OK)
		status = sections_add(v, l, r);
	if (status == OK)
		status = filters_add(v, l, r);
	if (status == OK)
		*length = v->length < UINT32_MAX ? (uint32_t)v->length
						 : UINT32_MAX;
	return status;
}
