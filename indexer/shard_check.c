/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/shard_check.h"
#include "indexer/shard_walk.h"

#include <stdarg.h>
#include <stdio.h>

struct shard_checking {
	check_report *report;
	void *data;
	unsigned findings;
	struct arena arena;
};

static void PRINTF_LIKE(2, 3)
	find(struct shard_checking *c, const char *fmt, ...)
{
	char text[ERROR_TEXT_MAX];
	struct error e;
	va_list args;
	va_start(args, fmt);
	vsnprintf(text, sizeof text, fmt, args);
	va_end(args);
	error_set(&e, ERR_CORRUPT, "%s", text);
	if (c->findings++ < CHECK_FINDINGS_MAX)
		c->report(c->data, e.text);
}

/* What Xapian finds, by the first line of what it says. */
static enum status check_database(
	struct shard_checking *c, const char *path, struct error *err)
{
	uint64_t faults = 0;
	struct buf report = {0};
	enum status status = xap_db_check(path, &faults, &report, err);
	struct str all = buf_str(&report);
	struct str line = str_slice(all, 0, str_find(all, 0, '\n'));
	if (status == ERR_NOMEM) {
		buf_release(&report);
		return status;
	}
	if (status != OK)
		find(c, "%s: %s", path, err->text);
	else if (faults)
		find(c, "%s: Xapian finds %llu faults (" STR_FMT ")", path,
			(unsigned long long)faults, STR_ARG(line));
	buf_release(&report);
	return OK;
}

static void check_commits(struct shard_checking *c, const struct shard_walk *w)
{
	uint64_t generation = w->manifest.generation;
	const struct glass_info *first = &w->shards->info;
	for (uint32_t i = 0; i < w->count; i++) {
		const struct shard *s = &w->shards[i];
		if (s->info.index.low != first->index.low ||
			s->info.index.high != first->index.high)
			find(c, "%s is a shard of another index", s->path);
		else if (s->info.generation > generation)
			find(c,
				"%s is of commit %llu, the index of %llu: a "
				"commit was interrupted between its shards; "
				"the next sync reads every file again",
				s->path, (unsigned long long)s->info.generation,
				(unsigned long long)generation);
		else if (s->info.generation < generation)
			find(c,
				"%s is of commit %llu, the index of %llu; "
				"bring the right one back, or index again",
				s->path, (unsigned long long)s->info.generation,
				(unsigned long long)generation);
		const char *what = settings_difference(
			&s->info.settings, &w->manifest.settings);
		if (what)
			find(c, "%s was made with different %s", s->path, what);
	}
}

/* Is it the only one there that has its id? */
static enum status is_alone(const struct shard_walk *w, const struct record *r,
	bool *alone, struct error *err)
{
	struct buf bytes = {0}, scratch = {0};
	uint32_t docs = 0;
	struct str term =
		glass_name(&scratch, term_put(&bytes, TERM_ID, r->id));
	enum status status =
		xap_db_term(w->at->before, term, &docs, NULL, NULL, err);
	*alone = docs == 1;
	buf_release(&bytes);
	buf_release(&scratch);
	return status;
}

static enum status check_document(struct shard_checking *c,
	const struct shard_walk *w, struct str bytes, struct error *err)
{
	struct record r;
	bool alone = false;
	const char *path = w->at->path;
	arena_clear(&c->arena);
	enum status status = record_get(bytes, &c->arena, &r);
	if (status == ERR_CORRUPT) {
		find(c, "%s: the record of document %u cannot be read", path,
			w->number);
		return OK;
	}
	if (status == OK)
		status = is_alone(w, &r, &alone, err);
	if (status != OK)
		return status;
	if (!alone)
		find(c, "%s: not one document has the id " STR_FMT, path,
			STR_ARG(r.id));
	if (glass_shard(r.id, w->count) != w->at->info.shard)
		find(c, "%s: the document " STR_FMT " belongs to another shard",
			path, STR_ARG(r.id));
	return OK;
}

static enum status check_documents(
	struct shard_checking *c, struct shard_walk *w, struct error *err)
{
	uint64_t docs = 0, seen = 0;
	double ordinals[GLASS_SHARDS_MAX]; /* the last of each shard */
	struct str bytes;
	enum status status;
	for (uint32_t i = 0; i < w->count; i++) {
		docs += w->shards[i].docs;
		ordinals[i] = -1;
	}
	while ((status = shard_walk_next(w, &bytes, err)) == OK && bytes.len) {
		double *last = &ordinals[w->at->info.shard];
		if (w->ordinal <= *last)
			find(c, "%s: document %u is out of its order",
				w->at->path, w->number);
		*last = w->ordinal;
		seen++;
		status = check_document(c, w, bytes, err);
		if (status != OK)
			return status;
	}
	if (status == ERR_CORRUPT || (status == OK && seen != docs)) {
		find(c, "%s",
			status == OK ? "some documents have no ordinal"
				     : err->text);
		status = OK;
	}
	return status;
}

static enum status check_all(
	struct shard_checking *c, const char *folder, struct error *err)
{
	struct shard_walk w;
	char path[4096 + 32];
	uint32_t count = glass_shards(folder);
	enum status status = OK;
	for (uint32_t i = 0; i < count && status == OK; i++) {
		glass_path(path, sizeof path, folder, i, count);
		status = check_database(c, path, err);
	}
	if (status != OK || c->findings)
		return status;
	status = shard_walk_open(&w, folder, err);
	if (status == ERR_CORRUPT || status == ERR_INVALID) {
		find(c, "%s", err->text);
		return OK;
	}
	if (status != OK)
		return status;
	check_commits(c, &w);
	status = check_documents(c, &w, err);
	shard_walk_close(&w);
	return status;
}

enum status shard_check(
	const char *folder, check_report *report, void *data, struct error *err)
{
	struct shard_checking c = {.report = report, .data = data};
	struct error why = {0};
	enum status status = check_all(&c, folder, &why);
	arena_release(&c.arena);
	if (status == OK && c.findings)
		status = ERR_CORRUPT;
	return status == OK
		       ? OK
		       : error_set(err, status, "cannot vouch for %s: %s",
				 folder,
				 why.text[0] ? why.text : status_text(status));
}
