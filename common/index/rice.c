/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/rice.h"
#include "common/simd/bitpack.h"

static unsigned width_of(const struct rice_docs *d, unsigned i, unsigned shift)
{
	uint64_t count = d->starts[i + 1] - d->starts[i];
	uint64_t mean = ((uint64_t)d->lengths[i] + 100) / (count + 1);
	unsigned width = bitpack_width((uint32_t)mean) + shift;
	if (width <= RICE_SHIFT_ZERO + 1)
		return 0;
	width -= RICE_SHIFT_ZERO + 1;
	return width < RICE_WIDTH_MAX ? width : RICE_WIDTH_MAX;
}

/* Bits of either stream. */
struct cost {
	uint64_t low, high;
};

static struct cost cost_of(
	const struct rice_docs *d, const uint32_t *positions, unsigned shift)
{
	struct cost c = {0, d->starts[d->n]};
	for (unsigned i = 0; i < d->n; i++) {
		unsigned width = width_of(d, i, shift);
		uint32_t before = 0;
		for (uint32_t k = d->starts[i]; k < d->starts[i + 1]; k++) {
			c.high += (positions[k] - before) >> width;
			before = positions[k];
		}
		c.low += (uint64_t)width * (d->starts[i + 1] - d->starts[i]);
	}
	return c;
}

static uint64_t total(struct cost c)
{
	return c.low + c.high;
}

/* From 0 up or down as long as that helps. */
static struct cost best_shift(
	const struct rice_docs *d, const uint32_t *positions, unsigned *shift)
{
	unsigned at = RICE_SHIFT_ZERO;
	struct cost best = cost_of(d, positions, at);
	int step = 1;
	struct cost next = cost_of(d, positions, at + 1);
	if (total(next) >= total(best)) {
		step = -1;
		next = cost_of(d, positions, at - 1);
	}
	while (total(next) < total(best)) {
		best = next;
		at = (unsigned)((int)at + step);
		if (at == 0 || at == RICE_SHIFT_MAX)
			break;
		next = cost_of(d, positions, (unsigned)((int)at + step));
	}
	*shift = at;
	return best;
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
	unsigned shift;
	struct cost c = best_shift(d, positions, &shift);
	size_t low_size = (c.low + 7) / 8, size = low_size + (c.high + 7) / 8;
	buf_putc(b, (char)shift);
	uint8_t *low = (uint8_t *)buf_reserve(b, size + 8);
	if (!low)
		return;
	memset(low, 0, size + 8);
	uint8_t *high = low + low_size;
	uint64_t low_at = 0, high_at = 0;
	for (unsigned i = 0; i < d->n; i++) {
		unsigned width = width_of(d, i, shift);
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

/* The next one from bit `at` on, or a bit behind `end`. */
static uint64_t find_one(const uint8_t *p, uint64_t at, uint64_t end)
{
	while (at < end) {
		uint64_t word = get_u64(p + at / 8) >> (at % 8);
		if (word)
			return at + (unsigned)__builtin_ctzll(word);
		at += 64 - at % 8;
	}
	return end;
}

static uint64_t low_bits(const struct rice_docs *d, unsigned shift)
{
	uint64_t bits = 0;
	for (unsigned i = 0; i < d->n; i++)
		bits += (uint64_t)width_of(d, i, shift) *
			(d->starts[i + 1] - d->starts[i]);
	return bits;
}

enum status rice_get(
	struct reader *r, const struct rice_docs *d, uint32_t *positions)
{
	unsigned shift = read_u8(r);
	if (shift > RICE_SHIFT_MAX)
		return ERR_CORRUPT;
	const uint8_t *low =
		(const uint8_t *)read_bytes(r, (low_bits(d, shift) + 7) / 8).p;
	if (r->bad)
		return ERR_CORRUPT;
	const uint8_t *high = r->p;
	uint64_t low_at = 0, high_at = 0, end = 8 * (uint64_t)reader_left(r);
	for (unsigned i = 0; i < d->n; i++) {
		unsigned width = width_of(d, i, shift);
		uint64_t mask = (UINT64_C(1) << width) - 1, position = 0;
		for (uint32_t k = d->starts[i]; k < d->starts[i + 1]; k++) {
			uint64_t one = find_one(high, high_at, end);
			uint64_t bits = get_u64(low + low_at / 8) >> low_at % 8;
			position += (one - high_at) << width | (bits & mask);
			if (one >= end || position > UINT32_MAX)
				return ERR_CORRUPT;
			positions[k] = (uint32_t)position;
			low_at += width;
			high_at = one + 1;
		}
	}
	return OK;
}
