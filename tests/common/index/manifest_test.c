/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/manifest.h"
#include "common/base/bytes.h"
#include "common/base/crc32c.h"
#include "common/index/segment.h"
#include "tests/support/test.h"

static char folder[64], path[80];

static int begin(void **state)
{
	(void)state;
	snprintf(folder, sizeof folder, "%s", temp_dir());
	snprintf(path, sizeof path, "%s/manifest", folder);
	return 0;
}

static int end(void **state)
{
	(void)state;
	remove_tree(folder);
	return 0;
}

static struct manifest_root roots[] = {{{"/a", 2}, 5}, {{"/b", 2}, -1}};
static struct manifest_segment segments[] = {
	{{1, 2}, 10, 0, 0}, {{3, 4}, 200, 10, 7}};

static const struct manifest example = {.generation = 7,
	.next_ordinal = 210,
	.sources = {4, 6},
	.source_count = 2,
	.settings = {1, 3, 2, 1, {"en", 2}, {"http://x", 8}, {"", 0}},
	.roots = roots,
	.root_count = 2,
	.segments = segments,
	.segment_count = 2};

static void round_trip(void **state)
{
	(void)state;
	struct manifest m;
	struct error err = {0};
	assert_int_equal(manifest_write(&example, folder, &err), OK);
	assert_int_equal(manifest_read(&m, folder, &err), OK);
	assert_int_equal(m.generation, 7);
	assert_int_equal(m.next_ordinal, 210);
	assert_int_equal(m.source_count, 2);
	assert_int_equal(m.sources[1], 6);
	assert_int_equal(m.settings.heading_weight, 2);
	assert_true(str_eq(m.settings.language, STR("en")));
	assert_true(str_eq(m.settings.site, STR("http://x")));
	assert_int_equal(m.root_count, 2);
	assert_true(str_eq(m.roots[1].path, STR("/b")));
	assert_int_equal(m.roots[1].synced, -1);
	assert_int_equal(m.segment_count, 2);
	assert_int_equal(m.segments[1].id.high, 4);
	assert_int_equal(m.segments[1].live, 7);
	manifest_release(&m);
}

static void exact_bytes(void **state)
{
	(void)state;
	static const char want[] =
		"mejuIDX\0\1\0\0\0"
		"\7\xd2\1\2\4\6"
		"\1\3\2\1\2en\x08http://x\0"
		"\2\2/a\5\0\0\0\0\0\0\0\2/b\xff\xff\xff\xff\xff\xff\xff\xff"
		"\2\1\0\0\0\0\0\0\0\2\0\0\0\0\0\0\0\x0a\0\0"
		"\3\0\0\0\0\0\0\0\4\0\0\0\0\0\0\0\xc8\1\x0a\7";
	struct error err = {0};
	assert_int_equal(manifest_write(&example, folder, &err), OK);
	struct buf b = read_all(path);
	assert_int_equal(b.len, sizeof want - 1 + 4);
	assert_memory_equal(b.p, want, sizeof want - 1);
	buf_release(&b);
}

static void later(void **state)
{
	(void)state;
	struct manifest m;
	struct error err = {0};
	assert_int_equal(manifest_write(&example, folder, &err), OK);
	struct buf b = read_all(path);
	b.p[sizeof "mejuIDX"] = FORMAT_VERSION + 1;
	write_all(path, buf_str(&b));
	assert_int_equal(manifest_read(&m, folder, &err), ERR_CORRUPT);
	b.len -= 4;
	buf_put_u32(&b, crc32c(0, b.p, b.len));
	write_all(path, buf_str(&b));
	assert_int_equal(manifest_read(&m, folder, &err), ERR_VERSION);
	assert_non_null(strstr(err.text,
		"manifest was written by a newer meju; use that, or rebuild "
		"the index"));
	buf_release(&b);
}

static void overlapping(void **state)
{
	(void)state;
	struct manifest m = example;
	struct error err = {0};
	m.next_ordinal = 209;
	assert_int_equal(manifest_write(&m, folder, &err), OK);
	assert_int_equal(manifest_read(&m, folder, &err), ERR_CORRUPT);
}

static void damaged(void **state)
{
	(void)state;
	struct manifest m;
	struct error err = {0};
	assert_int_equal(manifest_write(&example, folder, &err), OK);
	struct buf b = read_all(path);
	for (size_t i = 0; i < b.len * 8; i++) {
		b.p[i / 8] ^= (char)(1 << i % 8);
		write_all(path, buf_str(&b));
		assert_int_not_equal(manifest_read(&m, folder, &err), OK);
		b.p[i / 8] ^= (char)(1 << i % 8);
	}
	for (size_t len = 0; len < b.len; len++) {
		write_all(path, (struct str){b.p, len});
		assert_int_not_equal(manifest_read(&m, folder, &err), OK);
	}
	assert_non_null(strstr(err.text,
		"manifest is damaged: it is no manifest or its checksum is "
		"wrong; mend the index with `meju-index check --repair`"));
	buf_release(&b);
}

static void copied(void **state)
{
	(void)state;
	struct manifest m;
	struct error err = {0};
	char copy[96];
	snprintf(copy, sizeof copy, "%s.copy", path);
	assert_int_equal(manifest_write(&example, folder, &err), OK);
	struct buf first = read_all(path), second = read_all(copy);
	assert_true(str_eq(buf_str(&first), buf_str(&second)));
	remove(path);
	assert_int_equal(manifest_read(&m, folder, &err), ERR_CORRUPT);
	assert_non_null(strstr(err.text,
		" has lost its manifest; mend it with `meju-index check "
		"--repair`"));
	assert_int_equal(manifest_read_copy(&m, folder, &err), OK);
	assert_int_equal(m.generation, 7);
	manifest_release(&m);
	write_all(copy, str_slice(buf_str(&first), 0, first.len - 1));
	assert_int_equal(manifest_read_copy(&m, folder, &err), ERR_CORRUPT);
	buf_release(&first);
	buf_release(&second);
	remove(copy);
	assert_int_equal(manifest_read_copy(&m, folder, &err), ERR_NOT_FOUND);
	assert_int_equal(manifest_read(&m, folder, &err), ERR_NOT_FOUND);
	assert_non_null(strstr(err.text, "is no meju index"));
}

static void differences(void **state)
{
	(void)state;
	const struct settings a = example.settings;
	struct settings b = a;
	assert_null(settings_difference(&a, &b));
	b.permalink = STR("/other");
	assert_string_equal(settings_difference(&a, &b), "--permalink");
	b.site = STR("https://other");
	assert_string_equal(settings_difference(&a, &b), "--site");
	b.language = STR("de");
	assert_string_equal(settings_difference(&a, &b), "--language");
	b.body_weight++;
	assert_string_equal(settings_difference(&a, &b), "weights of fields");
	b.analyzer++;
	assert_string_equal(settings_difference(&a, &b), "analysis of text");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(round_trip),
		cmocka_unit_test(exact_bytes),
		cmocka_unit_test(overlapping),
		cmocka_unit_test(later),
		cmocka_unit_test(damaged),
		cmocka_unit_test(copied),
		cmocka_unit_test(differences),
	};
	return cmocka_run_group_tests(tests, begin, end);
}
