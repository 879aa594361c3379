/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * part_power.c - the power fails: each copy that disk.c makes of what may be
 * left is the old index or the new one, and the new one if all was done.
 */
#include "tests/fault/disk.h"
#include "tests/fault/part.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

/* Of one run: copies for each point at which the power can fail. */
static void try_copies(struct part *p, bool done)
{
	DIR *dir = opendir("copies");
	for (struct dirent *e; dir && (e = readdir(dir));) {
		char path[300], where[600];
		if (e->d_name[0] == '.')
			continue;
		snprintf(path, sizeof path, "copies/%s", e->d_name);
		folder_remove("index");
		if (strstr(e->d_name, ".none"))
			rmdir(path);
		else if (rename(path, "index") < 0)
			abort();
		bool last = strncmp(e->d_name, "last", 4) == 0;
		snprintf(where, sizeof where,
			"%s, power fails, copy %s, scene %llu", p->scene.name,
			e->d_name, (unsigned long long)p->scene.seed);
		p->tried++;
		p->hit++;
		part_settle(p, last && done ? PART_NEW : PART_OLD | PART_NEW,
			where);
	}
	closedir(dir);
}

void part_power(struct part *p)
{
	enum { POINTS = 40 }; /* of a command, about */
	for (size_t i = 0; i < scene_writers; i++) {
		struct trial t;
		uint64_t each = p->points / scene_writers / POINTS + 3;
		scene_begin(&p->scene, i);
		disk_begin(
			"index", "copies", (unsigned)each, rng_next(&p->rng));
		trial_run(&t, p->scene.line,
			&(struct shim_plan){
				.calls = SHIM_IO, .what = SHIM_WATCH});
		if (t.status != p->scene.status)
			part_wrong(p, "%s: ended with %d: %s", p->scene.name,
				t.status, t.said);
		try_copies(p, t.status == p->scene.status);
	}
}
