/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * part_kill.c - kill -9 before, in the middle of and after each system call
 * of each command that writes.
 */
#include "tests/fault/part.h"

static const struct {
	enum shim_what what;
	const char *name;
	unsigned calls; /* the others are the same as after the call */
} WAYS[] = {
	{SHIM_KILL_BEFORE, "before", SHIM_IO},
	{SHIM_KILL_AMID, "amid", 1 << SHIM_WRITE},
	{SHIM_KILL_AFTER, "after", SHIM_IO},
};

enum { WAY_COUNT = sizeof WAYS / sizeof *WAYS };

static bool reported(const struct trial *t)
{
	return strstr(t->said, "; ") && strstr(t->said, " s\n");
}

/* The next writer, which clears up, is killed as well. */
static void kill_again(struct part *p, uint64_t calls)
{
	struct trial t;
	const struct shim_plan plan = {.calls = SHIM_IO,
		.what = SHIM_KILL_AFTER,
		.at = rng_below(&p->rng, calls)};
	trial_run(&t, p->scene.line, &plan);
}

static void kill_at(struct part *p, size_t way, uint64_t at, uint64_t calls)
{
	unsigned may_be = PART_OLD | PART_NEW;
	char where[512];
	struct trial t;
	const struct shim_plan plan = {
		.calls = WAYS[way].calls, .what = WAYS[way].what, .at = at};
	scene_reset(&p->scene);
	trial_run(&t, p->scene.line, &plan);
	snprintf(where, sizeof where,
		"%s, killed %s call %llu (%s %.200s), scene %llu",
		p->scene.name, WAYS[way].name, (unsigned long long)at,
		shim_name(t.report.call), t.report.name,
		(unsigned long long)p->scene.seed);
	p->tried++;
	p->hit += t.report.hits > 0;
	if (t.report.hits && t.status != -9)
		part_wrong(p, "%s: it ended with %d", where, t.status);
	if (reported(&t))
		may_be = PART_NEW;
	if (rng_below(&p->rng, 4) == 0) {
		kill_again(p, calls);
		may_be |= PART_LATER;
	}
	part_settle(p, may_be, where);
}

void part_kill(struct part *p)
{
	for (size_t i = 0; i < scene_writers; i++) {
		scene_begin(&p->scene, i);
		for (size_t w = 0; w < WAY_COUNT; w++) {
			uint64_t n = scene_calls(&p->scene, WAYS[w].calls);
			struct sample s = sample_of(p, n,
				p->points / scene_writers / WAY_COUNT + 1);
			for (; s.at < n; s.at += s.step)
				kill_at(p, w, s.at, n);
		}
	}
}
