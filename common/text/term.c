/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/text/term.h"
#include "common/base/hash.h"
#include "common/text/utf8.h"

#include <stdio.h>

enum { DIGITS = 16 };

struct str term_put(struct buf *out, enum term_kind kind, struct str text)
{
	size_t from = out->len;
	buf_putc(out, (char)kind);
	if (text.len < TERM_MAX) {
		buf_put_str(out, text);
	} else {
		size_t keep = utf8_floor(text, TERM_MAX - 1 - DIGITS);
		buf_put(out, text.p, keep);
		buf_printf(out, "%016llx", (unsigned long long)hash64(text));
	}
	if (out->status != OK)
		return (struct str){"", 0};
	return str_slice(buf_str(out), from, out->len);
}

struct str term_put_name(struct buf *out, struct str folded)
{
	char digits[DIGITS + 1];
	if (folded.len <= DIGITS)
		return term_put(out, TERM_NAME, folded);
	snprintf(digits, sizeof digits, "%016llx",
		(unsigned long long)hash64(folded));
	return term_put(out, TERM_NAME, (struct str){digits, DIGITS});
}
