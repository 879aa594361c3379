/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * spool.h - bytes that are written now and wanted back later: a nameless
 * temporary file that needs little memory, once there are more than a few
 * megabytes.
 *
 * Errors:    sticky; returned by spool_rewind().
 * Ownership: the file vanishes with spool_close() or the process.
 */
#ifndef MEJU_BASE_SPOOL_H
#define MEJU_BASE_SPOOL_H

#include "common/base/buf.h"

#include <stdint.h>

struct spool {
	int fd; /* < 0: not open */
	const char *folder;
	uint64_t len;
	struct buf pending;
	bool filed, taken; /* is any of it in the file; has all that is in
	                      memory been read */
	struct str map;    /* of spool_map() */
	struct error err;
};

/* In `folder`, whose file system gives the room, and whose name is kept. */
MUST_CHECK enum status spool_open(
	struct spool *s, const char *folder, struct error *err);
void spool_put(struct spool *s, const void *bytes, size_t len);

/* All has been put; reading begins. */
MUST_CHECK enum status spool_rewind(struct spool *s, struct error *err);

/* `len` bytes from `off` on; any number of threads may ask. */
MUST_CHECK enum status spool_get(
	const struct spool *s, uint64_t off, void *to, size_t len);

/* The next bytes, empty at the end; valid until the next call. */
MUST_CHECK enum status spool_read(
	struct spool *s, struct str *out, struct error *err);

/* All of it at once; valid until spool_close().  REQUIRES: nothing is put
 * afterwards, and this is asked for once. */
MUST_CHECK enum status spool_map(
	struct spool *s, struct str *out, struct error *err);
void spool_close(struct spool *s);

#endif
