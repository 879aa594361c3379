/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/sweep.h"
#include "common/base/map.h"
#include "common/index/glass.h"
#include "common/index/live.h"
#include "indexer/source.h"

#include <dirent.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdio.h>
#include <unistd.h>

static struct str base(const char *path)
{
	const char *slash = strrchr(path, '/');
	return str_from(slash ? slash + 1 : path);
}

static bool note(struct map *names, const char *path)
{
	uint32_t id;
	return map_add(names, base(path), &id) == OK;
}

static bool note_all(
	struct map *names, const char *folder, const struct manifest *m)
{
	char path[4096 + 64];
	bool good = true;
	for (uint32_t i = 0; i < m->segment_count && good; i++) {
		const struct manifest_segment *s = &m->segments[i];
		manifest_segment_path(path, sizeof path, folder, s->id);
		good = note(names, path);
		if (s->live && good) {
			live_path(path, sizeof path, folder, s->id, s->live);
			good = note(names, path);
		}
	}
	for (uint32_t i = 0; i < m->source_count && good; i++) {
		sources_file(path, sizeof path, folder, m->sources[i]);
		good = note(names, path);
	}
	return good;
}

static bool is_ours(const char *name)
{
	static const char *const shapes[] = {"new.??????", "new.*[0-9].seg",
		"[0-9a-f]*[0-9a-f].seg", "[0-9a-f]*.*[0-9].live",
		"[0-9a-f]*.*[0-9].live.new", "[0-9]*.sources",
		"[0-9]*.sources.new", "manifest.new", "manifest.copy.new"};
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
		if (fnmatch(shapes[i], name, 0) == 0)
			return true;
	return false;
}

/* A file that only a second commit writes: there was an index here. */
static bool is_of_an_index(const char *name)
{
	return (fnmatch("[0-9]*.sources", name, 0) == 0 &&
		       strcmp(name, "1.sources") != 0) ||
	       fnmatch("[0-9a-f]*.*[0-9].live", name, 0) == 0;
}

/* Of a database of Xapian. */
static bool is_of_xapian(const char *name)
{
	return fnmatch("*.glass", name, 0) == 0 ||
	       strcmp(name, "iamglass") == 0 || strcmp(name, "flintlock") == 0;
}

static bool is_shard(const char *name)
{
	return fnmatch("shard-[0-9]*-of-[0-9]*", name, 0) == 0;
}

/* A database in which nothing was ever committed. */
static bool is_void(const char *folder, const char *name)
{
	char path[4096 + 64];
	struct xap_db *db;
	struct xap_stats stats = {0};
	if (!is_shard(name))
		return false;
	snprintf(path, sizeof path, "%s/%.40s/iamglass", folder, name);
	if (access(path, F_OK) != 0)
		return true;
	*strrchr(path, '/') = '\0';
	if (xap_db_open(path, &db, NULL) != OK)
		return false;
	bool counted = xap_db_stats(db, &stats, NULL) == OK;
	xap_db_free(db);
	return counted && stats.last_doc == 0;
}

bool sweep_may(const char *folder)
{
	DIR *dir = opendir(folder);
	bool ours = true;
	for (struct dirent *e; dir && ours && (e = readdir(dir));)
		ours = (is_ours(e->d_name) && !is_of_an_index(e->d_name)) ||
		       is_void(folder, e->d_name) ||
		       strcmp(e->d_name, "lock") == 0 ||
		       strcmp(e->d_name, ".") == 0 ||
		       strcmp(e->d_name, "..") == 0;
	if (dir)
		closedir(dir);
	return ours;
}

void sweep(const char *folder, const struct manifest *m)
{
	struct map names = {0};
	DIR *dir = note_all(&names, folder, m) ? opendir(folder) : NULL;
	for (struct dirent *e; dir && (e = readdir(dir));) {
		struct str name = str_from(e->d_name);
		if (is_ours(e->d_name) && map_find(&names, name) == MAP_NONE)
			unlinkat(dirfd(dir), e->d_name, 0);
	}
	if (dir)
		closedir(dir);
	map_release(&names);
}

void workshop_path(char *out, size_t size, const char *folder)
{
	snprintf(out, size, "%s/merging", folder);
}

void sweep_workshop(const char *folder)
{
	char path[4096 + 16];
	workshop_path(path, sizeof path, folder);
	DIR *dir = opendir(path);
	for (struct dirent *e; dir && (e = readdir(dir));)
		if (is_ours(e->d_name) || is_of_xapian(e->d_name))
			unlinkat(dirfd(dir), e->d_name, 0);
	if (dir)
		closedir(dir);
	rmdir(path);
}

static void remove_database(int folder, const char *name)
{
	int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	for (struct dirent *e; dir && (e = readdir(dir));)
		if (is_of_xapian(e->d_name))
			unlinkat(fd, e->d_name, 0);
	if (dir)
		closedir(dir);
	else if (fd >= 0)
		close(fd);
	unlinkat(folder, name, AT_REMOVEDIR);
}

void sweep_shards(const char *folder)
{
	DIR *dir = opendir(folder);
	for (struct dirent *e; dir && (e = readdir(dir));)
		if (is_shard(e->d_name))
			remove_database(dirfd(dir), e->d_name);
	if (dir)
		closedir(dir);
}
