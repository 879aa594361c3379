/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * buf.h - a growing byte buffer whose errors are checked once.
 *
 *	struct buf b = {0};
 *	buf_puts(&b, "id");
 *	buf_printf(&b, "=%u", 7u);
 *	if (b.status == OK)
 *		use(buf_str(&b));
 *	buf_release(&b);
 *
 * Errors:    sticky.  After a failed append b.status says why and further
 *            appends do nothing; b.p[0 .. b.len) stays valid.
 * Ownership: owns its bytes.  A zeroed struct is an empty buffer.
 * Threads:   one at a time.
 */
#ifndef MEJU_BASE_BUF_H
#define MEJU_BASE_BUF_H

#include "common/base/status.h"
#include "common/base/str.h"

#include <stdint.h>

struct buf {
	char *p;
	size_t len, cap;
	size_t max; /* ERR_LIMIT beyond this many bytes; 0 means no limit */
	enum status status;
};

/* What buf_reserve() does where there is no room yet. */
char *buf_grow(struct buf *b, size_t n);

/* Make room for `n` more bytes and return where they go, or NULL. */
static inline char *buf_reserve(struct buf *b, size_t n)
{
	bool room = b->status == OK && b->p && b->cap - b->len >= n;
	return room ? b->p + b->len : buf_grow(b, n);
}

static inline void buf_put(struct buf *b, const void *bytes, size_t len)
{
	char *to = len ? buf_reserve(b, len) : NULL;
	if (!to)
		return;
	memcpy(to, bytes, len);
	b->len += len;
}

static inline void buf_putc(struct buf *b, char c)
{
	char *to = buf_reserve(b, 1);
	if (!to)
		return;
	*to = c;
	b->len++;
}

void buf_puts(struct buf *b, const char *terminated);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Text for a terminal: control characters, which it might obey, become '?'. */
void buf_put_plain(struct buf *b, struct str s);

/* Forget the bytes and the error, keep the memory. */
void buf_clear(struct buf *b);

/* Free; leaves zeros (but keeps `max`), may be called twice. */
void buf_release(struct buf *b);

static inline struct str buf_str(const struct buf *b)
{
	return (struct str){b->p ? b->p : "", b->len};
}

static inline void buf_put_str(struct buf *b, struct str s)
{
	buf_put(b, s.p, s.len);
}

#endif
