/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/follow.h"
#include "common/base/stop.h"

#include <stdio.h>
#include <string.h>

enum { AGAIN = 1000 }; /* milliseconds until what failed is tried again */

/* What kept the last sync from its commit, so that it is said once. */
struct trouble {
	char text[ERROR_TEXT_MAX];
};

static void say(struct trouble *t, const struct error *err)
{
	if (strcmp(t->text, err->text) != 0)
		fprintf(stderr, "meju-index: %s\n", err->text);
	memcpy(t->text, err->text, sizeof t->text);
}

/* A root that is not there keeps its documents: it may be on a disk that is
 * not mounted just now. */
static void say_absent(const struct watcher *w, struct trouble *t)
{
	struct error err = {0};
	for (size_t i = 0; i < w->roots.len; i++)
		if (!w->roots.v[i].here) {
			error_set(&err, ERR_NOT_FOUND,
				"%s is not there any more; its documents stay "
				"until it is",
				w->roots.v[i].path);
			break;
		}
	if (err.status != OK)
		say(t, &err);
	else
		t->text[0] = '\0';
}

static void take_news(
	const struct arguments *a, struct watcher *w, struct trouble *t)
{
	struct error err = {0};
	int result = follow_news(a, w, &err);
	if (result == EXIT_GOOD || result == EXIT_SKIPPED) {
		watcher_forget(w);
		t->text[0] = '\0';
	} else {
		say(t, &err);
		(void)stop_poll(NULL, 0, AGAIN);
	}
}

static enum status go_on(
	const struct arguments *a, struct watcher *w, struct error *err)
{
	struct trouble absent = {0}, failed = {0};
	enum status status;
	bool more;
	do {
		status = watcher_wait(w, &more, err);
		say_absent(w, &absent);
		if (status == OK && watcher_has_news(w))
			take_news(a, w, &failed);
	} while (status == OK && more);
	return status;
}

int follow(const struct arguments *a, struct error *err)
{
	struct watcher w;
	if (a->dry_run) {
		error_set(err, ERR_INVALID,
			"--watch and --dry-run exclude each other");
		return EXIT_TROUBLE;
	}
	enum status status = watcher_open(&w, a->words, a->count, err);
	if (status != OK)
		return command_trouble(status);
	watcher_forget(&w); /* all of it, of which the first sync is */
	int result = follow_all(a, err);
	if (result == EXIT_GOOD || result == EXIT_SKIPPED) {
		status = go_on(a, &w, err);
		result = command_trouble(status);
		if (status == OK)
			result = EXIT_GOOD;
	}
	watcher_close(&w);
	return result;
}
