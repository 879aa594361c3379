/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sync.c - the commands that change an index:
 *
 *	meju-index sync PATH...     what is new or changed below each path; what
 *	                            has vanished goes
 *	meju-index add PATH... | -  add or replace, nothing else
 *	meju-index delete ID...
 */
#include "indexer/command.h"
#include "indexer/progress.h"
#include "indexer/walk.h"
#include "indexer/writer.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct sync {
	struct writer writer;
	struct progress progress;
	const struct arguments *arguments;
	uint32_t root;
	int64_t synced; /* when the last sync of the root began */
	uint64_t files; /* found below the root                 */
	uint64_t vanished;
	bool unread; /* something below the root could not be read */
};

static int64_t now_nanoseconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

static void print_message(void *data, struct str sentence)
{
	struct sync *s = data;
	progress_clear(&s->progress);
	fprintf(stderr, "meju-index: " STR_FMT "\n", STR_ARG(sentence));
}

static void show_progress(void *data)
{
	struct sync *s = data;
	progress_show(&s->progress, s->writer.docs, s->writer.bytes);
}

static void complain(void *data, struct str sentence)
{
	struct sync *s = data;
	s->writer.skipped++;
	print_message(s, sentence);
}

static void complain_unread(void *data, struct str sentence)
{
	struct sync *s = data;
	s->unread = true;
	complain(s, sentence);
}

static bool is_unchanged(const struct sync *s, const struct source *old,
	const struct walk_file *f)
{
	return old->hash && old->size == f->size &&
	       old->modified == f->modified && f->modified < s->synced &&
	       old->recheck > s->writer.options.now;
}

static enum status found(
	void *data, const struct walk_file *f, struct error *err)
{
	struct sync *s = data;
	struct writer *w = &s->writer;
	struct source *old = sources_find(&w->sources, f->name);
	s->files++;
	if (old && old->root != s->root) {
		struct error taken;
		error_set(&taken, ERR_INVALID,
			"%s: " STR_FMT " already has a file of that name; "
			"skipped",
			f->path, STR_ARG(w->next.roots[old->root].path));
		complain(s, str_from(taken.text));
		return OK;
	}
	if (old) {
		old->seen = true;
		if (is_unchanged(s, old, f)) {
			w->unchanged++;
			return OK;
		}
	} else {
		struct source fresh = {.root = s->root, .seen = true};
		if (sources_put(&w->sources, f->name, &fresh) != OK)
			return error_set(err, ERR_NOMEM, "out of memory");
	}
	struct writer_input in = {.path = f->path,
		.name = f->name,
		.root = s->root,
		.size = f->size,
		.modified = f->modified,
		.remember = true};
	return writer_file(w, &in, err);
}

static enum status check_vanished(const struct sync *s, uint64_t known,
	const char *path, struct error *err)
{
	if (s->arguments->force || s->vanished == 0)
		return OK;
	if (s->files == 0)
		return error_set(err, ERR_INVALID,
			"there is nothing to index below %s any more; give "
			"--force if its %llu documents' files are really gone",
			path, (unsigned long long)known);
	if (s->vanished * 2 > known)
		return error_set(err, ERR_INVALID,
			"%llu of %llu files below %s have vanished; give "
			"--force if that is right",
			(unsigned long long)s->vanished,
			(unsigned long long)known, path);
	return OK;
}

/* Sources of this root that were not met lose their documents. */
static enum status drop_vanished(
	struct sync *s, const char *path, struct error *err)
{
	struct sources *all = &s->writer.sources;
	uint64_t known = 0;
	s->vanished = 0;
	for (size_t i = 0; i < all->v.len; i++) {
		const struct source *x = &all->v.v[i];
		if (x->root != s->root || !x->hash)
			continue;
		known++;
		s->vanished += !x->seen;
	}
	enum status status = check_vanished(s, known, path, err);
	for (size_t i = 0; i < all->v.len && status == OK; i++) {
		struct source *x = &all->v.v[i];
		if (x->root != s->root || !x->hash || x->seen)
			continue;
		status = writer_forget(&s->writer, sources_path(all, x));
		if (status != OK)
			error_set(err, status, "out of memory");
		x->hash = 0;
	}
	return status;
}

static enum status sync_root(
	struct sync *s, const char *path, struct error *err)
{
	char real[PATH_MAX];
	int64_t began = now_nanoseconds();
	if (!realpath(path, real))
		return error_errno(err, "cannot read %s", path);
	enum status status = writer_root(&s->writer, real, &s->root, err);
	if (status != OK)
		return status;
	s->synced = s->writer.next.roots[s->root].synced;
	s->files = 0;
	s->unread = false;
	status = walk(path, found, complain_unread, s, err);
	/* what was not seen may be where nothing could be read */
	if (status == OK && !s->unread)
		status = drop_vanished(s, path, err);
	if (status == OK)
		s->writer.next.roots[s->root].synced = began;
	return status;
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
	put_count(&b, w->unchanged, "file", "unchanged");
	put_count(
		&b, w->withheld, "page", "left out (draft, expired, unlisted)");
	put_count(&b, w->skipped, "input", "skipped");
	if (b.len == 0)
		buf_puts(&b, "nothing to do");
	fprintf(stderr, STR_FMT "; %.1f MB in %.2f s\n", STR_ARG(buf_str(&b)),
		(double)w->bytes / 1e6, progress_seconds(&s->progress));
	buf_release(&b);
}

static struct writer_options options_of(
	const struct arguments *a, struct sync *s)
{
	return (struct writer_options){.folder = a->folder,
		.threads = a->threads,
		.memory = a->memory,
		.language = a->language,
		.site = a->site,
		.permalink = a->permalink,
		.with_drafts = a->drafts,
		.dry_run = a->dry_run,
		.now = time(NULL),
		.message = print_message,
		.progress = show_progress,
		.data = s};
}

/* What either command does for one of its words. */
typedef enum status take_word(
	struct sync *s, const char *word, struct error *err);

static int run(const struct arguments *a, take_word *take, bool replace,
	struct error *err)
{
	struct sync s = {.arguments = a};
	struct writer_options options = options_of(a, &s);
	options.replace = replace;
	progress_begin(&s.progress, a->quiet);
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
	if (status == OK)
		status = writer_commit(&s.writer, err);
	progress_clear(&s.progress);
	if (status == OK)
		print_summary(&s);
	bool skipped = s.writer.skipped > 0;
	writer_close(&s.writer);
	if (status != OK)
		return command_trouble(status);
	return skipped ? EXIT_SKIPPED : EXIT_GOOD;
}

int command_sync(const struct arguments *a, struct error *err)
{
	return run(a, sync_root, false, err);
}

static enum status add_file(
	void *data, const struct walk_file *f, struct error *err)
{
	struct sync *s = data;
	struct writer_input in = {.path = f->path,
		.name = f->name,
		.size = f->size,
		.modified = f->modified};
	return writer_file(&s->writer, &in, err);
}

static enum status add_word(struct sync *s, const char *word, struct error *err)
{
	if (strcmp(word, "-") == 0)
		return writer_stream(&s->writer, 0, "standard input", err);
	return walk(word, add_file, complain, s, err);
}

int command_add(const struct arguments *a, struct error *err)
{
	return run(a, add_word, true, err);
}

static enum status delete_word(
	struct sync *s, const char *word, struct error *err)
{
	enum status status = writer_delete(&s->writer, str_from(word));
	return status == OK ? OK : error_set(err, status, "out of memory");
}

int command_delete(const struct arguments *a, struct error *err)
{
	return run(a, delete_word, true, err);
}
