/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/live.h"
#include "common/base/bytes.h"
#include "common/base/crc32c.h"
#include "tests/support/test.h"

enum { TERMS = 50 };

static char folder[64], path[160];
static struct segment segment = {.id = {1, 2}};

static int begin(void **state)
{
	(void)state;
	snprintf(folder, sizeof folder, "%s", temp_dir());
	live_path(path, sizeof path, folder, segment.id, 3);
	assert_non_null(
		strstr(path, "/00000000000000020000000000000001.3.live"));
	return 0;
}

static int end(void **state)
{
	(void)state;
	remove_tree(folder);
	return 0;
}

static void same(const struct live *l, const bool *gone, const uint32_t *less,
	uint64_t length)
{
	uint32_t count = 0;
	for (uint32_t i = 0; i < l->docs; i++) {
		assert_int_equal(live_has(l, i), !gone[i]);
		count += !gone[i];
	}
	assert_int_equal(l->count, count);
	assert_true(l->removed_length == length);
	for (uint32_t i = 0; i < TERMS; i++) {
		assert_int_equal(live_reduction(l, i), less[i]);
		assert_int_equal(live_df(l, i, less[i] + 4), 4);
	}
}

/* Several rounds of deletions, each written and read again. */
static void round_trip(struct rng *r, uint32_t docs)
{
	struct live l;
	struct error err = {0};
	bool *gone = calloc(docs + 1, sizeof *gone);
	uint32_t less[TERMS] = {0};
	uint64_t length = 0;
	segment.docs = docs;
	live_init(&l, docs);
	for (unsigned round = 0; round < 4; round++) {
		uint32_t ordinals[TERMS], n = 0;
		enum status status = OK;
		for (uint32_t k = 0; docs && k < docs / 3 + 1; k++) {
			uint32_t doc = (uint32_t)rng_below(r, docs);
			assert_int_equal(live_remove(&l, doc, doc + 1, &status),
				!gone[doc]);
			length += gone[doc] ? 0 : doc + 1;
			gone[doc] = true;
		}
		for (uint32_t t = 0; t < TERMS && l.count < docs; t++)
			if (rng_below(r, 3) == 0 && less[t] < docs - l.count) {
				ordinals[n++] = t;
				less[t]++;
			}
		assert_int_equal(live_reduce(&l, ordinals, n), OK);
		same(&l, gone, less, length);
		assert_int_equal(live_write(&l, path, segment.id, &err), OK);
		live_release(&l);
		assert_int_equal(live_read(&l, path, &segment, &err), OK);
		same(&l, gone, less, length);
	}
	live_release(&l);
	free(gone);
}

static void random_deletions(void **state)
{
	(void)state;
	static const uint32_t sizes[] = {0, 1, 63, 64, 65, 1000};
	struct rng r;
	rng_init(&r, seed());
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
		round_trip(&r, sizes[i]);
}

static void exact_bytes(void **state)
{
	(void)state;
	static const char want[] =
		"mejuLIV\0\1\0\0\0\3\0\0\0\2\0\0\0\1\0\0\0"
		"\x09\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\2\0\0\0\0\0\0\0"
		"\xfd\xff\xff\xff\xff\xff\xff\xff\7\0\0\0\1\0\0\0";
	struct live l;
	struct error err = {0};
	enum status status = OK;
	uint32_t ordinal = 7;
	live_init(&l, 3);
	assert_true(live_remove(&l, 1, 9, &status));
	assert_int_equal(live_reduce(&l, &ordinal, 1), OK);
	assert_int_equal(live_write(&l, path, segment.id, &err), OK);
	struct buf b = read_all(path);
	assert_int_equal(b.len, sizeof want - 1 + 4);
	assert_memory_equal(b.p, want, sizeof want - 1);
	buf_release(&b);
	live_release(&l);
}

static enum status with(const struct buf *good, size_t at, uint32_t value)
{
	struct buf b = {0};
	struct live l;
	struct error err = {0};
	buf_put(&b, good->p, good->len);
	memcpy(b.p + at, &value, 4);
	uint32_t crc = crc32c(0, b.p, b.len - 4);
	memcpy(b.p + b.len - 4, &crc, 4);
	write_all(path, buf_str(&b));
	enum status status = live_read(&l, path, &segment, &err);
	if (status == OK)
		live_release(&l);
	else
		assert_true(err.text[0]);
	buf_release(&b);
	return status;
}

static void lies(void **state)
{
	(void)state;
	struct live l;
	struct error err = {0};
	exact_bytes(NULL);
	segment.docs = 3;
	struct buf b = read_all(path);
	assert_int_equal(with(&b, 8, 1), OK);
	assert_int_equal(with(&b, 8, 2), ERR_VERSION);
	assert_int_equal(with(&b, 12, 4), ERR_CORRUPT); /* documents      */
	assert_int_equal(with(&b, 12, 65), ERR_CORRUPT);
	assert_int_equal(with(&b, 16, 3), ERR_CORRUPT); /* live ones      */
	assert_int_equal(with(&b, 20, 2), ERR_CORRUPT); /* reductions     */
	assert_int_equal(with(&b, 32, 5), ERR_CORRUPT); /* segment        */
	assert_int_equal(with(&b, 48, 7), ERR_CORRUPT); /* bits           */
	assert_int_equal(with(&b, 60, 0), ERR_CORRUPT); /* by so many     */
	assert_int_equal(with(&b, 60, 2), ERR_CORRUPT);
	write_all(path, (struct str){"\0\0\0\0", 4});
	assert_int_equal(live_read(&l, path, &segment, &err), ERR_CORRUPT);
	assert_non_null(strstr(
		err.text, " is damaged: it is no live map of this segment"));
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_deletions),
		cmocka_unit_test(exact_bytes),
		cmocka_unit_test(lies),
	};
	return cmocka_run_group_tests(tests, begin, end);
}
