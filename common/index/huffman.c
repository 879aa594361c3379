/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/huffman.h"

enum { BYTES = HUFFMAN_BYTES, NODES = 2 * BYTES };

static unsigned stored_length(const uint8_t *lengths, unsigned byte)
{
	return lengths[byte / 2] >> byte % 2 * 4 & 15;
}

/* A tree under construction; nodes without a parent wait for one. */
struct tree {
	uint64_t counts[NODES];
	uint16_t parents[NODES];
	unsigned nodes;
};

/* Take the rarest of those that wait. */
static unsigned rarest(const struct tree *t, bool waiting[NODES])
{
	unsigned best = NODES;
	for (unsigned i = 0; i < t->nodes; i++)
		if (waiting[i] &&
			(best == NODES || t->counts[i] < t->counts[best]))
			best = i;
	waiting[best] = false;
	return best;
}

/* Its root is the last node.  REQUIRES: two bytes that occur. */
static void grow(struct tree *t)
{
	bool waiting[NODES];
	unsigned left = 0;
	t->nodes = BYTES;
	for (unsigned i = 0; i < BYTES; i++)
		left += waiting[i] = t->counts[i] > 0;
	for (; left > 1; left--) {
		unsigned a = rarest(t, waiting), b = rarest(t, waiting);
		t->counts[t->nodes] = t->counts[a] + t->counts[b];
		t->parents[a] = t->parents[b] = (uint16_t)t->nodes;
		waiting[t->nodes++] = true;
	}
}

/* The longest of all. */
static unsigned depths(const struct tree *t, uint8_t of[NODES])
{
	unsigned most = 0;
	of[t->nodes - 1] = 0;
	for (unsigned i = t->nodes - 1; i-- > 0;) {
		of[i] = 0;
		if (i < BYTES && t->counts[i] == 0)
			continue;
		of[i] = (uint8_t)(of[t->parents[i]] + 1);
		most = i < BYTES && of[i] > most ? of[i] : most;
	}
	return most;
}

/* Counts are evened out until no word is too long. */
void huffman_lengths(
	const struct huffman_counts *counts, uint8_t lengths[HUFFMAN_STORED])
{
	struct tree t;
	uint8_t of[NODES];
	for (unsigned i = 0; i < BYTES; i++)
		t.counts[i] = counts->of[i] + (i < 2);
	for (grow(&t); depths(&t, of) > HUFFMAN_LONGEST; grow(&t))
		for (unsigned i = 0; i < BYTES; i++)
			t.counts[i] = (t.counts[i] + 1) / 2;
	for (unsigned i = 0; i < HUFFMAN_STORED; i++)
		lengths[i] = (uint8_t)(of[2 * i] | of[2 * i + 1] << 4);
}

static unsigned reversed(unsigned word, unsigned length)
{
	unsigned out = 0;
	for (unsigned i = 0; i < length; i++)
		out |= (word >> i & 1) << (length - 1 - i);
	return out;
}

/* False if the words are more or fewer than there is room for. */
static bool number(
	const uint8_t lengths[HUFFMAN_STORED], struct huffman_writer *w)
{
	unsigned next = 0, longest = 1 << HUFFMAN_LONGEST;
	*w = (struct huffman_writer){0};
	for (unsigned length = 1; length <= HUFFMAN_LONGEST; length++) {
		unsigned step = longest >> length;
		for (unsigned i = 0; i < BYTES; i++) {
			if (stored_length(lengths, i) != length)
				continue;
			unsigned word = next >> (HUFFMAN_LONGEST - length);
			w->word[i] = (uint16_t)reversed(word, length);
			w->length[i] = (uint8_t)length;
			next += step;
			if (next > longest)
				return false;
		}
	}
	return next == longest;
}

void huffman_write_with(
	struct huffman_writer *w, const uint8_t lengths[HUFFMAN_STORED])
{
	(void)number(lengths, w);
}

enum status huffman_open(
	struct huffman *h, const uint8_t lengths[HUFFMAN_STORED])
{
	struct huffman_writer w;
	if (!number(lengths, &w))
		return ERR_CORRUPT;
	for (unsigned i = 0; i < BYTES; i++) {
		if (stored_length(lengths, i) > HUFFMAN_LONGEST)
			return ERR_CORRUPT;
		unsigned step = 1u << w.length[i];
		unsigned at = w.length[i] ? w.word[i] : 1 << HUFFMAN_LONGEST;
		for (; at < 1 << HUFFMAN_LONGEST; at += step)
			h->entries[at] = (uint16_t)(i | w.length[i] << 8);
	}
	return OK;
}
