/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * slice.h - a million growing byte streams in one pool.  A stream is a chain
 * of slices, each twice as long as the one before, whose last four bytes are
 * the address of the next.
 *
 * Errors:    a failed append returns false and leaves the stream readable.
 * Ownership: the pool owns the bytes.
 * Threads:   one at a time.  A zeroed struct is an empty stream.
 */
#ifndef MEJU_INDEXER_SLICE_H
#define MEJU_INDEXER_SLICE_H

#include "common/base/buf.h"
#include "common/base/pool.h"

#include <stdbool.h>

struct slice {
	uint32_t head; /* address of the first slice           */
	uint32_t at;   /* address of the next byte             */
	uint16_t left; /* bytes left in the last slice         */
	uint8_t level; /* of the last slice; 0: none there yet */
};

/* Bytes of a varint that do not fit the last slice. */
bool slice_put_across(struct slice *s, struct pool *p, uint64_t v);

static inline bool slice_put_varint(struct slice *s, struct pool *p, uint64_t v)
{
	if (v >= 1 << 14 || s->left < 2)
		return slice_put_across(s, p, v);
	uint8_t *to = pool_at(p, s->at);
	unsigned more = v >= 0x80;
	to[0] = (uint8_t)(v | more << 7);
	if (more)
		to[1] = (uint8_t)(v >> 7);
	s->at += 1 + more;
	s->left = (uint16_t)(s->left - 1 - more);
	return true;
}

/* All bytes of the stream, appended to `out`. */
void slice_read(const struct slice *s, const struct pool *p, struct buf *out);

#endif
