/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * merge.c - `meju-index merge [OTHER...]`: one segment of all that an index
 * has, and others.
 */
#include "common/base/stop.h"
#include "indexer/claim.h"
#include "indexer/command.h"
#include "indexer/merger.h"
#include "indexer/progress.h"
#include "indexer/sweep.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

struct merge {
	const struct arguments *arguments;
	struct lock lock;
	struct snapshot own;
	struct snapshot *others; /* as many as words */
	struct merger merger;
	const struct manifest *kept; /* what is on disk; NULL: in doubt */
	struct manifest next;        /* texts borrowed from `own`       */
	struct manifest_segment row;
	uint64_t docs, skipped;
	bool moved; /* documents have another order than before */
};

static void print_message(struct str sentence)
{
	fprintf(stderr, "meju-index: " STR_FMT "\n", STR_ARG(sentence));
}

/* Taking a lock would make a file where no index is. */
static enum status open_own(struct merge *m, struct error *err)
{
	const char *folder = m->arguments->folder;
	struct manifest there;
	enum status status = manifest_read(&there, folder, err);
	if (status == ERR_NOT_FOUND)
		return status;
	if (status == OK)
		manifest_release(&there);
	status = claim_take(&m->lock, folder, m->arguments->lock_timeout, err);
	if (status == OK)
		status = snapshot_open(&m->own, folder, err);
	if (status != OK)
		return status;
	m->kept = &m->own.manifest;
	sweep(folder, m->kept);
	return OK;
}

static bool is_same_folder(const char *a, const char *b)
{
	struct stat x, y;
	return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev &&
	       x.st_ino == y.st_ino;
}

/* Terms of different settings do not mix. */
static const char *difference(
	const struct settings *a, const struct settings *b)
{
	if (a->title_weight != b->title_weight ||
		a->heading_weight != b->heading_weight ||
		a->body_weight != b->body_weight)
		return "weights of fields";
	if (!str_eq(a->language, b->language))
		return "--language";
	if (!str_eq(a->site, b->site))
		return "--site";
	return str_eq(a->permalink, b->permalink) ? NULL : "--permalink";
}

static enum status open_other(struct merge *m, int number, struct error *err)
{
	const char *folder = m->arguments->folder;
	const char *other = m->arguments->words[number];
	struct snapshot *s = &m->others[number];
	if (is_same_folder(folder, other))
		return error_set(err, ERR_INVALID,
			"%s is the index that others are to be merged into",
			other);
	enum status status = snapshot_open(s, other, err);
	if (status != OK)
		return status;
	const char *what =
		difference(&m->own.manifest.settings, &s->manifest.settings);
	return what ? error_set(err, ERR_INVALID,
			      "%s and %s were made with different %s; they "
			      "cannot be merged",
			      folder, other, what)
		    : OK;
}

static enum status open_others(struct merge *m, struct error *err)
{
	int n = m->arguments->count;
	enum status status = OK;
	m->others = calloc((size_t)n + 1, sizeof *m->others);
	if (!m->others)
		return error_set(err, ERR_NOMEM, "out of memory");
	for (int i = 0; i < n && status == OK; i++)
		status = open_other(m, i, err);
	return status;
}

static bool is_merged(const struct merge *m)
{
	const struct snapshot *s = &m->own;
	return m->arguments->count == 0 &&
	       (s->leaf_count == 0 ||
		       (s->leaf_count == 1 && !m->arguments->reorder &&
			       s->docs == s->leaves[0]->live.docs));
}

static enum status add(struct merge *m, const struct snapshot *s,
	const char *other, struct error *err)
{
	enum status status = OK;
	for (uint32_t i = 0; i < s->leaf_count && status == OK; i++)
		status = merger_add(&m->merger, s->leaves[i], other, err);
	return status;
}

static enum status add_all(struct merge *m, struct error *err)
{
	const struct arguments *a = m->arguments;
	enum status status = add(m, &m->own, NULL, err);
	for (int i = 0; i < a->count && status == OK; i++)
		status = add(m, &m->others[i], a->words[i], err);
	return status;
}

static enum status commit(struct merge *m, const char *name, struct error *err)
{
	const struct arguments *a = m->arguments;
	char path[4096 + SEGMENT_NAME_MAX];
	struct leaf p;
	snprintf(path, sizeof path, "%s/%s", a->folder, name);
	enum status status = leaf_open(&p, path, err);
	m->row = (struct manifest_segment){.id = p.segment.id,
		.docs = p.segment.docs,
		.ordinal = m->own.manifest.next_ordinal};
	leaf_close(&p);
	if (status != OK || a->dry_run)
		return status;
	m->next = m->own.manifest;
	m->next.generation++;
	m->next.next_ordinal += m->row.docs;
	m->next.segments = &m->row;
	m->next.segment_count = 1;
	if (stop_check() != OK)
		return error_set(
			err, ERR_STOPPED, "%s", status_text(ERR_STOPPED));
	m->kept = NULL;
	status = manifest_write(&m->next, a->folder, err);
	if (status == OK)
		m->kept = &m->next;
	return status;
}

static enum status merge(struct merge *m, struct error *err)
{
	const struct arguments *a = m->arguments;
	char name[SEGMENT_NAME_MAX];
	enum status status =
		merger_begin(&m->merger, a->folder, a->threads, err);
	if (status != OK)
		return status;
	m->merger.message = print_message;
	m->merger.memory = a->memory;
	status = add_all(m, err);
	m->docs = m->merger.intake.docs.len;
	m->skipped = m->merger.skipped;
	if (status == OK && m->docs)
		status = merger_finish(&m->merger, a->reorder, name, err);
	m->moved = m->merger.moved;
	merger_release(&m->merger);
	return status == OK && m->docs ? commit(m, name, err) : status;
}

static void close_all(struct merge *m)
{
	if (m->kept)
		sweep(m->arguments->folder, m->kept);
	for (int i = 0; m->others && i < m->arguments->count; i++)
		snapshot_close(&m->others[i]);
	free(m->others);
	snapshot_close(&m->own);
	lock_release(&m->lock);
}

static void print_summary(const struct merge *m, const struct progress *p)
{
	if (m->arguments->quiet)
		return;
	if (m->docs)
		fprintf(stderr, "%llu document%s merged",
			(unsigned long long)m->docs, m->docs == 1 ? "" : "s");
	else
		fputs("nothing to do", stderr);
	if (m->skipped)
		fprintf(stderr, ", %llu skipped",
			(unsigned long long)m->skipped);
	if (m->docs && m->arguments->reorder)
		fputs(m->moved ? ", in a better order"
			       : ", in the order they had: none is better",
			stderr);
	fprintf(stderr, "; %.2f s\n", progress_seconds(p));
}

int command_merge(const struct arguments *a, struct error *err)
{
	struct merge m = {.arguments = a, .lock.fd = -1};
	struct progress p;
	progress_begin(&p, a->quiet);
	stop_catch();
	enum status status = open_own(&m, err);
	if (status == OK)
		status = open_others(&m, err);
	if (status == OK && !is_merged(&m))
		status = merge(&m, err);
	close_all(&m);
	if (status != OK)
		return command_trouble(status);
	print_summary(&m, &p);
	return m.skipped ? EXIT_SKIPPED : EXIT_GOOD;
}
