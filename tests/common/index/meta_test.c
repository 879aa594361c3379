/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/meta.h"
#include "tests/support/made.h"

static void totals(void **state)
{
	(void)state;
	static const uint32_t narrow[] = {3, 65535, 0}, wide[] = {7, 65536};
	struct made m;
	made_begin(&m, narrow, 3);
	made_end(&m);
	const struct meta *t = &m.leaf.meta;
	assert_int_equal(t->length, 65538);
	assert_int_equal(t->low, 0);
	assert_int_equal(t->high, 65535);
	assert_int_equal(t->width, 2);
	for (uint32_t i = 0; i < 3; i++)
		assert_int_equal(meta_length(t, i), narrow[i]);
	struct str s = segment_section(&m.leaf.segment, SECTION_META);
	assert_int_equal(s.len, 28);
	assert_memory_equal(s.p,
		"\2\0\1\0\0\0\0\0\0\0\0\0\xff\xff\0\0\1\0\0\0\3\0\0\0\0\0\0\0",
		28);
	made_release(&m);
	made_begin(&m, wide, 2);
	made_end(&m);
	assert_int_equal(t->width, 4);
	assert_int_equal(meta_length(t, 0), 7);
	assert_int_equal(meta_length(t, 1), 65536);
	made_release(&m);
}

static void languages(void **state)
{
	(void)state;
	struct meta m = {0};
	char code[] = "aa";
	for (unsigned i = 0; i < META_LANGUAGES_MAX; i++) {
		code[0] = (char)('a' + i % 26);
		code[1] = (char)('a' + i / 26);
		assert_int_equal(meta_count(&m, str_from(code)), OK);
		assert_int_equal(meta_count(&m, str_from(code)), OK);
	}
	assert_int_equal(m.language_count, META_LANGUAGES_MAX);
	assert_int_equal(m.languages[27].docs, 2);
	assert_memory_equal(m.languages[27].code, "bb\0\0", 4);
	assert_int_equal(meta_count(&m, STR("zz")), ERR_LIMIT);
	assert_int_equal(meta_count(&m, STR("aa")), OK);
}

static enum status with(const char *meta, size_t len, size_t lengths)
{
	struct segment_writer w;
	struct segment s;
	struct meta m;
	struct error err = {0};
	char folder[64], path[128], name[SEGMENT_NAME_MAX];
	snprintf(folder, sizeof folder, "%s", temp_dir());
	assert_int_equal(segment_create(&w, folder, &err), OK);
	segment_add(&w, SECTION_META, 0, (struct str){meta, len});
	segment_add(&w, SECTION_LENGTHS, 0,
		str_slice(STR("\1\0\2\0\3\0"), 0, lengths));
	assert_int_equal(segment_finish(&w, 2, name, &err), OK);
	snprintf(path, sizeof path, "%s/%s", folder, name);
	assert_int_equal(segment_open(&s, path, &err), OK);
	enum status status = meta_open(&m, &s, &err);
	segment_close(&s);
	remove_tree(folder);
	return status;
}

static void lies(void **state)
{
	(void)state;
	static const char
		good[] = "\3\0\0\0\0\0\0\0\1\0\0\0\2\0\0\0\0\0\0\0",
		more[] = "\5\0\0\0\0\0\0\0\1\0\0\0\2\0\0\0\0\0\0\0",
		less[] = "\1\0\0\0\0\0\0\0\1\0\0\0\2\0\0\0\0\0\0\0",
		many[] = "\3\0\0\0\0\0\0\0\1\0\0\0\2\0\0\0\xff\xff\xff\xff",
		wide[] = "\3\0\0\0\0\0\0\0\1\0\0\0\0\0\1\0\0\0\0\0";
	assert_int_equal(with(good, 20, 4), OK);
	assert_int_equal(with(good, 19, 4), ERR_CORRUPT);
	assert_int_equal(with(good, 20, 5), ERR_CORRUPT);
	assert_int_equal(with(more, 20, 4), ERR_CORRUPT);
	assert_int_equal(with(less, 20, 4), ERR_CORRUPT);
	assert_int_equal(with(many, 20, 4), ERR_CORRUPT);
	assert_int_equal(with(wide, 20, 4), ERR_CORRUPT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(totals),
		cmocka_unit_test(languages),
		cmocka_unit_test(lies),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
