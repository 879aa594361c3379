/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sandbox.h - what the process needs not do, it cannot do any more (Landlock).
 *
 *	struct sandbox s;
 *	sandbox_begin(&s);
 *	sandbox_read(&s, "/srv/index");
 *	status = sandbox_enter(&s, &err);
 *
 * Files that were not allowed cannot be opened, none can be run, and no TCP
 * socket can be bound or connected.  What is open stays so.  It holds for this
 * thread and those it starts, for ever.
 *
 * A kernel older than 5.13, or one without Landlock, does not do it; an older
 * one than 6.7 leaves TCP alone.  That is no failure: this is a second wall.
 *
 * Errors:    what cannot be allowed is not, and shows when it is wanted.
 */
#ifndef MEJU_QUERY_SERVE_SANDBOX_H
#define MEJU_QUERY_SERVE_SANDBOX_H

#include "common/base/status.h"

struct sandbox {
	int fd; /* < 0: the kernel has none */
	unsigned version;
};

void sandbox_begin(struct sandbox *s);

/* That file, or all below that folder, may be read. */
void sandbox_read(struct sandbox *s, const char *path);

/* The folder that it is in may be read, so that it may be replaced by another
 * of its name. */
void sandbox_read_beside(struct sandbox *s, const char *path);

/* Files in the folder that it is in may be made, replaced and removed. */
void sandbox_replace(struct sandbox *s, const char *path);

MUST_CHECK enum status sandbox_enter(struct sandbox *s, struct error *err);

#endif
