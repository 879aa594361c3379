/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/position.h"
#include "common/index/bits.h"
#include "common/index/rice.h"

enum {
	FEW_SCALE = 6, /* golomb parameter of gaps */
	BLOCK_MAX = 2 * POSTING_BLOCK * BITS_GOLOMB_MAX + BITS_SLACK,
};

static uint64_t sum(const uint32_t *v, uint32_t n)
{
	uint64_t total = 0;
	for (uint32_t i = 0; i < n; i++)
		total += v[i];
	return total;
}

/* Only where a word counts more than once can some be left out. */
static void put_excesses(struct bits_out *bits, const uint32_t *tfs,
	const uint32_t *counts, uint32_t n)
{
	bool any = false;
	for (uint32_t i = 0; i < n; i++)
		any |= tfs[i] > counts[i];
	bits_put(bits, any, 1);
	for (uint32_t i = 0; any && i < n; i++)
		if (tfs[i] > 1)
			bits_put_golomb(bits, tfs[i] - counts[i], 0);
}

static void put_few(struct bits_out *bits, const uint32_t *counts,
	const uint32_t *positions, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		uint32_t before = 0;
		for (uint32_t k = 0; k < counts[i]; k++) {
			bits_put_golomb(bits, *positions - before, FEW_SCALE);
			before = *positions++;
		}
	}
}

static void put_many(const struct posting_input *in, uint32_t from, uint32_t n,
	const uint32_t *counts, const uint32_t *positions, struct buf *out)
{
	uint32_t lengths[POSTING_BLOCK], starts[POSTING_BLOCK + 1] = {0};
	for (uint32_t i = 0; i < n; i++) {
		lengths[i] = in->lengths[in->docs[from + i]];
		starts[i + 1] = starts[i] + counts[i];
	}
	rice_put(out, &(struct rice_docs){lengths, starts, n}, positions);
}

static void put_block(const struct posting_input *in, uint32_t from, uint32_t n,
	const uint32_t *counts, const uint32_t *positions, struct buf *out)
{
	const uint32_t *tfs = in->tfs + from;
	bool few = sum(tfs, n) <= POSITION_FEW;
	uint8_t *p = (uint8_t *)buf_reserve(out, BLOCK_MAX);
	if (!p)
		return;
	struct bits_out bits = {.p = p};
	put_excesses(&bits, tfs, counts, n);
	if (few)
		put_few(&bits, counts, positions, n);
	out->len += (size_t)(bits_end(&bits) - p);
	if (!few)
		put_many(in, from, n, counts, positions, out);
}

void position_put(const struct posting_input *in, const uint32_t *counts,
	const uint32_t *positions, struct buf *out)
{
	uint32_t blocks = (in->count + POSTING_BLOCK - 1) / POSTING_BLOCK;
	size_t directory = out->len;
	size_t start = out->len + (blocks > 1 ? 4 * (size_t)blocks : 0);
	for (uint32_t b = 0; blocks > 1 && b < blocks; b++)
		buf_put_u32(out, 0);
	for (uint32_t b = 0; b < blocks; b++) {
		uint32_t from = b * POSTING_BLOCK;
		uint32_t n = in->count - from < POSTING_BLOCK ? in->count - from
							      : POSTING_BLOCK;
		uint32_t off = (uint32_t)(out->len - start);
		if (blocks > 1 && out->status == OK)
			memcpy(out->p + directory + 4 * (size_t)b, &off, 4);
		put_block(in, from, n, counts + from, positions, out);
		positions += sum(counts + from, n);
	}
}

enum status position_open(struct position_reader *r, const struct segment *s,
	const struct term_info *info)
{
	struct str section = segment_section(s, SECTION_POSITIONS);
	*r = (struct position_reader){.segment = s,
		.block = UINT32_MAX,
		.one = info->df == 1 && info->tf == 1,
		.only = info->position};
	if (r->one)
		return OK;
	if (info->positions_off > section.len ||
		info->positions_len > section.len - info->positions_off)
		return ERR_CORRUPT;
	r->count = (info->df + POSTING_BLOCK - 1) / POSTING_BLOCK;
	r->offsets = (const uint8_t *)section.p + info->positions_off;
	r->end = r->offsets + info->positions_len;
	size_t lengths = segment_section(s, SECTION_LENGTHS).len;
	if (lengths != 2 * (size_t)s->docs && lengths != 4 * (size_t)s->docs)
		return ERR_CORRUPT;
	size_t directory = r->count > 1 ? 4 * (size_t)r->count : 0;
	if (directory > info->positions_len)
		return ERR_CORRUPT;
	r->blocks = r->offsets + directory;
	return segment_touch(s, r->offsets, directory);
}

void position_close(struct position_reader *r)
{
	vec_release(&r->values);
}

static bool find_block(
	const struct position_reader *r, uint32_t block, struct reader *out)
{
	uint64_t from = 0, to = (uint64_t)(r->end - r->blocks);
	if (r->count > 1) {
		from = get_u32(r->offsets + 4 * (size_t)block);
		if (block + 1 < r->count)
			to = get_u32(r->offsets + 4 * (size_t)block + 4);
	}
	if (from > to || to > (uint64_t)(r->end - r->blocks) ||
		segment_touch(r->segment, r->blocks + from, to - from) != OK)
		return false;
	*out = (struct reader){r->blocks + from, r->blocks + to, false};
	return true;
}

/* Where each document's positions begin, from the excesses. */
static enum status get_starts(struct position_reader *r, const uint32_t *tfs,
	uint32_t n, struct bits_in *bits)
{
	bool any = bits_get(bits, 1);
	uint64_t total = 0;
	for (uint32_t i = 0; i < n; i++) {
		uint64_t excess =
			any && tfs[i] > 1 ? bits_get_golomb(bits, 0) : 0;
		if (excess > tfs[i])
			return ERR_CORRUPT;
		total += tfs[i] - excess;
		r->starts[i + 1] = (uint32_t)total;
		if (total > POSITIONS_MAX)
			return ERR_CORRUPT;
	}
	return OK;
}

static enum status get_few(
	struct position_reader *r, uint32_t n, struct bits_in *bits)
{
	enum status status = vec_reserve(&r->values, POSITION_FEW);
	for (uint32_t i = 0; i < n && status == OK; i++) {
		uint64_t at = 0;
		for (uint32_t k = r->starts[i]; k < r->starts[i + 1]; k++) {
			at += bits_get_golomb(bits, FEW_SCALE) & UINT32_MAX;
			r->values.v[k] = (uint32_t)at;
		}
		if (at > UINT32_MAX)
			return ERR_CORRUPT;
	}
	return status;
}

/* Lengths of the documents of the cursor's block, which ascend. */
static bool get_lengths(const struct segment *s, const struct posting_cursor *c,
	uint32_t lengths[POSTING_BLOCK])
{
	struct str all = segment_section(s, SECTION_LENGTHS);
	size_t width = all.len / s->docs;
	const uint32_t *ids = c->block.ids;
	uint32_t first = ids[bitpack_slot(0)];
	uint32_t last = ids[bitpack_slot(c->block.count - 1)];
	if (last < first || last >= s->docs ||
		segment_touch(s, all.p + width * first,
			width * (last - first + 1u)) != OK)
		return false;
	for (unsigned i = 0; i < c->block.count; i++) {
		const char *p = all.p + width * ids[bitpack_slot(i)];
		lengths[i] = width == 2 ? get_u16(p) : get_u32(p);
	}
	return true;
}

static enum status open_many(struct position_reader *r,
	const struct posting_cursor *c, struct reader *in)
{
	uint32_t lengths[POSTING_BLOCK], n = c->block.count;
	uint64_t total = r->starts[n];
	if (total / 8 > reader_left(in) || !get_lengths(r->segment, c, lengths))
		return ERR_CORRUPT; /* each position is a bit at least */
	return rice_open(
		&r->rice, in, &(struct rice_docs){lengths, r->starts, n});
}

/* The positions of one posting. */
static const uint32_t *get_many(struct position_reader *r, uint32_t at)
{
	enum status status =
		vec_reserve(&r->values, r->starts[at + 1] - r->starts[at]);
	if (status == OK)
		status = rice_doc(&r->rice, r->starts, at, r->values.v);
	if (status == OK)
		return r->values.v;
	r->status = status;
	return NULL;
}

static enum status get_block(struct position_reader *r, const uint32_t *tfs,
	const struct posting_cursor *c, struct reader *in)
{
	uint32_t n = c->block.count;
	bool few = sum(tfs, n) <= POSITION_FEW;
	struct bits_in bits = bits_in(in);
	enum status status = get_starts(r, tfs, n, &bits);
	if (status == OK && few)
		status = get_few(r, n, &bits);
	if (status == OK && !bits_done(&bits, in))
		status = ERR_CORRUPT;
	r->many = !few;
	return status != OK || few ? status : open_many(r, c, in);
}

static enum status open_block(
	struct position_reader *r, struct posting_cursor *c)
{
	struct reader in;
	uint32_t tfs[POSTING_BLOCK];
	if (!find_block(r, c->number, &in))
		return ERR_CORRUPT;
	if (!posting_load_freqs(c))
		return ERR_CORRUPT;
	for (unsigned i = 0; i < c->block.count; i++)
		tfs[i] = c->block.freqs[bitpack_slot(i)];
	r->block = UINT32_MAX;
	enum status status = get_block(r, tfs, c, &in);
	if (status == OK)
		r->block = c->number;
	return status;
}

const uint32_t *position_get(
	struct position_reader *r, struct posting_cursor *c, uint32_t *count)
{
	if (r->one) {
		*count = 1;
		return &r->only;
	}
	if (r->block != c->number) {
		enum status status = open_block(r, c);
		if (status != OK) {
			r->status = status;
			*count = 0;
			return NULL;
		}
	}
	const uint32_t *v =
		r->many ? get_many(r, c->at) : r->values.v + r->starts[c->at];
	*count = v ? r->starts[c->at + 1] - r->starts[c->at] : 0;
	return v;
}
