/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/rice.h"

enum { UNIT = 6 };

static int bits_of(uint64_t v)
{
	return 64 - __builtin_clzll(v);
}

/* floor(log2(a / b)), of neither 0, both below 2^33. */
static int log_ratio(uint64_t a, uint64_t b)
{
	int log = bits_of(a) - bits_of(b);
	bool less = log < 0 ? a << -log < b : a < b << log;
	return log - less;
}

static unsigned within(int width, unsigned most)
{
	return width < 0 ? 0 : (unsigned)width < most ? (unsigned)width : most;
}

/* Low bits of a gap of each document before the shift. */
static void base_widths(const struct rice_docs *d, int base[RICE_DOCS_MAX])
{
	for (unsigned i = 0; i < d->n; i++) {
		uint64_t count = d->starts[i + 1] - d->starts[i];
		base[i] = log_ratio((uint64_t)d->lengths[i] + 100, count + 1);
	}
}

static unsigned shifted(int base, unsigned shift)
{
	return within(base + (int)shift - RICE_SHIFT_ZERO, RICE_WIDTH_MAX);
}

/*
 * The best for gaps that fall off geometrically around the mean of what they
 * are in units of their documents' low bits.
 */
static unsigned best_shift(const struct rice_docs *d, const uint32_t *positions,
	const int base[RICE_DOCS_MAX])
{
	uint64_t total = 0, count = d->starts[d->n];
	for (unsigned i = 0; i < d->n; i++) {
		if (d->starts[i] == d->starts[i + 1])
			continue;
		uint64_t last = positions[d->starts[i + 1] - 1];
		total += (last << UNIT) >> within(base[i], UNIT + 32);
	}
	if (total == 0)
		return 0;
	return within(RICE_SHIFT_ZERO - UNIT + log_ratio(total, count),
		RICE_SHIFT_MAX);
}

/* Bits of either stream. */
struct cost {
	uint64_t low, high;
};

static struct cost cost_of(const struct rice_docs *d, const uint32_t *positions,
	const int base[RICE_DOCS_MAX], unsigned shift)
{
	struct cost c = {0, d->starts[d->n]};
	for (unsigned i = 0; i < d->n; i++) {
		unsigned width = shifted(base[i], shift);
		uint32_t before = 0;
		for (uint32_t k = d->starts[i]; k < d->starts[i + 1]; k++) {
			c.high += (positions[k] - before) >> width;
			before = positions[k];
		}
		c.low += (uint64_t)width * (d->starts[i + 1] - d->starts[i]);
	}
	return c;
}

/* Put into zeros; eight bytes from there are writable. */
static void put_bits(uint8_t *p, uint64_t at, uint64_t bits)
{
	uint64_t word = get_u64(p + at / 8) | bits << (at % 8);
	memcpy(p + at / 8, &word, sizeof word);
}

void rice_put(
	struct buf *b, const struct rice_docs *d, const uint32_t *positions)
{
	int base[RICE_DOCS_MAX];
	base_widths(d, base);
	unsigned shift = best_shift(d, positions, base);
	struct cost c = cost_of(d, positions, base, shift);
	size_t low_size = (c.low + 7) / 8, size = low_size + (c.high + 7) / 8;
	buf_putc(b, (char)shift);
	uint8_t *low = (uint8_t *)buf_reserve(b, size + 8);
	if (!low)
		return;
	memset(low, 0, size + 8);
	uint8_t *high = low + low_size;
	uint64_t low_at = 0, high_at = 0;
	for (unsigned i = 0; i < d->n; i++) {
		unsigned width = shifted(base[i], shift);
		uint64_t mask = (UINT64_C(1) << width) - 1;
		uint32_t before = 0;
		for (uint32_t k = d->starts[i]; k < d->starts[i + 1]; k++) {
			uint32_t gap = positions[k] - before;
			before = positions[k];
			put_bits(low, low_at, gap & mask);
			low_at += width;
			high_at += gap >> width;
			high[high_at / 8] |= (uint8_t)(1 << high_at % 8);
			high_at++;
		}
	}
	b->len += size;
}

/* A walk over the ones of a stream. */
struct ones {
	const uint8_t *p;
	uint64_t word, base, end;
};

static struct ones ones_of(const struct reader *r)
{
	struct ones o = {.p = r->p, .end = 8 * (uint64_t)reader_left(r)};
	o.word = o.end ? get_u64(o.p) : 0;
	return o;
}

/* Where the next one is, or something not below the end. */
static inline uint64_t next_one(struct ones *o)
{
	while (o->word == 0) {
		o->base += 64;
		if (o->base >= o->end)
			return o->end;
		o->word = get_u64(o->p + o->base / 8);
	}
	uint64_t one = o->base + (unsigned)__builtin_ctzll(o->word);
	o->word &= o->word - 1;
	return one;
}

static uint64_t low_bits(const struct rice_docs *d,
	const int base[RICE_DOCS_MAX], unsigned shift)
{
	uint64_t bits = 0;
	for (unsigned i = 0; i < d->n; i++)
		bits += (uint64_t)shifted(base[i], shift) *
			(d->starts[i + 1] - d->starts[i]);
	return bits;
}

enum status rice_get(
	struct reader *r, const struct rice_docs *d, uint32_t *positions)
{
	unsigned shift = read_u8(r);
	if (shift > RICE_SHIFT_MAX)
		return ERR_CORRUPT;
	int base[RICE_DOCS_MAX];
	base_widths(d, base);
	uint64_t size = (low_bits(d, base, shift) + 7) / 8;
	const uint8_t *low = (const uint8_t *)read_bytes(r, size).p;
	if (r->bad)
		return ERR_CORRUPT;
	struct ones high = ones_of(r);
	uint64_t low_at = 0, high_at = 0;
	for (unsigned i = 0; i < d->n; i++) {
		unsigned width = shifted(base[i], shift);
		uint64_t mask = (UINT64_C(1) << width) - 1, position = 0;
		for (uint32_t k = d->starts[i]; k < d->starts[i + 1]; k++) {
			uint64_t one = next_one(&high);
			uint64_t bits = get_u64(low + low_at / 8) >> low_at % 8;
			position += (one - high_at) << width | (bits & mask);
			positions[k] = (uint32_t)position;
			low_at += width;
			high_at = one + 1;
		}
		if (high_at > high.end || position > UINT32_MAX)
			return ERR_CORRUPT;
	}
	return OK;
}
