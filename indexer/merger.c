/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/merger.h"
#include "common/base/stop.h"
#include "indexer/merge_terms.h"
#include "indexer/pack.h"
#include "indexer/reorder.h"

#include <stdlib.h>

/* Jobs that may wait for a thread or for their turn, per thread. */
enum { AHEAD = 2 };

enum status merger_begin(struct merger *m, const char *folder, unsigned threads,
	struct error *err)
{
	*m = (struct merger){0};
	enum status status = builder_begin(&m->builder, folder, err);
	if (status != OK)
		return status;
	status = intake_open(&m->intake, folder, err);
	if (status != OK) {
		builder_abandon(&m->builder);
		return status;
	}
	m->builder.threads = threads;
	status = crew_begin(&m->crew, threads, AHEAD * threads);
	if (status != OK) {
		merger_release(m);
		return error_set(err, status, "cannot start merging: %s",
			status_text(status));
	}
	return OK;
}

static enum status fail(enum status status, struct error *err)
{
	return error_set(err, status, "merging failed: %s%s",
		status_text(status),
		status == ERR_CORRUPT ? "; `meju-index check` says where" : "");
}

/* Has one of the first `count` leaves a document of this id that stays? */
static enum status is_taken(
	struct merger *m, size_t count, struct str id, bool *taken)
{
	struct buf bytes = {0};
	struct str term = term_put(&bytes, TERM_ID, id);
	enum status status = bytes.status;
	*taken = false;
	for (size_t i = 0; i < count && status == OK && !*taken; i++) {
		struct term_source s = {.leaf = (uint32_t)i};
		struct builder_postings found = {0};
		status = dictionary_find(
			&m->leaves.v[i]->dictionary, term, &s.info);
		if (status == OK)
			status = join_make(
				&m->join, m->joined.v, &s, 1, TERM_ID, &found);
		else if (status == ERR_NOT_FOUND)
			status = OK;
		*taken = found.count > 0;
	}
	buf_release(&bytes);
	return status;
}

/* Does the document stay behind, because of its id? */
static enum status refuse(struct merger *m, size_t known, const char *other,
	struct str id, bool *refused)
{
	struct error taken;
	enum status status = is_taken(m, known, id, refused);
	if (status != OK || !*refused)
		return status;
	error_set(&taken, ERR_INVALID,
		"%s: there is a document with the id " STR_FMT
		" already; skipped",
		other, STR_ARG(id));
	m->message(m->data, str_from(taken.text));
	m->skipped++;
	return OK;
}

static enum status put_document(struct merger *m, const struct leaf *leaf,
	uint32_t doc, struct str bytes, struct str id)
{
	struct intake *in = &m->intake;
	struct intake_doc d = {.off = doc,
		.len = (uint32_t)bytes.len,
		.id = arena_dup(&in->ids, id),
		.batch = (uint32_t)m->leaves.len - 1,
		.number = (uint32_t)in->docs.len,
		.length = meta_length(&leaf->meta, doc)};
	in->bytes += bytes.len;
	if (m->reorder) {
		d.off = in->records.len;
		spool_put(&in->records, bytes.p, bytes.len);
	}
	return d.id.p ? vec_push(&in->docs, d) : ERR_NOMEM;
}

/* A document that stays, if its id is free. */
static enum status add_document(struct merger *m, const struct leaf *leaf,
	const char *other, size_t known, uint32_t doc, struct str bytes)
{
	struct record r;
	bool refused = false;
	arena_clear(&m->arena);
	enum status status = record_get(bytes, &m->arena, &r);
	if (status == OK && other)
		status = refuse(m, known, other, r.id, &refused);
	if (status != OK || refused)
		return status;
	m->joined.v[m->joined.len - 1].numbers[doc] =
		(uint32_t)m->intake.docs.len;
	return put_document(m, leaf, doc, bytes, r.id);
}

/* Are the documents from number `first` on in the order of their ids? */
static bool are_sorted(const struct merger *m, size_t first)
{
	for (size_t i = first + 1; i < m->intake.docs.len; i++)
		if (str_cmp(m->intake.docs.v[i - 1].id,
			    m->intake.docs.v[i].id) > 0)
			return false;
	return true;
}

static enum status add_documents(struct merger *m, const struct leaf *leaf,
	const char *other, size_t known, struct error *err)
{
	size_t first = m->intake.docs.len;
	for (uint32_t i = 0; i < leaf->segment.docs; i++) {
		struct str bytes;
		if (!live_has(&leaf->live, i))
			continue;
		if (stop_check() != OK)
			return fail(ERR_STOPPED, err);
		enum status status =
			stored_get(&m->reader, &leaf->stored, i, &bytes, err);
		if (status != OK)
			return status;
		status = add_document(m, leaf, other, known, i, bytes);
		if (status != OK)
			return fail(status, err);
	}
	m->unsorted = m->unsorted || !are_sorted(m, first);
	return OK;
}

enum status merger_add(struct merger *m, const struct leaf *leaf,
	const char *other, struct error *err)
{
	size_t known = m->joined.len, size = leaf->segment.docs;
	struct join_leaf j = {
		&leaf->segment, malloc(size * sizeof *j.numbers + 1)};
	if (!j.numbers)
		return fail(ERR_NOMEM, err);
	memset(j.numbers, 0xff, size * sizeof *j.numbers);
	if (vec_push(&m->joined, j) != OK) {
		free(j.numbers);
		return fail(ERR_NOMEM, err);
	}
	if (vec_push(&m->leaves, leaf) != OK)
		return fail(ERR_NOMEM, err);
	return add_documents(m, leaf, other, known, err);
}

/* Documents have moved: each knows the number that it had. */
static enum status renumber(struct merger *m)
{
	size_t n = m->intake.docs.len;
	uint32_t *numbers = malloc(n * sizeof *numbers);
	if (!numbers)
		return ERR_NOMEM;
	m->moved = false;
	for (size_t i = 0; i < n; i++) {
		uint32_t before = m->intake.docs.v[i].number;
		numbers[before] = (uint32_t)i;
		m->moved = m->moved || before != i;
	}
	for (size_t i = 0; i < m->joined.len; i++) {
		const struct join_leaf *j = &m->joined.v[i];
		for (uint32_t d = 0; d < j->segment->docs; d++)
			if (j->numbers[d] != JOIN_GONE)
				j->numbers[d] = numbers[j->numbers[d]];
	}
	free(numbers);
	return OK;
}

/* Documents of like words side by side. */
static enum status arrange(struct merger *m)
{
	size_t n = m->intake.docs.len;
	uint32_t *order = malloc(n * sizeof *order);
	struct intake_doc *before = malloc(n * sizeof *before);
	enum status status = order && before ? OK : ERR_NOMEM;
	struct reorder_input in = {m->leaves.v, m->joined.v,
		(uint32_t)m->leaves.len, (uint32_t)n, m->memory};
	if (status == OK)
		status = reorder(&in, &m->crew, order);
	if (status == OK) {
		memcpy(before, m->intake.docs.v, n * sizeof *before);
		for (size_t i = 0; i < n; i++)
			m->intake.docs.v[i] = before[order[i]];
		status = renumber(m);
	}
	free(order);
	free(before);
	return status;
}

static enum status write(struct merger *m, struct error *err)
{
	struct pack p;
	pack_begin(&p, &m->intake, &m->crew);
	enum status status = pack_documents(&p, &m->builder);
	if (status == OK)
		status =
			builder_terms(&m->builder, buf_str(&p.dictionary), err);
	pack_release(&p);
	if (status == OK)
		status = merge_terms(m->leaves.v, m->joined.v,
			(uint32_t)m->leaves.len, &m->builder, &m->crew);
	return status == OK ? OK : fail(status, err);
}

/* Where neighbours are alike by their ids in all segments, they shall be in the
 * one; an order that something else has found stays. */
enum status merger_finish(
	struct merger *m, char name[SEGMENT_NAME_MAX], struct error *err)
{
	enum status status = spool_rewind(&m->intake.records, err);
	if (status != OK)
		return status;
	if (!m->unsorted && m->leaves.len > 1) {
		status = intake_arrange(&m->intake, err);
		if (status != OK)
			return status;
		status = renumber(m);
	}
	for (size_t i = 0; i < m->intake.docs.len; i++)
		m->intake.docs.v[i].number = (uint32_t)i;
	if (status == OK && m->reorder)
		status = arrange(m);
	if (!m->reorder) {
		m->intake.leaves = m->leaves.v;
		m->intake.leaf_count = m->leaves.len;
	}
	if (status != OK)
		return fail(status, err);
	status = write(m, err);
	return status == OK ? builder_finish(&m->builder, name, err) : status;
}

void merger_release(struct merger *m)
{
	crew_end(&m->crew);
	builder_abandon(&m->builder);
	intake_close(&m->intake);
	for (size_t i = 0; i < m->joined.len; i++)
		free(m->joined.v[i].numbers);
	vec_release(&m->joined);
	vec_release(&m->leaves);
	join_release(&m->join);
	stored_reader_release(&m->reader);
	arena_release(&m->arena);
}
