/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/shard.h"
#include "common/base/file.h"

static enum status no_memory(struct error *err)
{
	return error_set(err, ERR_NOMEM, "out of memory while indexing");
}

/* A sentence of Xapian's does not say which database it is about. */
static enum status name(
	const struct shard *s, enum status status, struct error *err)
{
	struct error why = *err;
	if (status == OK)
		return OK;
	return error_set(err, status, "%s: %s", s->path,
		why.status == status ? why.text : status_text(status));
}

void shard_make(
	struct shard *s, const char *folder, const struct glass_info *info)
{
	*s = (struct shard){.info = *info};
	glass_path(s->path, sizeof s->path, folder, info->shard, info->shards);
}

enum status shard_open(struct shard *s, const char *folder, uint32_t number,
	uint32_t count, struct arena *arena, struct error *err)
{
	struct xap_stats stats;
	*s = (struct shard){0};
	glass_path(s->path, sizeof s->path, folder, number, count);
	enum status status =
		name(s, xap_db_open(s->path, &s->before, err), err);
	if (status == OK)
		status = glass_info_read(
			s->before, s->path, arena, &s->info, err);
	if (status == OK)
		status = name(s, xap_db_stats(s->before, &stats, err), err);
	if (status != OK)
		return status;
	s->last = stats.last_doc;
	s->docs = stats.docs;
	return s->info.shard == number && s->info.shards == count
		       ? OK
		       : error_set(err, ERR_INVALID,
				 "%s says that it is shard %u of %u; the index "
				 "is damaged, make it again",
				 s->path, s->info.shard, s->info.shards);
}

/* The term of a text, in s->scratch if it is not as `bytes` have it. */
static enum status put_name(struct shard *s, enum term_kind kind,
	struct str text, struct buf *bytes, struct str *out)
{
	buf_clear(bytes);
	buf_clear(&s->scratch);
	*out = glass_name(&s->scratch, term_put(bytes, kind, text));
	return bytes->status != OK ? bytes->status : s->scratch.status;
}

/* The first document that has a term. */
static enum status read_record(const struct xap_db *db, struct str term,
	struct buf *out, struct error *err)
{
	struct xap_walk *walk;
	struct xap_item item;
	struct xap_doc *doc;
	enum status status = xap_db_postings(db, term, &walk, err);
	if (status != OK)
		return status;
	bool found = xap_walk_next(walk, &item);
	status = xap_walk_close(walk, err);
	if (status == OK && !found)
		return ERR_NOT_FOUND;
	if (status == OK)
		status = xap_db_doc(db, item.number, &doc, err);
	if (status != OK)
		return status;
	status = xap_doc_data(doc, out, err);
	xap_doc_free(doc);
	return status;
}

enum status shard_find(
	const char *folder, struct str id, struct buf *out, struct error *err)
{
	struct shard s;
	struct arena arena = {0};
	struct buf bytes = {0};
	struct str term;
	uint32_t count = glass_shards(folder);
	enum status status = shard_open(
		&s, folder, glass_shard(id, count), count, &arena, err);
	if (status == OK)
		status = put_name(&s, TERM_ID, id, &bytes, &term);
	if (status == OK)
		status = read_record(s.before, term, out, err);
	shard_close(&s);
	buf_release(&bytes);
	arena_release(&arena);
	return status;
}

static enum status put_info(struct shard *s, struct error *err)
{
	buf_clear(&s->scratch);
	glass_info_put(&s->info, &s->scratch);
	return s->scratch.status != OK
		       ? no_memory(err)
		       : xap_writer_set_metadata(s->writer, STR(GLASS_KEY),
				 buf_str(&s->scratch), err);
}

/* A new one says at once what it is part of. */
static enum status introduce(struct shard *s, struct error *err)
{
	enum status status = put_info(s, err);
	return status == OK ? xap_writer_commit(s->writer, err) : status;
}

enum status shard_begin(struct shard *s, struct error *err)
{
	const struct xap_writing how = {
		.mode = s->before ? XAP_OPEN : XAP_OVERWRITE};
	if (s->writer)
		return OK;
	enum status status = xap_writer_open(s->path, &how, &s->writer, err);
	if (status == OK && !s->before)
		status = introduce(s, err);
	if (status == OK)
		status = xap_writer_begin(s->writer, true, err);
	return name(s, status, err);
}

enum status shard_undo(struct shard *s, uint64_t ordinal, struct error *err)
{
	struct xap_walk *walk;
	struct xap_item item;
	double number = 0;
	s->gone.len = 0;
	enum status status =
		xap_db_values(s->before, GLASS_ORDINAL, &walk, err);
	if (status != OK)
		return name(s, status, err);
	while (status == OK && xap_walk_next(walk, &item)) {
		status = xap_number_unpack(item.text, &number);
		if (status == OK && number >= (double)ordinal)
			status = vec_push(&s->gone, item.number);
	}
	struct error why = {0};
	enum status closed = xap_walk_close(walk, &why);
	if (status != OK)
		return no_memory(err);
	if (closed != OK)
		return error_set(err, closed, "%s: %s", s->path, why.text);
	for (size_t i = 0; i < s->gone.len && status == OK; i++)
		status = xap_writer_delete(s->writer, s->gone.v[i], err);
	return name(s, status, err);
}

/* Documents that have a term, into s->gone. */
static enum status find(struct shard *s, struct str term, struct error *err)
{
	struct xap_walk *walk;
	struct xap_item item;
	uint32_t count;
	struct xap_db *db = xap_writer_db(s->writer);
	s->gone.len = 0;
	enum status status = xap_db_term(db, term, &count, NULL, NULL, err);
	if (status != OK || count == 0)
		return status;
	status = xap_db_postings(db, term, &walk, err);
	if (status != OK)
		return status;
	while (status == OK && xap_walk_next(walk, &item))
		status = vec_push(&s->gone, item.number);
	struct error why = {0};
	enum status closed = xap_walk_close(walk, &why);
	if (status != OK)
		return no_memory(err);
	return closed == OK ? OK : error_set(err, closed, "%s", why.text);
}

/* What has the id of an article goes, but for a twin that stays. */
static enum status make_way(struct shard *s, struct str id, bool replace,
	bool *twin, struct error *err)
{
	enum status status = find(s, id, err);
	*twin = false;
	for (size_t i = 0; i < s->gone.len && status == OK; i++) {
		bool old = s->gone.v[i] <= s->last;
		*twin = *twin || (!old && !replace);
		if (!old && !replace)
			continue;
		status = xap_writer_delete(s->writer, s->gone.v[i], err);
		s->changes++;
		s->erased += old;
	}
	return status;
}

static enum status put_terms(
	struct shard *s, struct xap_doc *doc, const struct shard_article *a)
{
	struct termlist list = termlist_of(a->lists, a->doc);
	enum status status = OK;
	for (size_t i = 0; i < list.count && status == OK; i++) {
		const struct termlist_term *t = &list.terms[i];
		struct str term =
			glass_name(&s->scratch, termlist_text(a->lists, t));
		status = s->scratch.status != OK
				 ? s->scratch.status
				 : glass_put_term(doc, term, t->freq,
					   a->lists->positions.v + t->first,
					   t->count);
	}
	return status;
}

static enum status put_document(
	struct shard *s, const struct shard_article *a, struct error *err)
{
	struct xap_doc *doc;
	enum status status = xap_doc_new(&doc);
	if (status != OK)
		return no_memory(err);
	status = put_terms(s, doc, a);
	if (status == OK)
		status = glass_put_record(doc, a->record, a->bytes, a->ordinal);
	if (status != OK)
		error_set(err, status, "%s", status_text(status));
	else
		status = xap_writer_add(s->writer, doc, NULL, err);
	xap_doc_free(doc);
	return status;
}

/* What an article takes in memory until it is written out: measured. */
static size_t cost_of(const struct shard_article *a)
{
	enum { POSTING = 46, POSITIONS = 76, POSITION = 2 };
	struct termlist list = termlist_of(a->lists, a->doc);
	size_t cost = list.count * POSTING;
	for (size_t i = 0; i < list.count; i++)
		if (list.terms[i].count)
			cost += POSITIONS + list.terms[i].count * POSITION;
	return cost;
}

/* Make changes of nothing until Xapian writes out what there was. */
static enum status write_out(struct shard *s, struct error *err)
{
	struct xap_doc *none;
	uint32_t number = 0;
	enum status status = xap_doc_new(&none);
	if (status != OK)
		return no_memory(err);
	status = xap_writer_add(s->writer, none, &number, err);
	for (; s->changes < s->most && status == OK; s->changes++)
		status = xap_writer_replace(s->writer, number, none, err);
	if (status == OK)
		status = xap_writer_delete(s->writer, number, err);
	xap_doc_free(none);
	return status;
}

static enum status count_change(
	struct shard *s, const struct shard_article *a, struct error *err)
{
	enum status status = OK;
	s->changes++;
	s->taken += cost_of(a);
	if (s->room && s->taken > s->room && s->changes < s->most)
		status = write_out(s, err);
	if (s->changes >= s->most)
		s->changes = 0, s->taken = 0;
	return status;
}

enum status shard_add(struct shard *s, const struct shard_article *a,
	bool *twin, struct error *err)
{
	struct buf bytes = {0};
	struct str term;
	enum status status = put_name(s, TERM_ID, a->record->id, &bytes, &term);
	if (status == OK)
		status = make_way(s, term, a->replace, twin, err);
	else
		no_memory(err);
	buf_release(&bytes);
	if (status == OK && !*twin)
		status = put_document(s, a, err);
	if (status == OK && !*twin)
		status = count_change(s, a, err);
	return name(s, status, err);
}

enum status shard_erase(struct shard *s, bool all, enum term_kind kind,
	struct str text, struct error *err)
{
	struct buf bytes = {0};
	struct str term;
	enum status status = put_name(s, kind, text, &bytes, &term);
	if (status == OK)
		status = find(s, term, err);
	else
		no_memory(err);
	buf_release(&bytes);
	for (size_t i = 0; i < s->gone.len && status == OK; i++) {
		if (!all && s->gone.v[i] > s->last)
			continue;
		status = xap_writer_delete(s->writer, s->gone.v[i], err);
		s->erased++;
	}
	return name(s, status, err);
}

enum status shard_commit(
	struct shard *s, uint64_t generation, struct error *err)
{
	s->info.generation = generation;
	enum status status = put_info(s, err);
	if (status == OK)
		status = xap_writer_end(s->writer, err);
	status = name(s, status, err);
	/* Xapian makes sure of its files, not of their names */
	return status == OK ? folder_sync(s->path, err) : status;
}

void shard_close(struct shard *s)
{
	xap_writer_free(s->writer);
	xap_db_free(s->before);
	vec_release(&s->gone);
	buf_release(&s->scratch);
	*s = (struct shard){0};
}
