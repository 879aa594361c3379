/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * border.h - how structs and sentences of meju.h become ours, and ours its.
 *
 *	struct meju_query q;
 *	struct error err = {0};
 *	enum status status = border_options(
 *		&q, sizeof q, given, "struct meju_query", &err);
 *	...
 *	return border_status(status, &err, out);
 *
 * Threads: no shared state.
 */
#ifndef MEJU_COMMON_BORDER_H
#define MEJU_COMMON_BORDER_H

#include "common/base/arena.h"
#include "common/base/buf.h"
#include "common/meju.h"

/* A status and its sentence, for the caller; where there is no sentence, a few
 * words.  `out` may be NULL, and is left alone if all went well. */
enum meju_status border_status(
	enum status status, const struct error *err, struct meju_error *out);

/*
 * A struct of the caller's that begins with its size, or NULL, as `own` of `size`
 * bytes; what the caller does not know of is zero.  ERR_INVALID: it does not
 * tell its size; ERR_VERSION: it has something that is not known here.
 */
MUST_CHECK enum status border_options(void *own, size_t size, const void *given,
	const char *name, struct error *err);

/* What was written, as a text of the caller's; the buffer is released. */
MUST_CHECK enum status border_text(struct buf *b, struct meju_text **out);

/* A copy that is never NULL unless memory ran out, which the caller finds by
 * *status, OK before. */
const char *border_string(struct arena *a, struct str s, enum status *status);

/* The same of a list. */
const char *const *border_list(
	struct arena *a, const struct str *v, size_t len, enum status *status);

/* NULL and "" are nothing. */
static inline bool border_given(const char *s)
{
	return s && s[0];
}

#endif
