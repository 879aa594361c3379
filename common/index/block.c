/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/block.h"
#include "common/index/bits.h"
#include "common/index/pfor.h"

enum {
	N = BITPACK_COUNT,
	TAIL_MAX = N * (4 + BITS_GOLOMB_MAX) + BITS_SLACK,
};

/* Gaps less one in natural order; returns the greatest. */
static uint32_t gaps(
	const uint32_t *ids, unsigned n, uint32_t from, uint32_t *out)
{
	uint32_t most = 0;
	for (unsigned i = 0; i < n; i++) {
		out[i] = ids[i] - from;
		from = ids[i] + 1;
		most = out[i] > most ? out[i] : most;
	}
	return most;
}

static void to_rows(const uint32_t natural[N], uint32_t rows[N])
{
	for (unsigned i = 0; i < N; i++)
		rows[bitpack_slot(i)] = natural[i];
}

static void put_bitmap(
	struct buf *b, const uint32_t ids[N], uint32_t from, unsigned words)
{
	uint8_t *p = (uint8_t *)buf_reserve(b, words * 8);
	if (!p)
		return;
	memset(p, 0, words * 8);
	for (unsigned i = 0; i < N; i++)
		p[(ids[i] - from) / 8] |= (uint8_t)(1 << (ids[i] - from) % 8);
	b->len += words * 8;
}

static void put_gaps(struct buf *b, const uint32_t rows[N], unsigned width)
{
	uint8_t *p = (uint8_t *)buf_reserve(b, 16 * width);
	if (!p)
		return;
	bitpack_pack(rows, p, width);
	b->len += 16 * width;
}

/*
 * The smallest, except that exceptions, which cost more time than all the rest
 * of a block, must save an eighth.  Where speed is worth bytes, a bitmap, which
 * can be used as it is, may take two words more than five quarters of packed
 * gaps, or seven quarters of exceptions.
 */
uint8_t block_put_ids(
	struct buf *b, const uint32_t ids[N], uint32_t from, bool quick)
{
	uint32_t natural[N], rows[N];
	unsigned width = bitpack_width(gaps(ids, N, from, natural));
	to_rows(natural, rows);
	size_t words = (ids[N - 1] - from) / 64 + 1;
	size_t bitmap = 8 * words - (quick ? 16 : 0);
	struct pfor_shape shape = pfor_shape(rows, N);
	size_t packed = 16 * width, patched = shape.size;
	if (packed * 7 / 8 <= patched &&
		(quick ? packed * 5 / 4 : packed) <= bitmap) {
		put_gaps(b, rows, width);
		return (uint8_t)width;
	}
	if ((quick ? patched * 7 / 4 : patched) <= bitmap) {
		pfor_put_shaped(b, rows, N, &shape);
		return BLOCK_PATCHED;
	}
	put_bitmap(b, ids, from, (unsigned)words);
	return (uint8_t)(BLOCK_BITMAP + words);
}

void block_put_freqs(struct buf *b, const uint32_t freqs[N])
{
	uint32_t rows[N];
	for (unsigned i = 0; i < N; i++)
		rows[bitpack_slot(i)] = freqs[i] - 1;
	pfor_put(b, rows, N);
}

/* How far the last id lies behind the least it can be: the bits of that, of
 * as many as the greatest has; then these but the highest. */
static void put_span(struct bits_out *out, uint32_t span, uint32_t most)
{
	unsigned width = bitpack_width(span);
	bits_put_below(out, width, bitpack_width(most) + 1);
	bits_put(out, span, width ? width - 1 : 0);
}

static void put_tail_ids(struct bits_out *out, const uint32_t *ids, unsigned n,
	uint32_t from, uint32_t limit)
{
	uint32_t first = ids[0];
	bits_put_below(out, first - from, limit - from - (n - 1));
	if (n == 1)
		return;
	put_span(out, ids[n - 1] - first - (n - 1), limit - first - n);
	bits_put_ascending(out, ids + 1, n - 2, first + 1, ids[n - 1]);
}

static void put_tail_freqs(
	struct bits_out *out, const uint32_t *freqs, unsigned n)
{
	unsigned any = 0;
	for (unsigned i = 0; i < n; i++)
		any |= freqs[i] > 1;
	bits_put(out, any, 1);
	for (unsigned i = 0; any && i < n; i++)
		bits_put_golomb(out, freqs[i] - 1, 0);
}

void block_put_tail(struct buf *b, const uint32_t *ids, const uint32_t *freqs,
	unsigned n, uint32_t from, uint32_t limit)
{
	uint8_t *p = (uint8_t *)buf_reserve(b, TAIL_MAX);
	if (!p)
		return;
	struct bits_out out = {.p = p};
	put_tail_ids(&out, ids, n, from, limit);
	if (freqs)
		put_tail_freqs(&out, freqs, n);
	b->len += (size_t)(bits_end(&out) - p);
}

/*
 * Sums are modulo 2^32.  Where the width allows one to come around, each id
 * must be seen to ascend; else the last one is the greatest.
 */
static bool ascending(const struct block *b, uint64_t from)
{
	for (unsigned i = 0; i < N; i++) {
		if (b->ids[bitpack_slot(i)] < from)
			return false;
		from = (uint64_t)b->ids[bitpack_slot(i)] + 1;
	}
	return true;
}

static enum status sound(const struct block *b, unsigned width, uint32_t from,
	uint32_t last, uint32_t limit)
{
	if (from + ((uint64_t)N << width) > UINT32_MAX && !ascending(b, from))
		return ERR_CORRUPT;
	return last < limit ? OK : ERR_CORRUPT;
}

static enum status get_gaps(struct block *b, struct reader *r, unsigned width,
	uint32_t from, uint32_t limit)
{
	const uint8_t *p = (const uint8_t *)read_bytes(r, 16 * width).p;
	if (r->bad)
		return ERR_CORRUPT;
	uint32_t last = b->kernel->unpack_delta(p, b->ids, width, from - 1);
	return sound(b, width, from, last, limit);
}

static enum status get_patched(
	struct block *b, struct reader *r, uint32_t from, uint32_t limit)
{
	unsigned width = pfor_width(*r);
	if (pfor_get(r, N, b->ids, b->kernel) != OK)
		return ERR_CORRUPT;
	uint32_t last = b->kernel->sum(b->ids, from - 1);
	return sound(b, width, from, last, limit);
}

static enum status get_bitmap(struct block *b, struct reader *r, unsigned words,
	uint32_t from, uint32_t limit)
{
	const uint8_t *p = (const uint8_t *)read_bytes(r, 8 * words).p;
	if (r->bad)
		return ERR_CORRUPT;
	unsigned count = b->kernel->unpack_bitmap(p, words, from, b->ids);
	return count == N && b->ids[N - 1] < limit ? OK : ERR_CORRUPT;
}

enum status block_get_ids(struct block *b, struct reader *r, uint8_t format,
	uint32_t from, uint32_t limit)
{
	b->count = N;
	if (format < BLOCK_PATCHED)
		return get_gaps(b, r, format, from, limit);
	if (format == BLOCK_PATCHED)
		return get_patched(b, r, from, limit);
	if (format <= BLOCK_BITMAP || format > BLOCK_BITMAP + BLOCK_WORDS_MAX)
		return ERR_CORRUPT;
	return get_bitmap(b, r, format - BLOCK_BITMAP, from, limit);
}

enum status block_get_freqs(struct block *b, struct reader *r)
{
	enum status status = pfor_get(r, N, b->freqs, b->kernel);
	if (status == OK)
		b->kernel->add_one(b->freqs);
	return status;
}

static uint32_t get_span(struct bits_in *in, uint32_t most)
{
	unsigned width = bits_get_below(in, bitpack_width(most) + 1);
	if (width == 0)
		return 0;
	uint32_t high = UINT32_C(1) << (width - 1);
	return high | (uint32_t)bits_get(in, width - 1);
}

/* Whatever the bits are, ids ascend. */
static bool get_tail_ids(
	struct block *b, struct bits_in *in, uint32_t from, uint32_t limit)
{
	uint32_t ids[N], n = b->count;
	if (limit < from || limit - from < n)
		return false;
	ids[0] = from + bits_get_below(in, limit - from - (n - 1));
	if (n > 1) {
		uint32_t most = limit - ids[0] - n;
		uint32_t span = get_span(in, most);
		if (span > most)
			return false;
		ids[n - 1] = ids[0] + n - 1 + span;
		bits_get_ascending(in, ids + 1, n - 2, ids[0] + 1, ids[n - 1]);
	}
	memset(b->ids, 0xff, sizeof b->ids);
	for (unsigned i = 0; i < n; i++)
		b->ids[bitpack_slot(i)] = ids[i];
	return true;
}

static bool get_tail_freqs(struct block *b, struct bits_in *in)
{
	struct bits_in bits = *in;
	bool any = bits_get(&bits, 1);
	uint64_t most = 0;
	memset(b->freqs, 0, sizeof b->freqs);
	for (unsigned i = 0; i < b->count; i++) {
		uint64_t more = any ? bits_get_golomb(&bits, 0) : 0;
		most |= more;
		b->freqs[bitpack_slot(i)] = (uint32_t)more + 1;
	}
	*in = bits;
	return most < UINT32_MAX;
}

enum status block_get_tail(struct block *b, struct reader *r, unsigned n,
	bool freqs, uint32_t from, uint32_t limit)
{
	struct bits_in in = bits_in(r);
	b->count = n;
	if (!get_tail_ids(b, &in, from, limit) ||
		(freqs && !get_tail_freqs(b, &in)))
		return ERR_CORRUPT;
	return bits_done(&in, r) ? OK : ERR_CORRUPT;
}
