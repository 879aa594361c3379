/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sync.c - the commands that change an index:
 *
 *	meju-index sync PATH...     what is new or changed below each path; what
 *	                            has vanished goes
 *	meju-index add PATH... | -  add or replace, nothing else
 *	meju-index delete ID... | -
 */
#include "common/base/stop.h"
#include "indexer/command.h"
#include "indexer/follow.h"
#include "indexer/progress.h"
#include "indexer/root.h"
#include "indexer/upkeep.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct sync {
	struct writer writer;
	struct progress progress;
	const struct arguments *arguments;
	struct root root;
	struct watcher *watcher; /* who knows what has changed, or NULL */
};

static void print_message(void *data, struct str sentence)
{
	struct sync *s = data;
	progress_clear(&s->progress);
	fprintf(stderr, "meju-index: " STR_FMT "\n", STR_ARG(sentence));
}

static void show_progress(void *data, uint64_t documents, uint64_t bytes)
{
	struct sync *s = data;
	progress_show(&s->progress, documents, bytes);
}

static enum status sync_root(
	struct sync *s, const char *path, struct error *err)
{
	return root_sync(&s->root, path, err);
}

static enum status sync_changed(
	struct sync *s, const char *path, struct error *err)
{
	const struct watcher_root *r = watcher_root(s->watcher, path);
	if (!r->here)
		return OK;
	if (r->whole)
		return sync_root(s, path, err);
	return r->changed.count
		       ? root_sync_told(&s->root, path, &r->changed, err)
		       : OK;
}

/* Does what was said to have changed come to nothing? */
static bool is_idle(const struct sync *s)
{
	const struct writer *w = &s->writer;
	return s->watcher && !w->batch && !w->busy && !w->forgotten.len;
}

/* "3 files unchanged" behind what is there; nothing of nothing. */
static void put_count(
	struct buf *b, uint64_t n, const char *thing, const char *what)
{
	if (n)
		buf_printf(b, "%s%llu %s%s %s", b->len ? ", " : "",
			(unsigned long long)n, thing, n == 1 ? "" : "s", what);
}

static void print_summary(const struct sync *s)
{
	const struct writer *w = &s->writer;
	struct buf b = {0};
	if (s->arguments->quiet)
		return;
	put_count(&b, w->docs, "document", "indexed");
	put_count(&b, w->erased, w->docs ? "old one" : "document", "removed");
	put_count(&b, w->unknown, "id", "unknown");
	put_count(&b, w->unchanged, "file", "unchanged");
	put_count(
		&b, w->withheld, "page", "left out (draft, expired, unlisted)");
	put_count(&b, w->skipped, "input", "skipped");
	if (b.len == 0)
		buf_puts(&b, "nothing to do");
	struct str text = b.status == OK ? buf_str(&b) : STR("done");
	fprintf(stderr, STR_FMT "; %.1f MB in %.2f s\n", STR_ARG(text),
		(double)w->bytes / 1e6, progress_seconds(&s->progress));
	buf_release(&b);
}

static struct writer_options options_of(
	const struct arguments *a, struct sync *s)
{
	return (struct writer_options){.folder = a->folder,
		.threads = a->threads,
		.memory = a->memory,
		.engine = a->engine,
		.shards = a->shards,
		.language = a->language,
		.site = a->site,
		.permalink = a->permalink,
		.weights = {a->weights[0], a->weights[1], a->weights[2]},
		.lock_timeout = a->lock_timeout,
		.with_drafts = a->drafts,
		.dry_run = a->dry_run,
		.now = time(NULL),
		.message = print_message,
		.progress = show_progress,
		.data = s};
}

static void announce_merge(void *data, uint64_t documents)
{
	struct sync *s = data;
	progress_merging(&s->progress, documents);
}

static enum status look_after(struct sync *s, struct error *err)
{
	struct upkeep_options options = {.folder = s->arguments->folder,
		.threads = s->arguments->threads,
		.announce = announce_merge,
		.data = s};
	stop_defer(false); /* a merge may be left, where a commit is ended */
	enum status status = upkeep(&options, err);
	stop_defer(s->watcher);
	progress_clear(&s->progress);
	return status;
}

/* What either command does for one of its words. */
typedef enum status take_word(
	struct sync *s, const char *word, struct error *err);

static int run(const struct arguments *a, take_word *take, bool replace,
	struct watcher *watcher, struct error *err)
{
	struct sync s = {.arguments = a,
		.watcher = watcher,
		.root = {.writer = &s.writer, .force = a->force}};
	struct writer_options options = options_of(a, &s);
	options.replace = replace;
	progress_begin(&s.progress, a->quiet);
	stop_catch();
	stop_defer(watcher); /* news are committed before it ends */
	if (a->count == 0) {
		error_set(err, ERR_INVALID,
			"say which paths or ids (see --help)");
		return EXIT_TROUBLE;
	}
	enum status status = writer_open(&s.writer, &options, err);
	if (status != OK)
		return command_trouble(status);
	for (int i = 0; i < a->count && status == OK; i++)
		status = take(&s, a->words[i], err);
	bool idle = is_idle(&s);
	if (status == OK && !idle)
		status = writer_commit(&s.writer, err);
	progress_clear(&s.progress);
	if (status == OK && !idle)
		print_summary(&s);
	bool skipped = s.writer.skipped > 0;
	writer_close(&s.writer);
	stop_defer(false);
	if (status != OK)
		return command_trouble(status);
	if (!a->dry_run && look_after(&s, err) != OK)
		skipped = true;
	return skipped ? EXIT_SKIPPED : EXIT_GOOD;
}

int follow_all(const struct arguments *a, struct error *err)
{
	return run(a, sync_root, false, NULL, err);
}

int follow_news(const struct arguments *a, struct watcher *w, struct error *err)
{
	return run(a, sync_changed, false, w, err);
}

int command_sync(const struct arguments *a, struct error *err)
{
	return a->watch ? follow(a, err) : follow_all(a, err);
}

static enum status add_word(struct sync *s, const char *word, struct error *err)
{
	if (strcmp(word, "-") == 0)
		return writer_stream(&s->writer, 0, "standard input", err);
	return root_add(&s->writer, word, err);
}

int command_add(const struct arguments *a, struct error *err)
{
	return run(a, add_word, true, NULL, err);
}

static enum status delete_id(struct sync *s, struct str id, struct error *err)
{
	enum status status = writer_delete(&s->writer, id);
	return status == OK ? OK : error_set(err, status, "out of memory");
}

/* The ids of standard input, each ended by a newline or zero byte. */
static enum status delete_listed(struct sync *s, struct error *err)
{
	int end = s->arguments->zero ? '\0' : '\n';
	char *line = NULL;
	size_t room = 0;
	enum status status = OK;
	for (ssize_t n; status == OK &&
			(n = getdelim(&line, &room, end, stdin)) >= 0;) {
		struct str id = {line, (size_t)n};
		if (id.len && id.p[id.len - 1] == end)
			id.len--;
		if (id.len)
			status = delete_id(s, id, err);
	}
	if (status == OK && stop_check() != OK)
		status = error_set(
			err, ERR_STOPPED, "%s", status_text(ERR_STOPPED));
	else if (status == OK && !feof(stdin))
		status = error_errno(err, "cannot read standard input");
	free(line);
	return status;
}

static enum status delete_word(
	struct sync *s, const char *word, struct error *err)
{
	return strcmp(word, "-") == 0 ? delete_listed(s, err)
				      : delete_id(s, str_from(word), err);
}

int command_delete(const struct arguments *a, struct error *err)
{
	return run(a, delete_word, true, NULL, err);
}
