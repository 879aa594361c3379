/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * warning.h - what the parser repaired, in sentences for the person who typed.
 *
 * A sentence has no full stop and no line break, and is safe to print: what it
 * quotes of the query is cut short, its control characters are spaces.
 *
 * Errors:    sticky; status is ERR_NOMEM once memory ran out.
 * Ownership: everything lives in the arena.
 */
#ifndef MEJU_QUERY_LANG_WARNING_H
#define MEJU_QUERY_LANG_WARNING_H

#include "common/base/arena.h"
#include "common/base/status.h"

/* The last of them says that there were more. */
enum { WARNINGS_MAX = 16 };

struct warnings {
	struct arena *arena;
	struct str *v;
	unsigned count;
	enum status status;
};

/* Adds: "`piece`" `what`. */
void warn(struct warnings *w, struct str piece, const char *what);

#endif
