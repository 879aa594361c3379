/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/eraser.h"
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

static enum status note_terms(
	struct eraser *e, uint32_t leaf, const struct record *r)
{
	struct inverter *v = &e->inverter;
	uint32_t length;
	inverter_clear(v);
	enum status status = inverter_add(v, 0, r, &length);
	for (uint32_t i = 0; i < v->stems.count && status == OK; i++)
		if (v->stem_lists.v[i].doc != INVERTER_NO_DOC)
			status = note_term(e, leaf, map_key(&v->stems, i));
	for (uint32_t i = 0; i < v->plains.count && status == OK; i++)
		if (v->plain_lists.v[i].doc != INVERTER_NO_DOC)
			status = note_term(e, leaf, map_key(&v->plains, i));
	return status;
}

enum status eraser_doc(
	struct eraser *e, uint32_t leaf, uint32_t doc, struct error *err)
{
	struct leaf *p = e->leaves[leaf];
	struct str bytes;
	struct record record;
	enum status status = OK;
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
	if (status != OK)
		return segment_corrupt(&e->leaves[leaf]->segment,
			SECTION_POSTINGS, "a list cannot be read", err);
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
		status =
			dictionary_find(&e->leaves[i]->dictionary, term, &info);
		if (status == OK)
			status = erase_list(e, i, &info, err);
		else if (status == ERR_NOT_FOUND)
			status = OK;
		else
			segment_corrupt(&e->leaves[i]->segment, SECTION_TERMS,
				"a term cannot be looked up", err);
	}
	buf_release(&bytes);
	return status;
}

static int ascending(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return (x > y) - (x < y);
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
