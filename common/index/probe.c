/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/probe.h"
#include "common/index/pfor.h"

#include <limits.h>

#define NO_BLOCK UINT32_MAX
#define MISSING UINT_MAX /* of a bit, its number is counted when it matters */

void probe_open(struct probe *p, struct posting_cursor *list)
{
	p->status = list->status;
	p->list = list;
	p->number = NO_BLOCK;
	p->from = 0;
	p->bitmap = NULL;
	p->block.kernel = list->block.kernel;
	p->kernel = kernel()->bitmap;
}

static bool fail(struct probe *p)
{
	p->status = ERR_CORRUPT;
	return false;
}

/* The bitmap of a block, if its bytes are all there. */
static bool enter_bitmap(struct probe *p, unsigned words)
{
	p->bitmap =
		(const uint8_t *)read_bytes(&p->rest, 8 * (uint64_t)words).p;
	return !p->rest.bad || fail(p);
}

static bool enter_ids(struct probe *p, unsigned count, uint8_t format)
{
	const struct posting_cursor *c = p->list;
	uint32_t docs = c->segment->docs;
	p->bitmap = NULL;
	p->freqs = count < POSTING_BLOCK;
	enum status status = count < POSTING_BLOCK
				     ? block_get_tail(&p->block, &p->rest,
					       count, c->freqs, p->from, docs)
				     : block_get_ids(&p->block, &p->rest,
					       format, p->from, docs);
	return status == OK || fail(p);
}

static bool enter(struct probe *p, uint32_t number)
{
	const struct posting_cursor *c = p->list;
	uint32_t left = c->df - number * POSTING_BLOCK;
	unsigned count = left < POSTING_BLOCK ? left : POSTING_BLOCK;
	uint8_t format = c->formats[number];
	p->number = number;
	p->from = posting_block_from(c, number);
	p->asked = 0;
	p->freqs = false;
	if (p->from >= c->segment->docs ||
		!posting_block_bytes(c, number, &p->rest))
		return fail(p);
	bool bitmap = count == POSTING_BLOCK && format > BLOCK_BITMAP &&
		      format <= BLOCK_BITMAP + BLOCK_WORDS_MAX;
	return bitmap ? enter_bitmap(p, format - BLOCK_BITMAP)
		      : enter_ids(p, count, format);
}

static bool find_bit(struct probe *p, uint32_t doc)
{
	uint32_t bit = doc - p->from;
	unsigned words = p->list->formats[p->number] - BLOCK_BITMAP;
	return doc >= p->from && bit / 64 < words &&
	       p->bitmap[bit / 8] >> bit % 8 & 1;
}

static bool find_id(struct probe *p, const struct block *b, uint32_t doc)
{
	p->at = b->kernel->lower_bound(b->ids, doc);
	return p->at < b->count && b->ids[bitpack_slot(p->at)] == doc;
}

bool probe_find(struct probe *p, uint32_t doc)
{
	const struct posting_cursor *c = p->list;
	if (p->status != OK)
		return false;
	if (c->blocks == 1)
		return find_id(p, &c->block, doc);
	uint32_t number = posting_block_find(
		c, p->number == NO_BLOCK ? 0 : p->number, doc);
	if (number == c->blocks || (number != p->number && !enter(p, number)))
		return false;
	if (!p->bitmap)
		return find_id(p, &p->block, doc);
	if (!find_bit(p, doc))
		return false;
	p->at = MISSING;
	p->doc = doc;
	return true;
}

static bool load_freqs(struct probe *p)
{
	enum status status = block_get_freqs(&p->block, &p->rest);
	p->freqs = true;
	return status == OK || fail(p);
}

uint32_t probe_freq(struct probe *p)
{
	if (p->at == MISSING)
		p->at = p->kernel->rank(p->bitmap, p->doc - p->from);
	if (p->at >= POSTING_BLOCK)
		return fail(p);
	unsigned slot = bitpack_slot(p->at);
	uint32_t less;
	if (p->list->blocks == 1)
		return posting_load_freqs(p->list) ? p->list->block.freqs[slot]
						   : 0;
	if (!p->freqs && p->asked++ == 0) {
		if (pfor_one(p->rest, POSTING_BLOCK, slot, &less) == OK)
			return less + 1;
		p->status = ERR_CORRUPT;
		return 0;
	}
	if (!p->freqs && !load_freqs(p))
		return 0;
	return p->block.freqs[slot];
}
