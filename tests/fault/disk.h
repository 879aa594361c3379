/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * disk.h - what a disk would hold if the power failed now.
 *
 * Follows what a process does to the files of one folder: what it writes is
 * safe when the file has been synced, what it creates, renames and unlinks
 * when the folder has been.  Before each sync and around each rename it makes
 * copies of the folder as it might be found afterwards: each change of a name
 * that is not safe was done or was not, each file that is not safe has gone,
 * is full of zeros, cut in half, as it was written, has a flipped bit, is
 * empty, or has its old bytes.
 *
 *	disk_begin("index", "copies", 20, seed);
 *	... all disk_...() by shim.c ...
 *	disk_end();             "copies/last.0", and so on: all is done
 *
 * Errors: what goes wrong here aborts.
 * Threads: one.
 */
#ifndef MEJU_TESTS_DISK_H
#define MEJU_TESTS_DISK_H

#include <stdint.h>

/* `folder` is one name below the working folder; `copies` is there.  Where the
 * folder itself may be lost, the copy is called so: "copies/early.7.none". */
void disk_begin(const char *folder, const char *copies, unsigned combinations,
	uint64_t seed);
void disk_end(void);

/* Events, before they happen (renamed, unlinked) or after them. */
void disk_made(const char *path, const char *unused); /* a folder */
void disk_created(const char *path, const char *unused);
void disk_written(const char *path, const char *unused);
void disk_synced(const char *path, const char *unused);
void disk_renamed(const char *from, const char *to);
void disk_unlinked(const char *path, const char *unused);
void disk_about_to(const char *what, const char *unused);

#endif
