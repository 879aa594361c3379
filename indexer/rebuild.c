/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/rebuild.h"
#include "common/index/posting.h"
#include "common/index/salvage.h"
#include "common/index/snapshot.h"
#include "indexer/build.h"

#include <stdio.h>
#include <stdlib.h>

/* Of records in one batch. */
enum { RECORDS_BYTES = 1 << 20 };

static const uint32_t no_languages[LANGUAGE_MAX];

struct rebuilding {
	struct rebuild *r;
	struct manifest_segment row;
	const struct live *live;
	struct salvage salvage;
	struct dictionary dictionary;
	bool named;      /* the dictionary can be asked */
	uint8_t *found;  /* per document: its record is there     */
	uint64_t others; /* found, but which number they had is not known */
	struct build build;
	bool building;
	struct batch *batch;
	uint64_t cost; /* memory foreseen for the segment being built */
	uint64_t ordinal;
	struct arena arena;
};

static enum status no_memory(struct error *err)
{
	return error_set(err, ERR_NOMEM, "out of memory mending a segment");
}

/* ---- building ---- */

static enum status sink(void *data, struct batch *b)
{
	(void)data, (void)b;
	return OK;
}

static enum status end_build(struct rebuilding *x, struct error *err)
{
	char name[SEGMENT_NAME_MAX], path[4096 + SEGMENT_NAME_MAX];
	struct segment s;
	if (!x->building)
		return OK;
	enum status status = build_finish(&x->build, name, err);
	build_release(&x->build);
	x->building = false;
	x->cost = 0;
	if (status != OK || !name[0])
		return status;
	snprintf(path, sizeof path, "%s/%s", x->r->folder, name);
	status = segment_open(&s, path, err);
	if (status != OK)
		return status;
	struct manifest_segment row = {
		.id = s.id, .docs = s.docs, .ordinal = x->ordinal};
	x->ordinal += s.docs;
	segment_close(&s);
	return vec_push(&x->r->rows, row) == OK ? OK : no_memory(err);
}

static enum status submit(struct rebuilding *x, struct error *err)
{
	struct batch *b = x->batch;
	enum status status = OK;
	if (!b)
		return OK;
	/* as when indexing: what lists take at the end */
	uint64_t cost = b->records.len * 2 + b->docs.len * 600;
	if (x->building && x->cost + cost > x->r->memory)
		status = end_build(x, err);
	if (status == OK && !x->building) {
		status = build_begin(&x->build, x->r->folder, x->r->settings,
			no_languages, x->r->threads, 0, true, err);
		x->building = status == OK;
		x->build.sink = sink;
	}
	if (status != OK)
		return status;
	x->cost += cost;
	x->batch = NULL;
	build_submit(&x->build, b);
	return OK;
}

static enum status put_document(struct rebuilding *x, struct str id,
	struct str bytes, struct error *err)
{
	if (x->batch && (x->batch->records.len > RECORDS_BYTES ||
				x->batch->docs.len == BATCH_DOCS)) {
		enum status status = submit(x, err);
		if (status != OK)
			return status;
	}
	if (!x->batch && (x->batch = calloc(1, sizeof *x->batch)))
		x->batch->stored = true;
	if (!x->batch)
		return no_memory(err);
	struct batch *b = x->batch;
	struct batch_doc doc = {arena_dup(&b->arena, id), (uint32_t)bytes.len};
	buf_put_str(&b->records, bytes);
	if (!doc.id.p || b->records.status != OK ||
		vec_push(&b->docs, doc) != OK)
		return no_memory(err);
	x->r->kept++;
	return OK;
}

/* ---- what is there ---- */

/* The number of the one document of this id, if the dictionary knows. */
static int64_t number_of(struct rebuilding *x, struct str id)
{
	struct buf b = {0};
	struct term_info info;
	int64_t number = SALVAGE_NO_NUMBER;
	struct str term = term_put(&b, TERM_ID, id);
	if (x->named && b.status == OK &&
		dictionary_find(&x->dictionary, term, &info) == OK &&
		info.df == 1 && info.doc < x->row.docs)
		number = info.doc;
	buf_release(&b);
	return number;
}

static enum status take_record(struct rebuilding *x, int64_t number,
	struct str bytes, struct error *err)
{
	struct record record;
	arena_clear(&x->arena);
	enum status status = record_get(bytes, &x->arena, &record);
	if (status == ERR_CORRUPT)
		return OK;
	if (status != OK)
		return no_memory(err);
	if (number == SALVAGE_NO_NUMBER)
		number = number_of(x, record.id);
	if (number < 0 || number >= x->row.docs || x->found[number]) {
		x->others++;
		x->r->doubtful = true;
	} else {
		x->found[number] = 1;
		if (x->live && !live_has(x->live, (uint32_t)number))
			return OK;
	}
	return put_document(x, record.id, bytes, err);
}

static enum status take_block(struct rebuilding *x, size_t i, struct error *err)
{
	const struct salvage_block *b = &x->salvage.blocks.v[i];
	enum status status = salvage_block(&x->salvage, i);
	if (status == ERR_NOMEM)
		return no_memory(err);
	for (uint32_t k = 0; k < b->count && status == OK; k++)
		status = take_record(x,
			b->first == SALVAGE_NO_NUMBER ? SALVAGE_NO_NUMBER
						      : b->first + k,
			x->salvage.records.v[k], err);
	return status;
}

/* ---- what is lost ---- */

static bool is_lost(const struct rebuilding *x, uint32_t doc)
{
	return doc < x->row.docs && !x->found[doc] &&
	       (!x->live || live_has(x->live, doc));
}

static void lose(struct rebuilding *x, uint32_t doc, struct str id)
{
	if (!is_lost(x, doc))
		return;
	x->found[doc] = 1;
	x->r->lost++;
	x->r->lose(x->r->data, id, true);
}

/* All documents that have a term are lost: it is their id. */
static void lose_term(struct rebuilding *x, const struct dictionary_cursor *t)
{
	struct posting_cursor c;
	struct str id = str_slice(t->term, 1, t->term.len);
	if (posting_open(&c, &x->salvage.segment, &t->info) != OK)
		return;
	for (; c.doc != DOC_END; posting_next(&c))
		lose(x, c.doc, id);
}

static void lose_named(struct rebuilding *x)
{
	static const char kind[] = {TERM_ID, '\0'};
	struct dictionary_cursor t;
	for (dictionary_seek(&t, &x->dictionary, str_from(kind));
		t.valid && t.term.p[0] == TERM_ID; dictionary_next(&t))
		lose_term(x, &t);
}

/* `n` documents of which only their place is known. */
static void lose_some(struct rebuilding *x, uint64_t n, struct str before,
	struct str behind, const char *where)
{
	struct buf b = {0};
	if (n == 0)
		return;
	if (n == 1)
		buf_puts(&b, "a document");
	else
		buf_printf(&b, "%llu documents", (unsigned long long)n);
	if (before.len && behind.len)
		buf_printf(&b, " between " STR_FMT " and " STR_FMT,
			STR_ARG(before), STR_ARG(behind));
	else if (before.len)
		buf_printf(&b, " behind " STR_FMT, STR_ARG(before));
	else if (behind.len)
		buf_printf(&b, " before " STR_FMT, STR_ARG(behind));
	else
		buf_printf(&b, " of %s", where);
	x->r->lost += n;
	x->r->lose(x->r->data, buf_str(&b), false);
	buf_release(&b);
}

static uint64_t count_lost(
	const struct rebuilding *x, uint32_t from, uint32_t to)
{
	uint64_t n = 0;
	for (uint32_t doc = from; doc < to; doc++)
		n += is_lost(x, doc);
	return n;
}

/* The id of a record of block `i`, copied. */
static struct str id_at(struct rebuilding *x, size_t i, bool last)
{
	struct record record;
	const struct salvage_block *b = &x->salvage.blocks.v[i];
	if (salvage_block(&x->salvage, i) != OK || b->count == 0 ||
		record_get(x->salvage.records.v[last ? b->count - 1 : 0],
			&x->arena, &record) != OK)
		return STR("");
	struct str id = arena_dup(&x->arena, record.id);
	return id.p ? id : STR("");
}

/* Between blocks whose place is known. */
static void lose_between(struct rebuilding *x, const char *path)
{
	const struct salvage *s = &x->salvage;
	uint32_t next = 0;
	struct str before = STR("");
	for (size_t i = 0; i < s->blocks.len; i++) {
		const struct salvage_block *b = &s->blocks.v[i];
		uint64_t n = count_lost(x, next, (uint32_t)b->first);
		if (n)
			lose_some(x, n, before, id_at(x, i, false), path);
		next = (uint32_t)b->first + b->count;
		arena_clear(&x->arena);
		before = i + 1 == s->blocks.len ||
					 s->blocks.v[i + 1].first != next
				 ? id_at(x, i, true)
				 : STR("");
	}
	lose_some(x, count_lost(x, next, x->row.docs), before, STR(""), path);
}

static bool is_placed(const struct rebuilding *x)
{
	const struct salvage *s = &x->salvage;
	int64_t next = 0;
	for (size_t i = 0; i < s->blocks.len; i++) {
		if (s->blocks.v[i].first < next)
			return false;
		next = s->blocks.v[i].first + s->blocks.v[i].count;
	}
	return next <= x->row.docs;
}

static void lose_all(struct rebuilding *x, const char *path)
{
	if (x->named)
		lose_named(x);
	if (is_placed(x)) {
		lose_between(x, path);
		return;
	}
	/* those found without a number are some of these */
	uint64_t n = count_lost(x, 0, x->row.docs);
	lose_some(x, n > x->others ? n - x->others : 0, STR(""), STR(""), path);
}

/* ---- all of it ---- */

/* Some pages of it may be damaged; it says nothing of what is on these. */
static bool has_names(struct rebuilding *x)
{
	const struct segment *s = &x->salvage.segment;
	struct error ignored;
	return x->salvage.opened && s->docs == x->row.docs &&
	       dictionary_open(&x->dictionary, s, &ignored) == OK;
}

static enum status run(
	struct rebuilding *x, const char *path, struct error *err)
{
	x->found = calloc(x->row.docs + 1u, 1);
	if (!x->found)
		return no_memory(err);
	enum status status = salvage_open(&x->salvage, path, x->row.docs, err);
	if (status != OK)
		return status;
	x->named = has_names(x);
	for (size_t i = 0; i < x->salvage.blocks.len && status == OK; i++)
		status = take_block(x, i, err);
	if (status == OK)
		status = submit(x, err);
	if (status == OK)
		status = end_build(x, err);
	if (status == OK)
		lose_all(x, path);
	return status;
}

enum status rebuild(struct rebuild *r, const char *path,
	const struct manifest_segment *row, const struct live *live,
	struct error *err)
{
	struct rebuilding x = {
		.r = r, .row = *row, .live = live, .ordinal = row->ordinal};
	r->doubtful = !live;
	enum status status = run(&x, path, err);
	if (x.building)
		build_release(&x.build);
	if (x.batch) {
		batch_release(x.batch);
		free(x.batch);
	}
	salvage_close(&x.salvage);
	arena_release(&x.arena);
	free(x.found);
	return status;
}

void rebuild_release(struct rebuild *r)
{
	vec_release(&r->rows);
}
