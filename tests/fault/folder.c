/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/fault/folder.h"
#include "tests/support/test.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void require(bool good, const char *path)
{
	if (good)
		return;
	perror(path);
	abort();
}

struct buf folder_read(const char *path)
{
	struct buf b = {0};
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	require(fd >= 0, path);
	for (ssize_t n = 1; n > 0; b.len += (size_t)n) {
		char *to = buf_reserve(&b, 1 << 16);
		require(to, path);
		n = read(fd, to, 1 << 16);
		require(n >= 0, path);
	}
	close(fd);
	return b;
}

void folder_write(const char *path, struct str bytes)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	require(fd >= 0, path);
	require(write(fd, bytes.p, bytes.len) == (ssize_t)bytes.len, path);
	close(fd);
}

static int by_name(const void *a, const void *b)
{
	const struct folder_file *x = a, *y = b;
	return strcmp(x->name, y->name);
}

void folder_load(struct folder *f, const char *path)
{
	*f = (struct folder){0};
	DIR *dir = opendir(path);
	f->exists = dir;
	for (struct dirent *e; dir && (e = readdir(dir));) {
		char whole[4096];
		struct folder_file file = {0};
		struct stat st;
		snprintf(whole, sizeof whole, "%s/%s", path, e->d_name);
		if (stat(whole, &st) < 0 || !S_ISREG(st.st_mode))
			continue;
		snprintf(file.name, sizeof file.name, "%s", e->d_name);
		file.bytes = folder_read(whole);
		require(vec_push(&f->files, file) == OK, path);
	}
	if (dir)
		closedir(dir);
	if (f->files.len)
		qsort(f->files.v, f->files.len, sizeof *f->files.v, by_name);
}

void folder_remove(const char *path)
{
	if (access(path, F_OK) == 0)
		remove_tree(path);
}

void folder_put(const struct folder *f, const char *path)
{
	folder_remove(path);
	if (!f->exists)
		return;
	require(mkdir(path, 0777) == 0, path);
	for (size_t i = 0; i < f->files.len; i++) {
		char whole[4096];
		snprintf(
			whole, sizeof whole, "%s/%s", path, f->files.v[i].name);
		folder_write(whole, buf_str(&f->files.v[i].bytes));
	}
}

void folder_release(struct folder *f)
{
	for (size_t i = 0; i < f->files.len; i++)
		buf_release(&f->files.v[i].bytes);
	vec_release(&f->files);
}
