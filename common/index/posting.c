/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/posting.h"
#include "common/simd/bitmap.h"

#define NO_BLOCK UINT32_MAX

const uint16_t posting_rank_numbers[POSTING_RANKS] = {10, 32, 100, 320, 1000};

static uint32_t block_len(const struct posting_cursor *c, uint32_t number)
{
	uint32_t left = c->df - number * POSTING_BLOCK;
	return left < POSTING_BLOCK ? left : POSTING_BLOCK;
}

static uint32_t last_of(const struct posting_cursor *c, uint32_t number)
{
	return get_u32(c->lasts + 4 * (size_t)number);
}

static uint32_t stop(struct posting_cursor *c, enum status status)
{
	if (status != OK)
		c->status = status;
	return c->doc = DOC_END;
}

bool posting_block_bytes(
	const struct posting_cursor *c, uint32_t number, struct reader *out)
{
	uint64_t size = (uint64_t)(c->end - c->bytes), from = 0, to = size;
	if (c->blocks > 1) {
		from = get_u32(c->offsets + 4 * (size_t)number);
		if (number + 1 < c->blocks)
			to = get_u32(c->offsets + 4 * (size_t)number + 4);
	}
	if (from > to || to > size ||
		segment_touch(c->segment, c->bytes + from, to - from) != OK)
		return false;
	*out = (struct reader){c->bytes + from, c->bytes + to, false};
	return true;
}

static enum status decode_ids(struct posting_cursor *c, uint32_t number)
{
	uint32_t from = 0, docs = c->segment->docs;
	uint32_t len = block_len(c, number);
	struct reader r;
	if (c->blocks > 1 && number > 0) {
		from = last_of(c, number - 1) + 1;
		if (from == 0 || from >= docs)
			return ERR_CORRUPT;
	}
	if (!posting_block_bytes(c, number, &r))
		return ERR_CORRUPT;
	c->number = number;
	c->at = 0;
	c->decoded = len < POSTING_BLOCK;
	if (len < POSTING_BLOCK)
		return block_get_tail(&c->block, &r, len, c->freqs, from, docs);
	uint8_t format = c->blocks > 1 ? c->formats[number] : read_u8(&r);
	enum status status = block_get_ids(&c->block, &r, format, from, docs);
	c->rest = r;
	return status;
}

/* A block ends where the directory says, so that the next one is beyond. */
static enum status decode(struct posting_cursor *c, uint32_t number)
{
	enum status status = decode_ids(c, number);
	if (status != OK || c->blocks == 1)
		return status;
	uint32_t last = c->block.ids[bitpack_slot(c->block.count - 1)];
	return last == last_of(c, number) ? OK : ERR_CORRUPT;
}

static uint32_t enter(struct posting_cursor *c, uint32_t number)
{
	enum status status = decode(c, number);
	if (status != OK)
		return stop(c, status);
	return c->doc = c->block.ids[bitpack_slot(0)];
}

/* A list of one document stands in the dictionary. */
static enum status open_single(
	struct posting_cursor *c, const struct term_info *info)
{
	memset(c->block.ids, 0xff, sizeof c->block.ids);
	memset(c->block.freqs, 0, sizeof c->block.freqs);
	c->block.count = 1;
	c->block.ids[0] = c->doc = info->doc;
	c->block.freqs[0] = info->tf;
	c->blocks = 1;
	c->decoded = true;
	return OK;
}

static bool in_unit(float x)
{
	return x >= 0 && x <= 1; /* and is a number */
}

static enum status open_scales(struct posting_cursor *c, const uint8_t *p)
{
	memcpy(&c->lowest, p, 4);
	memcpy(&c->step, p + 4, 4);
	c->ranks = p + 8;
	return in_unit(c->lowest) && in_unit(c->step) ? OK : ERR_CORRUPT;
}

static enum status open_directory(struct posting_cursor *c, struct reader *r)
{
	size_t n = c->blocks;
	size_t scales = c->freqs ? 8 + 2 * POSTING_RANKS : 0;
	bool ranged = c->freqs && posting_is_ranged(c->df, c->segment->docs);
	size_t ranges = ranged ? posting_ranges(c->segment->docs) : 0;
	size_t size = scales + n * (c->freqs ? 10 : 9) + ranges;
	if (reader_left(r) < size ||
		segment_touch(c->segment, r->p, size) != OK)
		return ERR_CORRUPT;
	if (c->freqs && open_scales(c, r->p) != OK)
		return ERR_CORRUPT;
	c->lasts = r->p + scales;
	c->offsets = c->lasts + 4 * n;
	c->formats = c->offsets + 4 * n;
	c->bounds = c->freqs ? c->formats + n : NULL;
	c->bytes = r->p + size;
	c->ranges = ranged ? c->bytes - ranges : NULL;
	return OK;
}

enum status posting_open_idle(struct posting_cursor *c, const struct segment *s,
	const struct term_info *info)
{
	struct str section = segment_section(s, SECTION_POSTINGS);
	c->doc = DOC_END;
	c->status = OK;
	c->segment = s;
	c->df = info->df;
	c->number = c->at = 0;
	c->ranks = c->ranges = NULL;
	c->freqs = term_has_positions(info->kind);
	c->block.kernel = bitpack();
	if (info->df == 1)
		return open_single(c, info);
	c->blocks = (info->df + POSTING_BLOCK - 1) / POSTING_BLOCK;
	if (info->postings_off > section.len ||
		info->postings_len > section.len - info->postings_off)
		return ERR_CORRUPT;
	struct str list = {
		section.p + info->postings_off, (size_t)info->postings_len};
	struct reader r = reader_from(list);
	c->bytes = r.p;
	c->end = r.end;
	if (c->blocks == 1) {
		enter(c, 0);
		return c->status;
	}
	c->number = NO_BLOCK;
	return open_directory(c, &r);
}

enum status posting_open(struct posting_cursor *c, const struct segment *s,
	const struct term_info *info)
{
	enum status status = posting_open_idle(c, s, info);
	if (status == OK && c->number == NO_BLOCK) {
		enter(c, 0);
		status = c->status;
	}
	return status;
}

uint32_t posting_next(struct posting_cursor *c)
{
	if (c->doc == DOC_END)
		return DOC_END;
	if (++c->at < c->block.count)
		return c->doc = c->block.ids[bitpack_slot(c->at)];
	if (c->number + 1 < c->blocks)
		return enter(c, c->number + 1);
	return stop(c, OK);
}

/* The first of blocks [low, high) that ends at or behind `target`, or high. */
static uint32_t bisect(const struct posting_cursor *c, uint32_t low,
	uint32_t high, uint32_t target)
{
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (last_of(c, middle) < target)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

uint32_t posting_block_find(
	const struct posting_cursor *c, uint32_t number, uint32_t target)
{
	uint32_t low = number, step = 1;
	if (c->blocks == 1)
		return number;
	while (low + step < c->blocks && last_of(c, low + step - 1) < target) {
		low += step;
		step *= 2;
	}
	uint32_t high = low + step < c->blocks ? low + step : c->blocks;
	return bisect(c, low, high, target);
}

uint32_t posting_block_of(const struct posting_cursor *c, uint32_t target)
{
	uint64_t docs = c->segment->docs;
	if (c->blocks == 1 || target >= docs)
		return posting_block_find(c, 0, target);
	uint32_t high = (uint32_t)((uint64_t)target * c->blocks / docs);
	uint32_t step = 1;
	if (last_of(c, high) < target)
		return posting_block_find(c, high + 1, target);
	while (high >= step && last_of(c, high - step) >= target) {
		high -= step;
		step *= 2;
	}
	uint32_t low = high >= step ? high - step + 1 : 0;
	return bisect(c, low, high, target);
}

bool posting_find(struct posting_cursor *c, uint32_t doc)
{
	uint32_t first = c->block.ids[bitpack_slot(0)];
	if (c->status != OK)
		return false;
	if (c->blocks > 1 && (doc < first || last_of(c, c->number) < doc)) {
		uint32_t number = posting_block_of(c, doc);
		if (number == c->blocks || enter(c, number) == DOC_END)
			return false;
	}
	c->at = c->block.kernel->lower_bound(c->block.ids, doc);
	if (c->at >= c->block.count || c->block.ids[bitpack_slot(c->at)] != doc)
		return false;
	c->doc = doc;
	return true;
}

bool posting_block(struct posting_cursor *c, uint32_t number)
{
	if (c->number != number)
		enter(c, number);
	else if (c->status == OK)
		c->doc = c->block.ids[bitpack_slot(0)];
	c->at = 0;
	return c->status == OK;
}

/* Words of little-endian bits, of which the lowest is bit `at` of the window; at
 * may be negative. */
static void unite(uint64_t *bits, uint32_t n, int64_t at, const uint8_t *p,
	unsigned words)
{
	int64_t to = at >> 6;
	unsigned shift = at & 63;
	uint64_t carry = 0;
	for (unsigned i = 0; i <= words; i++, to++) {
		uint64_t word = i < words ? get_u64(p + 8 * i) : 0;
		if (to >= 0 && to < n)
			bits[to] |= word << shift | carry;
		carry = word >> 1 >> (63 - shift);
	}
}

/* The same where all of it is inside. */
static void unite_all(
	uint64_t *bits, uint64_t at, const uint8_t *p, unsigned words)
{
	uint64_t carry = 0;
	unsigned shift = at & 63;
	bits += at >> 6;
	for (unsigned i = 0; i < words; i++) {
		uint64_t word = get_u64(p + 8 * i);
		bits[i] |= word << shift | carry;
		carry = word >> 1 >> (63 - shift);
	}
	bits[words] |= carry;
}

bool posting_block_bits(struct posting_cursor *c, uint32_t number,
	uint64_t *bits, uint32_t n, uint32_t from)
{
	unsigned format = c->blocks > 1 ? c->formats[number] : 0;
	struct reader r;
	if (format > BLOCK_BITMAP && format <= BLOCK_BITMAP + BLOCK_WORDS_MAX &&
		posting_block_bytes(c, number, &r)) {
		unsigned words = format - BLOCK_BITMAP;
		if (reader_left(&r) < 8 * words)
			return false;
		int64_t at = (int64_t)posting_block_from(c, number) - from;
		if (at >= 0 && at / 64 + words < n)
			unite_all(bits, (uint64_t)at, r.p, words);
		else
			unite(bits, n, at, r.p, words);
		return true;
	}
	if (!posting_block(c, number))
		return false;
	bitmap_add(bits, n, from, c->block.ids);
	return true;
}

float posting_rank(const struct posting_cursor *c, uint64_t k)
{
	for (unsigned i = 0; c->ranks && i < POSTING_RANKS; i++)
		if (k <= posting_rank_numbers[i])
			return (float)get_u16(c->ranks + 2 * i) * 0x1p-16f;
	return 0;
}

float posting_range_step(const struct posting_cursor *c)
{
	return (c->lowest + 255 * c->step) / 255;
}

uint32_t posting_seek(struct posting_cursor *c, uint32_t target)
{
	if (c->doc >= target)
		return c->doc;
	if (c->blocks > 1 && last_of(c, c->number) < target) {
		uint32_t number = posting_block_find(c, c->number, target);
		if (number == c->blocks)
			return stop(c, OK);
		if (enter(c, number) >= target)
			return c->doc;
	}
	c->at = c->block.kernel->lower_bound(c->block.ids, target);
	if (c->at >= c->block.count)
		return stop(c, OK);
	return c->doc = c->block.ids[bitpack_slot(c->at)];
}

bool posting_load_freqs(struct posting_cursor *c)
{
	if (c->decoded)
		return true;
	enum status status = block_get_freqs(&c->block, &c->rest);
	c->decoded = true;
	if (status != OK)
		c->status = status;
	return status == OK;
}

uint32_t posting_freq(struct posting_cursor *c)
{
	if (!posting_load_freqs(c))
		return 0;
	return c->block.freqs[bitpack_slot(c->at)];
}

float posting_bound(
	const struct posting_cursor *c, uint32_t target, uint32_t *last)
{
	*last = DOC_END - 1;
	if (c->doc == DOC_END)
		return 0;
	if (c->blocks == 1)
		return 1;
	uint32_t number = posting_block_find(c, c->number, target);
	if (number == c->blocks)
		return 0;
	if (last_of(c, number) < *last)
		*last = last_of(c, number);
	return c->lowest + (float)c->bounds[number] * c->step;
}
