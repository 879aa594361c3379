/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bytes.h - numbers in bytes: little-endian, and varints of 7 bits a byte.
 *
 * A struct reader walks bytes that may be damaged; it checks every bound and
 * remembers the first violation, so that ten reads are checked once:
 *
 *	struct reader r = reader_from(section);
 *	uint32_t count = read_u32(&r);
 *	uint64_t size = read_varint(&r);
 *	if (r.bad)
 *		return error_corrupt(err, name, "short header");
 *
 * After a violation every read returns zero.
 */
#ifndef MEJU_BASE_BYTES_H
#define MEJU_BASE_BYTES_H

#include "common/base/buf.h"
#include "common/base/str.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "the index format is read in place, which needs a little-endian machine"
#endif

enum { VARINT_MAX = 10 }; /* bytes of the longest varint */

static inline uint16_t get_u16(const void *p)
{
	uint16_t v;
	memcpy(&v, p, sizeof v);
	return v;
}

static inline uint32_t get_u32(const void *p)
{
	uint32_t v;
	memcpy(&v, p, sizeof v);
	return v;
}

static inline uint64_t get_u64(const void *p)
{
	uint64_t v;
	memcpy(&v, p, sizeof v);
	return v;
}

/* Write a varint to `p`, which has VARINT_MAX bytes; returns its length. */
static inline size_t put_varint(uint8_t *p, uint64_t v)
{
	size_t n = 0;
	while (v >= 0x80) {
		p[n++] = (uint8_t)(v | 0x80);
		v >>= 7;
	}
	p[n++] = (uint8_t)v;
	return n;
}

static inline void buf_put_u16(struct buf *b, uint16_t v)
{
	buf_put(b, &v, sizeof v);
}

static inline void buf_put_u32(struct buf *b, uint32_t v)
{
	buf_put(b, &v, sizeof v);
}

static inline void buf_put_u64(struct buf *b, uint64_t v)
{
	buf_put(b, &v, sizeof v);
}

static inline void buf_put_varint(struct buf *b, uint64_t v)
{
	uint8_t bytes[VARINT_MAX];
	buf_put(b, bytes, put_varint(bytes, v));
}

/* A varint length, then the bytes. */
static inline void buf_put_text(struct buf *b, struct str s)
{
	buf_put_varint(b, s.len);
	buf_put(b, s.p, s.len);
}

struct reader {
	const uint8_t *p, *end;
	bool bad;
};

static inline struct reader reader_from(struct str s)
{
	const uint8_t *p = (const uint8_t *)s.p;
	return (struct reader){p, p + s.len, false};
}

static inline size_t reader_left(const struct reader *r)
{
	return (size_t)(r->end - r->p);
}

/* The next `n` bytes, or an empty text and r->bad. */
static inline struct str read_bytes(struct reader *r, uint64_t n)
{
	if (r->bad || n > reader_left(r)) {
		r->bad = true;
		return (struct str){"", 0};
	}
	struct str s = {(const char *)r->p, (size_t)n};
	r->p += n;
	return s;
}

static inline uint8_t read_u8(struct reader *r)
{
	struct str s = read_bytes(r, 1);
	return s.len ? (uint8_t)s.p[0] : 0;
}

static inline uint16_t read_u16(struct reader *r)
{
	struct str s = read_bytes(r, 2);
	return s.len ? get_u16(s.p) : 0;
}

static inline uint32_t read_u32(struct reader *r)
{
	struct str s = read_bytes(r, 4);
	return s.len ? get_u32(s.p) : 0;
}

static inline uint64_t read_u64(struct reader *r)
{
	struct str s = read_bytes(r, 8);
	return s.len ? get_u64(s.p) : 0;
}

static inline uint64_t read_varint(struct reader *r)
{
	uint64_t v = 0;
	if (r->p < r->end && *r->p < 0x80) { /* most have one byte */
		v = *r->p++;
		return r->bad ? 0 : v;
	}
	for (unsigned shift = 0; shift < 64 && r->p < r->end; shift += 7) {
		uint8_t byte = *r->p++;
		v |= (uint64_t)(byte & 0x7f) << shift;
		if (byte < 0x80)
			return r->bad ? 0 : v;
	}
	r->bad = true;
	r->p = r->end;
	return 0;
}

/* A varint that must be at most `max`. */
static inline uint64_t read_varint_max(struct reader *r, uint64_t max)
{
	uint64_t v = read_varint(r);
	if (v > max) {
		r->bad = true;
		return 0;
	}
	return v;
}

/* The counterpart of buf_put_text(). */
static inline struct str read_text(struct reader *r)
{
	return read_bytes(r, read_varint(r));
}

#endif
