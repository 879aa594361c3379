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

static double block_impact(
	const struct posting_input *in, uint32_t from, uint32_t to)
{
	double most = 0;
	for (uint32_t i = from; i < to; i++) {
		double x = posting_impact(
			in->tfs[i], in->lengths[in->docs[i]], in->average);
		most = x > most ? x : most;
	}
	return most;
}

/* The 255th step, one more than it takes, makes up for what rounding loses:
 * lowest + 255 * step, computed in float, is not below the highest impact. */
static void put_bounds(const struct posting_input *in, uint32_t blocks,
	double *impacts, uint8_t *scale, uint8_t *bounds)
{
	double low = 1, high = 0;
	for (uint32_t b = 0; b < blocks; b++) {
		uint32_t from = b * POSTING_BLOCK;
		uint32_t to = from + POSTING_BLOCK;
		impacts[b] =
			block_impact(in, from, to < in->count ? to : in->count);
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
	*format = block_put_ids(out, in->docs + from, least);
	if (in->tfs)
		block_put_freqs(out, in->tfs + from);
}

static void put_long(
	const struct posting_input *in, uint32_t blocks, struct buf *out)
{
	size_t scale = in->tfs ? 8 : 0;
	size_t size = scale + (size_t)blocks * (in->tfs ? 10 : 9);
	size_t start = out->len;
	if (!buf_reserve(out, size))
		return;
	out->len += size;
	for (uint32_t b = 0; b < blocks; b++) {
		uint32_t from = b * POSTING_BLOCK;
		uint32_t n = in->count - from < POSTING_BLOCK ? in->count - from
							      : POSTING_BLOCK;
		uint32_t off = (uint32_t)(out->len - start - size);
		uint8_t format;
		put_block(in, from, n, out, &format);
		if (out->status != OK)
			return;
		uint8_t *lasts = (uint8_t *)out->p + start + scale;
		memcpy(lasts + 4 * (size_t)b, &in->docs[from + n - 1], 4);
		memcpy(lasts + 4 * ((size_t)blocks + b), &off, 4);
		lasts[8 * (size_t)blocks + b] = format;
	}
	uint8_t *head = (uint8_t *)out->p + start;
	double *impacts = in->tfs ? malloc(blocks * sizeof *impacts) : NULL;
	if (impacts)
		put_bounds(in, blocks, impacts, head, head + size - blocks);
	else if (in->tfs)
		out->status = ERR_NOMEM;
	free(impacts);
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
