/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/pieces.h"

enum status pieces_open(struct pieces *p, struct reader *r)
{
	*p = (struct pieces){0};
	size_t count = read_u8(r);
	struct str lengths = read_bytes(r, count);
	for (size_t i = 0; i < lengths.len; i++) {
		uint8_t length = (uint8_t)lengths.p[i];
		if (length == 0 || length > PIECE_MAX)
			return ERR_CORRUPT;
		struct str text = read_bytes(r, length);
		memcpy(&p->texts[i], text.p, text.len);
		p->lengths[i] = length;
	}
	return r->bad ? ERR_CORRUPT : OK;
}
