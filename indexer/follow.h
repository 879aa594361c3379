/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * follow.h - `meju-index sync --watch`: a sync that goes on, commit by commit,
 * with what a watcher tells.  Between two commits others may write.
 *
 * Errors: those of a sync at the beginning; later ones are said once, and it
 *         is tried again.
 */
#ifndef MEJU_INDEXER_FOLLOW_H
#define MEJU_INDEXER_FOLLOW_H

#include "indexer/command.h"
#include "indexer/watcher.h"

/* Until a signal comes; then what is known to have changed is committed. */
command_run follow;

/* One sync of all, and one of what has changed; in sync.c. */
command_run follow_all;
int follow_news(
	const struct arguments *a, struct watcher *w, struct error *err);

#endif
