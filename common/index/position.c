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

/* Most excesses are 0, which is a bit of 1: runs of these are passed over at
 * once.  `slots` are those that have one, in order. */
static enum status get_excesses(struct bits_in *bits,
	const uint8_t slots[POSTING_BLOCK], unsigned n,
	uint32_t counts[POSTING_BLOCK])
{
	for (unsigned i = 0; i < n; i++) {
		uint64_t zeros = ~bits_peek(bits) | UINT64_C(1) << 56;
		unsigned run = (unsigned)__builtin_ctzll(zeros);
		run = run < n - i ? run : n - i;
		bits->at += run;
		i += run;
		if (i == n)
			break;
		uint64_t excess = bits_get_golomb(bits, 0);
		if (excess > counts[slots[i]])
			return ERR_CORRUPT;
		counts[slots[i]] -= (uint32_t)excess;
	}
	return OK;
}

/* Positions of each posting, by slot. */
static enum status get_counts(const struct block *b, struct bits_in *bits,
	uint32_t counts[POSTING_BLOCK])
{
	uint8_t slots[POSTING_BLOCK];
	unsigned n = 0;
	uint32_t any = 0;
	memcpy(counts, b->freqs, sizeof b->freqs);
	if (bits_get(bits, 1)) {
		for (unsigned i = 0; i < b->count; i++) {
			slots[n] = (uint8_t)bitpack_slot(i);
			n += counts[slots[n]] > 1;
		}
		enum status status = get_excesses(bits, slots, n, counts);
		if (status != OK)
			return status;
	}
	for (unsigned i = 0; i < POSTING_BLOCK; i++)
		any |= counts[i];
	if (any <= POSITIONS_MAX / POSTING_BLOCK)
		return OK;
	return sum(counts, POSTING_BLOCK) <= POSITIONS_MAX ? OK : ERR_CORRUPT;
}

static enum status get_few(struct position_reader *r, const struct block *b,
	const uint32_t counts[POSTING_BLOCK], struct bits_in *bits)
{
	enum status status = vec_reserve(&r->values, POSITION_FEW);
	uint32_t k = 0;
	for (unsigned i = 0; i < b->count && status == OK; i++) {
		uint64_t at = 0;
		uint32_t end = k + counts[bitpack_slot(i)];
		r->starts[i] = k;
		for (; k < end; k++) {
			at += bits_get_golomb(bits, FEW_SCALE) & UINT32_MAX;
			r->values.v[k] = (uint32_t)at;
		}
		if (at > UINT32_MAX)
			return ERR_CORRUPT;
	}
	r->starts[b->count] = k;
	return status;
}

static inline uint32_t least(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

/* Lengths of the documents of a block, by slot; any where there is none. */
static bool get_lengths(const struct segment *s, const struct block *b,
	uint32_t lengths[POSTING_BLOCK])
{
	struct str all = segment_section(s, SECTION_LENGTHS);
	size_t width = all.len / s->docs;
	uint32_t first = b->ids[bitpack_slot(0)];
	uint32_t last = b->ids[bitpack_slot(b->count - 1)];
	if (last < first || last >= s->docs ||
		segment_touch(s, all.p + width * first,
			width * (last - first + 1u)) != OK)
		return false;
	for (unsigned i = 0; width == 2 && i < POSTING_BLOCK; i++)
		lengths[i] =
			get_u16(all.p + 2 * (size_t)least(b->ids[i], last));
	for (unsigned i = 0; width == 4 && i < POSTING_BLOCK; i++)
		lengths[i] =
			get_u32(all.p + 4 * (size_t)least(b->ids[i], last));
	return true;
}

static enum status open_many(struct position_reader *r, const struct block *b,
	const uint32_t counts[POSTING_BLOCK], struct reader *in)
{
	uint32_t lengths[POSTING_BLOCK];
	if (!get_lengths(r->segment, b, lengths))
		return ERR_CORRUPT;
	return rice_open(&r->rice, in, lengths, counts);
}

static enum status open_block(
	struct position_reader *r, struct posting_cursor *c)
{
	struct reader in;
	const struct block *b = &c->block;
	uint32_t counts[POSTING_BLOCK];
	r->block = UINT32_MAX;
	if (!posting_load_freqs(c) || !find_block(r, c->number, &in))
		return ERR_CORRUPT;
	struct bits_in bits = bits_in(&in);
	enum status status = get_counts(b, &bits, counts);
	r->many = b->count > POSITION_FEW ||
		  sum(b->freqs, POSTING_BLOCK) > POSITION_FEW;
	if (status == OK && !r->many)
		status = get_few(r, b, counts, &bits);
	if (status == OK && !bits_done(&bits, &in))
		status = ERR_CORRUPT;
	if (status == OK && r->many)
		status = open_many(r, b, counts, &in);
	if (status == OK)
		r->block = c->number;
	r->at = UINT32_MAX;
	return status;
}

/* The positions of one posting, which stay until another is asked for. */
static enum status get_many(struct position_reader *r, uint32_t at)
{
	unsigned slot = bitpack_slot(at);
	if (r->at == at)
		return OK;
	enum status status = vec_reserve(&r->values, r->rice.counts[slot]);
	if (status == OK)
		status = rice_doc(&r->rice, slot, r->values.v);
	r->at = status == OK ? at : UINT32_MAX;
	return status;
}

const uint32_t *position_get(
	struct position_reader *r, struct posting_cursor *c, uint32_t *count)
{
	enum status status = OK;
	*count = 1;
	if (r->one)
		return &r->only;
	if (r->block != c->number)
		status = open_block(r, c);
	if (status == OK && r->many)
		status = get_many(r, c->at);
	if (status != OK) {
		r->status = status;
		*count = 0;
		return NULL;
	}
	if (r->many) {
		*count = r->rice.counts[bitpack_slot(c->at)];
		return r->values.v;
	}
	*count = r->starts[c->at + 1] - r->starts[c->at];
	return r->values.v + r->starts[c->at];
}
