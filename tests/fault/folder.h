/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * folder.h - the files of a folder in memory, to be put back again.
 *
 * Errors: what goes wrong here aborts: it is the test that fails.
 */
#ifndef MEJU_TESTS_FOLDER_H
#define MEJU_TESTS_FOLDER_H

#include "common/base/buf.h"
#include "common/base/vec.h"

enum { FOLDER_NAME = 256 };

struct folder_file {
	char name[FOLDER_NAME];
	struct buf bytes;
};

struct folder {
	bool exists;
	VEC(struct folder_file) files; /* by name; no folders */
};

void folder_load(struct folder *f, const char *path);

/* Make the folder what it was, with nothing else in it. */
void folder_put(const struct folder *f, const char *path);
void folder_release(struct folder *f);

/* Remove it with all in it. */
void folder_remove(const char *path);

struct buf folder_read(const char *path);
void folder_write(const char *path, struct str bytes);

#endif
