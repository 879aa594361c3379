/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/pfor.h"

enum { PATCHED = 33, EXCEPTIONS_MAX = 32 };

static unsigned index_bits(unsigned n)
{
	return bitpack_width(n - 1);
}

static size_t shape_size(const struct pfor_shape *s, unsigned n)
{
	size_t bits = (size_t)n * s->width +
		      (size_t)s->exceptions * (index_bits(n) + s->excess);
	return (s->exceptions ? 2 : 1) + (bits + 7) / 8;
}

/* How many numbers have each width; two counts, so that equal neighbours do not
 * wait for one another. */
static uint32_t count_widths(
	const uint32_t *numbers, unsigned n, unsigned count[2][33])
{
	uint32_t any = 0;
	for (unsigned i = 0; i < n; i++) {
		count[i & 1][bitpack_width(numbers[i])]++;
		any |= numbers[i];
	}
	return any;
}

/* From the widest number down: one bit less for all, more exceptions. */
struct pfor_shape pfor_shape(const uint32_t *numbers, unsigned n)
{
	unsigned count[2][33] = {{0}};
	uint32_t any = count_widths(numbers, n, count);
	struct pfor_shape try = {.width = bitpack_width(any)}, best = try;
	best.size = shape_size(&best, n);
	while (try.width > 0) {
		try.exceptions += count[0][try.width] + count[1][try.width];
		try.width--;
		try.excess++;
		if (try.exceptions > EXCEPTIONS_MAX)
			break;
		try.size = shape_size(&try, n);
		if (try.size < best.size && try.width + PATCHED < 64)
			best = try;
	}
	return best;
}

struct bits {
	uint8_t *p;
	uint64_t word;
	unsigned filled;
};

static void put_bits(struct bits *b, uint32_t value, unsigned width)
{
	b->word |= (uint64_t)value << b->filled;
	b->filled += width;
	if (b->filled < 32)
		return;
	memcpy(b->p, &b->word, 4);
	b->p += 4;
	b->word >>= 32;
	b->filled -= 32;
}

static void put_last_bits(struct bits *b)
{
	memcpy(b->p, &b->word, (b->filled + 7) / 8);
}

static uint8_t *put_header(uint8_t *p, const struct pfor_shape *s)
{
	if (!s->exceptions) {
		*p++ = (uint8_t)s->width;
		return p;
	}
	unsigned header = (s->width + PATCHED) | (s->excess - 1) << 6 |
			  (s->exceptions - 1) << 11;
	*p++ = (uint8_t)header;
	*p++ = (uint8_t)(header >> 8);
	return p;
}

void pfor_put_shaped(struct buf *b, const uint32_t *numbers, unsigned n,
	const struct pfor_shape *s)
{
	uint64_t low = (UINT64_C(1) << s->width) - 1;
	uint8_t *p = (uint8_t *)buf_reserve(b, s->size);
	if (!p)
		return;
	struct bits out = {.p = put_header(p, s)};
	for (unsigned i = 0; i < n; i++)
		put_bits(&out, (uint32_t)(numbers[i] & low), s->width);
	for (unsigned i = 0; i < n && s->exceptions; i++) {
		if (numbers[i] <= low)
			continue;
		put_bits(&out, i, index_bits(n));
		put_bits(&out, numbers[i] >> s->width, s->excess);
	}
	put_last_bits(&out);
	b->len += s->size;
}

void pfor_put(struct buf *b, const uint32_t *numbers, unsigned n)
{
	struct pfor_shape s = pfor_shape(numbers, n);
	pfor_put_shaped(b, numbers, n, &s);
}

static bool get_header(struct reader *r, struct pfor_shape *s)
{
	unsigned code = read_u8(r);
	*s = (struct pfor_shape){.width = code};
	if (code % 64 < PATCHED)
		return code < PATCHED;
	unsigned more = code >> 6 | (unsigned)read_u8(r) << 2;
	s->width = code % 64 - PATCHED;
	s->excess = more % 32 + 1;
	s->exceptions = (more >> 5) + 1;
	return s->width + s->excess <= 32;
}

/* At most 57 bits, from any bit. */
static uint64_t bits_at(const uint8_t *p, size_t bit)
{
	return get_u64(p + bit / 8) >> (bit % 8);
}

static void unpack_some(
	const uint8_t *p, unsigned width, unsigned n, uint32_t *out)
{
	uint64_t mask = (UINT64_C(1) << width) - 1;
	for (unsigned i = 0; i < n; i++)
		out[i] = (uint32_t)(bits_at(p, (size_t)i * width) & mask);
}

/* As many fields as there are for sure in what is read at once. */
static bool patch(
	const uint8_t *p, const struct pfor_shape *s, unsigned n, uint32_t *out)
{
	unsigned index_width = index_bits(n), width = index_width + s->excess;
	unsigned low = (1u << index_width) - 1, most = 0, at_once = 57 / width;
	size_t bit = (size_t)n * s->width;
	uint64_t mask = (UINT64_C(1) << s->excess) - 1;
	for (unsigned left = s->exceptions; left > 0; bit += at_once * width) {
		uint64_t fields = bits_at(p, bit);
		unsigned some = left < at_once ? left : at_once;
		left -= some;
		for (; some > 0; some--, fields >>= width) {
			unsigned index = fields & low;
			out[index] |= (uint32_t)(fields >> index_width & mask)
				      << s->width;
			most = index > most ? index : most;
		}
	}
	return most < n;
}

enum status pfor_get(struct reader *r, unsigned n, uint32_t out[BITPACK_COUNT],
	const struct bitpack_kernel *kernel)
{
	struct pfor_shape s;
	const uint8_t *begun = r->p;
	if (!get_header(r, &s))
		return ERR_CORRUPT;
	const uint8_t *p = r->p;
	size_t size = shape_size(&s, n) - (size_t)(p - begun);
	read_bytes(r, size);
	if (r->bad)
		return ERR_CORRUPT;
	if (n == BITPACK_COUNT)
		kernel->unpack(p, out, s.width);
	else
		unpack_some(p, s.width, n, out);
	if (s.exceptions && !patch(p, &s, n, out))
		return ERR_CORRUPT;
	return OK;
}

enum status pfor_one(struct reader r, unsigned n, unsigned index, uint32_t *out)
{
	struct pfor_shape s;
	const uint8_t *begun = r.p;
	if (!get_header(&r, &s))
		return ERR_CORRUPT;
	const uint8_t *p = r.p;
	read_bytes(&r, shape_size(&s, n) - (size_t)(p - begun));
	if (r.bad)
		return ERR_CORRUPT;
	uint64_t low = bits_at(p, (size_t)index * s.width);
	*out = (uint32_t)(low & ((UINT64_C(1) << s.width) - 1));
	unsigned index_width = index_bits(n), field = index_width + s.excess;
	size_t bit = (size_t)n * s.width;
	for (unsigned i = 0; i < s.exceptions; i++, bit += field) {
		uint64_t x = bits_at(p, bit);
		if ((x & ((1u << index_width) - 1)) == index)
			*out |= (uint32_t)(x >> index_width &
					   ((UINT64_C(1) << s.excess) - 1))
				<< s.width;
	}
	return OK;
}

unsigned pfor_width(struct reader r)
{
	struct pfor_shape s;
	return get_header(&r, &s) ? s.width + s.excess : 32;
}
