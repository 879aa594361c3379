/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * part_damage.c - one byte of a file changes, a file is cut, a page of it is
 * zeros, it has gone, is another's or has grown: `check` finds it, and what
 * queries find is right or an error.
 */
#include "common/index/check.h"
#include "tests/fault/part.h"

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PAGE = 4096, EDGE = 64, SECONDS = 10 };

enum kind { FLIP, CUT, ZERO, GROW, SWAP, GONE };

struct point {
	uint32_t file;
	enum kind kind;
	uint32_t at; /* a byte, a length, a page, a number of a donor */
	uint8_t bit;
};

typedef VEC(struct point) points;

/* What a child tells while it goes. */
struct progress {
	uint64_t at, tried, changed;
	char wrong[512];
	bool is_wrong;
};

struct damage {
	struct folder index, other;
	uint64_t digest;
	points points;
	struct progress *progress;
};

/* ---- what there is to do ---- */

static void add(
	struct damage *d, size_t file, enum kind kind, size_t at, uint64_t bit)
{
	if (vec_push(&d->points, (struct point){(uint32_t)file, kind,
					 (uint32_t)at, (uint8_t)bit}) != OK)
		abort();
}

/* All bits of the ends of a file and of a small file; else one a byte. */
static void add_flips(struct damage *d, size_t file, size_t len, struct rng *r)
{
	for (size_t i = 0; i < len; i++) {
		bool all = len < 1024 || i < EDGE || i + EDGE >= len;
		for (unsigned bit = 0; bit < 8 && all; bit++)
			add(d, file, FLIP, i, bit);
		if (!all)
			add(d, file, FLIP, i, rng_below(r, 8));
	}
}

/* A copy of the manifest may be missing, or of another commit. */
static bool is_in_doubt(const char *name)
{
	return strcmp(name, "manifest.copy") == 0;
}

/* Which index a list of sources belongs to is not written anywhere. */
static bool are_lists(const char *a, const char *b)
{
	return strstr(a, ".sources") && strstr(b, ".sources");
}

static const struct folder_file *donor(const struct damage *d, size_t at)
{
	size_t own = d->index.files.len;
	return at < own ? &d->index.files.v[at] : &d->other.files.v[at - own];
}

static void add_file(struct damage *d, size_t file, struct rng *r)
{
	const struct folder_file *f = &d->index.files.v[file];
	size_t len = f->bytes.len;
	if (strstr(f->name, "lock"))
		return;
	add_flips(d, file, len, r);
	for (size_t i = 0; i < len; i++)
		add(d, file, CUT, i, 0);
	for (size_t i = 0; i < len; i += PAGE)
		add(d, file, ZERO, i, 0);
	for (size_t i = 1; i <= 3; i++)
		add(d, file, GROW, i, 0);
	if (is_in_doubt(f->name))
		return;
	for (size_t i = 0; i < d->index.files.len + d->other.files.len; i++)
		if (!are_lists(f->name, donor(d, i)->name))
			add(d, file, SWAP, i, 0);
	add(d, file, GONE, 0, 0);
}

/* ---- doing it ---- */

static void change(const struct damage *d, const struct point *p, struct buf *b)
{
	buf_clear(b);
	const struct folder_file *from =
		p->kind == SWAP ? donor(d, p->at) : &d->index.files.v[p->file];
	buf_put_str(b, buf_str(&from->bytes));
	if (p->kind == FLIP)
		b->p[p->at] ^= (char)(1 << p->bit);
	else if (p->kind == CUT)
		b->len = p->at;
	else if (p->kind == ZERO)
		memset(b->p + p->at, 0,
			b->len - p->at < PAGE ? b->len - p->at : PAGE);
	for (uint32_t i = 0; p->kind == GROW && i < p->at; i++)
		buf_putc(b, p->at == 2 ? 0 : b->p[i]);
}

static void no_report(void *data, const char *sentence)
{
	(void)data, (void)sentence;
}

static void tell(struct progress *g, const struct point *p, const char *name,
	const char *what)
{
	static const char *const kinds[] = {"flipped bit", "cut",
		"page of zeros", "grown", "swapped", "gone"};
	g->is_wrong = true;
	snprintf(g->wrong, sizeof g->wrong, "%s: %s at %u (bit %u): %s", name,
		kinds[p->kind], p->at, p->bit, what);
}

static void look(
	const struct damage *d, const struct point *p, const char *name)
{
	struct error err = {0};
	uint64_t digest;
	alarm(SECONDS);
	if (check_index("index", no_report, NULL, &err) == OK)
		tell(d->progress, p, name, "check does not find it");
	else if (image_queries("index", &digest, &err) == OK &&
		 digest != d->digest)
		tell(d->progress, p, name, "queries find something else");
	alarm(0);
}

static void try_point(const struct damage *d, const struct point *p)
{
	static struct buf b;
	const struct folder_file *f = &d->index.files.v[p->file];
	char path[512];
	snprintf(path, sizeof path, "index/%s", f->name);
	change(d, p, &b);
	d->progress->tried++;
	if (p->kind != GONE && str_eq(buf_str(&b), buf_str(&f->bytes)))
		return;
	d->progress->changed++;
	if (p->kind == GONE)
		unlink(path);
	else
		folder_write(path, buf_str(&b));
	look(d, p, f->name);
	folder_write(path, buf_str(&f->bytes));
}

/* Points from progress->at on, until one is wrong. */
static void run_child(const struct damage *d, uint64_t step)
{
	for (struct progress *g = d->progress;
		g->at < d->points.len && !g->is_wrong; g->at += step)
		try_point(d, &d->points.v[g->at]);
	_exit(0);
}

static void run(struct part *p, struct damage *d, struct sample s)
{
	struct progress *g = d->progress;
	*g = (struct progress){.at = s.at};
	while (g->at < d->points.len) {
		int status;
		g->is_wrong = false;
		folder_put(&d->index, "index");
		pid_t pid = fork();
		if (pid == 0)
			run_child(d, s.step);
		if (pid < 0 || waitpid(pid, &status, 0) != pid)
			abort();
		if (status) {
			const struct point *at = &d->points.v[g->at];
			tell(g, at, d->index.files.v[at->file].name,
				WIFSIGNALED(status)
					? strsignal(WTERMSIG(status))
					: "it ends");
			g->at += s.step;
		}
		if (g->is_wrong)
			part_wrong(p, "%s, scene %llu", g->wrong,
				(unsigned long long)p->scene.seed);
	}
	p->tried += g->tried;
	p->hit += g->changed;
}

void part_damage(struct part *p)
{
	struct damage d = {0};
	struct error err = {0};
	folder_load(&d.index, "index");
	folder_load(&d.other, "other");
	if (image_queries("index", &d.digest, &err) != OK)
		abort();
	for (size_t i = 0; i < d.index.files.len; i++)
		add_file(&d, i, &p->rng);
	d.progress = mmap(NULL, sizeof *d.progress, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	run(p, &d, sample_of(p, d.points.len, p->points));
	munmap(d.progress, sizeof *d.progress);
	vec_release(&d.points);
	folder_release(&d.index);
	folder_release(&d.other);
}
