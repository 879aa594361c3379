/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/stored.h"
#include "common/base/bytes.h"
#include "common/base/vec.h"
#include "tests/support/test.h"

struct records {
	struct buf bytes;
	VEC(size_t) lens;
};

static void add(struct records *r, struct rng *rng, size_t len)
{
	static const char *words[] = {"gut ", "skin ", "health ", "salt "};
	size_t end = r->bytes.len + len;
	while (r->bytes.len < end)
		buf_puts(&r->bytes, words[rng_below(rng, 4)]);
	r->bytes.len = end;
	assert_int_equal(vec_push(&r->lens, len), OK);
}

/* In two runs, with a dictionary if they are many. */
static void write_records(
	const char *folder, const struct records *r, char *path)
{
	struct segment_writer w;
	struct stored_writer stored = {0};
	struct stored_packer packer;
	struct buf dictionary = {0};
	struct error err = {0};
	char name[SEGMENT_NAME_MAX];
	size_t half = r->lens.len / 2, at = 0;
	assert_int_equal(stored_train(&r->bytes, r->lens.v, r->lens.len,
				 r->bytes.len, &dictionary),
		OK);
	assert_int_equal(stored_packer_init(&packer, buf_str(&dictionary)), OK);
	assert_int_equal(segment_create(&w, folder, &err), OK);
	segment_begin(&w, SECTION_STORED, SECTION_REQUIRED);
	for (int part = 0; part < 2; part++) {
		struct stored_run run = {0};
		struct buf rest = {.p = at ? r->bytes.p + at : r->bytes.p};
		size_t first = part ? half : 0;
		size_t n = part ? r->lens.len - half : half;
		assert_int_equal(
			stored_pack(&packer, &rest,
				(n ? r->lens.v + first : NULL), n, &run),
			OK);
		stored_put(&stored, &w, &run);
		for (size_t i = 0; i < n; i++)
			at += r->lens.v[first + i];
		buf_release(&run.blocks);
		buf_release(&run.index);
	}
	assert_int_equal(stored_finish(&stored, &w, buf_str(&dictionary)), OK);
	assert_int_equal(
		segment_finish(&w, (uint32_t)r->lens.len, name, &err), OK);
	snprintf(path, 128, "%s/%s", folder, name);
	stored_packer_release(&packer);
	buf_release(&dictionary);
}

static void read_records(
	const char *path, const struct records *r, struct rng *rng)
{
	struct segment segment;
	struct stored s;
	struct stored_reader reader = {0};
	struct error err = {0};
	struct str got;
	size_t *starts = calloc(r->lens.len + 1, sizeof *starts);
	assert_int_equal(segment_open(&segment, path, &err), OK);
	assert_int_equal(stored_open(&s, &segment, &err), OK);
	for (size_t i = 0; i < r->lens.len; i++)
		starts[i + 1] = starts[i] + r->lens.v[i];
	for (size_t i = 0; i < 2 * r->lens.len; i++) {
		uint32_t doc = i < r->lens.len
				       ? (uint32_t)i
				       : (uint32_t)rng_below(rng, r->lens.len);
		assert_int_equal(stored_get(&reader, &s, doc, &got, &err), OK);
		assert_int_equal(got.len, r->lens.v[doc]);
		assert_memory_equal(
			got.p, buf_str(&r->bytes).p + starts[doc], got.len);
	}
	assert_int_equal(
		stored_get(&reader, &s, (uint32_t)r->lens.len, &got, &err),
		ERR_NOT_FOUND);
	stored_reader_release(&reader);
	stored_close(&s);
	segment_close(&segment);
	free(starts);
}

static void round_trip(size_t count, size_t most, struct rng *rng)
{
	struct records r = {0};
	char folder[64], path[128];
	snprintf(folder, sizeof folder, "%s", temp_dir());
	for (size_t i = 0; i < count; i++)
		add(&r, rng, rng_below(rng, most));
	write_records(folder, &r, path);
	read_records(path, &r, rng);
	remove_tree(folder);
	buf_release(&r.bytes);
	vec_release(&r.lens);
}

static void records(void **state)
{
	(void)state;
	struct rng rng;
	rng_init(&rng, seed());
	round_trip(0, 1, &rng);
	round_trip(1, 1, &rng);
	round_trip(3, 100, &rng);
	round_trip(50, 3 * STORED_BLOCK, &rng);
	round_trip(1000, 2000, &rng); /* enough for a dictionary */
}

/* Blocks that say other documents than they hold. */
static void wrong_index(void **state)
{
	(void)state;
	static const uint32_t firsts[][3] = {
		{1, 1, 2}, {0, 2, 1}, {0, 5, 2}, {0, 0, 3}, {0, 1, 2}};
	for (size_t i = 0; i < sizeof firsts / sizeof *firsts; i++) {
		struct segment_writer w;
		struct segment segment;
		struct stored s;
		struct stored_reader reader = {0};
		struct error err = {0};
		struct buf rows = {0};
		char folder[64], path[128], name[SEGMENT_NAME_MAX];
		struct str got;
		snprintf(folder, sizeof folder, "%s", temp_dir());
		assert_int_equal(segment_create(&w, folder, &err), OK);
		segment_add(&w, SECTION_STORED, 0, STR("no frame"));
		for (int k = 0; k < 3; k++) {
			buf_put_u64(&rows, k == 2 ? 90 : 4u * (unsigned)k);
			buf_put_u32(&rows, firsts[i][k]);
		}
		segment_add(&w, SECTION_STORED_INDEX, 0, buf_str(&rows));
		assert_int_equal(segment_finish(&w, 2, name, &err), OK);
		snprintf(path, sizeof path, "%s/%s", folder, name);
		assert_int_equal(segment_open(&segment, path, &err), OK);
		if (stored_open(&s, &segment, &err) == OK)
			for (uint32_t doc = 0; doc < 2; doc++)
				assert_int_equal(stored_get(&reader, &s, doc,
							 &got, &err),
					ERR_CORRUPT);
		else
			assert_true(i == 0 || i == 1 || i == 3);
		stored_reader_release(&reader);
		stored_close(&s);
		segment_close(&segment);
		remove_tree(folder);
		buf_release(&rows);
	}
}

/* What is said of a block; two documents should be in it. */
static void sentences(void **state)
{
	(void)state;
#define FRAME "\x28\xb5\x2f\xfd\x20" /* a length of one byte is next */
	static const struct {
		struct str block;
		uint64_t end;
		const char *sentence;
	} cases[] = {
		{{"no frame", 8}, 9, "a block lies outside"},
		{{"no frame", 8}, 8, "a block does not say its size"},
		{{FRAME "\5\7\0\0", 9}, 9, "a block cannot be decompressed"},
		{{FRAME "\1\x9\0\0\x7f", 10}, 10,
			"a block does not hold its documents"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct segment_writer w;
		struct segment segment;
		struct stored s;
		struct stored_reader reader = {0};
		struct error err = {0};
		struct buf rows = {0};
		char folder[64], path[128], name[SEGMENT_NAME_MAX];
		struct str got;
		snprintf(folder, sizeof folder, "%s", temp_dir());
		assert_int_equal(segment_create(&w, folder, &err), OK);
		segment_add(&w, SECTION_STORED, 0, cases[i].block);
		buf_put_u64(&rows, 0);
		buf_put_u32(&rows, 0);
		buf_put_u64(&rows, cases[i].end);
		buf_put_u32(&rows, 2);
		segment_add(&w, SECTION_STORED_INDEX, 0, buf_str(&rows));
		assert_int_equal(segment_finish(&w, 2, name, &err), OK);
		snprintf(path, sizeof path, "%s/%s", folder, name);
		assert_int_equal(segment_open(&segment, path, &err), OK);
		assert_int_equal(stored_open(&s, &segment, &err), OK);
		assert_int_equal(
			stored_get(&reader, &s, 0, &got, &err), ERR_CORRUPT);
		if (!strstr(err.text, cases[i].sentence))
			fail_msg("'%s', not '%s'", err.text, cases[i].sentence);
		assert_int_equal(
			stored_get(&reader, &s, 2, &got, &err), ERR_NOT_FOUND);
		assert_string_equal(err.text, "there is no document 2");
		stored_reader_release(&reader);
		stored_close(&s);
		segment_close(&segment);
		remove_tree(folder);
		buf_release(&rows);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(records),
		cmocka_unit_test(wrong_index),
		cmocka_unit_test(sentences),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
