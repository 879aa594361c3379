/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/repair.h"
#include "common/index/check.h"
#include "common/index/posting.h"
#include "indexer/claim.h"
#include "indexer/eraser.h"
#include "indexer/orphan.h"
#include "indexer/parse/parse.h"
#include "indexer/rebuild.h"
#include "indexer/source.h"
#include "indexer/sweep.h"
#include "indexer/writer.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct repairing {
	struct repair *r;
	struct lock lock;
	struct manifest before, next; /* next borrows the texts of before */
	/* The segments that the index shall have. */
	VEC(struct leaf *) leaves;
	VEC(struct manifest_segment) rows;
	VEC(bool) doubtful;     /* which documents are live is not known */
	struct orphans orphans; /* to be taken in       */
	bool adopting;          /* one of these, by now */
	struct sources sources;
	struct map lost; /* ids of documents, as terms have them       */
	bool unsure;     /* others are lost, whose ids are not known   */
};

static enum status no_memory(struct error *err)
{
	return error_set(err, ERR_NOMEM, "out of memory mending the index");
}

static void say(void *data, const char *sentence)
{
	struct repairing *x = data;
	x->r->findings++;
	x->r->say(x->r->data, sentence);
}

/* Are bytes gone, or not what they were? */
static bool is_damage(enum status status)
{
	return status == ERR_CORRUPT || status == ERR_INVALID ||
	       status == ERR_NOT_FOUND;
}

/* ---- the manifest ---- */

static enum status check_analyzer(const struct repairing *x, struct error *err)
{
	if (x->before.settings.analyzer == ANALYZER_VERSION)
		return OK;
	return error_set(err, ERR_VERSION,
		"the index %s was made with another version of the text "
		"analysis; rebuild it (delete %s and run meju-index again)",
		x->r->folder, x->r->folder);
}

/* Without a manifest: its copy, and what is younger; or all that is there. */
static enum status do_without(struct repairing *x, struct error *err)
{
	struct error e = {0};
	if (err->status == ERR_NOT_FOUND)
		error_set(err, ERR_NOT_FOUND, "%s has segments and no manifest",
			x->r->folder);
	say(x, err->text);
	enum status status = manifest_read_copy(&x->before, x->r->folder, &e);
	bool copied = status == OK;
	if (copied)
		error_set(&e, ERR_CORRUPT,
			"the copy of the manifest is taken, which is of "
			"commit %llu",
			(unsigned long long)x->before.generation);
	else if (is_damage(status))
		error_set(&e, status,
			"the copy of the manifest cannot be read either; what "
			"options the index was made with is forgotten");
	else
		return error_set(err, status, "%s", e.text);
	x->r->say(x->r->data, e.text);
	if (!copied)
		x->before.settings = writer_defaults();
	x->r->unlisted = !copied;
	*err = (struct error){0};
	return orphans_find(&x->orphans, x->r->folder,
		       copied ? &x->before : NULL) == OK
		       ? OK
		       : no_memory(err);
}

static void check_copy(struct repairing *x)
{
	struct manifest copy;
	struct error e = {0};
	enum status status = manifest_read_copy(&copy, x->r->folder, &e);
	if (status == OK)
		manifest_release(&copy);
	else if (status != ERR_NOT_FOUND)
		say(x, e.text);
}

static enum status read_manifest(struct repairing *x, struct error *err)
{
	enum status status = manifest_read(&x->before, x->r->folder, err);
	if (status == OK)
		check_copy(x);
	else if (is_damage(status))
		status = do_without(x, err);
	if (x->orphans.generation > x->before.generation)
		x->before.generation = x->orphans.generation;
	x->next = x->before;
	x->next.generation++;
	return status == OK ? check_analyzer(x, err) : status;
}

/* ---- segments ---- */

/* Takes the leaf over. */
static enum status keep(struct repairing *x, struct leaf *p,
	const struct manifest_segment *row, bool doubtful, struct error *err)
{
	p->ordinal = row->ordinal;
	if (vec_push(&x->leaves, p) != OK) {
		leaf_close(p);
		free(p);
		return no_memory(err);
	}
	if (vec_push(&x->rows, *row) != OK ||
		vec_push(&x->doubtful, doubtful || x->adopting) != OK)
		return no_memory(err);
	return OK;
}

static enum status open_new(struct repairing *x,
	const struct manifest_segment *row, bool doubtful, struct error *err)
{
	char path[4096];
	struct leaf *p = calloc(1, sizeof *p);
	if (!p)
		return no_memory(err);
	enum status status = keep(x, p, row, doubtful, err);
	manifest_segment_path(path, sizeof path, x->r->folder, row->id);
	return status == OK ? leaf_open(p, path, err) : status;
}

/* Whose id has found no memory, counts as unknown. */
static void lose(void *data, struct str what, bool is_id)
{
	struct repairing *x = data;
	uint32_t number;
	if (!is_id || map_add(&x->lost, what, &number) != OK)
		x->unsure = true;
	x->r->lose(x->r->data, what);
}

static enum status rebuild_row(struct repairing *x,
	const struct manifest_segment *row, const char *path,
	const struct live *live, struct error *err)
{
	struct repair *r = x->r;
	struct rebuild b = {.folder = r->folder,
		.settings = &x->before.settings,
		.threads = r->threads,
		.memory = r->memory,
		.lose = lose,
		.data = x};
	enum status status = rebuild(&b, path, row, live, err);
	for (size_t i = 0; i < b.rows.len && status == OK; i++)
		status = open_new(x, &b.rows.v[i], b.doubtful, err);
	r->rebuilt++;
	r->kept += b.kept;
	r->lost += b.lost;
	r->doubtful += b.doubtful;
	rebuild_release(&b);
	return status;
}

static void lose_row(struct repairing *x, const struct manifest_segment *row,
	const char *path, const struct live *live)
{
	uint32_t n = live ? live->count : row->docs;
	struct error e;
	error_set(&e, ERR_NOT_FOUND, "%u document%s of %s, which is gone", n,
		n == 1 ? "" : "s", path);
	x->r->lost += n;
	lose(x, str_from(e.text), false);
}

/* Which documents of a segment are live; ERR_CORRUPT and a sentence if that is
 * not known. */
static enum status read_live(struct repairing *x,
	const struct manifest_segment *row, struct live *live,
	struct error *err)
{
	char path[4096 + 64];
	const struct segment of = {.docs = row->docs, .id = row->id};
	struct error why = {0};
	live_init(live, row->docs);
	if (!row->live)
		return OK;
	live_path(path, sizeof path, x->r->folder, row->id, row->live);
	enum status status = live_read(live, path, &of, &why);
	if (status == OK)
		return OK;
	if (!is_damage(status))
		return error_set(err, status, "%s", why.text);
	say(x, why.text);
	return ERR_CORRUPT;
}

/* Is all of a segment sound, whatever is live?  `p` is open then. */
static enum status examine(struct repairing *x, struct leaf *p,
	const struct manifest_segment *row, const char *path,
	const struct live *live, struct error *err)
{
	struct error why = {0};
	enum status status = leaf_open(p, path, &why);
	if (status == OK && (p->segment.docs != row->docs ||
				    p->segment.id.low != row->id.low ||
				    p->segment.id.high != row->id.high))
		status = error_corrupt(&why, path,
			"it is another segment than the manifest names");
	if (status != OK) {
		if (!is_damage(status))
			return error_set(err, status, "%s", why.text);
		say(x, why.text);
		return status;
	}
	if (live)
		p->live = *live;
	status = check_leaf(p, NULL, 0, say, x);
	if (status != OK)
		p->live = (struct live){0}; /* the caller's still */
	return status == ERR_NOMEM ? no_memory(err) : status;
}

static enum status mend_row(struct repairing *x,
	const struct manifest_segment *row, struct error *err)
{
	char path[4096];
	struct manifest_segment own = *row;
	struct live live;
	struct leaf *p = calloc(1, sizeof *p);
	if (!p)
		return no_memory(err);
	manifest_segment_path(path, sizeof path, x->r->folder, row->id);
	enum status known = read_live(x, row, &live, err);
	enum status status = known == OK || known == ERR_CORRUPT ? OK : known;
	const struct live *l = known == OK ? &live : NULL;
	if (status == OK)
		status = examine(x, p, row, path, l, err);
	if (status == OK) {
		own.live = l ? row->live : 0;
		x->r->doubtful += !l;
		return keep(x, p, &own, !l, err);
	}
	leaf_close(p);
	free(p);
	if (status == ERR_NOT_FOUND) {
		lose_row(x, row, path, l);
		status = OK;
	} else if (is_damage(status)) {
		status = rebuild_row(x, row, path, l, err);
	}
	live_release(&live);
	return status;
}

/* What the manifest did not name comes behind all else. */
static enum status adopt(
	struct repairing *x, const struct orphan *o, struct error *err)
{
	char path[4096];
	struct segment s;
	struct error e;
	struct manifest_segment row = {
		.id = o->id, .ordinal = x->next.next_ordinal};
	manifest_segment_path(path, sizeof path, x->r->folder, o->id);
	error_set(&e, ERR_CORRUPT, "%s, which no manifest names, is taken in",
		path);
	x->r->say(x->r->data, e.text);
	if (segment_open(&s, path, &e) == OK) {
		row.docs = s.docs;
		row.live = o->live;
		segment_close(&s);
	}
	x->r->adopted++;
	enum status status = mend_row(x, &row, err);
	if (status == OK && x->rows.len) {
		const struct manifest_segment *last =
			&x->rows.v[x->rows.len - 1];
		uint64_t end = last->ordinal + last->docs;
		if (end > x->next.next_ordinal)
			x->next.next_ordinal = end;
	}
	return status;
}

static enum status adopt_all(struct repairing *x, struct error *err)
{
	enum status status = OK;
	x->adopting = true;
	for (size_t i = 0; i < x->orphans.v.len && status == OK; i++)
		status = adopt(x, &x->orphans.v.v[i], err);
	return status;
}

/* ---- documents that may have been deleted ---- */

/* Of all live documents of an id the latest stays. */
static enum status keep_latest(
	struct repairing *x, struct eraser *e, struct str id, struct error *err)
{
	bool any = false;
	uint32_t leaf = 0, doc = 0;
	for (uint32_t i = 0; i < x->leaves.len; i++) {
		const struct leaf *p = x->leaves.v[i];
		struct term_info info;
		struct posting_cursor c;
		if (dictionary_find(&p->dictionary, id, &info) != OK ||
			posting_open(&c, &p->segment, &info) != OK)
			continue;
		for (; c.doc < p->segment.docs; posting_next(&c)) {
			if (!live_has(&p->live, c.doc))
				continue;
			enum status status =
				any ? eraser_doc(e, leaf, doc, err) : OK;
			if (status != OK)
				return status;
			any = true;
			leaf = i;
			doc = c.doc;
		}
	}
	return OK;
}

static enum status keep_latest_all(
	struct repairing *x, struct eraser *e, struct error *err)
{
	static const char kind[] = {TERM_ID, '\0'};
	enum status status = OK;
	for (size_t i = 0; i < x->leaves.len && status == OK; i++) {
		struct dictionary_cursor t;
		if (!x->doubtful.v[i])
			continue;
		dictionary_seek(
			&t, &x->leaves.v[i]->dictionary, str_from(kind));
		for (; t.valid && t.term.p[0] == TERM_ID && status == OK;
			dictionary_next(&t))
			status = keep_latest(x, e, t.term, err);
	}
	return status;
}

static enum status settle(struct repairing *x, struct error *err)
{
	struct eraser e;
	enum status status = eraser_begin(&e, x->leaves.v,
		(uint32_t)x->leaves.len, &x->before.settings, err);
	if (status != OK)
		return status;
	status = keep_latest_all(x, &e, err);
	if (status == OK && !x->r->dry_run)
		status = eraser_finish(
			&e, x->rows.v, x->r->folder, x->next.generation, err);
	eraser_release(&e);
	return status;
}

/* ---- sources ---- */

static bool has_live(const struct repairing *x, struct str id)
{
	bool found = false;
	for (size_t i = 0; i < x->leaves.len && !found; i++) {
		const struct leaf *p = x->leaves.v[i];
		struct term_info info;
		struct posting_cursor c;
		if (dictionary_find(&p->dictionary, id, &info) != OK ||
			posting_open(&c, &p->segment, &info) != OK)
			continue;
		while (c.doc < p->segment.docs && !live_has(&p->live, c.doc))
			posting_next(&c);
		found = c.doc < p->segment.docs;
	}
	return found;
}

/* May a document of this file be lost?  A file of one has its id; what others
 * had is not known. */
static bool may_lack(const struct repairing *x, struct str path)
{
	struct buf b = {0};
	const struct form *form = form_find(path);
	struct str id = term_put(&b, TERM_ID, path);
	bool lacks = (form && str_eq(str_from(form->name), STR("jsonl"))) ||
		     b.status != OK;
	if (!lacks)
		lacks = map_find(&x->lost, str_slice(id, 1, id.len)) !=
				MAP_NONE ||
			(x->unsure && !has_live(x, id));
	buf_release(&b);
	return lacks;
}

static enum status doubt_sources(struct repairing *x, struct error *err)
{
	for (size_t i = 0; i < x->sources.v.len; i++) {
		struct source *s = &x->sources.v.v[i];
		if (!may_lack(x, sources_path(&x->sources, s)))
			continue;
		s->recheck = INT64_MIN;
		s->file = SOURCE_CHANGED;
		x->r->again++;
	}
	if (x->r->again == 0 || x->r->dry_run)
		return OK;
	return sources_write(&x->sources, x->r->folder, x->next.generation,
		x->next.sources, &x->next.source_count, err);
}

static enum status mend_sources(struct repairing *x, struct error *err)
{
	struct error why = {0};
	enum status status = sources_read(&x->sources, x->r->folder,
		x->before.sources, x->before.source_count, &why);
	if (is_damage(status)) {
		say(x, why.text);
		x->r->unlisted = true;
		x->next.source_count = 0;
		return OK;
	}
	if (status != OK)
		return error_set(err, status, "%s", why.text);
	return x->r->lost ? doubt_sources(x, err) : OK;
}

/* ---- all of it ---- */

static enum status mend(struct repairing *x, struct error *err)
{
	enum status status = read_manifest(x, err);
	for (uint32_t i = 0; i < x->before.segment_count && status == OK; i++)
		status = mend_row(x, &x->before.segments[i], err);
	if (status == OK)
		status = adopt_all(x, err);
	if (status == OK)
		status = settle(x, err);
	return status == OK ? mend_sources(x, err) : status;
}

static void drop_empty(struct repairing *x)
{
	size_t n = 0;
	for (size_t i = 0; i < x->rows.len; i++)
		if (x->leaves.v[i]->live.count)
			x->rows.v[n++] = x->rows.v[i];
	x->rows.len = n;
}

static enum status commit(struct repairing *x, struct error *err)
{
	drop_empty(x);
	x->next.segments = x->rows.v;
	x->next.segment_count = (uint32_t)x->rows.len;
	enum status status = manifest_write(&x->next, x->r->folder, err);
	if (status == OK)
		sweep(x->r->folder, &x->next);
	return status;
}

static bool is_same(struct hash128 a, struct hash128 b)
{
	return a.low == b.low && a.high == b.high;
}

static bool was_there(const struct repairing *x, struct hash128 id)
{
	for (uint32_t i = 0; i < x->before.segment_count; i++)
		if (is_same(x->before.segments[i].id, id))
			return true;
	for (size_t i = 0; i < x->orphans.v.len; i++)
		if (is_same(x->orphans.v.v[i].id, id))
			return true;
	return false;
}

static void drop_new(const struct repairing *x)
{
	for (size_t i = 0; i < x->rows.len; i++) {
		char path[4096];
		struct hash128 id = x->rows.v[i].id;
		manifest_segment_path(path, sizeof path, x->r->folder, id);
		if (!was_there(x, id))
			unlink(path);
	}
}

static void release(struct repairing *x)
{
	for (size_t i = 0; i < x->leaves.len; i++) {
		leaf_close(x->leaves.v[i]);
		free(x->leaves.v[i]);
	}
	vec_release(&x->leaves);
	vec_release(&x->rows);
	vec_release(&x->doubtful);
	sources_release(&x->sources);
	orphans_release(&x->orphans);
	map_release(&x->lost);
	manifest_release(&x->before);
	lock_release(&x->lock);
}

/* A lock is a file, which folders of others shall not get. */
static enum status is_index(const struct repair *r, struct error *err)
{
	struct manifest m;
	struct orphans any;
	struct error why = {0};
	enum status status = manifest_read(&m, r->folder, &why);
	if (status == OK)
		manifest_release(&m);
	if (status != ERR_NOT_FOUND)
		return OK;
	(void)!orphans_find(&any, r->folder, NULL);
	bool is = any.v.len > 0;
	orphans_release(&any);
	return is ? OK : error_set(err, ERR_NOT_FOUND, "%s", why.text);
}

enum status repair(struct repair *r, struct error *err)
{
	struct repairing x = {.r = r, .lock.fd = -1};
	enum status status = is_index(r, err);
	if (status == OK)
		status = claim_take(&x.lock, r->folder, 0, err);
	if (status == OK)
		status = mend(&x, err);
	if (status != OK || r->dry_run)
		drop_new(&x);
	else if (r->findings)
		status = commit(&x, err);
	release(&x);
	return status;
}
