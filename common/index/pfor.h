/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pfor.h - up to 128 small numbers with a few large ones among them, in bits.
 *
 * All numbers are cut to the width that makes the whole smallest, and the high
 * bits of those that do not fit follow as exceptions.  Layout:
 *
 *	code <= 32      one byte: the width, no exceptions; its upper two bits
 *	                are zero
 *	code >= 33      two bytes, little-endian:
 *	                code                bits 0-5    the width is code - 33
 *	                excess - 1          bits 6-10   bits of a high part
 *	                exceptions - 1      bits 11-15
 *	bits            little-endian stream, zeros up to a full byte:
 *	                n times             the low part, `width` bits
 *	                each exception      index, as many bits as n - 1 has;
 *	                                    then the high part, `excess` bits
 *
 * The count n is not stored.  The order of the numbers is the caller's.
 *
 * Errors:    damaged bytes give ERR_CORRUPT, or numbers that nobody wrote.
 * Threads:   no state.
 */
#ifndef MEJU_INDEX_PFOR_H
#define MEJU_INDEX_PFOR_H

#include "common/base/bytes.h"
#include "common/simd/bitpack.h"

/* How numbers are written. */
struct pfor_shape {
	unsigned width, excess, exceptions;
	size_t size; /* bytes in all */
};

/* The smallest for 1 to 128 numbers. */
struct pfor_shape pfor_shape(const uint32_t *numbers, unsigned n);

void pfor_put_shaped(struct buf *b, const uint32_t *numbers, unsigned n,
	const struct pfor_shape *shape);
void pfor_put(struct buf *b, const uint32_t *numbers, unsigned n);

/*
 * Read n numbers, 1 to 128.  `out` has room for 128 whatever n is; what lies
 * beyond n is unspecified.  REQUIRES: BITPACK_SLACK readable bytes at r->end.
 */
MUST_CHECK enum status pfor_get(struct reader *r, unsigned n,
	uint32_t out[BITPACK_COUNT], const struct bitpack_kernel *kernel);

/* Number `index` alone of the n that begin there.  The same requirement. */
MUST_CHECK enum status pfor_one(
	struct reader r, unsigned n, unsigned index, uint32_t *out);

/* No number of the stream that begins there has more bits. */
unsigned pfor_width(struct reader r);

#endif
