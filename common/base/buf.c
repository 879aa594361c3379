/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/buf.h"
#include "common/base/rune.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

char *buf_grow(struct buf *b, size_t n)
{
	if (b->status != OK)
		return NULL;
	size_t limit = b->max ? b->max : SIZE_MAX / 2;
	if (n > limit || b->len > limit - n) {
		b->status = ERR_LIMIT;
		return NULL;
	}
	size_t cap = b->cap ? b->cap : 64;
	while (cap < b->len + n)
		cap += cap / 2 + 16;
	if (cap > limit)
		cap = limit; /* or the next bytes would not come by here */
	char *p = realloc(b->p, cap);
	if (!p) {
		b->status = ERR_NOMEM;
		return NULL;
	}
	b->p = p;
	b->cap = cap;
	return p + b->len;
}

void buf_puts(struct buf *b, const char *terminated)
{
	buf_put(b, terminated, strlen(terminated));
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	char *to = n < 0 ? NULL : buf_reserve(b, (size_t)n + 1);
	if (!to)
		return;
	va_start(ap, fmt);
	vsnprintf(to, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->len += (size_t)n;
}

void buf_clear(struct buf *b)
{
	b->len = 0;
	b->status = OK;
}

void buf_release(struct buf *b)
{
	free(b->p);
	*b = (struct buf){.max = b->max};
}

void buf_put_plain(struct buf *b, struct str s)
{
	for (size_t at = 0, n; at < s.len; at += n) {
		uint32_t c;
		n = rune_get(s, at, &c);
		if (c < 0x20 || (c >= 0x7f && c < 0xa0))
			buf_putc(b, '?');
		else
			buf_put(b, s.p + at, n);
	}
}
