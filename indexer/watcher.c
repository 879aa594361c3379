/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/watcher.h"
#include "common/base/stop.h"
#include "indexer/parse/parse.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Milliseconds: of quiet, of changes that do not end, between two looks at the
 * roots, between two walks over all. */
enum { SETTLE = 200, PATIENCE = 3000, LOOK = 2000, WALK = 3600 * 1000 };

/* Of a hard link only IN_CREATE tells, of a file that stays open IN_MODIFY. */
static const uint32_t CHANGES = IN_CREATE | IN_MODIFY | IN_CLOSE_WRITE |
				IN_ATTRIB | IN_MOVED_FROM | IN_MOVED_TO |
				IN_DELETE;

static int64_t milliseconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000) + t.tv_nsec / 1000000;
}

/* False if it is longer than a path can be. */
static bool path_of(
	char *out, size_t size, const struct watcher_root *r, const char *below)
{
	return snprintf(out, size, "%s%s%s", r->path, below[0] ? "/" : "",
		       below) < (int)size;
}

static void fail(struct watcher *w, enum status status, const char *path)
{
	if (w->status != OK)
		return;
	w->status = status;
	if (status == ERR_LIMIT)
		error_set(&w->err, status,
			"cannot watch %s: this user's folders that may be "
			"watched are used up; raise the sysctl "
			"fs.inotify.max_user_watches",
			path);
	else
		error_set(&w->err, status, "out of memory watching %s", path);
}

/* Watch one folder; false if there is none. */
static bool watch_folder(struct watcher *w, uint32_t root, const char *below)
{
	char path[4096];
	struct watcher_root *r = &w->roots.v[root];
	if (!path_of(path, sizeof path, r, below))
		return false;
	int wd = inotify_add_watch(w->fd, path,
		CHANGES | IN_ONLYDIR | IN_EXCL_UNLINK |
			(below[0] ? IN_DONT_FOLLOW : 0));
	if (wd < 0) {
		if (errno == ENOSPC)
			fail(w, ERR_LIMIT, path);
		else if (errno == ENOMEM)
			fail(w, ERR_NOMEM, path);
		return false;
	}
	while (w->folders.len <= (size_t)wd)
		if (vec_push(&w->folders, (struct watcher_folder){0}) != OK) {
			fail(w, ERR_NOMEM, path);
			return false;
		}
	struct watcher_folder *f = &w->folders.v[wd];
	free(f->below); /* it was elsewhere before */
	*f = (struct watcher_folder){root, strdup(below)};
	if (!f->below)
		fail(w, ERR_NOMEM, path);
	return f->below;
}

static bool is_folder(DIR *parent, const struct dirent *e)
{
	struct stat st;
	if (e->d_name[0] == '.')
		return false;
	if (e->d_type != DT_UNKNOWN)
		return e->d_type == DT_DIR;
	return fstatat(dirfd(parent), e->d_name, &st, AT_SYMLINK_NOFOLLOW) ==
		       0 &&
	       S_ISDIR(st.st_mode);
}

static char *join(const char *below, const char *name)
{
	char *s;
	return asprintf(&s, "%s%s%s", below, below[0] ? "/" : "", name) < 0
		       ? NULL
		       : s;
}

/*
 * Watch a folder and all below it.  Each is watched before it is read, so that
 * what appears in it meanwhile is either read or told.
 */
static void watch_below(struct watcher *w, uint32_t root, const char *below)
{
	VEC(char *) open = {0};
	char path[4096];
	char *at = strdup(below);
	while (at && w->status == OK) {
		DIR *dir = watch_folder(w, root, at) &&
					   path_of(path, sizeof path,
						   &w->roots.v[root], at)
				   ? opendir(path)
				   : NULL;
		for (struct dirent *e; dir && (e = readdir(dir));) {
			char *child =
				is_folder(dir, e) ? join(at, e->d_name) : NULL;
			if (child && vec_push(&open, child) != OK) {
				free(child);
				fail(w, ERR_NOMEM, path);
			}
		}
		if (dir)
			closedir(dir);
		free(at);
		at = open.len ? open.v[--open.len] : NULL;
	}
	free(at);
	while (open.len)
		free(open.v[--open.len]);
	vec_release(&open);
}

static bool is_at_or_below(const char *path, const char *folder)
{
	size_t n = strlen(folder);
	return n == 0 || (strncmp(path, folder, n) == 0 &&
				 (path[n] == '/' || path[n] == '\0'));
}

static void unwatch_below(struct watcher *w, uint32_t root, const char *below)
{
	for (size_t wd = 0; wd < w->folders.len; wd++) {
		struct watcher_folder *f = &w->folders.v[wd];
		if (!f->below || f->root != root ||
			!is_at_or_below(f->below, below))
			continue;
		inotify_rm_watch(w->fd, (int)wd);
		free(f->below);
		f->below = NULL;
	}
}

static void note_time(struct watcher *w)
{
	w->last = milliseconds();
	if (!w->first)
		w->first = w->last;
}

static void note_whole(struct watcher *w, struct watcher_root *r)
{
	r->whole = true;
	note_time(w);
}

static void note_path(
	struct watcher *w, struct watcher_root *r, const char *below)
{
	uint32_t number;
	if (!below[0] || map_add(&r->changed, str_from(below), &number) != OK)
		r->whole = true;
	note_time(w);
}

/* Another folder is at the root's path than before, or the same again. */
static void begin_root(struct watcher *w, uint32_t number)
{
	struct watcher_root *r = &w->roots.v[number];
	struct stat st;
	unwatch_below(w, number, "");
	r->here = file_mark(r->path, &r->mark);
	r->folder = r->here && stat(r->path, &st) == 0 && S_ISDIR(st.st_mode);
	if (r->folder)
		watch_below(w, number, "");
	if (r->here)
		note_whole(w, r);
}

/* Of a folder only what it is counts, for what is in it is told. */
static bool look_at_root(struct watcher *w, uint32_t number)
{
	struct watcher_root *r = &w->roots.v[number];
	struct file_mark now;
	bool here = file_mark(r->path, &now);
	bool same = here && r->here &&
		    (r->folder ? now.device == r->mark.device &&
					    now.inode == r->mark.inode
			       : file_mark_eq(&now, &r->mark));
	if (same || (!here && !r->here))
		return false;
	begin_root(w, number);
	return true;
}

/* Is one another than before? */
static bool look_at_roots(struct watcher *w)
{
	bool other = false, walk = milliseconds() - w->walked >= WALK;
	if (walk)
		w->walked = milliseconds();
	for (uint32_t i = 0; i < w->roots.len; i++) {
		other = look_at_root(w, i) || other;
		if (walk)
			note_whole(w, &w->roots.v[i]);
	}
	return other;
}

static void take_folder_event(struct watcher *w, uint32_t root,
	const char *below, const struct inotify_event *e)
{
	if (e->mask & (IN_MOVED_FROM | IN_DELETE))
		unwatch_below(w, root, below);
	else
		watch_below(w, root, below);
	note_path(w, &w->roots.v[root], below);
}

static void take_event(struct watcher *w, const struct inotify_event *e)
{
	if (e->mask & IN_Q_OVERFLOW) {
		for (uint32_t i = 0; i < w->roots.len; i++)
			begin_root(w, i);
		return;
	}
	if (e->wd < 0 || (size_t)e->wd >= w->folders.len ||
		!w->folders.v[e->wd].below)
		return;
	struct watcher_folder *f = &w->folders.v[e->wd];
	uint32_t root = f->root;
	if (e->mask & IN_IGNORED) {
		free(f->below);
		f->below = NULL;
	} else if (e->len == 0) {
		note_path(w, &w->roots.v[root], f->below);
	} else if (e->name[0] != '.') {
		char *below = join(f->below, e->name);
		if (!below)
			fail(w, ERR_NOMEM, w->roots.v[root].path);
		else if (e->mask & IN_ISDIR)
			take_folder_event(w, root, below, e);
		else if (form_find(str_from(e->name)))
			note_path(w, &w->roots.v[root], below);
		free(below);
	}
}

static void take_events(struct watcher *w)
{
	_Alignas(struct inotify_event) char bytes[1 << 16];
	for (ssize_t n; (n = read(w->fd, bytes, sizeof bytes)) > 0;)
		for (ssize_t at = 0; at < n;) {
			const struct inotify_event *e =
				(const struct inotify_event *)(bytes + at);
			take_event(w, e);
			at += (ssize_t)(sizeof *e + e->len);
		}
}

enum status watcher_open(
	struct watcher *w, char *const *paths, int count, struct error *err)
{
	*w = (struct watcher){.fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK),
		.walked = milliseconds()};
	if (w->fd < 0 && errno == EMFILE)
		return error_set(err, ERR_LIMIT,
			"cannot watch folders: this user's watchers are used "
			"up; raise the sysctl fs.inotify.max_user_instances");
	if (w->fd < 0)
		return error_errno(err, "cannot watch folders");
	for (int i = 0; i < count && w->status == OK; i++) {
		struct watcher_root r = {.path = paths[i]};
		if (vec_push(&w->roots, r) != OK)
			fail(w, ERR_NOMEM, paths[i]);
		else
			begin_root(w, (uint32_t)i);
	}
	if (w->status == OK)
		return OK;
	*err = w->err;
	watcher_close(w);
	return err->status;
}

static int time_to_wait(const struct watcher *w)
{
	if (!watcher_has_news(w))
		return LOOK;
	int64_t end = w->last + SETTLE, latest = w->first + PATIENCE;
	int64_t left = (end < latest ? end : latest) - milliseconds();
	return left > 0 ? (int)left : 0;
}

enum status watcher_wait(struct watcher *w, bool *more, struct error *err)
{
	bool other = false;
	do {
		struct pollfd file = {.fd = w->fd, .events = POLLIN};
		(void)stop_poll(&file, 1, time_to_wait(w));
		take_events(w);
		if (!file.revents)
			other = look_at_roots(w);
		*more = !stop_signal();
	} while (w->status == OK && *more && !other && time_to_wait(w) > 0);
	(void)look_at_roots(w);
	if (w->status != OK)
		*err = w->err;
	return w->status;
}

struct watcher_root *watcher_root(struct watcher *w, const char *path)
{
	size_t i = 0;
	while (strcmp(w->roots.v[i].path, path) != 0)
		i++;
	return &w->roots.v[i];
}

bool watcher_has_news(const struct watcher *w)
{
	for (size_t i = 0; i < w->roots.len; i++) {
		const struct watcher_root *r = &w->roots.v[i];
		if (r->here && (r->whole || r->changed.count))
			return true;
	}
	return false;
}

void watcher_forget(struct watcher *w)
{
	w->first = 0;
	for (size_t i = 0; i < w->roots.len; i++) {
		struct watcher_root *r = &w->roots.v[i];
		if (!r->here)
			continue;
		r->whole = false;
		map_clear(&r->changed);
	}
}

void watcher_close(struct watcher *w)
{
	if (w->fd >= 0)
		close(w->fd);
	for (size_t i = 0; i < w->folders.len; i++)
		free(w->folders.v[i].below);
	for (size_t i = 0; i < w->roots.len; i++)
		map_release(&w->roots.v[i].changed);
	vec_release(&w->folders);
	vec_release(&w->roots);
	w->fd = -1;
}

bool watcher_covers(const struct map *changed, struct str path)
{
	for (size_t end = 0; end < path.len; end++) {
		end = str_find(path, end, '/');
		if (map_find(changed, str_slice(path, 0, end)) != MAP_NONE)
			return true;
	}
	return false;
}
