/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/block.h"
#include "tests/support/test.h"

enum { N = BITPACK_COUNT };

struct postings {
	uint32_t ids[N], freqs[N], from, limit;
	unsigned n;
};

static uint32_t below(struct rng *r, uint64_t bits)
{
	return (uint32_t)(rng_next(r) >> 32 >> (32 - bits));
}

/* Gaps of up to `bits` bits, 24 at most, that usually stay below `usual`; the
 * limit is near or far. */
static struct postings make(struct rng *r, unsigned n, unsigned bits)
{
	struct postings p = {.from = below(r, rng_below(r, 20)), .n = n};
	uint64_t id = p.from, usual = rng_below(r, bits + 1);
	uint64_t rare = rng_below(r, 4) > 0;
	for (unsigned i = 0; i < n; i++, id++) {
		id += below(r, rng_below(r, 8) ? usual : bits);
		if (id >= BLOCK_ID_MAX)
			id = p.ids[i - 1] + 1;
		p.ids[i] = (uint32_t)id;
		p.freqs[i] = 1 + below(r, rng_below(r, 9) ? rare : 12);
	}
	p.limit = p.ids[n - 1] + 1;
	if (rng_below(r, 2))
		p.limit += below(r, rng_below(r, 25));
	p.limit = p.limit < BLOCK_ID_MAX ? p.limit : BLOCK_ID_MAX;
	return p;
}

static void same(const struct block *b, const struct postings *p)
{
	assert_int_equal(b->count, p->n);
	for (unsigned i = 0; i < N; i++) {
		unsigned slot = bitpack_slot(i);
		bool there = i < p->n;
		assert_int_equal(b->ids[slot], there ? p->ids[i] : UINT32_MAX);
		assert_int_equal(b->freqs[slot], there ? p->freqs[i] : 0);
	}
}

static struct buf encode(const struct postings *p, uint8_t *format)
{
	struct buf b = {0};
	if (p->n < N) {
		block_put_tail(&b, p->ids, p->freqs, p->n, p->from, p->limit);
		return b;
	}
	*format = block_put_ids(&b, p->ids, p->from, p->ids[0] % 2);
	block_put_freqs(&b, p->freqs);
	return b;
}

static enum status decode(struct block *b, struct reader *r, unsigned n,
	uint8_t format, uint32_t from, uint32_t limit)
{
	if (n < N)
		return block_get_tail(b, r, n, true, from, limit);
	enum status status = block_get_ids(b, r, format, from, limit);
	return status == OK ? block_get_freqs(b, r) : status;
}

/* A full block reads with any limit above its last id, and with no other; a
 * tail reads with the limit that it was written with, and may lie with others.
 */
static void limits(const struct postings *p, uint8_t format, struct str bytes)
{
	struct block b = {.kernel = bitpack()};
	uint32_t last = p->ids[N - 1];
	struct reader r = reader_from(bytes);
	assert_int_equal(decode(&b, &r, p->n, format, p->from, last + 1), OK);
	same(&b, p);
	r = reader_from(bytes);
	assert_int_equal(
		decode(&b, &r, p->n, format, p->from, last), ERR_CORRUPT);
}

static void round_trip(const struct postings *p)
{
	uint8_t format = 0;
	struct buf bytes = encode(p, &format);
	uint8_t *end = (uint8_t *)guarded_alloc(bytes.len + BITPACK_SLACK);
	memcpy(end, bytes.p, bytes.len);
	struct block b = {.kernel = bitpack()};
	struct str text = {(const char *)end, bytes.len};
	struct reader r = reader_from(text);
	assert_int_equal(decode(&b, &r, p->n, format, p->from, p->limit), OK);
	assert_int_equal(reader_left(&r), 0);
	same(&b, p);
	if (p->n == N)
		limits(p, format, text);
	if (bytes.len > 0) {
		r = reader_from(str_slice(text, 0, text.len - 1));
		assert_int_equal(
			decode(&b, &r, p->n, format, p->from, p->limit),
			ERR_CORRUPT);
	}
	guarded_free(end, bytes.len + BITPACK_SLACK);
	buf_release(&bytes);
}

static void random_postings(void **state)
{
	(void)state;
	struct rng r;
	rng_init(&r, seed());
	for (unsigned i = rounds(4000); i > 0; i--) {
		unsigned n = i % 2 ? N : 1 + (unsigned)rng_below(&r, N - 1);
		struct postings p = make(&r, n, (unsigned)rng_below(&r, 25));
		round_trip(&p);
	}
}

static void formats(void **state)
{
	(void)state;
	struct buf b = {0};
	uint32_t ids[N];
	for (unsigned i = 0; i < N; i++)
		ids[i] = 10 + i;
	assert_int_equal(block_put_ids(&b, ids, 10, false), 0);
	assert_int_equal(b.len, 0);
	for (unsigned i = 0; i < N; i++)
		ids[i] = 10 + i / 2 * 3 + i % 2;
	assert_int_equal(block_put_ids(&b, ids, 10, false), 1);
	for (unsigned i = 0; i < N; i++)
		ids[i] = 10 + i / 6 * 9 + (unsigned)("\0\2\3\6\7\10"[i % 6]);
	assert_int_equal(block_put_ids(&b, ids, 10, false), BLOCK_BITMAP + 3);
	for (unsigned i = 0; i < N; i++)
		ids[i] = 10 + 9 * i;
	assert_int_equal(block_put_ids(&b, ids, 10, false), 4);
	ids[N - 1] = BLOCK_ID_MAX - 1;
	assert_int_equal(block_put_ids(&b, ids, 10, false), BLOCK_PATCHED);
	for (unsigned i = 0; i < N; i++)
		ids[i] = 10 + 5 * i + (i < 64 ? 0 : 12);
	assert_int_equal(block_put_ids(&b, ids, 10, false), BLOCK_PATCHED);
	assert_int_equal(block_put_ids(&b, ids, 10, true), BLOCK_BITMAP + 11);
	buf_release(&b);
}

static void extremes(void **state)
{
	(void)state;
	for (unsigned n = 1; n <= N; n++) {
		struct postings p = {.n = n, .limit = BLOCK_ID_MAX};
		for (unsigned i = 0; i < n; i++) {
			p.ids[i] = i < n / 2 ? i : BLOCK_ID_MAX - n + i;
			p.freqs[i] = i % 5 ? 1 : UINT32_MAX;
		}
		round_trip(&p);
	}
}

/* Every length of tail; all ids there are, all but one, and few. */
static void tails(void **state)
{
	(void)state;
	struct rng r;
	rng_init(&r, seed());
	for (unsigned n = 1; n < N; n++) {
		for (unsigned room = 0; room < 20; room++) {
			struct postings p = {.from = below(&r, room), .n = n};
			uint32_t left = n + room;
			p.limit = p.from + left;
			for (uint32_t k = 0, id = p.from; k < n; id++)
				if (rng_below(&r, left--) < n - k) {
					p.freqs[k] = 1 + below(&r, room / 4);
					p.ids[k++] = id;
				}
			round_trip(&p);
		}
	}
}

/* Ids alone that fill all the room there is take no bytes. */
static void full_tail(void **state)
{
	(void)state;
	struct buf b = {0};
	uint32_t ids[] = {7, 8, 9};
	block_put_tail(&b, ids, NULL, 3, 7, 10);
	assert_int_equal(b.len, 0);
	/* first 8 - 7 below 2, nothing behind the least, below 1 */
	ids[0] = 8, ids[1] = 9;
	block_put_tail(&b, ids, NULL, 2, 7, 10);
	assert_int_equal(b.len, 1);
	assert_int_equal(b.p[0], 1);
	buf_release(&b);
}

/* Gaps of 31 and 32 bits whose sum comes around to something plausible. */
static void sums_that_wrap(void **state)
{
	(void)state;
	uint32_t gaps[N];
	uint8_t bytes[16 * 32 + BITPACK_SLACK] = {0};
	for (unsigned i = 0; i < N; i++)
		gaps[i] = UINT32_C(1) << 31;
	bitpack_pack(gaps, bytes, 32);
	struct block b = {.kernel = bitpack()};
	struct reader r = {bytes, bytes + 16 * 32, false};
	assert_int_equal(
		block_get_ids(&b, &r, 32, 0, BLOCK_ID_MAX), ERR_CORRUPT);
	memset(gaps, 0, sizeof gaps);
	gaps[0] = gaps[1] = UINT32_C(1) << 31;
	bitpack_pack(gaps, bytes, 32);
	r = (struct reader){bytes, bytes + 16 * 32, false};
	assert_int_equal(
		block_get_ids(&b, &r, 32, 0, BLOCK_ID_MAX), ERR_CORRUPT);
}

/* Whatever is read, ids ascend from `from` to below the limit. */
static void damaged_bytes(void **state)
{
	(void)state;
	struct rng r;
	rng_init(&r, seed());
	for (unsigned i = rounds(10000); i > 0; i--) {
		unsigned n = i % 2 ? N : 1 + (unsigned)rng_below(&r, N - 1);
		struct postings p = make(&r, n, (unsigned)rng_below(&r, 25));
		uint8_t format = 0;
		struct buf bytes = encode(&p, &format);
		if (rng_below(&r, 8) == 0)
			format = (uint8_t)rng_next(&r);
		size_t len = bytes.len;
		uint8_t *q = guarded_alloc(len + BITPACK_SLACK);
		if (len)
			memcpy(q, bytes.p, len);
		for (uint64_t flips = len ? rng_below(&r, 4) : 0; flips > 0;
			flips--)
			q[rng_below(&r, len)] ^= (uint8_t)(1 << flips * 2);
		struct block b = {.kernel = bitpack()};
		struct reader reader = {q, q + len, false};
		uint64_t least = p.from;
		uint32_t limit = rng_below(&r, 2) ? p.limit : BLOCK_ID_MAX;
		if (decode(&b, &reader, n, format, p.from, limit) == OK)
			for (unsigned k = 0; k < n; k++) {
				assert_true(b.ids[bitpack_slot(k)] >= least);
				least = (uint64_t)b.ids[bitpack_slot(k)] + 1;
			}
		assert_true(least <= limit || least == p.from);
		guarded_free(q, len + BITPACK_SLACK);
		buf_release(&bytes);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_postings),
		cmocka_unit_test(formats),
		cmocka_unit_test(extremes),
		cmocka_unit_test(tails),
		cmocka_unit_test(full_tail),
		cmocka_unit_test(sums_that_wrap),
		cmocka_unit_test(damaged_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
