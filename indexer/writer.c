/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/writer.h"
#include "common/base/hash.h"
#include "common/base/stop.h"
#include "common/index/glass.h"
#include "indexer/claim.h"
#include "indexer/line.h"
#include "indexer/parse/parse.h"
#include "indexer/sink.h"
#include "indexer/sweep.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Ids that have come are known up to so many. */
enum { CAME_MAX = 1 << 20 };

/* Weights that did best on the judged sets (bench/README.md). */
enum { TITLE_WEIGHT = 3, HEADING_WEIGHT = 2, BODY_WEIGHT = 1 };

enum status writer_no_memory(struct error *err)
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
		return writer_no_memory(err);
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
		*s = w->options.settings ? *w->options.settings
					 : writer_defaults();
	enum status status =
		settle(w, &s->language, w->options.language, "language", err);
	if (status == OK)
		status = settle(w, &s->site, w->options.site, "site", err);
	if (status == OK)
		status = settle(w, &s->permalink, w->options.permalink,
			"permalink", err);
	return status == OK ? settle_weights(w, err) : status;
}

static enum status read_before(struct writer *w, struct error *err)
{
	const char *folder = w->options.folder;
	struct error why = {0};
	enum status status = manifest_read(&w->before, folder, &why);
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
	w->next = w->before;
	return sources_read(&w->sources, folder, w->next.sources,
		w->next.source_count, err);
}

/* An index stays with its engine. */
static enum status choose_sink(struct writer *w, struct error *err)
{
	const struct writer_options *o = &w->options;
	const char *wanted = o->engine ? o->engine : sink_native.name;
	bool xapian = strcmp(wanted, sink_xapian.name) == 0;
	uint32_t shards = 0;
	if (w->fresh)
		sweep_shards(o->folder);
	else if (glass_look(o->folder, &shards, err) != OK)
		return err->status;
	else
		xapian = shards > 0;
	w->sink = xapian ? &sink_xapian : &sink_native;
	if (o->engine && strcmp(o->engine, w->sink->name) != 0)
		return error_set(err, ERR_INVALID,
			"the index %s was made with --engine %s; `meju-index "
			"convert` makes one with another",
			o->folder, w->sink->name);
	if (o->shards && !xapian)
		return error_set(err, ERR_INVALID,
			"an index of the native engine has no shards; give "
			"--engine xapian as well, or no --shards");
	return OK;
}

enum status writer_open(struct writer *w, const struct writer_options *options,
	struct error *err)
{
	*w = (struct writer){
		.options = *options, .lock.fd = -1, .sink = &sink_native};
	enum status status = folder_make(options->folder, err);
	if (status == OK)
		status = claim_take(
			&w->lock, options->folder, options->lock_timeout, err);
	if (status == OK)
		status = read_before(w, err);
	if (status == OK)
		status = choose_sink(w, err);
	if (status == OK)
		status = w->sink->open(w, err);
	if (status == OK) {
		w->kept = &w->before;
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
		return writer_no_memory(err);
	if (m->root_count == MANIFEST_ROOTS_MAX)
		return error_set(err, ERR_LIMIT,
			"cannot follow %s as well: an index has room for %d "
			"folders; give one above them",
			path, MANIFEST_ROOTS_MAX);
	for (uint32_t i = 0; i < m->root_count; i++)
		roots[i] = m->roots[i];
	*number = m->root_count;
	roots[m->root_count++] = (struct manifest_root){.path = copy};
	m->roots = roots;
	return OK;
}

enum status writer_move_root(
	struct writer *w, uint32_t number, const char *path, struct error *err)
{
	struct str copy = arena_dup(&w->arena, str_from(path));
	if (!copy.p)
		return writer_no_memory(err);
	w->next.roots[number].path = copy;
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

void writer_skip(struct writer *w, const struct error *err)
{
	w->options.message(w->options.data, str_from(err->text));
	w->skipped++;
}

void writer_skip_twin(struct writer *w, const struct record *r)
{
	struct error taken;
	error_set(&taken, ERR_INVALID,
		STR_FMT ":%u: an earlier document has the id " STR_FMT
			"; skipped",
		STR_ARG(r->source.len ? r->source : r->id), record_line(r, 0),
		STR_ARG(r->id));
	writer_skip(w, &taken);
	w->docs--;
}

static void say_unread(struct writer *w, const struct error *err)
{
	struct error skipped;
	error_set(&skipped, err->status, "%s; skipped", err->text);
	writer_skip(w, &skipped);
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

enum status writer_account(struct writer *w, const struct batch *b)
{
	enum status status = OK;
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
		w->options.progress(w->options.data, w->docs, w->bytes);
	return status;
}

enum status writer_stopped(struct error *err)
{
	return error_set(err, ERR_STOPPED, "%s", status_text(ERR_STOPPED));
}

static enum status submit(struct writer *w, struct error *err)
{
	struct batch *b = w->batch;
	if (stop_check() != OK)
		return writer_stopped(err);
	if (!b)
		return OK;
	w->batch = NULL;
	w->busy = true;
	return w->sink->submit(w, b, err);
}

/* There is a batch being filled, with room for so much. */
static enum status make_room(
	struct writer *w, uint64_t bytes, uint32_t docs, struct error *err)
{
	if (w->batch && (w->batch->bytes + bytes > BATCH_BYTES ||
				w->batch->expected + docs > BATCH_DOCS)) {
		enum status status = submit(w, err);
		if (status != OK)
			return status;
	}
	if (!w->batch)
		w->batch = calloc(1, sizeof *w->batch);
	return w->batch ? OK : writer_no_memory(err);
}

/* What was deleted goes before anything comes. */
static enum status recall(struct writer *w, struct error *err)
{
	if (w->late.len == 0)
		return OK;
	enum status status = submit(w, err);
	if (status == OK)
		status = w->sink->finish(w, err);
	if (status == OK)
		status = w->sink->recall(w, err);
	w->late.len = 0;
	return status;
}

/* Put an input into the batch being filled: `bytes` it will read, `docs` it may
 * hold. */
static enum status put_input(struct writer *w, struct batch_input in,
	uint64_t bytes, uint32_t docs, struct error *err)
{
	enum status status = recall(w, err);
	if (status == OK)
		status = make_room(w, bytes, docs, err);
	if (status != OK)
		return status;
	struct arena *a = &w->batch->arena;
	w->others_came |= !in.only;
	in.path = arena_dup(a, str_from(in.path)).p;
	in.name = arena_dup(a, in.name);
	if (in.bytes.p)
		in.bytes = arena_dup(&w->batch->texts, in.bytes);
	if (!in.path || !in.name.p || (in.slice && !in.bytes.p) ||
		vec_push(&w->batch->inputs, in) != OK)
		return writer_no_memory(err);
	w->batch->bytes += bytes;
	w->batch->expected += docs;
	return OK;
}

static enum status put_lines(struct writer *w, struct batch_input in,
	struct lines *lines, struct error *err)
{
	enum status status = OK;
	in.slice = true;
	while (status == OK) {
		status = lines_next(lines, &in.bytes, &in.line, err);
		if (status != OK || in.bytes.len == 0)
			break;
		if (lines->skipped) {
			buf_clear(&w->scratch);
			buf_printf(&w->scratch,
				"%s:%u: the line is longer than %d MB; "
				"skipped",
				in.path, lines->skipped, LINE_MAX_BYTES >> 20);
			say(w, buf_str(&w->scratch));
			w->skipped++;
		}
		status = put_input(
			w, in, in.bytes.len, lines->line - in.line, err);
	}
	return status;
}

static enum status put_line_stream(struct writer *w, struct batch_input in,
	int fd, uint64_t *hash, struct error *err)
{
	struct lines lines;
	enum status status = lines_open(&lines, fd, in.path, err);
	if (status == OK)
		status = put_lines(w, in, &lines, err);
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
	return status == OK ? OK : writer_no_memory(err);
}

static enum status put_line_file(
	struct writer *w, struct batch_input in, struct error *err)
{
	struct error why;
	struct batch_outcome out = {.recheck = INT64_MAX};
	if (in.known_hash) {
		enum status status = hash_file(in.path, &out.hash, &why);
		if (status == ERR_NOMEM)
			return writer_no_memory(err);
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
	enum status status = put_line_stream(w, lines, fd, &out.hash, err);
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
	return put_line_stream(w, in, fd, &hash, err);
}

enum status writer_text(
	struct writer *w, struct str text, const char *name, struct error *err)
{
	struct lines lines;
	struct batch_input in = {.path = name, .name = STR("-"), .line = 1};
	enum status status = lines_open_text(&lines, text, name, err);
	if (status == OK)
		status = put_lines(w, in, &lines, err);
	lines_close(&lines);
	return status;
}

static enum status note_id(struct writer *w, struct str id)
{
	uint32_t number;
	enum status status = OK;
	w->others_came |= w->came.count == CAME_MAX;
	if (!w->others_came)
		status = map_add(&w->came, id, &number);
	return status == ERR_LIMIT ? OK
				   : status; /* no document's is that long */
}

enum status writer_line(
	struct writer *w, struct str line, const char *id, struct error *err)
{
	if (note_id(w, str_from(id)) != OK)
		return writer_no_memory(err);
	struct batch_input in = {.path = id,
		.only = true,
		.name = STR("-"),
		.line = 1,
		.slice = true,
		.bytes = line};
	return put_input(w, in, line.len, 1, err);
}

enum status writer_record(
	struct writer *w, struct str id, struct str record, struct error *err)
{
	enum status status = make_room(w, record.len, 1, err);
	if (status != OK)
		return status;
	struct batch *b = w->batch;
	w->others_came = true;
	struct batch_doc doc = {arena_dup(&b->arena, id), (uint32_t)record.len};
	buf_put_str(&b->records, record);
	if (!doc.id.p || b->records.status != OK ||
		vec_push(&b->docs, doc) != OK)
		return writer_no_memory(err);
	b->stored = true;
	b->bytes += record.len;
	b->expected++;
	return OK;
}

enum status writer_forget(struct writer *w, struct str path)
{
	struct str copy = arena_dup(&w->arena, path);
	return copy.p ? vec_push(&w->forgotten, copy) : ERR_NOMEM;
}

static bool may_have_come(const struct writer *w, struct str id)
{
	return w->others_came || map_find(&w->came, id) != MAP_NONE;
}

enum status writer_delete(struct writer *w, struct str id)
{
	uint32_t number;
	if (may_have_come(w, id)) {
		struct str copy = arena_dup(&w->arena, id);
		return copy.p ? vec_push(&w->late, copy) : ERR_NOMEM;
	}
	enum status status = map_add(&w->ids, id, &number);
	w->unknown += status == ERR_LIMIT; /* no document's is that long */
	return status == ERR_LIMIT ? OK : status;
}

enum status writer_commit(struct writer *w, struct error *err)
{
	enum status status = recall(w, err);
	if (status == OK)
		status = submit(w, err);
	if (status == OK)
		status = w->sink->finish(w, err);
	if (status != OK)
		return status;
	w->next.generation++;
	status = w->sink->erase(w, err);
	if (w->options.dry_run)
		return status;
	if (status == OK)
		status = sources_write(&w->sources, w->options.folder,
			w->next.generation, w->next.sources,
			&w->next.source_count, err);
	if (status == OK && stop_check() != OK)
		return writer_stopped(err);
	if (status == OK)
		status = w->sink->commit(w, err);
	if (status != OK)
		return status;
	w->kept = NULL;
	status = manifest_write(&w->next, w->options.folder, err);
	if (status == OK)
		w->kept = &w->next;
	return status;
}

void writer_close(struct writer *w)
{
	if (w->batch) {
		batch_release(w->batch);
		free(w->batch);
	}
	w->sink->close(w);
	if (w->kept)
		sweep(w->options.folder, w->kept);
	vec_release(&w->forgotten);
	map_release(&w->ids);
	map_release(&w->came);
	vec_release(&w->late);
	sources_release(&w->sources);
	buf_release(&w->scratch);
	manifest_release(&w->before);
	arena_release(&w->arena);
	lock_release(&w->lock);
}
