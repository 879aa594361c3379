/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * part_memory.c - allocations fail, each once and each from then on, those of
 * libraries as well.  A command does all it should, or ends with status 2, a
 * sentence, and the old index.
 */
#include "tests/fault/part.h"

static void judge_trial(
	struct part *p, const struct trial *t, const char *where)
{
	if (t->status == p->scene.status ||
		(t->status == 1 && part_stands(t->said))) {
		if (strcmp(t->printed, p->scene.printed) != 0)
			part_wrong(p, "%s: it prints: %s", where, t->printed);
		part_settle(p, p->scene.is_reader ? PART_OLD : PART_NEW, where);
		return;
	}
	part_heard(p, t->said);
	/* a sanitizer itself needs memory to start a thread */
	if (strstr(t->said, "CHECK failed: sanitizer_linux"))
		return;
	if (t->status != 2)
		part_wrong(p, "%s: status %d: %s", where, t->status, t->said);
	else if (!part_is_sentence(t->said) || !strstr(t->said, "emory"))
		part_wrong(p, "%s: it says: %s", where, t->said);
	else
		part_settle(p, PART_OLD, where);
	if (t->report.leaked)
		part_wrong(
			p, "%s: %d files left open", where, t->report.leaked);
}

static void refuse_at(struct part *p, uint64_t at, bool sticky)
{
	char where[512];
	struct trial t;
	const struct shim_plan plan = {.calls = 1 << SHIM_MEMORY,
		.what = SHIM_FAIL,
		.sticky = sticky,
		.at = at};
	scene_reset(&p->scene);
	trial_run(&t, p->scene.line, &plan);
	snprintf(where, sizeof where,
		"%s, no memory at allocation %llu%s, scene %llu", p->scene.name,
		(unsigned long long)at, sticky ? " and after" : "",
		(unsigned long long)p->scene.seed);
	p->tried++;
	p->hit += t.report.hits > 0;
	judge_trial(p, &t, where);
}

void part_memory(struct part *p)
{
	for (size_t i = 0; i < scene_count; i++) {
		scene_begin(&p->scene, i);
		uint64_t n = scene_calls(&p->scene, 1 << SHIM_MEMORY);
		for (int sticky = 0; sticky < 2; sticky++) {
			struct sample s = sample_of(
				p, n, p->points / scene_count / 2 + 1);
			for (; s.at < n; s.at += s.step)
				refuse_at(p, s.at, sticky);
		}
	}
}
