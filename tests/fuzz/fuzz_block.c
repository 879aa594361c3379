/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fuzz_block.c - blocks of postings from arbitrary bytes: the first byte is the
 * number of postings, the second the format of a full block's ids or the bits of
 * the room that a tail has, the third the bits of the first id; the block
 * follows.  Whatever is decoded must ascend below the limit, and be the same when
 * it has been encoded again.  The block is also read as that many numbers, all of
 * them and one by one.
 */
#include "common/index/block.h"
#include "common/index/pfor.h"
#include "common/simd/kernel.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint32_t some_bits(uint8_t bits)
{
	return BLOCK_ID_MAX >> (31 - bits % 32);
}

static enum status decode(struct block *b, struct reader *r, unsigned n,
	uint8_t format, uint32_t from, uint32_t limit)
{
	if (n < BITPACK_COUNT)
		return block_get_tail(b, r, n, true, from, limit);
	enum status status = block_get_ids(b, r, format, from, limit);
	return status == OK ? block_get_freqs(b, r) : status;
}

static void check(const struct block *b, uint64_t least, uint32_t limit)
{
	for (unsigned i = 0; i < b->count; i++) {
		uint32_t id = b->ids[bitpack_slot(i)];
		if (id < least || id >= limit)
			abort();
		least = (uint64_t)id + 1;
	}
}

/* As a writer would, which takes them in natural order. */
static uint8_t encode(
	const struct block *b, struct buf *to, uint32_t from, uint32_t limit)
{
	uint32_t ids[BITPACK_COUNT], freqs[BITPACK_COUNT];
	uint8_t format = 0;
	for (unsigned i = 0; i < b->count; i++) {
		ids[i] = b->ids[bitpack_slot(i)];
		freqs[i] = b->freqs[bitpack_slot(i)];
		freqs[i] += freqs[i] == 0; /* of one that nobody wrote */
	}
	if (b->count < BITPACK_COUNT) {
		block_put_tail(to, ids, freqs, b->count, from, limit);
	} else {
		format = block_put_ids(to, ids, from, ids[0] & 1);
		block_put_freqs(to, freqs);
	}
	return format;
}

static void write_again(const struct block *b, uint32_t from, uint32_t limit)
{
	struct block again = {.kernel = b->kernel};
	struct buf bytes = {0};
	uint8_t format = encode(b, &bytes, from, limit);
	if (!buf_reserve(&bytes, BITPACK_SLACK))
		abort();
	struct reader r = reader_from(buf_str(&bytes));
	if (decode(&again, &r, b->count, format, from, limit) != OK ||
		reader_left(&r) != 0)
		abort();
	for (unsigned i = 0; i < b->count; i++) {
		unsigned slot = bitpack_slot(i);
		if (again.ids[slot] != b->ids[slot] ||
			again.freqs[slot] !=
				b->freqs[slot] + (b->freqs[slot] == 0))
			abort();
	}
	buf_release(&bytes);
}

static void read_numbers(
	struct reader r, unsigned n, const struct bitpack_kernel *kernel)
{
	uint32_t all[BITPACK_COUNT], one;
	struct reader whole = r;
	if (pfor_get(&whole, n, all, kernel) != OK)
		return;
	for (unsigned i = 0; i < n; i++)
		if (pfor_one(r, n, i, &one) != OK || one != all[i])
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static uint8_t bytes[4096 + BITPACK_SLACK];
	if (size < 3 || size - 3 > 4096)
		return 0;
	unsigned n = data[0] % BITPACK_COUNT + 1;
	uint32_t from = some_bits(data[2]), limit = BLOCK_ID_MAX;
	if (n < BITPACK_COUNT && some_bits(data[1]) < limit - from)
		limit = from + some_bits(data[1]);
	uint8_t *p = bytes + 4096 - (size - 3);
	memcpy(p, data + 3, size - 3);
	for (size_t i = 0; kernels[i]; i++) {
		struct block b = {.kernel = kernels[i]->bitpack};
		struct reader r = {p, p + size - 3, false};
		if (!cpu_has(kernels[i]->cpu))
			continue;
		read_numbers(r, n, b.kernel);
		if (decode(&b, &r, n, data[1], from, limit) != OK)
			continue;
		check(&b, from, limit);
		write_again(&b, from, limit);
	}
	return 0;
}
