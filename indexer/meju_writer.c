/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * meju_writer.c - a writer of other programs (common/meju.h).
 *
 * One of ours ends with its commit, because the merges that follow need the
 * right to change the index; what is asked for next opens another.  What failed
 * has left a writer of ours with half of something, so it is closed, and that
 * failure is the answer to everything that comes.
 */
#include "common/base/json.h"
#include "indexer/errand.h"
#include "indexer/root.h"
#include "indexer/upkeep.h"

#include <stdlib.h>
#include <time.h>

struct meju_writer {
	struct errand errand;
	struct writer writer;
	bool open;               /* the writer          */
	struct meju_commit done; /* the last it has made */
	struct error failed;
	struct buf line;
};

static enum status reopen(struct meju_writer *w, struct error *err)
{
	struct writer_options *o = &w->errand.options;
	o->now = time(NULL);
	enum status status = writer_open(&w->writer, o, err);
	w->open = status == OK;
	return status;
}

/* What a call asks a writer of ours to do. */
typedef enum status task(
	struct meju_writer *w, const void *what, struct error *err);

static enum meju_status run(struct meju_writer *w, task *t, const void *what,
	struct meju_error *out)
{
	struct error err = {0};
	enum status status = w->failed.status;
	if (status != OK)
		return border_status(status, &w->failed, out);
	const struct stop_wish *before = errand_begin(&w->errand);
	if (!w->open)
		status = reopen(w, &err);
	if (status == OK) {
		status = t(w, what, &err);
		if (status != OK) {
			w->failed = err;
			w->failed.status = status;
			writer_close(&w->writer);
			w->open = false;
		}
	}
	errand_end(before);
	return border_status(status, &err, out);
}

/* The same where it is about a name that must be there. */
static enum meju_status run_named(struct meju_writer *w, task *t,
	const char *name, const char *called, struct meju_error *out)
{
	struct error err = {0};
	if (border_given(name))
		return run(w, t, name, out);
	error_set(&err, ERR_INVALID, "say which %s", called);
	return border_status(err.status, &err, out);
}

static enum status open_first(struct meju_writer *w, const char *folder,
	const struct meju_writer_options *options, struct error *err)
{
	enum status status = errand_take(&w->errand, options, err);
	struct writer_options *o = &w->errand.options;
	o->folder = border_string(&w->errand.arena, str_from(folder), &status);
	if (status != OK)
		return status;
	const struct stop_wish *before = errand_begin(&w->errand);
	status = reopen(w, err);
	errand_end(before);
	return status;
}

enum meju_status meju_writer_open(const char *folder,
	const struct meju_writer_options *options, struct meju_writer **writer,
	struct meju_error *out)
{
	struct error err = {0};
	enum status status = ERR_NOMEM;
	if (!border_given(folder))
		return border_status(
			error_set(&err, ERR_INVALID,
				"say which folder the index is in"),
			&err, out);
	struct meju_writer *w = calloc(1, sizeof *w);
	if (w)
		status = open_first(w, folder, options, &err);
	if (status == OK)
		*writer = w;
	else
		meju_writer_close(w);
	return border_status(status, &err, out);
}

/* ---- documents ---- */

static void put_text(struct json *j, const char *key, const char *text)
{
	if (!border_given(text))
		return;
	json_key(j, str_from(key));
	json_str(j, str_from(text));
}

static void put_list(struct json *j, const char *key, const char *const *list)
{
	if (!list || !list[0])
		return;
	json_key(j, str_from(key));
	json_array(j);
	for (; *list; list++)
		json_str(j, str_from(*list));
	json_end(j);
}

/* The members of an object, which a line has no end within. */
static enum status put_members(
	struct buf *out, const struct meju_document *d, struct error *err)
{
	struct str s = str_trim(str_from(d->extra));
	if (s.len < 2 || s.p[0] != '{' || s.p[s.len - 1] != '}')
		return error_set(err, ERR_INVALID,
			"%s: what else is known of it is no JSON object",
			d->id);
	s = str_trim(str_slice(s, 1, s.len - 1));
	if (s.len == 0)
		return OK;
	buf_putc(out, ',');
	for (size_t i = 0; i < s.len; i++)
		buf_putc(out, s.p[i] == '\n' ? ' ' : s.p[i]);
	return OK;
}

/* As a line of JSONL, by the names that mean the fields and nothing else. */
static enum status put_document(
	struct buf *out, const struct meju_document *d, struct error *err)
{
	struct json j = {.out = out};
	size_t len = d->text && !d->text_len ? strlen(d->text) : d->text_len;
	enum status status = OK;
	buf_clear(out);
	json_object(&j);
	put_text(&j, "id", d->id);
	put_text(&j, "title", d->title);
	put_text(&j, "description", d->description);
	put_text(&j, "url", d->url);
	put_text(&j, "lang", d->language);
	put_text(&j, "type", d->type);
	put_text(&j, "date", d->date);
	put_text(&j, "lastmod", d->modified);
	put_list(&j, "author", d->authors);
	put_list(&j, "tags", d->tags);
	put_list(&j, "categories", d->categories);
	put_list(&j, "aliases", d->aliases);
	if (d->boost != 0) {
		json_key(&j, STR("boost"));
		json_double(&j, d->boost);
	}
	json_key(&j, STR("text"));
	json_str(&j, d->text ? (struct str){d->text, len} : STR(""));
	if (border_given(d->extra))
		status = put_members(out, d, err);
	json_end(&j);
	return status == OK ? out->status : status;
}

static enum status add_line(
	struct meju_writer *w, const void *id, struct error *err)
{
	return writer_line(&w->writer, buf_str(&w->line), id, err);
}

enum meju_status meju_writer_add(struct meju_writer *w,
	const struct meju_document *document, struct meju_error *out)
{
	struct meju_document d;
	struct error err = {0};
	enum status status = border_options(
		&d, sizeof d, document, "struct meju_document", &err);
	if (status == OK && !border_given(d.id))
		status = error_set(&err, ERR_INVALID, "a document has no id");
	if (status == OK)
		status = put_document(&w->line, &d, &err);
	if (status != OK)
		return border_status(status, &err, out);
	return run(w, add_line, d.id, out);
}

static enum status add_text(
	struct meju_writer *w, const void *text, struct error *err)
{
	const struct str *s = text;
	return writer_text(&w->writer, *s, "JSON", err);
}

enum meju_status meju_writer_add_json(struct meju_writer *w, const char *lines,
	size_t len, struct meju_error *out)
{
	struct str text = {lines, lines ? len : 0};
	return run(w, add_text, &text, out);
}

static enum status add_path(
	struct meju_writer *w, const void *path, struct error *err)
{
	return root_add(&w->writer, path, err);
}

enum meju_status meju_writer_add_path(
	struct meju_writer *w, const char *path, struct meju_error *out)
{
	return run_named(w, add_path, path, "path to add", out);
}

static enum status sync(
	struct meju_writer *w, const void *folder, struct error *err)
{
	struct root r = {.writer = &w->writer};
	return root_sync(&r, folder, err);
}

static enum status sync_by_force(
	struct meju_writer *w, const void *folder, struct error *err)
{
	struct root r = {.writer = &w->writer, .force = true};
	return root_sync(&r, folder, err);
}

enum meju_status meju_writer_sync(struct meju_writer *w, const char *folder,
	int force, struct meju_error *out)
{
	return run_named(w, force ? sync_by_force : sync, folder,
		"folder to sync with", out);
}

static enum status delete (
	struct meju_writer *w, const void *id, struct error *err) {
	enum status status = writer_delete(&w->writer, str_from(id));
	return status == OK ? OK : error_set(err, status, "out of memory");
}

enum meju_status meju_writer_delete(
	struct meju_writer *w, const char *id, struct meju_error *out)
{
	return run_named(w, delete, id, "document to delete", out);
}

/* ---- the end ---- */

/* The commit stands, whatever becomes of the merges behind it. */
static void look_after(struct meju_writer *w)
{
	struct error err = {0};
	const struct upkeep_options options = {
		.folder = w->errand.options.folder,
		.threads = w->errand.options.threads};
	if (upkeep(&options, &err) != OK)
		errand_message(&w->errand, str_from(err.text));
}

static enum status commit(
	struct meju_writer *w, const void *what, struct error *err)
{
	struct writer *x = &w->writer;
	enum status status = writer_commit(x, err);
	(void)what;
	if (status != OK)
		return status;
	w->done = (struct meju_commit){.generation = x->next.generation,
		.indexed = x->docs,
		.removed = x->erased,
		.unknown = x->unknown,
		.unchanged = x->unchanged,
		.skipped = x->skipped,
		.withheld = x->withheld};
	writer_close(x);
	w->open = false;
	if (!w->errand.options.dry_run)
		look_after(w);
	return OK;
}

enum meju_status meju_writer_commit(
	struct meju_writer *w, struct meju_commit *done, struct meju_error *out)
{
	enum meju_status status = MEJU_OK;
	if (w->open || w->failed.status != OK)
		status = run(w, commit, NULL, out);
	else
		w->done =
			(struct meju_commit){.generation = w->done.generation};
	if (status == MEJU_OK && done)
		*done = w->done;
	return status;
}

void meju_writer_close(struct meju_writer *w)
{
	if (!w)
		return;
	if (w->open)
		writer_close(&w->writer);
	errand_release(&w->errand);
	buf_release(&w->line);
	free(w);
}
