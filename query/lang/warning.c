/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/lang/warning.h"
#include "common/base/buf.h"
#include "common/base/rune.h"

enum { PIECE_MAX = 48 };

static void put_piece(struct buf *out, struct str piece)
{
	struct str shown = str_slice(piece, 0, rune_floor(piece, PIECE_MAX));
	uint32_t c;
	buf_putc(out, '"');
	for (size_t at = 0, n; at < shown.len; at += n) {
		n = rune_get(shown, at, &c);
		if (c < 0x20 || (c >= 0x7f && c < 0xa0))
			buf_putc(out, ' ');
		else if (c == RUNE_BAD)
			buf_putc(out, '?');
		else
			buf_put(out, shown.p + at, n);
	}
	buf_puts(out, shown.len < piece.len ? "...\" " : "\" ");
}

static struct str sentence(
	struct warnings *w, struct str piece, const char *what)
{
	struct buf out = {0};
	if (piece.len)
		put_piece(&out, piece);
	buf_puts(&out, what);
	struct str s = {0};
	if (out.status == OK)
		s = arena_dup(w->arena, buf_str(&out));
	buf_release(&out);
	return s;
}

void warn(struct warnings *w, struct str piece, const char *what)
{
	if (w->count == WARNINGS_MAX || w->status != OK)
		return;
	if (!w->v)
		w->v = arena_alloc(w->arena, WARNINGS_MAX * sizeof *w->v);
	struct str s = w->count == WARNINGS_MAX - 1
			       ? sentence(w, (struct str){0},
					 "there is more that is not "
					 "listed here")
			       : sentence(w, piece, what);
	if (!w->v || !s.p)
		w->status = ERR_NOMEM;
	else
		w->v[w->count++] = s;
}
