/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/orphan.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { ID_DIGITS = 32 };

/* The id that a name begins with; returns what follows, or NULL. */
static const char *parse_id(const char *name, struct hash128 *id)
{
	char half[ID_DIGITS / 2 + 1] = "";
	if (strspn(name, "0123456789abcdef") != ID_DIGITS)
		return NULL;
	memcpy(half, name, ID_DIGITS / 2);
	id->high = strtoull(half, NULL, 16);
	id->low = strtoull(name + ID_DIGITS / 2, NULL, 16);
	return name + ID_DIGITS;
}

static bool is_same(struct hash128 a, struct hash128 b)
{
	return a.low == b.low && a.high == b.high;
}

static bool is_named(const struct manifest *m, struct hash128 id)
{
	for (uint32_t i = 0; m && i < m->segment_count; i++)
		if (is_same(m->segments[i].id, id))
			return true;
	return false;
}

static int64_t modified(int folder, const char *name)
{
	struct stat st;
	if (fstatat(folder, name, &st, 0) != 0)
		return INT64_MIN;
	return st.st_mtim.tv_sec * INT64_C(1000000000) + st.st_mtim.tv_nsec;
}

/* "5.sources", or ".5.live" behind an id: 5; 0 for any other. */
static uint64_t generation_in(const char *text, const char *ending)
{
	char *end;
	uint64_t n = strtoull(text, &end, 10);
	return end > text && strcmp(end, ending) == 0 ? n : 0;
}

static void note_generation(struct orphans *o, uint64_t n)
{
	if (n > o->generation)
		o->generation = n;
}

static enum status note_segments(
	struct orphans *o, DIR *dir, const struct manifest *m)
{
	int64_t since = m ? modified(dirfd(dir), "manifest.copy") : INT64_MIN;
	enum status status = OK;
	for (struct dirent *e; status == OK && (e = readdir(dir));) {
		struct orphan x = {0};
		const char *rest = parse_id(e->d_name, &x.id);
		if (!rest || strcmp(rest, ".seg") != 0 || is_named(m, x.id))
			continue;
		x.modified = modified(dirfd(dir), e->d_name);
		if (!m || x.modified > since)
			status = vec_push(&o->v, x);
	}
	return status;
}

static void note_others(struct orphans *o, DIR *dir)
{
	for (struct dirent *e; (e = readdir(dir));) {
		struct hash128 id;
		const char *rest = parse_id(e->d_name, &id);
		note_generation(o, generation_in(e->d_name, ".sources"));
		if (!rest || rest[0] != '.')
			continue;
		uint64_t n = generation_in(rest + 1, ".live");
		note_generation(o, n);
		for (size_t i = 0; i < o->v.len; i++)
			if (is_same(o->v.v[i].id, id) && n > o->v.v[i].live)
				o->v.v[i].live = n;
	}
}

static int by_age(const void *a, const void *b)
{
	const struct orphan *x = a, *y = b;
	int c = (x->modified > y->modified) - (x->modified < y->modified);
	return c ? c : (x->id.high > y->id.high) - (x->id.high < y->id.high);
}

enum status orphans_find(
	struct orphans *o, const char *folder, const struct manifest *m)
{
	*o = (struct orphans){0};
	DIR *dir = opendir(folder);
	if (!dir)
		return OK;
	enum status status = note_segments(o, dir, m);
	rewinddir(dir);
	note_others(o, dir);
	closedir(dir);
	if (o->v.len)
		qsort(o->v.v, o->v.len, sizeof *o->v.v, by_age);
	return status;
}

void orphans_release(struct orphans *o)
{
	vec_release(&o->v);
}
