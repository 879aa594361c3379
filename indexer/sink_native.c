/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/snapshot.h"
#include "indexer/build.h"
#include "indexer/census.h"
#include "indexer/eraser.h"
#include "indexer/sink.h"

#include <stdio.h>
#include <stdlib.h>

/* A document of a segment of this commit whose id occurs in it twice; runs
 * are ended by doc UINT32_MAX. */
struct twin {
	uint32_t leaf, doc;
};

/* An id that came when there were so many leaves, those before among them, or
 * that was to go then. */
struct stamp {
	struct str id;
	uint32_t leaves;
};

struct native {
	struct snapshot before;
	struct build build;
	bool building;
	uint64_t build_cost; /* memory foreseen for the segment being built */
	VEC(struct leaf *) fresh_leaves; /* segments of this commit           */
	VEC(struct manifest_segment) rows;
	VEC(struct twin) twins;
	VEC(struct stamp) added; /* ids of this commit, if any leaf is older */
	VEC(struct stamp) recalled;
};

static enum status open(struct writer *w, struct error *err)
{
	struct native *n = calloc(1, sizeof *n);
	enum status status = OK;
	w->sunk = n;
	if (!n)
		return writer_no_memory(err);
	if (w->fresh)
		return OK;
	status = snapshot_open(&n->before, w->options.folder, err);
	if (status != OK)
		return status;
	census(&n->before, w->languages);
	for (uint32_t i = 0; i < w->next.segment_count; i++)
		if (vec_push(&n->rows, w->next.segments[i]) != OK)
			return writer_no_memory(err);
	return OK;
}

static enum status note_ids(struct writer *w, const struct batch *b)
{
	struct native *n = w->sunk;
	enum status status = OK;
	if (n->rows.len == 0)
		return OK;
	for (size_t i = 0; i < b->docs.len && status == OK; i++) {
		struct stamp s = {arena_dup(&w->arena, b->docs.v[i].id),
			(uint32_t)n->rows.len};
		status = s.id.p ? vec_push(&n->added, s) : ERR_NOMEM;
	}
	return status;
}

static enum status take(void *data, struct batch *b)
{
	struct writer *w = data;
	enum status status = note_ids(w, b);
	return status == OK ? writer_account(w, b) : status;
}

static enum status start_build(struct writer *w, struct error *err)
{
	struct native *n = w->sunk;
	const struct writer_options *o = &w->options;
	enum status status =
		build_begin(&n->build, o->folder, &w->next.settings,
			w->languages, o->threads, o->now, o->with_drafts, err);
	if (status != OK)
		return status;
	n->build.intake.keep = o->keep;
	n->build.sink = take;
	n->build.sink_data = w;
	n->building = true;
	n->build_cost = 0;
	return OK;
}

/* The segment just finished becomes a leaf that deletions can reach. */
static enum status open_leaf(
	struct writer *w, const char *name, struct error *err)
{
	struct native *n = w->sunk;
	char path[4096 + SEGMENT_NAME_MAX];
	struct leaf *p = calloc(1, sizeof *p);
	if (!p)
		return writer_no_memory(err);
	if (vec_push(&n->fresh_leaves, p) != OK) {
		free(p);
		return writer_no_memory(err);
	}
	snprintf(path, sizeof path, "%s/%s", w->options.folder, name);
	enum status status = leaf_open(p, path, err);
	if (status != OK)
		return status;
	p->ordinal = w->next.next_ordinal;
	w->next.next_ordinal += p->segment.docs;
	struct manifest_segment row = {.id = p->segment.id,
		.docs = p->segment.docs,
		.ordinal = p->ordinal};
	return vec_push(&n->rows, row) == OK ? OK : writer_no_memory(err);
}

static enum status end_build(struct writer *w, struct error *err)
{
	struct native *n = w->sunk;
	char name[SEGMENT_NAME_MAX];
	if (!n->building)
		return OK;
	enum status status = build_finish(&n->build, name, err);
	if (status == OK && name[0])
		status = open_leaf(w, name, err);
	const uint32_t *twins = n->build.twins.v;
	for (size_t i = 0; i < n->build.twins.len && status == OK; i++)
		if (vec_push(&n->twins, (struct twin){(uint32_t)n->rows.len - 1,
						twins[i]}) != OK)
			status = writer_no_memory(err);
	build_release(&n->build);
	n->building = false;
	return status;
}

/*
 * What a batch of the segment being built takes at the end, when its tokens
 * become lists: measured, 2 bytes for each of the input and 600 for each
 * document.  Known beforehand, so that segments are cut in the same places
 * whatever the threads do.
 */
static uint64_t cost_of(const struct batch *b)
{
	uint64_t most = b->bytes / 100; /* a document is hardly shorter */
	uint64_t docs = b->expected < most ? b->expected : most;
	return b->bytes * 2 + docs * 600;
}

static enum status submit(struct writer *w, struct batch *b, struct error *err)
{
	struct native *n = w->sunk;
	enum status status = OK;
	/* a vocabulary like no other may need more than was foreseen */
	if (n->building &&
		(n->build_cost + cost_of(b) > w->options.memory ||
			build_memory(&n->build) > w->options.memory / 2 * 3))
		status = end_build(w, err);
	if (status == OK && !n->building)
		status = start_build(w, err);
	if (status != OK) {
		batch_release(b);
		free(b);
		return status;
	}
	n->build_cost += cost_of(b);
	b->bytes = 0;
	build_submit(&n->build, b);
	return OK;
}

static enum status recall(struct writer *w, struct error *err)
{
	struct native *n = w->sunk;
	for (size_t i = 0; i < w->late.len; i++) {
		struct stamp s = {w->late.v[i], (uint32_t)n->rows.len};
		if (vec_push(&n->recalled, s) != OK)
			return writer_no_memory(err);
	}
	return OK;
}

static enum status erase_id(struct writer *w, struct eraser *e, struct str id,
	uint32_t leaves, struct error *err)
{
	uint64_t before = e->erased;
	enum status status = eraser_term(e, leaves, TERM_ID, id, err);
	w->unknown += e->erased == before;
	return status;
}

static enum status erase_ids(
	struct writer *w, struct eraser *e, uint32_t old, struct error *err)
{
	const struct native *n = w->sunk;
	enum status status = OK;
	for (uint32_t i = 0; i < w->ids.count && status == OK; i++)
		status = erase_id(w, e, map_key(&w->ids, i), old, err);
	for (size_t i = 0; i < n->recalled.len && status == OK; i++) {
		struct stamp s = n->recalled.v[i];
		status = erase_id(w, e, s.id, s.leaves, err);
	}
	return status;
}

/* A document goes because an earlier one has its id: say which. */
static enum status say_twin(
	struct writer *w, struct eraser *e, struct twin twin, struct error *err)
{
	struct leaf *p = e->leaves[twin.leaf];
	struct str bytes;
	struct record r;
	arena_clear(&e->arena);
	enum status status =
		stored_get(&e->reader, &p->stored, twin.doc, &bytes, err);
	if (status == OK && record_get(bytes, &e->arena, &r) != OK)
		status = segment_corrupt(&p->segment, SECTION_STORED,
			"a record cannot be read", err);
	if (status == OK)
		writer_skip_twin(w, &r);
	return status;
}

/* Of each run of documents of one id in a segment of this commit one stays. */
static enum status erase_twins(
	struct writer *w, struct eraser *e, struct error *err)
{
	const struct native *n = w->sunk;
	enum status status = OK;
	for (size_t from = 0; from < n->twins.len && status == OK;) {
		size_t end = from;
		while (n->twins.v[end].doc != UINT32_MAX)
			end++;
		size_t stays = w->options.replace ? end - 1 : from;
		for (size_t i = from; i < end && status == OK; i++) {
			struct twin twin = n->twins.v[i];
			if (i == stays)
				continue;
			status = eraser_doc(e, twin.leaf, twin.doc, err);
			if (status == OK && !w->options.replace)
				status = say_twin(w, e, twin, err);
		}
		from = end + 1;
	}
	return status;
}

/* An id that this commit has in an earlier segment, too, and not in one alone:
 * what is there goes, or what came now. */
static enum status erase_repeated(struct writer *w, struct eraser *e,
	uint32_t old, struct stamp s, struct error *err)
{
	uint32_t doc = DOC_END;
	if (w->options.replace)
		return eraser_term(e, s.leaves, TERM_ID, s.id, err);
	enum status status = OK;
	for (uint32_t i = old; i < s.leaves && status == OK && doc == DOC_END;
		i++)
		status = eraser_find(e, i, TERM_ID, s.id, &doc, err);
	if (status != OK || doc == DOC_END)
		return status;
	status = eraser_find(e, s.leaves, TERM_ID, s.id, &doc, err);
	if (status != OK || doc == DOC_END)
		return status;
	status = eraser_doc(e, s.leaves, doc, err);
	return status == OK ? say_twin(w, e, (struct twin){s.leaves, doc}, err)
			    : status;
}

static enum status erase_all(
	struct writer *w, struct eraser *e, uint32_t old, struct error *err)
{
	const struct native *n = w->sunk;
	enum status status = OK;
	for (size_t i = 0; i < w->forgotten.len && status == OK; i++) {
		struct str path = w->forgotten.v[i];
		status = eraser_term(e, old, TERM_SOURCE, path, err);
		if (status == OK)
			status = eraser_term(e, old, TERM_ID, path, err);
	}
	if (status == OK)
		status = erase_ids(w, e, old, err);
	for (size_t i = 0; i < n->added.len && status == OK; i++)
		status = eraser_term(e, old, TERM_ID, n->added.v[i].id, err);
	w->erased = e->erased;
	if (status == OK)
		status = erase_twins(w, e, err);
	for (size_t i = 0; i < n->added.len && status == OK; i++)
		if (n->added.v[i].leaves > old)
			status = erase_repeated(w, e, old, n->added.v[i], err);
	return status;
}

static enum status erase(struct writer *w, struct error *err)
{
	struct native *n = w->sunk;
	uint32_t old = n->before.leaf_count, all = (uint32_t)n->rows.len;
	struct leaf **leaves = calloc(all + 1u, sizeof(struct leaf *));
	struct eraser e;
	if (!leaves)
		return writer_no_memory(err);
	for (uint32_t i = 0; i < all; i++)
		leaves[i] = i < old ? n->before.leaves[i]
				    : n->fresh_leaves.v[i - old];
	enum status status =
		eraser_begin(&e, leaves, all, &w->next.settings, err);
	if (status == OK) {
		status = erase_all(w, &e, old, err);
		if (status == OK)
			status = eraser_finish(&e, n->rows.v, w->options.folder,
				w->next.generation, err);
		eraser_release(&e);
	}
	free(leaves);
	return status;
}

/* A segment none of whose documents is left is left out. */
static enum status commit(struct writer *w, struct error *err)
{
	struct native *n = w->sunk;
	uint32_t old = n->before.leaf_count, count = 0;
	struct manifest_segment *rows =
		arena_alloc(&w->arena, n->rows.len * sizeof *rows);
	if (!rows)
		return writer_no_memory(err);
	for (size_t i = 0; i < n->rows.len; i++) {
		const struct leaf *p = i < old ? n->before.leaves[i]
					       : n->fresh_leaves.v[i - old];
		if (p->live.count)
			rows[count++] = n->rows.v[i];
	}
	w->next.segments = rows;
	w->next.segment_count = count;
	return OK;
}

static void close(struct writer *w)
{
	struct native *n = w->sunk;
	if (!n)
		return;
	if (n->building)
		build_release(&n->build);
	for (size_t i = 0; i < n->fresh_leaves.len; i++) {
		leaf_close(n->fresh_leaves.v[i]);
		free(n->fresh_leaves.v[i]);
	}
	vec_release(&n->fresh_leaves);
	vec_release(&n->rows);
	vec_release(&n->added);
	vec_release(&n->recalled);
	vec_release(&n->twins);
	snapshot_close(&n->before);
	free(n);
	w->sunk = NULL;
}

const struct sink sink_native = {
	.name = "native",
	.open = open,
	.submit = submit,
	.finish = end_build,
	.recall = recall,
	.erase = erase,
	.commit = commit,
	.close = close,
};
