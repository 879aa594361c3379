/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fault.c - does an index survive whatever happens?
 *
 *	meju-fault PART [POINTS [SCENES]]
 *
 *	kill      the writer is killed before, in and after its system calls
 *	power     the power fails: what was not synced may be lost or spoilt
 *	error     system calls fail, once or from then on
 *	memory    allocations fail, once or from then on
 *	damage    each byte of an index changes, files are cut, swapped, gone
 *
 * Tries POINTS (about) points of each of SCENES (1) random indexes.  SEED
 * names the first; MEJU_FAULT_TALK makes it print what the programs said.
 */
#include "tests/fault/part.h"

#include <inttypes.h>
#include <time.h>

static const struct {
	const char *name;
	part_run *run;
} PARTS[] = {
	{"kill", part_kill},
	{"power", part_power},
	{"error", part_error},
	{"memory", part_memory},
	{"damage", part_damage},
};

enum { PART_COUNT = sizeof PARTS / sizeof *PARTS, SHOWN_MAX = 60 };

void part_wrong(struct part *p, const char *fmt, ...)
{
	va_list ap;
	if (p->wrong++ >= SHOWN_MAX)
		return;
	va_start(ap, fmt);
	fputs("WRONG: ", stdout);
	vprintf(fmt, ap);
	putchar('\n');
	va_end(ap);
	fflush(stdout);
}

void part_heard(struct part *p, const char *said)
{
	static VEC(uint64_t) known;
	uint64_t hash = 0;
	if (!p->talk)
		return;
	for (const char *c = said; *c; c++)
		if (*c < '0' || *c > '9')
			hash = (hash ^ (unsigned char)*c) * 0x100000001b3u;
	for (size_t i = 0; i < known.len; i++)
		if (known.v[i] == hash)
			return;
	if (vec_push(&known, hash) == OK)
		printf("said: %s", said);
}

bool part_is_sentence(const char *said)
{
	const char *skipped;
	while ((skipped = strstr(said, "; skipped\n")))
		said = skipped + 10;
	const char *newline = strchr(said, '\n');
	return strncmp(said, "meju-", 5) == 0 && newline && !newline[1] &&
	       newline - said > 20;
}

bool part_stands(const char *said)
{
	return strstr(said, "the commit stands, but segments could not be "
			    "merged: ");
}

struct sample sample_of(struct part *p, uint64_t total, uint64_t most)
{
	uint64_t step = most ? (total + most - 1) / most : total;
	if (step < 1)
		step = 1;
	return (struct sample){rng_below(&p->rng, step), step};
}

static bool same(const struct image *a, const struct image *b)
{
	return a->digest == b->digest && a->docs == b->docs &&
	       a->opened == b->opened;
}

static bool is_old(const struct part *p, const struct image *now, bool later)
{
	const struct image *was = &p->scene.was;
	return same(now, was) && (later || now->opened != OK ||
					 now->generation == was->generation);
}

/* A command may make more than one commit: its own, then merges. */
static bool is_new(const struct part *p, const struct image *now, bool later)
{
	const struct scene *s = &p->scene;
	return same(now, &s->becomes) &&
	       (later || (now->generation > s->was.generation &&
				 now->generation <= s->becomes.generation));
}

/* The next writer is another command, or the same again. */
static void settle_next(struct part *p, const struct aftermath *a, bool again,
	const char *where)
{
	const struct scene *s = &p->scene;
	const struct image *wanted = again ? &s->becomes : &a->before;
	if (a->next != (again ? s->status : 0))
		part_wrong(
			p, "%s: the next writer ends with %d", where, a->next);
	else if (a->after.opened != OK || a->after.checked != OK)
		part_wrong(p, "%s: after the next writer: %s", where,
			a->after.why);
	else if (a->after.orphan[0])
		part_wrong(p, "%s: after the next writer there is still %s",
			where, a->after.orphan);
	else if (a->after.digest != wanted->digest ||
		 a->after.docs != wanted->docs)
		part_wrong(p, "%s: the next writer makes another index", where);
}

static bool is_allowed(
	const struct part *p, const struct image *now, unsigned may_be)
{
	bool later = may_be & PART_LATER;
	return may_be & PART_ANY ||
	       (may_be & PART_OLD && is_old(p, now, later)) ||
	       (may_be & PART_NEW && is_new(p, now, later));
}

/* Every other time the command is given again, unless all is done. */
static bool is_given_again(const struct part *p, unsigned may_be)
{
	struct image now;
	if (may_be & PART_ANY)
		return true;
	if (p->tried % 2 == 0 || p->scene.is_reader)
		return false;
	image_take(&now, "index");
	return is_old(p, &now, false) || !is_new(p, &now, true);
}

void part_settle(struct part *p, unsigned may_be, const char *where)
{
	struct aftermath a;
	bool again = is_given_again(p, may_be);
	trial_inspect(&a, "index",
		again ? p->scene.line
		      : "meju-index delete -q -d index no-such-document");
	if (a.crashed)
		part_wrong(p, "%s: reading it ends with %d", where, a.crashed);
	else if (a.before.opened != OK && a.before.opened != ERR_NOT_FOUND)
		part_wrong(
			p, "%s: it cannot be opened: %s", where, a.before.why);
	else if (a.before.checked != OK)
		part_wrong(p, "%s: check: %s", where, a.before.why);
	else if (!is_allowed(p, &a.before, may_be))
		part_wrong(p, "%s: it is %s", where,
			is_old(p, &a.before, true)   ? "the old index"
			: is_new(p, &a.before, true) ? "the new index"
						     : "another index");
	else
		settle_next(p, &a, again, where);
}

static double seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int run(size_t part, uint64_t points, unsigned scenes)
{
	struct part p = {
		.points = points, .talk = getenv("MEJU_FAULT_TALK") != NULL};
	uint64_t first = seed();
	double began = seconds();
	for (unsigned i = 0; i < scenes; i++) {
		rng_init(&p.rng, first + i);
		scene_make(&p.scene, first + i);
		PARTS[part].run(&p);
		scene_release(&p.scene);
	}
	double took = seconds() - began;
	printf("%s: %" PRIu64 " points in %u scenes, %" PRIu64
	       " took effect, %u wrong; %.0f s, %.0f a second\n",
		PARTS[part].name, p.tried, scenes, p.hit, p.wrong, took,
		(double)p.tried / took);
	return p.wrong ? 1 : 0;
}

int main(int argc, char **argv)
{
	size_t part = 0;
	while (argc > 1 && part < PART_COUNT &&
		strcmp(PARTS[part].name, argv[1]) != 0)
		part++;
	if (argc < 2 || part == PART_COUNT) {
		fputs("usage: meju-fault kill|power|error|memory|damage "
		      "[POINTS [SCENES]]\n",
			stderr);
		return 2;
	}
	return run(part, argc > 2 ? strtoull(argv[2], NULL, 10) : 500,
		argc > 3 ? (unsigned)strtoul(argv[3], NULL, 10) : 1);
}
