/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pieces.h - short texts as codes of a byte each, which stand for the pieces
 * of 1 to 8 bytes that occur most in all of them.
 *
 *	table    number of pieces u8, at most 255; length u8 of each; their bytes
 *	codes    u8: the number of a piece; or 255, then a byte that is meant
 *
 * Codes can be passed over unread, and reading one is a copy of 8 bytes.
 *
 *	struct pieces p;
 *	if (pieces_open(&p, &reader) == OK)
 *		len = pieces_get(&p, codes, count, out, room);
 *
 * The method is that of "FSST: Fast Random Access String Compression" (Boncz,
 * Neumann, Leis, 2020).
 *
 * Errors:    ERR_CORRUPT from a table that is none.  With a table, any codes
 *            are bytes or too many of them.
 * Threads:   no state; a table may be shared.
 */
#ifndef MEJU_INDEX_PIECES_H
#define MEJU_INDEX_PIECES_H

#include "common/base/bytes.h"

enum {
	PIECES_MAX = 255,
	PIECE_MAX = 8,       /* bytes of one            */
	PIECE_LITERAL = 255, /* code: a byte follows    */
	PIECES_CODES = 256,
	PIECES_HEADS = 1024,
};

/* By code; no piece has 0 bytes. */
struct pieces {
	uint64_t texts[PIECES_CODES]; /* first byte lowest, then zeros */
	uint8_t lengths[PIECES_CODES];
};

MUST_CHECK enum status pieces_open(struct pieces *p, struct reader *r);

/* The text of `count` codes and its length; 0 if it is longer than `room` or
 * there is no byte behind a PIECE_LITERAL.
 * REQUIRES: room + PIECE_MAX bytes at `out`. */
static inline size_t pieces_get(const struct pieces *p, const uint8_t *codes,
	size_t count, char *out, size_t room)
{
	size_t n = 0;
	for (size_t i = 0; i < count && n <= room; i++) {
		uint64_t text = p->texts[codes[i]];
		size_t length = p->lengths[codes[i]];
		if (codes[i] == PIECE_LITERAL) {
			if (++i == count)
				return 0;
			text = codes[i];
			length = 1;
		}
		memcpy(out + n, &text, sizeof text);
		n += length;
	}
	return n <= room ? n : 0;
}

struct piece {
	uint64_t text, mask; /* mask: of its bytes */
	unsigned length;
};

/* Ordered by first byte, longer ones first.  Those of two bytes and more are
 * found by the hash of their first two.  Of numbers PIECES_MAX is none. */
struct pieces_writer {
	struct piece list[PIECES_MAX];
	unsigned count;
	uint8_t singles[PIECES_CODES]; /* of one byte, by that           */
	uint8_t heads[PIECES_HEADS];   /* by hash: the longest           */
	uint8_t nexts[PIECES_MAX];     /* the next, no longer, of a hash */
};

/* Choose pieces for texts like those of `sample`, a run of t. */
MUST_CHECK enum status pieces_choose(
	struct pieces_writer *w, struct str sample);
void pieces_put_table(const struct pieces_writer *w, struct buf *out);

/* The codes of a text; how many.  REQUIRES: room for two for each byte. */
size_t pieces_put(
	const struct pieces_writer *w, struct str text, uint8_t *codes);

#endif
