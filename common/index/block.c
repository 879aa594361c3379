/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/block.h"
#include "common/index/pfor.h"

enum { N = BITPACK_COUNT };

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
 * of a block, must save an eighth.
 */
uint8_t block_put_ids(struct buf *b, const uint32_t ids[N], uint32_t from)
{
	uint32_t natural[N], rows[N];
	unsigned width = bitpack_width(gaps(ids, N, from, natural));
	to_rows(natural, rows);
	size_t words = (ids[N - 1] - from) / 64 + 1;
	size_t packed = 16 * width, patched = pfor_size(rows, N);
	if (packed * 7 / 8 <= patched && packed <= 8 * words) {
		put_gaps(b, rows, width);
		return (uint8_t)width;
	}
	if (patched <= 8 * words) {
		pfor_put(b, rows, N);
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

void block_put_tail(struct buf *b, const uint32_t *ids, const uint32_t *freqs,
	unsigned n, uint32_t from)
{
	uint32_t flagged[N] = {0}, more[N];
	unsigned m = 0;
	gaps(ids, n, from, flagged);
	for (unsigned i = 0; freqs && i < n; i++) {
		flagged[i] = flagged[i] * 2 + (freqs[i] > 1);
		if (freqs[i] > 1)
			more[m++] = freqs[i] - 2;
	}
	pfor_put(b, flagged, n);
	if (m)
		pfor_put(b, more, m);
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

static enum status spread_ids(struct block *b, const uint32_t gaps_less_one[N],
	uint64_t from, uint32_t limit)
{
	for (unsigned i = 0; i < b->count; i++, from++) {
		from += gaps_less_one[i];
		b->ids[bitpack_slot(i)] = (uint32_t)from;
	}
	return from <= limit ? OK : ERR_CORRUPT;
}

/* Take the flags out of the gaps and the frequencies they announce in; without
 * a branch, for which frequencies are 1 cannot be predicted. */
static enum status get_tail_freqs(
	struct block *b, struct reader *r, uint32_t flagged[N])
{
	uint32_t more[N] = {0}, m = 0;
	for (unsigned i = 0; i < b->count; i++)
		m += flagged[i] % 2;
	enum status status = m ? pfor_get(r, m, more, b->kernel) : OK;
	if (status != OK)
		return status;
	memset(b->freqs, 0, sizeof b->freqs);
	m = 0;
	for (unsigned i = 0; i < b->count; i++) {
		uint32_t flag = flagged[i] % 2;
		b->freqs[bitpack_slot(i)] = 1 + (more[m] + 1) * flag;
		m += flag;
		flagged[i] /= 2;
	}
	return OK;
}

enum status block_get_tail(struct block *b, struct reader *r, unsigned n,
	bool freqs, uint32_t from, uint32_t limit)
{
	uint32_t flagged[N];
	enum status status = pfor_get(r, n, flagged, b->kernel);
	b->count = n;
	if (status == OK && freqs)
		status = get_tail_freqs(b, r, flagged);
	if (status != OK)
		return status;
	memset(b->ids, 0xff, sizeof b->ids);
	return spread_ids(b, flagged, from, limit);
}
