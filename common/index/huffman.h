/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * huffman.h - bytes as canonical Huffman codes in a stream of bits (bits.h).
 *
 * A code is known by the lengths of its words, 4 bits for each value of a byte
 * (lowest first; 0: does not occur), 1 to HUFFMAN_LONGEST.  Words are numbered
 * by length, then by value: the first is all zeros, each the one before plus
 * one, with zeros behind where they get longer.  Their highest bit comes first.
 * There are as many as the lengths have room for.
 *
 *	struct huffman_counts n = {0};
 *	n.of[byte]++;  ...
 *	huffman_lengths(&n, lengths);
 *
 * Errors:    ERR_CORRUPT from lengths that are no code.  With a code, any bits
 *            are bytes.
 * Threads:   no state; a code may be shared.
 */
#ifndef MEJU_INDEX_HUFFMAN_H
#define MEJU_INDEX_HUFFMAN_H

#include "common/index/bits.h"

enum {
	HUFFMAN_BYTES = 256,
	HUFFMAN_LONGEST = 11,
	HUFFMAN_STORED = HUFFMAN_BYTES / 2, /* bytes of the lengths */
	HUFFMAN_AT_ONCE = 57 / HUFFMAN_LONGEST,
};

struct huffman_counts {
	uint64_t of[HUFFMAN_BYTES];
};

/* Short words for bytes that occur often; bytes 0 and 1 are taken to occur, so
 * that there is a code whatever the counts are. */
void huffman_lengths(
	const struct huffman_counts *counts, uint8_t lengths[HUFFMAN_STORED]);

/* Words by byte. */
struct huffman_writer {
	uint16_t word[HUFFMAN_BYTES]; /* its first bit lowest */
	uint8_t length[HUFFMAN_BYTES];
};

/* REQUIRES: lengths from huffman_lengths(). */
void huffman_write_with(
	struct huffman_writer *w, const uint8_t lengths[HUFFMAN_STORED]);

static inline void huffman_put(
	const struct huffman_writer *w, struct bits_out *b, uint8_t byte)
{
	bits_put(b, w->word[byte], w->length[byte]);
}

/* By the bits that come next: the byte, and 256 times its length. */
struct huffman {
	uint16_t entries[1 << HUFFMAN_LONGEST];
};

MUST_CHECK enum status huffman_open(
	struct huffman *h, const uint8_t lengths[HUFFMAN_STORED]);

static inline uint8_t huffman_get(const struct huffman *h, struct bits_in *b)
{
	uint16_t e = h->entries[bits_peek(b) % (1 << HUFFMAN_LONGEST)];
	b->at += e >> 8;
	return (uint8_t)e;
}

/* The next n bytes. */
static inline void huffman_get_bytes(
	const struct huffman *h, struct bits_in *b, char *out, size_t n)
{
	while (n > 0) {
		uint64_t word = bits_peek(b);
		size_t some = n < HUFFMAN_AT_ONCE ? n : HUFFMAN_AT_ONCE;
		for (size_t i = 0; i < some; i++) {
			uint16_t e = h->entries[word % (1 << HUFFMAN_LONGEST)];
			*out++ = (char)e;
			word >>= e >> 8;
			b->at += e >> 8;
		}
		n -= some;
	}
}

#endif
