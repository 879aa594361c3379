/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/probe.h"
#include "common/index/pfor.h"

#include <string.h>

enum { FINDS = 4 }; /* that take as long as making a bitmap */

void probe_open(struct probe *p, const struct posting_cursor *list)
{
	p->status = list->status;
	p->list = list;
	p->number = UINT32_MAX;
	p->from = 1;
	p->last = 0;
	p->block.kernel = list->block.kernel;
	p->kernel = kernel()->bitmap;
}

static bool fail(struct probe *p)
{
	p->status = ERR_CORRUPT;
	p->from = 1;
	p->last = 0;
	return false;
}

/* Words of the block's bitmap; 0 if it has none. */
static unsigned words_of(const struct probe *p)
{
	uint8_t format = p->list->formats[p->number];
	bool bitmap = p->block.count == POSTING_BLOCK &&
		      format > BLOCK_BITMAP &&
		      format <= BLOCK_BITMAP + BLOCK_WORDS_MAX;
	return bitmap ? format - BLOCK_BITMAP : 0;
}

static bool get_ids(struct probe *p, struct reader *r)
{
	const struct posting_cursor *c = p->list;
	uint32_t docs = c->segment->docs;
	unsigned count = p->block.count;
	enum status status =
		count < POSTING_BLOCK
			? block_get_tail(
				  &p->block, r, count, c->freqs, p->from, docs)
			: block_get_ids(&p->block, r, c->formats[p->number],
				  p->from, docs);
	p->ids = true;
	return status == OK || fail(p);
}

bool probe_enter(struct probe *p, uint32_t number)
{
	const struct posting_cursor *c = p->list;
	if (p->number == number || p->status != OK)
		return p->status == OK;
	uint32_t left = c->df - number * POSTING_BLOCK;
	p->block.count = left < POSTING_BLOCK ? left : POSTING_BLOCK;
	p->number = number;
	p->from = posting_block_from(c, number);
	p->last = posting_block_last(c, number);
	p->finds = p->asked = 0;
	p->ids = false;
	p->freqs = p->block.count < POSTING_BLOCK;
	if (p->from >= c->segment->docs || p->last >= c->segment->docs ||
		!posting_block_bytes(c, number, &p->rest))
		return fail(p);
	p->words = words_of(p);
	if (!p->words)
		return get_ids(p, &p->rest);
	p->bitmap =
		(const uint8_t *)read_bytes(&p->rest, 8 * (uint64_t)p->words).p;
	return !p->rest.bad || fail(p);
}

static void make_bitmap(struct probe *p)
{
	p->words = (p->last - p->from) / 64 + 1;
	p->bitmap = (const uint8_t *)p->made;
	memset(p->made, 0, 8 * (size_t)p->words);
	bitmap_add(p->made, p->words, p->from, p->block.ids);
}

bool probe_find(struct probe *p, uint32_t doc)
{
	if (!p->words && ++p->finds > FINDS &&
		p->last - p->from < 64 * PROBE_WORDS)
		make_bitmap(p);
	if (p->words)
		return probe_find_bit(p, doc);
	p->at = p->block.kernel->lower_bound(p->block.ids, doc);
	return p->at < p->block.count &&
	       p->block.ids[bitpack_slot(p->at)] == doc;
}

static bool load_freqs(struct probe *p)
{
	if (p->freqs)
		return true;
	enum status status = block_get_freqs(&p->block, &p->rest);
	p->freqs = true;
	return status == OK || fail(p);
}

uint32_t probe_freq(struct probe *p)
{
	uint32_t less;
	if (p->at == UINT_MAX)
		p->at = p->kernel->rank(p->bitmap, p->doc - p->from);
	if (p->at >= POSTING_BLOCK)
		return fail(p);
	unsigned slot = bitpack_slot(p->at);
	if (!p->freqs && p->asked++ == 0) {
		if (pfor_one(p->rest, POSTING_BLOCK, slot, &less) == OK)
			return less + 1;
		return fail(p);
	}
	return load_freqs(p) ? p->block.freqs[slot] : 0;
}

bool probe_load(struct probe *p)
{
	if (!p->ids) {
		struct reader r;
		if (!posting_block_bytes(p->list, p->number, &r))
			return fail(p);
		if (!get_ids(p, &r))
			return false;
	}
	return !p->list->freqs || load_freqs(p);
}
