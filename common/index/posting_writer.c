/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/posting.h"

#include <math.h>
#include <stdlib.h>

double posting_impact(uint32_t tf, uint32_t length, double average)
{
	double ratio = average > 0 ? length / average : 0;
	double k = BM25_K1 * (1 - BM25_B + BM25_B * ratio);
	return tf / (tf + k);
}

/* What the postings of a list are worth, while it is written. */
struct impacts {
	double *blocks;   /* the highest of each block           */
	float *ranges;    /* of each range, rounded up; or NULL  */
	uint16_t *ranked; /* of each posting, as ranks have them */
};

static enum status impacts_init(
	struct impacts *m, const struct posting_input *in, uint32_t blocks)
{
	bool ranged = posting_is_ranged(in->count, in->limit);
	*m = (struct impacts){.blocks = calloc(blocks, sizeof *m->blocks),
		.ranked = malloc(in->count * sizeof *m->ranked)};
	if (ranged)
		m->ranges =
			calloc(posting_ranges(in->limit), sizeof *m->ranges);
	return m->blocks && m->ranked && (m->ranges || !ranged) ? OK
								: ERR_NOMEM;
}

static void impacts_release(struct impacts *m)
{
	free(m->blocks);
	free(m->ranges);
	free(m->ranked);
}

static void impacts_find(struct impacts *m, const struct posting_input *in)
{
	for (uint32_t i = 0; i < in->count; i++) {
		uint32_t doc = in->docs[i];
		double x = posting_impact(
			in->tfs[i], in->lengths[doc], in->average);
		double *block = &m->blocks[i / POSTING_BLOCK];
		*block = x > *block ? x : *block;
		m->ranked[i] = (uint16_t)(x * 65535);
		if (m->ranges && m->ranges[doc / POSTING_RANGE] < x)
			m->ranges[doc / POSTING_RANGE] =
				nextafterf((float)x, 1);
	}
}

/* The 255th step, one more than it takes, makes up for what rounding loses:
 * lowest + 255 * step, computed in float, is not below the highest impact. */
static void put_bounds(
	const double *impacts, uint32_t blocks, uint8_t *scale, uint8_t *bounds)
{
	double low = 1, high = 0;
	for (uint32_t b = 0; b < blocks; b++) {
		low = impacts[b] < low ? impacts[b] : low;
		high = impacts[b] > high ? impacts[b] : high;
	}
	float lowest = nextafterf((float)low, 0);
	float step = (nextafterf((float)high, 1) - lowest) / 254;
	memcpy(scale, &lowest, 4);
	memcpy(scale + 4, &step, 4);
	for (uint32_t b = 0; b < blocks; b++) {
		double q = ceil((impacts[b] - lowest) / step);
		bounds[b] = (uint8_t)(q < 255 ? q : 255);
		while (bounds[b] < 255 &&
			lowest + (float)bounds[b] * step < impacts[b])
			bounds[b]++;
	}
}

static void put_ranges(const float *impacts, uint32_t ranges,
	const uint8_t *scale, uint8_t *out)
{
	float lowest, step;
	memcpy(&lowest, scale, 4);
	memcpy(&step, scale + 4, 4);
	float unit = (lowest + 255 * step) / 255;
	for (uint32_t r = 0; r < ranges; r++) {
		float q = ceilf(impacts[r] / unit);
		out[r] = (uint8_t)(q < 255 ? q : 255);
		while (out[r] < 255 && (float)out[r] * unit < impacts[r])
			out[r]++;
	}
}

/* The k-th highest of n; high bytes are counted in `highs`. */
static uint16_t kth(
	const uint16_t *v, uint32_t n, const uint32_t highs[256], uint32_t k)
{
	uint32_t lows[256] = {0}, above = 0;
	unsigned high = 255, low = 255;
	for (; above + highs[high] < k; high--)
		above += highs[high];
	for (uint32_t i = 0; i < n; i++)
		lows[v[i] & 255] += v[i] >> 8 == high;
	for (; above + lows[low] < k; low--)
		above += lows[low];
	return (uint16_t)(high << 8 | low);
}

static void put_ranks(const uint16_t *v, uint32_t n, uint8_t *out)
{
	uint32_t highs[256] = {0};
	for (uint32_t i = 0; i < n; i++)
		highs[v[i] >> 8]++;
	for (unsigned i = 0; i < POSTING_RANKS; i++) {
		uint32_t k = posting_rank_numbers[i];
		uint16_t rank = n < k ? 0 : kth(v, n, highs, k);
		memcpy(out + 2 * i, &rank, 2);
	}
}

static void put_block(const struct posting_input *in, uint32_t from, uint32_t n,
	struct buf *out, uint8_t *format)
{
	uint32_t least = from ? in->docs[from - 1] + 1 : 0;
	if (n < POSTING_BLOCK) {
		block_put_tail(out, in->docs + from,
			in->tfs ? in->tfs + from : NULL, n, least, in->limit);
		*format = 0;
		return;
	}
	*format = block_put_ids(out, in->docs + from, least, in->tfs);
	if (in->tfs)
		block_put_freqs(out, in->tfs + from);
}

/* What is before the blocks. */
struct directory {
	size_t lasts, bounds, ranges, size;
};

static struct directory layout(const struct posting_input *in, uint32_t blocks)
{
	struct directory d = {0};
	bool ranged = in->tfs && posting_is_ranged(in->count, in->limit);
	d.lasts = in->tfs ? 8 + 2 * POSTING_RANKS : 0;
	d.bounds = d.lasts + 9 * (size_t)blocks;
	d.ranges = d.bounds + (in->tfs ? blocks : 0);
	d.size = d.ranges + (ranged ? posting_ranges(in->limit) : 0);
	return d;
}

static enum status put_impacts(const struct posting_input *in, uint32_t blocks,
	const struct directory *d, uint8_t *head)
{
	struct impacts m;
	enum status status = impacts_init(&m, in, blocks);
	if (status == OK) {
		impacts_find(&m, in);
		put_bounds(m.blocks, blocks, head, head + d->bounds);
		put_ranks(m.ranked, in->count, head + 8);
		if (m.ranges)
			put_ranges(m.ranges, posting_ranges(in->limit), head,
				head + d->ranges);
	}
	impacts_release(&m);
	return status;
}

static void put_long(
	const struct posting_input *in, uint32_t blocks, struct buf *out)
{
	struct directory d = layout(in, blocks);
	size_t start = out->len;
	if (!buf_reserve(out, d.size))
		return;
	out->len += d.size;
	for (uint32_t b = 0; b < blocks; b++) {
		uint32_t from = b * POSTING_BLOCK;
		uint32_t n = in->count - from < POSTING_BLOCK ? in->count - from
							      : POSTING_BLOCK;
		uint32_t off = (uint32_t)(out->len - start - d.size);
		uint8_t format;
		put_block(in, from, n, out, &format);
		if (out->status != OK)
			return;
		uint8_t *lasts = (uint8_t *)out->p + start + d.lasts;
		memcpy(lasts + 4 * (size_t)b, &in->docs[from + n - 1], 4);
		memcpy(lasts + 4 * ((size_t)blocks + b), &off, 4);
		lasts[8 * (size_t)blocks + b] = format;
	}
	if (in->tfs)
		out->status =
			put_impacts(in, blocks, &d, (uint8_t *)out->p + start);
}

void posting_put(const struct posting_input *in, struct buf *out)
{
	uint32_t blocks = (in->count + POSTING_BLOCK - 1) / POSTING_BLOCK;
	if (blocks > 1) {
		put_long(in, blocks, out);
		return;
	}
	size_t head = out->len;
	uint8_t format;
	if (in->count == POSTING_BLOCK)
		buf_putc(out, 0);
	put_block(in, 0, in->count, out, &format);
	if (in->count == POSTING_BLOCK && out->status == OK)
		out->p[head] = (char)format;
}
