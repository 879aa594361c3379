/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/writer.h"
#include "common/base/hash.h"
#include "common/base/stop.h"
#include "indexer/claim.h"
#include "indexer/eraser.h"
#include "indexer/line.h"
#include "indexer/sweep.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Weights that did best on the judged sets (bench/README.md). */
enum { TITLE_WEIGHT = 3, HEADING_WEIGHT = 2, BODY_WEIGHT = 1 };

static enum status no_memory(struct error *err)
{
	return error_set(err, ERR_NOMEM, "out of memory while indexing");
}

/* An option that the index records must not change under its documents. */
static enum status settle(struct writer *w, struct str *setting,
	const char *given, const char *option, struct error *err)
{
	if (!given)
		return OK;
	struct str text = arena_dup(&w->arena, str_from(given));
	if (!text.p)
		return no_memory(err);
	if (!w->fresh && !str_eq(*setting, text))
		return error_set(err, ERR_INVALID,
			"the index %s was made with --%s '" STR_FMT
			"'; to change that, delete it and index again",
			w->options.folder, option, STR_ARG(*setting));
	*setting = text;
	return OK;
}

static enum status settle_weights(struct writer *w, struct error *err)
{
	const uint32_t *given = w->options.weights;
	struct settings *s = &w->next.settings;
	bool same = s->title_weight == given[0] &&
		    s->heading_weight == given[1] && s->body_weight == given[2];
	if (given[0] == 0 || same)
		return OK;
	if (!w->fresh)
		return error_set(err, ERR_INVALID,
			"the index %s was made with --weights %u,%u,%u; to "
			"change that, delete it and index again",
			w->options.folder, s->title_weight, s->heading_weight,
			s->body_weight);
	s->title_weight = given[0];
	s->heading_weight = given[1];
	s->body_weight = given[2];
	return OK;
}

struct settings writer_defaults(void)
{
	return (struct settings){.analyzer = ANALYZER_VERSION,
		.title_weight = TITLE_WEIGHT,
		.heading_weight = HEADING_WEIGHT,
		.body_weight = BODY_WEIGHT,
		.language = STR(""),
		.site = STR(""),
		.permalink = STR("")};
}

static enum status settle_all(struct writer *w, struct error *err)
{
	struct settings *s = &w->next.settings;
	if (w->fresh)
		*s = writer_defaults();
	enum status status =
		settle(w, &s->language, w->options.language, "language", err);
	if (status == OK)
		status = settle(w, &s->site, w->options.site, "site", err);
	if (status == OK)
		status = settle(w, &s->permalink, w->options.permalink,
			"permalink", err);
	return status == OK ? settle_weights(w, err) : status;
}

static void count_languages(struct writer *w)
{
	for (uint32_t i = 0; i < w->before.leaf_count; i++) {
		const struct meta *m = &w->before.leaves[i]->meta;
		for (uint32_t k = 0; k < m->language_count; k++) {
			struct str code = {m->languages[k].code, 0};
			while (code.len < META_CODE && code.p[code.len])
				code.len++;
			w->languages[language_find(code)] +=
				m->languages[k].docs;
		}
	}
}

static enum status read_before(struct writer *w, struct error *err)
{
	const char *folder = w->options.folder;
	struct error why = {0};
	enum status status = snapshot_open(&w->before, folder, &why);
	w->fresh = status == ERR_NOT_FOUND;
	if (w->fresh && !sweep_may(folder))
		return error_set(err, ERR_INVALID,
			"%s holds other things and no manifest of an index; "
			"give -d another folder",
			folder);
	if (w->fresh)
		return OK;
	if (status != OK) {
		*err = why;
		return status;
	}
	w->next = w->before.manifest;
	count_languages(w);
	for (uint32_t i = 0; i < w->next.segment_count; i++)
		if (vec_push(&w->rows, w->next.segments[i]) != OK)
			return no_memory(err);
	return sources_read(&w->sources, folder, w->next.sources,
		w->next.source_count, err);
}

enum status writer_open(struct writer *w, const struct writer_options *options,
	struct error *err)
{
	*w = (struct writer){.options = *options, .lock.fd = -1};
	enum status status = folder_make(options->folder, err);
	if (status == OK)
		status = claim_take(
			&w->lock, options->folder, options->lock_timeout, err);
	if (status == OK)
		status = read_before(w, err);
	if (status == OK) {
		w->kept = &w->before.manifest;
		sweep(options->folder, w->kept);
	}
	if (status == OK)
		status = settle_all(w, err);
	if (status != OK)
		writer_close(w);
	return status;
}

enum status writer_root(
	struct writer *w, const char *path, uint32_t *number, struct error *err)
{
	struct manifest *m = &w->next;
	for (uint32_t i = 0; i < m->root_count; i++)
		if (str_eq(m->roots[i].path, str_from(path))) {
			*number = i;
			return OK;
		}
	struct manifest_root *roots =
		arena_alloc(&w->arena, (m->root_count + 1) * sizeof *roots);
	struct str copy = arena_dup(&w->arena, str_from(path));
	if (!roots || !copy.p)
		return no_memory(err);
	if (m->root_count == MANIFEST_ROOTS_MAX)
		return error_set(err, ERR_LIMIT, "there are too many roots");
	for (uint32_t i = 0; i < m->root_count; i++)
		roots[i] = m->roots[i];
	*number = m->root_count;
	roots[m->root_count++] = (struct manifest_root){.path = copy};
	m->roots = roots;
	return OK;
}

static void say(struct writer *w, struct str lines)
{
	for (size_t at = 0; at < lines.len;) {
		size_t end = str_find(lines, at, '\n');
		w->options.message(w->options.data, str_slice(lines, at, end));
		at = end + 1;
	}
}

static void say_error(struct writer *w, const struct error *err)
{
	w->options.message(w->options.data, str_from(err->text));
	w->skipped++;
}

static void say_unread(struct writer *w, const struct error *err)
{
	struct error skipped;
	error_set(&skipped, err->status, "%s; skipped", err->text);
	say_error(w, &skipped);
}

static enum status note_source(struct writer *w, const struct batch_input *in,
	const struct batch_outcome *out)
{
	struct source *old = sources_find(&w->sources, in->name);
	if (out->failed) {
		if (old)
			old->seen = true;
		return OK;
	}
	struct source s = {.root = in->root,
		.size = in->size,
		.modified = in->modified,
		.hash = out->hash,
		.recheck = out->recheck,
		.seen = true};
	w->unchanged += out->unchanged;
	if (old && old->hash && !out->unchanged) {
		enum status status = writer_forget(w, in->name);
		if (status != OK)
			return status;
	}
	return sources_put(&w->sources, in->name, &s);
}

static enum status note_ids(struct writer *w, const struct batch *b)
{
	enum status status = OK;
	if (w->rows.len == 0)
		return OK;
	for (size_t i = 0; i < b->docs.len && status == OK; i++) {
		struct str id = arena_dup(&w->arena, b->docs.v[i].id);
		status = id.p ? vec_push(&w->added, id) : ERR_NOMEM;
	}
	return status;
}

static enum status sink(void *data, struct batch *b)
{
	struct writer *w = data;
	enum status status = note_ids(w, b);
	for (size_t i = 0; i < b->outcomes.len && status == OK; i++)
		if (b->inputs.v[i].remember)
			status = note_source(
				w, &b->inputs.v[i], &b->outcomes.v[i]);
	say(w, buf_str(&b->messages));
	w->skipped += b->skipped;
	w->withheld += b->withheld;
	w->docs += b->docs.len;
	w->bytes += b->bytes;
	if (w->options.progress)
		w->options.progress(w->options.data);
	return status;
}

static enum status start_build(struct writer *w, struct error *err)
{
	const struct writer_options *o = &w->options;
	enum status status =
		build_begin(&w->build, o->folder, &w->next.settings,
			w->languages, o->threads, o->now, o->with_drafts, err);
	if (status != OK)
		return status;
	w->build.sink = sink;
	w->build.sink_data = w;
	w->building = true;
	w->build_cost = 0;
	return OK;
}

/* The segment just finished becomes a leaf that deletions can reach. */
static enum status open_leaf(
	struct writer *w, const char *name, struct error *err)
{
	char path[4096 + SEGMENT_NAME_MAX];
	struct leaf *p = calloc(1, sizeof *p);
	if (!p)
		return no_memory(err);
	if (vec_push(&w->fresh_leaves, p) != OK) {
		free(p);
		return no_memory(err);
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
	return vec_push(&w->rows, row) == OK ? OK : no_memory(err);
}

static enum status end_build(struct writer *w, struct error *err)
{
	char name[SEGMENT_NAME_MAX];
	if (!w->building)
		return OK;
	enum status status = build_finish(&w->build, name, err);
	if (status == OK && name[0])
		status = open_leaf(w, name, err);
	const uint32_t *twins = w->build.twins.v;
	for (size_t i = 0; i < w->build.twins.len && status == OK; i++)
		if (vec_push(&w->twins,
			    (struct writer_twin){
				    (uint32_t)w->rows.len - 1, twins[i]}) != OK)
			status = no_memory(err);
	build_release(&w->build);
	w->building = false;
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

static enum status stopped(struct error *err)
{
	return error_set(err, ERR_STOPPED, "%s", status_text(ERR_STOPPED));
}

static enum status submit(struct writer *w, struct error *err)
{
	struct batch *b = w->batch;
	enum status status = OK;
	if (stop_check() != OK)
		return stopped(err);
	if (!b)
		return OK;
	/* a vocabulary like no other may need more than was foreseen */
	if (w->building &&
		(w->build_cost + cost_of(b) > w->options.memory ||
			build_memory(&w->build) > w->options.memory / 2 * 3))
		status = end_build(w, err);
	if (status == OK && !w->building)
		status = start_build(w, err);
	if (status != OK)
		return status;
	w->batch = NULL;
	w->build_cost += cost_of(b);
	b->bytes = 0;
	build_submit(&w->build, b);
	return OK;
}

/* Put an input into the batch being filled: `bytes` it will read, `docs` it may
 * hold. */
static enum status put_input(struct writer *w, struct batch_input in,
	uint64_t bytes, uint32_t docs, struct error *err)
{
	if (w->batch && (w->batch->bytes + bytes > BATCH_BYTES ||
				w->batch->expected + docs > BATCH_DOCS)) {
		enum status status = submit(w, err);
		if (status != OK)
			return status;
	}
	if (!w->batch)
		w->batch = calloc(1, sizeof *w->batch);
	if (!w->batch)
		return no_memory(err);
	struct arena *a = &w->batch->arena;
	in.path = arena_dup(a, str_from(in.path)).p;
	in.name = arena_dup(a, in.name);
	if (in.bytes.p)
		in.bytes = arena_dup(&w->batch->texts, in.bytes);
	if (!in.path || !in.name.p || (in.slice && !in.bytes.p) ||
		vec_push(&w->batch->inputs, in) != OK)
		return no_memory(err);
	w->batch->bytes += bytes;
	w->batch->expected += docs;
	return OK;
}

static enum status put_lines(struct writer *w, struct batch_input in, int fd,
	uint64_t *hash, struct error *err)
{
	struct lines lines;
	enum status status = lines_open(&lines, fd, in.path, err);
	in.slice = true;
	while (status == OK) {
		status = lines_next(&lines, &in.bytes, &in.line, err);
		if (status != OK || in.bytes.len == 0)
			break;
		if (lines.skipped) {
			buf_clear(&w->scratch);
			buf_printf(&w->scratch,
				"%s:%u: the line is longer than %d MB; "
				"skipped",
				in.path, lines.skipped, LINE_MAX_BYTES >> 20);
			say(w, buf_str(&w->scratch));
			w->skipped++;
		}
		status = put_input(
			w, in, in.bytes.len, lines.line - in.line, err);
	}
	*hash = lines.hash;
	lines_close(&lines);
	return status;
}

static enum status hash_file(
	const char *path, uint64_t *hash, struct error *err)
{
	struct lines lines;
	struct str bytes;
	uint32_t line;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return error_errno(err, "cannot open %s", path);
	enum status status = lines_open(&lines, fd, path, err);
	do
		if (status == OK)
			status = lines_next(&lines, &bytes, &line, err);
	while (status == OK && bytes.len);
	*hash = lines.hash;
	lines_close(&lines);
	close(fd);
	return status;
}

static enum status note_lines(struct writer *w, const struct batch_input *in,
	const struct batch_outcome *out, struct error *err)
{
	enum status status = in->remember ? note_source(w, in, out) : OK;
	return status == OK ? OK : no_memory(err);
}

static enum status put_line_file(
	struct writer *w, struct batch_input in, struct error *err)
{
	struct error why;
	struct batch_outcome out = {.recheck = INT64_MAX};
	if (in.known_hash) {
		enum status status = hash_file(in.path, &out.hash, &why);
		if (status == ERR_NOMEM)
			return no_memory(err);
		if (status != OK) {
			say_unread(w, &why);
			out.failed = true;
			return note_lines(w, &in, &out, err);
		}
		out.unchanged = out.hash == in.known_hash;
		if (out.unchanged)
			return note_lines(w, &in, &out, err);
	}
	int fd = open(in.path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		(void)error_errno(&why, "cannot open %s", in.path);
		say_unread(w, &why);
		out.failed = true;
		return note_lines(w, &in, &out, err);
	}
	struct batch_input lines = in;
	lines.remember = false;
	enum status status = put_lines(w, lines, fd, &out.hash, err);
	close(fd);
	return status == OK ? note_lines(w, &in, &out, err) : status;
}

enum status writer_file(
	struct writer *w, const struct writer_input *in, struct error *err)
{
	const struct form *form = form_find(in->name);
	const struct source *old =
		in->remember ? sources_find(&w->sources, in->name) : NULL;
	struct batch_input input = {.path = in->path,
		.name = in->name,
		.root = in->root,
		.modified = in->modified,
		.size = in->size,
		.remember = in->remember,
		.known_hash =
			old && old->recheck > w->options.now ? old->hash : 0,
		.line = 1};
	bool json = form && str_eq(str_from(form->name), STR("jsonl"));
	if (json && !str_ends(in->name, STR(".json")))
		return put_line_file(w, input, err);
	return put_input(w, input, in->size, json ? BATCH_DOCS : 1, err);
}

enum status writer_stream(
	struct writer *w, int fd, const char *path, struct error *err)
{
	uint64_t hash;
	struct batch_input in = {.path = path, .name = STR("-"), .line = 1};
	return put_lines(w, in, fd, &hash, err);
}

enum status writer_forget(struct writer *w, struct str path)
{
	struct str copy = arena_dup(&w->arena, path);
	return copy.p ? vec_push(&w->forgotten, copy) : ERR_NOMEM;
}

enum status writer_delete(struct writer *w, struct str id)
{
	uint32_t number;
	enum status status = map_add(&w->ids, id, &number);
	w->unknown += status == ERR_LIMIT; /* no document's is that long */
	return status == ERR_LIMIT ? OK : status;
}

static enum status erase_ids(
	struct writer *w, struct eraser *e, uint32_t old, struct error *err)
{
	enum status status = OK;
	for (uint32_t i = 0; i < w->ids.count && status == OK; i++) {
		uint64_t before = e->erased;
		struct str id = map_key(&w->ids, i);
		status = eraser_term(e, old, TERM_ID, id, err);
		w->unknown += e->erased == before;
	}
	return status;
}

/* A document goes because an earlier one has its id: say which. */
static enum status say_twin(struct writer *w, struct eraser *e,
	struct writer_twin twin, struct error *err)
{
	struct leaf *p = e->leaves[twin.leaf];
	struct error taken;
	struct str bytes;
	struct record r;
	arena_clear(&e->arena);
	enum status status =
		stored_get(&e->reader, &p->stored, twin.doc, &bytes, err);
	if (status == OK && record_get(bytes, &e->arena, &r) != OK)
		status = segment_corrupt(&p->segment, SECTION_STORED,
			"a record cannot be read", err);
	if (status != OK)
		return status;
	error_set(&taken, ERR_INVALID,
		STR_FMT ":%u: an earlier document has the id " STR_FMT
			"; skipped",
		STR_ARG(r.source.len ? r.source : r.id), record_line(&r, 0),
		STR_ARG(r.id));
	say_error(w, &taken);
	w->docs--;
	return OK;
}

/* Of each run of documents of one id in a segment of this commit one stays. */
static enum status erase_twins(
	struct writer *w, struct eraser *e, struct error *err)
{
	enum status status = OK;
	for (size_t from = 0; from < w->twins.len && status == OK;) {
		size_t end = from;
		while (w->twins.v[end].doc != UINT32_MAX)
			end++;
		size_t stays = w->options.replace ? end - 1 : from;
		for (size_t i = from; i < end && status == OK; i++) {
			struct writer_twin twin = w->twins.v[i];
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

static enum status erase(
	struct writer *w, struct eraser *e, uint32_t old, struct error *err)
{
	enum status status = OK;
	for (size_t i = 0; i < w->forgotten.len && status == OK; i++) {
		struct str path = w->forgotten.v[i];
		status = eraser_term(e, old, TERM_SOURCE, path, err);
		if (status == OK)
			status = eraser_term(e, old, TERM_ID, path, err);
	}
	if (status == OK)
		status = erase_ids(w, e, old, err);
	for (size_t i = 0; i < w->added.len && status == OK; i++)
		status = eraser_term(e, old, TERM_ID, w->added.v[i], err);
	w->erased = e->erased;
	return status == OK ? erase_twins(w, e, err) : status;
}

static enum status delete_old(struct writer *w, struct error *err)
{
	uint32_t old = w->before.leaf_count, all = (uint32_t)w->rows.len;
	struct leaf **leaves = calloc(all + 1u, sizeof(struct leaf *));
	struct eraser e;
	if (!leaves)
		return no_memory(err);
	for (uint32_t i = 0; i < all; i++)
		leaves[i] = i < old ? w->before.leaves[i]
				    : w->fresh_leaves.v[i - old];
	enum status status =
		eraser_begin(&e, leaves, all, &w->next.settings, err);
	if (status == OK) {
		status = erase(w, &e, old, err);
		if (status == OK)
			status = eraser_finish(&e, w->rows.v, w->options.folder,
				w->next.generation, err);
		eraser_release(&e);
	}
	free(leaves);
	return status;
}

/* A segment none of whose documents is left is left out. */
static void drop_empty(struct writer *w)
{
	size_t n = 0;
	uint32_t old = w->before.leaf_count;
	for (size_t i = 0; i < w->rows.len; i++) {
		const struct leaf *p = i < old ? w->before.leaves[i]
					       : w->fresh_leaves.v[i - old];
		if (p->live.count)
			w->rows.v[n++] = w->rows.v[i];
	}
	w->rows.len = n;
}

enum status writer_commit(struct writer *w, struct error *err)
{
	enum status status = submit(w, err);
	if (status == OK)
		status = end_build(w, err);
	if (status != OK)
		return status;
	w->next.generation++;
	status = delete_old(w, err);
	if (w->options.dry_run)
		return status;
	if (status == OK)
		status = sources_write(&w->sources, w->options.folder,
			w->next.generation, w->next.sources,
			&w->next.source_count, err);
	if (status != OK)
		return status;
	drop_empty(w);
	w->next.segments = w->rows.v;
	w->next.segment_count = (uint32_t)w->rows.len;
	if (stop_check() != OK)
		return stopped(err);
	w->kept = NULL;
	status = manifest_write(&w->next, w->options.folder, err);
	if (status == OK)
		w->kept = &w->next;
	return status;
}

void writer_close(struct writer *w)
{
	if (w->building)
		build_release(&w->build);
	if (w->batch) {
		batch_release(w->batch);
		free(w->batch);
	}
	if (w->kept)
		sweep(w->options.folder, w->kept);
	for (size_t i = 0; i < w->fresh_leaves.len; i++) {
		leaf_close(w->fresh_leaves.v[i]);
		free(w->fresh_leaves.v[i]);
	}
	vec_release(&w->fresh_leaves);
	vec_release(&w->rows);
	vec_release(&w->forgotten);
	map_release(&w->ids);
	vec_release(&w->added);
	vec_release(&w->twins);
	sources_release(&w->sources);
	snapshot_close(&w->before);
	buf_release(&w->scratch);
	arena_release(&w->arena);
	lock_release(&w->lock);
}
