/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/eraser.h"
#include "common/base/stop.h"
#include "common/index/posting.h"

#include <stdlib.h>

struct eraser_leaf {
	VEC(uint32_t) ordinals; /* of the terms that lose a document */
	bool changed;
};

enum status eraser_begin(struct eraser *e, struct leaf **leaves, uint32_t count,
	const struct settings *settings, struct error *err)
{
	*e = (struct eraser){.leaves = leaves, .count = count};
	e->work = calloc(count ? count : 1, sizeof *e->work);
	enum status status =
		e->work ? inverter_init(&e->inverter, settings) : ERR_NOMEM;
	if (status != OK) {
		eraser_release(e);
		return error_set(err, status, "cannot delete documents: %s",
			status_text(status));
	}
	return OK;
}

static enum status note_term(struct eraser *e, uint32_t leaf, struct str term)
{
	const struct dictionary *d = &e->leaves[leaf]->dictionary;
	bool word = term.p[0] == TERM_WORD;
	struct term_info info;
	enum status status = word ? dictionary_find_word(d, term, &info)
				  : dictionary_find(d, term, &info);
	if (status == ERR_NOT_FOUND)
		return ERR_CORRUPT;
	if (status != OK)
		return status;
	if (word && info.kind != TERM_WORD)
		return OK; /* the stem that stands for it is noted itself */
	return vec_push(&e->work[leaf].ordinals, info.ordinal);
}

static enum status note_text(
	struct eraser *e, uint32_t leaf, uint32_t number, enum term_kind kind)
{
	char bytes[TERM_MAX];
	struct str text = map_key(&e->inverter.texts, number);
	bytes[0] = (char)kind;
	memcpy(bytes + 1, text.p, text.len);
	return note_term(e, leaf, (struct str){bytes, text.len + 1});
}

static enum status note_part(struct eraser *e, uint32_t leaf, uint32_t stem,
	uint32_t word, enum span_field field)
{
	enum status status = OK;
	if (stem != MAP_NONE)
		status = note_text(e, leaf, stem, TERM_STEM);
	if (stem != MAP_NONE && status == OK && field != SPAN_BODY)
		status = note_text(e, leaf, stem,
			field == SPAN_TITLE ? TERM_TITLE : TERM_HEADING);
	if (word != MAP_NONE && status == OK)
		status = note_text(e, leaf, word, TERM_WORD);
	return status;
}

static enum status note_token(struct eraser *e, uint32_t leaf,
	struct inverted_token token, enum span_field field)
{
	const struct inverter *v = &e->inverter;
	const struct meaning *m = &v->meanings.v[token.number];
	enum status status = OK;
	if (field == SPAN_BODY && !token.first)
		return OK;
	if (!m->count)
		return note_part(e, leaf, m->stem, m->word, field);
	for (unsigned i = 0; i < m->count && status == OK; i++) {
		const struct meaning_part *p = &v->parts.v[m->stem + i];
		status = note_part(e, leaf, p->stem, p->word, field);
	}
	return status;
}

static enum status note_inverted(
	struct eraser *e, uint32_t leaf, const struct inverted *d)
{
	enum status status = OK;
	const uint16_t *p = d->tokens.v;
	for (size_t i = 0; i < d->spans.len; i++)
		while (status == OK && p < d->tokens.v + d->spans.v[i].end) {
			struct inverted_token t;
			p = inverted_token(p, &t);
			status = note_token(e, leaf, t, d->spans.v[i].field);
		}
	for (size_t i = 0; i < d->filters.len && status == OK; i++)
		status = note_term(e, leaf,
			map_key(&e->inverter.filters, d->filters.v[i]));
	return status;
}

static int ascending(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return (x > y) - (x < y);
}

/* Each term once. */
static void unite(struct eraser_leaf *w, size_t from)
{
	size_t n = w->ordinals.len - from, kept = 0;
	if (n == 0)
		return;
	uint32_t *v = w->ordinals.v + from;
	qsort(v, n, sizeof *v, ascending);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || v[i] != v[kept - 1])
			v[kept++] = v[i];
	w->ordinals.len = from + kept;
}

static enum status note_terms(
	struct eraser *e, uint32_t leaf, const struct record *r)
{
	size_t from = e->work[leaf].ordinals.len;
	struct inverted d = {0};
	enum status status = inverter_add(&e->inverter, r);
	if (status == OK)
		status = inverter_take(&e->inverter, &d);
	if (status == OK)
		status = note_inverted(e, leaf, &d);
	inverted_release(&d);
	unite(&e->work[leaf], from);
	return status;
}

enum status eraser_doc(
	struct eraser *e, uint32_t leaf, uint32_t doc, struct error *err)
{
	struct leaf *p = e->leaves[leaf];
	struct str bytes;
	struct record record;
	enum status status = OK;
	if (stop_check() != OK)
		return error_set(
			err, ERR_STOPPED, "%s", status_text(ERR_STOPPED));
	if (doc >= p->segment.docs)
		return segment_corrupt(&p->segment, SECTION_POSTINGS,
			"a document lies outside", err);
	if (!live_remove(&p->live, doc, meta_length(&p->meta, doc), &status))
		return status == OK ? OK
				    : error_set(err, status,
					      "cannot delete a document: %s",
					      status_text(status));
	e->work[leaf].changed = true;
	e->erased++;
	arena_clear(&e->arena);
	status = stored_get(&e->reader, &p->stored, doc, &bytes, err);
	if (status != OK)
		return status;
	status = record_get(bytes, &e->arena, &record);
	if (status == OK)
		status = note_terms(e, leaf, &record);
	if (status == ERR_CORRUPT)
		return segment_corrupt(&p->segment, SECTION_STORED,
			"a document has other terms than it was indexed with",
			err);
	if (status != OK)
		return error_set(err, status, "cannot delete a document: %s",
			status_text(status));
	return OK;
}

static enum status list_corrupt(
	const struct eraser *e, uint32_t leaf, struct error *err)
{
	return segment_corrupt(&e->leaves[leaf]->segment, SECTION_POSTINGS,
		"a list cannot be read", err);
}

static enum status erase_list(struct eraser *e, uint32_t leaf,
	const struct term_info *info, struct error *err)
{
	struct posting_cursor c;
	enum status status = posting_open(&c, &e->leaves[leaf]->segment, info);
	while (status == OK && c.doc != DOC_END) {
		status = eraser_doc(e, leaf, c.doc, err);
		if (status != OK)
			return status;
		posting_next(&c);
	}
	if (status == OK)
		status = c.status;
	return status == OK ? OK : list_corrupt(e, leaf, err);
}

/* ERR_NOT_FOUND: the leaf does not have it. */
static enum status find_term(struct eraser *e, uint32_t leaf, struct str term,
	struct term_info *info, struct error *err)
{
	const struct leaf *p = e->leaves[leaf];
	enum status status = dictionary_find(&p->dictionary, term, info);
	return status == OK || status == ERR_NOT_FOUND
		       ? status
		       : segment_corrupt(&p->segment, SECTION_TERMS,
				 "a term cannot be looked up", err);
}

enum status eraser_find(struct eraser *e, uint32_t leaf, enum term_kind kind,
	struct str text, uint32_t *doc, struct error *err)
{
	struct buf bytes = {0};
	struct term_info info;
	struct posting_cursor c;
	struct str term = term_put(&bytes, kind, text);
	enum status status = bytes.status;
	*doc = DOC_END;
	if (status == OK)
		status = find_term(e, leaf, term, &info, err);
	else
		error_set(err, status, "%s", status_text(status));
	buf_release(&bytes);
	if (status != OK)
		return status == ERR_NOT_FOUND ? OK : status;
	status = posting_open(&c, &e->leaves[leaf]->segment, &info);
	while (status == OK && c.doc != DOC_END &&
		!live_has(&e->leaves[leaf]->live, c.doc))
		posting_next(&c);
	if (status == OK)
		status = c.status;
	if (status != OK)
		return list_corrupt(e, leaf, err);
	*doc = c.doc;
	return OK;
}

enum status eraser_term(struct eraser *e, uint32_t leaves, enum term_kind kind,
	struct str text, struct error *err)
{
	struct buf bytes = {0};
	struct str term = term_put(&bytes, kind, text);
	enum status status = bytes.status;
	if (status != OK)
		error_set(err, status, "cannot delete documents: %s",
			status_text(status));
	for (uint32_t i = 0; i < leaves && status == OK; i++) {
		struct term_info info;
		status = find_term(e, i, term, &info, err);
		if (status == OK)
			status = erase_list(e, i, &info, err);
		else if (status == ERR_NOT_FOUND)
			status = OK;
	}
	buf_release(&bytes);
	return status;
}

enum status eraser_finish(struct eraser *e, struct manifest_segment *rows,
	const char *folder, uint64_t generation, struct error *err)
{
	for (uint32_t i = 0; i < e->count; i++) {
		struct eraser_leaf *w = &e->work[i];
		struct leaf *p = e->leaves[i];
		char path[4096];
		if (!w->changed)
			continue;
		if (w->ordinals.len)
			qsort(w->ordinals.v, w->ordinals.len,
				sizeof *w->ordinals.v, ascending);
		if (live_reduce(&p->live, w->ordinals.v, w->ordinals.len) != OK)
			return error_set(err, ERR_NOMEM,
				"out of memory deleting documents");
		live_path(path, sizeof path, folder, p->segment.id, generation);
		enum status status =
			live_write(&p->live, path, p->segment.id, err);
		if (status != OK)
			return status;
		rows[i].live = generation;
	}
	return OK;
}

void eraser_release(struct eraser *e)
{
	for (uint32_t i = 0; e->work && i < e->count; i++)
		vec_release(&e->work[i].ordinals);
	free(e->work);
	inverter_release(&e->inverter);
	stored_reader_release(&e->reader);
	arena_release(&e->arena);
	*e = (struct eraser){0};
}
