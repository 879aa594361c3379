/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * part_error.c - system calls fail, each once and each from then on.  A
 * command then does all it should, or ends with status 2, one sentence that
 * says why, and the old index.
 */
#include "tests/fault/part.h"

#include <errno.h>

enum {
	FILES = 1 << SHIM_OPEN | 1 << SHIM_CREATE | 1 << SHIM_LIST,
	GROWING = 1 << SHIM_CREATE | 1 << SHIM_WRITE | 1 << SHIM_FSYNC |
		  1 << SHIM_RENAME | 1 << SHIM_TRUNCATE,
	MOVING = 1 << SHIM_READ | 1 << SHIM_WRITE,
};

static const struct {
	const char *name;
	enum shim_what what;
	int error;
	unsigned calls;
	bool sticky;
} WAYS[] = {
	{"EIO", SHIM_FAIL, EIO, SHIM_IO, false},
	{"EIO from then on", SHIM_FAIL, EIO, SHIM_IO, true},
	{"ENOSPC", SHIM_FAIL, ENOSPC, GROWING, false},
	{"ENOSPC from then on", SHIM_FAIL, ENOSPC, GROWING, true},
	{"EDQUOT", SHIM_FAIL, EDQUOT, GROWING, true},
	{"EMFILE", SHIM_FAIL, EMFILE, FILES, false},
	{"EMFILE from then on", SHIM_FAIL, EMFILE, FILES, true},
	{"EINTR", SHIM_FAIL, EINTR, MOVING, false},
	{"short", SHIM_HALF, 0, MOVING, false},
	{"short from then on", SHIM_HALF, 0, MOVING, true},
	{"no thread", SHIM_FAIL, EAGAIN, 1 << SHIM_THREAD, false},
};

enum { WAY_COUNT = sizeof WAYS / sizeof *WAYS };

/* What the exit status promises about the index. */
static unsigned promised(const struct part *p, const struct trial *t)
{
	if (p->scene.is_reader)
		return PART_OLD;
	if (t->status == p->scene.status || part_stands(t->said))
		return PART_NEW;
	/* only the last sync of all failed, and it says so */
	return strstr(t->said, "manifest is in place, but may not survive")
		       ? PART_NEW
		       : PART_OLD;
}

static void judge_status(
	struct part *p, size_t way, const struct trial *t, const char *where)
{
	bool may_be_1 = !p->scene.is_reader || strstr(t->said, "; skipped\n");
	bool harmless = WAYS[way].what == SHIM_HALF || WAYS[way].error == EINTR;
	if (t->status == p->scene.status) {
		if (strcmp(t->printed, p->scene.printed) != 0)
			part_wrong(p, "%s: it prints: %s", where, t->printed);
		if (t->report.sync_failed)
			part_wrong(
				p, "%s: success after a failed fsync", where);
	} else if (harmless) {
		part_wrong(p, "%s: status %d: %s", where, t->status, t->said);
	} else if (t->status == 2) {
		if (!part_is_sentence(t->said))
			part_wrong(p, "%s: it says: %s", where, t->said);
	} else if (t->status != 1 || !may_be_1) {
		part_wrong(p, "%s: status %d: %s", where, t->status, t->said);
	}
	if (t->report.leaked)
		part_wrong(
			p, "%s: %d files left open", where, t->report.leaked);
	if (t->report.synced_again)
		part_wrong(p, "%s: fsync again after it failed", where);
}

static void fail_at(struct part *p, size_t way, uint64_t at)
{
	char where[512];
	struct trial t;
	const struct shim_plan plan = {.calls = WAYS[way].calls,
		.what = WAYS[way].what,
		.error = WAYS[way].error,
		.sticky = WAYS[way].sticky,
		.at = at};
	scene_reset(&p->scene);
	trial_run(&t, p->scene.line, &plan);
	snprintf(where, sizeof where,
		"%s, %s at call %llu (%s %.200s), scene %llu", p->scene.name,
		WAYS[way].name, (unsigned long long)at,
		shim_name(t.report.call), t.report.name,
		(unsigned long long)p->scene.seed);
	p->tried++;
	p->hit += t.report.hits > 0;
	if (p->talk && t.status != p->scene.status) {
		char line[TRIAL_TEXT + 64];
		snprintf(line, sizeof line, "[%s %s] %s",
			shim_name(t.report.call), WAYS[way].name, t.said);
		part_heard(p, line);
	}
	judge_status(p, way, &t, where);
	/* inputs that could not be read make an index of the others */
	bool skipped = t.status == 1 && !part_stands(t.said);
	part_settle(p, skipped ? PART_ANY : promised(p, &t), where);
}

void part_error(struct part *p)
{
	for (size_t i = 0; i < scene_count; i++) {
		scene_begin(&p->scene, i);
		for (size_t w = 0; w < WAY_COUNT; w++) {
			uint64_t n = scene_calls(&p->scene, WAYS[w].calls);
			struct sample s = sample_of(
				p, n, p->points / scene_count / WAY_COUNT + 1);
			for (; s.at < n; s.at += s.step)
				fail_at(p, w, s.at);
		}
	}
}
