/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * watcher.h - which files below some roots have changed, as the system tells
 * it.
 *
 *	watcher_open(&w, paths, count, &err);
 *	do {
 *		status = watcher_wait(&w, &more, &err);
 *		... for each root that is here: what is `whole` or in `changed`
 *		watcher_forget(&w)      if that has been dealt with
 *	} while (status == OK && more);
 *	watcher_close(&w);
 *
 * Folders are watched with inotify, and looked at every other second, for what
 * inotify does not tell: that a root, or a folder above it, is another one now.
 * A root that vanishes is not here until it comes back; then all of it may have
 * changed.  So it may when the system has lost count, and once an hour: articles
 * expire, and other hosts change what they share with this one in silence.
 *
 * Errors:    ERR_LIMIT when the system watches no more folders, ERR_NOMEM.
 * Ownership: borrows the paths of the roots.
 * Threads:   one at a time.
 */
#ifndef MEJU_INDEXER_WATCHER_H
#define MEJU_INDEXER_WATCHER_H

#include "common/base/file.h"
#include "common/base/map.h"
#include "common/base/vec.h"

struct watcher_root {
	const char *path;
	struct file_mark mark; /* of the root when it was last looked at */
	bool here, folder;
	bool whole;         /* all of it may have changed             */
	struct map changed; /* files and folders below it             */
};

/* A folder that is watched: `below` its root, allocated; NULL: none. */
struct watcher_folder {
	uint32_t root;
	char *below;
};

struct watcher {
	int fd;
	VEC(struct watcher_root) roots;
	VEC(struct watcher_folder) folders; /* by watch descriptor */
	int64_t first, last; /* milliseconds, of changes since forgotten */
	int64_t walked;      /* when all was last said to have changed  */
	enum status status;  /* of what events made necessary            */
	struct error err;
};

MUST_CHECK enum status watcher_open(
	struct watcher *w, char *const *paths, int count, struct error *err);

/*
 * Until a root that is here has changed and nothing happens for a moment, but
 * no longer than some seconds; or until a root comes or goes; or until a signal
 * comes (stop.h): then *more is false, and what is known by then is there.
 */
MUST_CHECK enum status watcher_wait(
	struct watcher *w, bool *more, struct error *err);

/* The root of that path, as it was given. */
struct watcher_root *watcher_root(struct watcher *w, const char *path);

/* Are there changes of roots that are here? */
bool watcher_has_news(const struct watcher *w);

/* What has changed is known, in roots that are here. */
void watcher_forget(struct watcher *w);
void watcher_close(struct watcher *w);

/* Is a path, or a folder above it, in the map? */
bool watcher_covers(const struct map *changed, struct str path);

#endif
