/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bits.h - numbers in a stream of bits, lowest first.
 *
 *	below r     (a number below r, r at least 1) with 2^m the greatest power
 *	            of two that is not above r: the m low bits of the number;
 *	            then, if 2^m more than these would still be below r, the bit
 *	            above them.  No bits at all if r is 1
 *	golomb k    (any number n) with q = (n >> k) + 1, which has z + 1 bits:
 *	            z zeros, a one, the z low bits of q, the k low bits of n
 *	ascending   (n numbers in [low, high)) the one in the middle, number
 *	            n / 2, as what it is above the least it can be, below what
 *	            the room for the others leaves; those before it; those behind
 *
 *	struct bits_in in = bits_in(&reader);
 *	uint32_t day = bits_get_below(&in, 366);
 *	if (!bits_done(&in, &reader))
 *		return ERR_CORRUPT;
 *
 * Errors:    reading behind the end gives numbers that nobody wrote, which
 *            keep to their range all the same; bits_done() tells.
 * Threads:   no state.
 */
#ifndef MEJU_INDEX_BITS_H
#define MEJU_INDEX_BITS_H

#include "common/base/bytes.h"

enum {
	BITS_GOLOMB_MAX = 13, /* bytes of the longest */
	BITS_SLACK = 8,       /* readable bytes behind a stream */
};

/* Writers go to memory that has room for all they put, and 8 bytes more. */
struct bits_out {
	uint8_t *p;
	uint64_t word;
	unsigned filled;
};

/* The `width` low bits of `value`, 32 at most. */
static inline void bits_put(struct bits_out *b, uint64_t value, unsigned width)
{
	b->word |= (value & ((UINT64_C(1) << width) - 1)) << b->filled;
	b->filled += width;
	memcpy(b->p, &b->word, 4);
	unsigned full = b->filled & 32;
	b->p += full / 8;
	b->word >>= full;
	b->filled -= full;
}

/* Zeros up to a full byte; where that ends. */
static inline uint8_t *bits_end(struct bits_out *b)
{
	memcpy(b->p, &b->word, 4);
	return b->p + (b->filled + 7) / 8;
}

static inline void bits_put_below(
	struct bits_out *b, uint32_t value, uint32_t range)
{
	unsigned width = 31 - (unsigned)__builtin_clz(range);
	uint32_t power = UINT32_C(1) << width;
	bits_put(b, value, width + ((value & (power - 1)) < range - power));
}

/* REQUIRES: value >> k is below 2^32. */
static inline void bits_put_golomb(
	struct bits_out *b, uint64_t value, unsigned k)
{
	uint64_t q = (value >> k) + 1;
	unsigned zeros = 63 - (unsigned)__builtin_clzll(q);
	bits_put(b, 0, zeros);
	bits_put(b, 1, 1);
	bits_put(b, q, zeros);
	bits_put(b, value, k);
}

/* REQUIRES: n <= high - low. */
void bits_put_ascending(struct bits_out *b, const uint32_t *v, unsigned n,
	uint32_t low, uint32_t high);

struct bits_in {
	const uint8_t *p;
	uint64_t at, end;
};

/* Stands in for a stream of no bytes, which may have none behind it: the list
 * of a damaged segment that has no such section. */
extern const uint8_t bits_none[BITS_SLACK];

/* REQUIRES: BITS_SLACK readable bytes at r->end, unless nothing is left. */
static inline struct bits_in bits_in(const struct reader *r)
{
	uint64_t left = reader_left(r);
	return (struct bits_in){left ? r->p : bits_none, 0, 8 * left};
}

/* Move `r` behind what was read; false if that was more than there is. */
static inline bool bits_done(const struct bits_in *b, struct reader *r)
{
	read_bytes(r, (b->at + 7) / 8);
	return !r->bad;
}

/* The next 57 bits or more. */
static inline uint64_t bits_peek(const struct bits_in *b)
{
	uint64_t at = b->at < b->end ? b->at : b->end;
	return get_u64(b->p + at / 8) >> at % 8;
}

/* Up to 57. */
static inline uint64_t bits_get(struct bits_in *b, unsigned width)
{
	uint64_t word = bits_peek(b);
	b->at += width;
	return word & ((UINT64_C(1) << width) - 1);
}

static inline uint32_t bits_get_below(struct bits_in *b, uint32_t range)
{
	uint64_t word = bits_peek(b);
	unsigned width = 31 - (unsigned)__builtin_clz(range);
	uint64_t power = UINT64_C(1) << width;
	width += (word & (power - 1)) < range - power;
	b->at += width;
	return (uint32_t)(word & ((UINT64_C(1) << width) - 1));
}

/* REQUIRES: k <= 32.  Damage may give any number of 64 bits. */
static inline uint64_t bits_get_golomb(struct bits_in *b, unsigned k)
{
	uint64_t word = bits_peek(b);
	unsigned zeros = (unsigned)__builtin_ctzll(word | UINT64_C(1) << 33);
	uint64_t q = UINT64_C(1) << zeros;
	b->at += zeros + 1;
	if (2 * zeros + 1 + k > 57) {
		q |= bits_get(b, zeros);
		return (q - 1) << k | bits_get(b, k);
	}
	word >>= zeros + 1;
	b->at += zeros + k;
	q |= word & (q - 1);
	return (q - 1) << k | (word >> zeros & ((UINT64_C(1) << k) - 1));
}

void bits_get_ascending(struct bits_in *in, uint32_t *v, unsigned n,
	uint32_t low, uint32_t high);

#endif
