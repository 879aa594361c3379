/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/rice.h"
#include "common/simd/bitpack.h"
#include "tests/support/test.h"

enum { DOCS = 128, MOST = 40 };

struct block {
	uint32_t lengths[DOCS], starts[DOCS + 1], positions[DOCS * MOST];
	unsigned n;
};

static struct rice_docs docs_of(const struct block *b)
{
	return (struct rice_docs){b->lengths, b->starts, b->n};
}

/* Lengths that have much, little or nothing to do with the positions. */
static void make(struct rng *r, struct block *b)
{
	b->n = 1 + (unsigned)rng_below(r, DOCS);
	b->starts[0] = 0;
	uint64_t most = UINT64_C(1) << rng_below(r, 33);
	unsigned kind = (unsigned)rng_below(r, 3);
	uint32_t at = 0;
	for (unsigned i = 0; i < b->n; i++) {
		uint32_t count = (uint32_t)rng_below(r, MOST + 1);
		uint64_t position = 0;
		b->lengths[i] = kind == 0   ? (uint32_t)rng_next(r)
				: kind == 1 ? 0
					    : (uint32_t)(most - 1);
		for (uint32_t k = 0; k < count; k++) {
			position += rng_below(r, most / MOST / 200 + 2);
			b->positions[at++] = (uint32_t)position;
		}
		if (count && position < most && rng_below(r, 20) == 0)
			b->positions[at - 1] = (uint32_t)(most - 1);
		b->starts[i + 1] = at;
	}
}

/* What is read, from memory that ends 8 bytes behind. */
static enum status get(struct str bytes, const struct block *b,
	uint32_t positions[DOCS * MOST])
{
	size_t size = bytes.len + 8;
	uint8_t *p = guarded_alloc(size);
	uint32_t lengths[DOCS] = {0}, counts[DOCS] = {0};
	for (unsigned i = 0; i < b->n; i++) {
		lengths[bitpack_slot(i)] = b->lengths[i];
		counts[bitpack_slot(i)] = b->starts[i + 1] - b->starts[i];
	}
	memset(p, 0xff, size);
	memcpy(p, bytes.p, bytes.len);
	struct reader r = {p, p + bytes.len, false};
	struct rice_reader x;
	uint32_t again[MOST];
	enum status status = rice_open(&x, &r, lengths, counts);
	for (unsigned i = 0; i < b->n && status == OK; i++)
		status =
			rice_doc(&x, bitpack_slot(i), positions + b->starts[i]);
	/* any one of them, whatever was read before */
	for (unsigned i = b->n; i > 0 && status == OK; i = i * 2 / 3) {
		uint32_t from = b->starts[i - 1], n = b->starts[i] - from;
		assert_int_equal(rice_doc(&x, bitpack_slot(i - 1), again), OK);
		assert_memory_equal(again, positions + from, n * sizeof *again);
	}
	guarded_free(p, size);
	return status;
}

static void round_trip(void **state)
{
	(void)state;
	struct rng r;
	struct buf out = {0};
	static struct block b;
	static uint32_t back[DOCS * MOST];
	rng_init(&r, seed());
	for (unsigned i = 0; i < rounds(1000); i++) {
		make(&r, &b);
		struct rice_docs docs = docs_of(&b);
		buf_clear(&out);
		rice_put(&out, &docs, b.positions);
		assert_int_equal(get(buf_str(&out), &b, back), OK);
		assert_memory_equal(
			back, b.positions, b.starts[b.n] * sizeof *back);
	}
	buf_release(&out);
}

/* Neither cut short nor changed does it run away. */
static void damaged(void **state)
{
	(void)state;
	struct rng r;
	struct buf out = {0};
	static struct block b;
	static uint32_t back[DOCS * MOST];
	rng_init(&r, seed());
	for (unsigned i = 0; i < rounds(1000); i++) {
		make(&r, &b);
		struct rice_docs docs = docs_of(&b);
		buf_clear(&out);
		rice_put(&out, &docs, b.positions);
		struct str cut = str_slice(
			buf_str(&out), 0, (size_t)rng_below(&r, out.len));
		if (b.starts[b.n])
			assert_int_equal(get(cut, &b, back), ERR_CORRUPT);
		out.p[rng_below(&r, out.len)] = (char)rng_next(&r);
		enum status status = get(buf_str(&out), &b, back);
		assert_true(status == OK || status == ERR_CORRUPT);
	}
	buf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(round_trip),
		cmocka_unit_test(damaged),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
