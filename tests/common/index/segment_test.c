/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/segment.h"
#include "common/base/bytes.h"
#include "tests/support/made.h"

#include <dirent.h>

enum { BIG = 3 * PAGE_SIZE + 17 };

static char folder[64], path[128];

static enum status write_segment(uint32_t tag, unsigned flags, struct str bytes)
{
	struct segment_writer w;
	struct error err = {0};
	char name[SEGMENT_NAME_MAX];
	assert_int_equal(segment_create(&w, folder, &err), OK);
	segment_add(&w, SECTION_META, SECTION_REQUIRED, STR("meta"));
	segment_add(&w, (enum section_tag)tag, flags, bytes);
	enum status status = segment_finish(&w, 7, name, &err);
	snprintf(path, sizeof path, "%s/%s", folder, name);
	return status;
}

static struct error said;

static enum status reopen(struct segment *s)
{
	said = (struct error){0};
	enum status status = segment_open(s, path, &said);
	assert_int_equal(status != OK, said.text[0] != 0);
	return status;
}

static void says(const char *sentence)
{
	if (!strstr(said.text, sentence))
		fail_msg("'%s', not '%s'", said.text, sentence);
}

static int begin(void **state)
{
	(void)state;
	snprintf(folder, sizeof folder, "%s", temp_dir());
	return 0;
}

static int end(void **state)
{
	(void)state;
	remove_tree(folder);
	return 0;
}

static void round_trip(void **state)
{
	(void)state;
	static char big[BIG];
	struct segment s;
	struct error err = {0};
	struct str bytes;
	for (size_t i = 0; i < BIG; i++)
		big[i] = (char)(i * 7);
	assert_int_equal(
		write_segment(SECTION_TERMS, 0, (struct str){big, BIG}), OK);
	assert_int_equal(reopen(&s), OK);
	assert_int_equal(s.docs, 7);
	assert_int_equal(s.pages, 4);
	assert_int_equal(segment_load(&s, SECTION_TERMS, &bytes, &err), OK);
	assert_int_equal(bytes.len, BIG);
	assert_memory_equal(bytes.p, big, BIG);
	assert_int_equal(segment_load(&s, SECTION_META, &bytes, &err), OK);
	assert_true(str_eq(bytes, STR("meta")));
	assert_int_equal(segment_load(&s, SECTION_COLUMNS, &bytes, &err), OK);
	assert_int_equal(bytes.len, 0);
	assert_int_equal(segment_touch(&s, s.file.bytes.p + s.body, 0), OK);
	segment_close(&s);
}

static void same_content_same_name(void **state)
{
	(void)state;
	char first[128];
	assert_int_equal(write_segment(SECTION_TERMS, 0, STR("x")), OK);
	memcpy(first, path, sizeof path);
	assert_int_equal(write_segment(SECTION_TERMS, 0, STR("x")), OK);
	assert_string_equal(first, path);
	assert_int_equal(write_segment(SECTION_TERMS, 0, STR("y")), OK);
	assert_string_not_equal(first, path);
}

static void unknown_sections(void **state)
{
	(void)state;
	struct segment s;
	uint32_t tag = SECTION_TAG('N', 'E', 'W', '!');
	assert_int_equal(write_segment(tag, 0, STR("later")), OK);
	assert_int_equal(reopen(&s), OK);
	segment_close(&s);
	assert_int_equal(
		write_segment(tag, SECTION_REQUIRED, STR("later")), OK);
	assert_int_equal(reopen(&s), ERR_VERSION);
	says(".seg has a section that this meju does not know; use a newer "
	     "meju or rebuild the index");
}

/* Change a number, make all checksums right, and open. */
static enum status with(struct buf *b, size_t at, uint32_t value)
{
	struct segment s;
	uint32_t before = get_u32(b->p + at);
	memcpy(b->p + at, &value, 4);
	made_right((uint8_t *)b->p, b->len);
	write_all(path, buf_str(b));
	enum status status = reopen(&s);
	if (status == OK)
		segment_close(&s);
	memcpy(b->p + at, &before, 4);
	return status;
}

#define FOOTER "is damaged: the footer contradicts itself"
#define OUTSIDE "is damaged: a section lies outside"

static void lies(void **state)
{
	(void)state;
	assert_int_equal(write_segment(SECTION_TERMS, 0, STR("text")), OK);
	struct buf b = read_all(path);
	size_t footer = b.len - SEGMENT_FOOTER;
	size_t table = get_u64(b.p + footer);
	assert_int_equal(table, 3 * SECTION_ALIGN);
	const struct {
		size_t at;
		uint32_t value;
		enum status status;
		const char *sentence;
	} cases[] = {
		{8, FORMAT_VERSION, OK, ""},
		{8, 2, ERR_VERSION,
			".seg has format version 2 and this meju reads 1; use "
			"a newer meju or rebuild the index"},
		{0, 0, ERR_INVALID, ".seg is no meju segment"},
		{footer, (uint32_t)table + 4, ERR_CORRUPT, FOOTER},
		{footer + 4, 1, ERR_CORRUPT, FOOTER},
		{footer + 8, 65, ERR_CORRUPT, FOOTER},
		{footer + 8, 1, ERR_CORRUPT, FOOTER},
		{footer + 12, 0, ERR_CORRUPT, FOOTER},
		{footer + 12, UINT32_MAX, ERR_CORRUPT, FOOTER},
		{footer + 20, SEGMENT_DOCS_MAX + 1, ERR_CORRUPT,
			"it claims too many documents"},
		{footer + 24, 0, ERR_CORRUPT, "its length has changed"},
		{footer + 48, 0, ERR_CORRUPT, "it does not end as a segment"},
		{table + 8, 0, ERR_CORRUPT, OUTSIDE},
		{table + 8, 65, ERR_CORRUPT, OUTSIDE},
		{table + 8, 256, ERR_CORRUPT, OUTSIDE},
		{table + 16, 65, ERR_CORRUPT, OUTSIDE},
		{table + 24 + 16, 65, ERR_CORRUPT, OUTSIDE},
		{table + 24 + 20, 1, ERR_CORRUPT, OUTSIDE},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(
			with(&b, cases[i].at, cases[i].value), cases[i].status);
		says(cases[i].sentence);
	}
	buf_release(&b);
}

/* What no checksum covers any more, or is no longer all. */
static void changed(void **state)
{
	(void)state;
	struct segment s;
	assert_int_equal(write_segment(SECTION_TERMS, 0, STR("text")), OK);
	struct buf b = read_all(path);
	size_t footer = b.len - SEGMENT_FOOTER;
	const struct {
		size_t at;
		const char *sentence;
	} cases[] = {
		{12, "is damaged: the checksum of the header is wrong"},
		{footer - 1, "is damaged: the checksum of its tables is wrong"},
		{footer + 32,
			"is damaged: the checksum of the footer is wrong"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		b.p[cases[i].at] ^= 1;
		write_all(path, buf_str(&b));
		assert_int_equal(reopen(&s), ERR_CORRUPT);
		says(cases[i].sentence);
		b.p[cases[i].at] ^= 1;
	}
	write_all(path, str_slice(buf_str(&b), 0, 100));
	assert_int_equal(reopen(&s), ERR_CORRUPT);
	says("is damaged: it is too short");
	buf_release(&b);
}

static void touching(void **state)
{
	(void)state;
	static char big[BIG];
	struct segment s;
	struct error err = {0};
	struct str bytes;
	assert_int_equal(
		write_segment(SECTION_TERMS, 0, (struct str){big, BIG}), OK);
	struct buf b = read_all(path);
	b.p[2 * PAGE_SIZE + 5] ^= 1;
	write_all(path, buf_str(&b));
	assert_int_equal(reopen(&s), OK);
	bytes = segment_section(&s, SECTION_TERMS);
	assert_int_equal(segment_touch(&s, bytes.p, PAGE_SIZE), OK);
	for (int i = 0; i < 2; i++)
		assert_int_equal(segment_touch(&s, bytes.p, BIG), ERR_CORRUPT);
	assert_int_equal(
		segment_load(&s, SECTION_TERMS, &bytes, &err), ERR_CORRUPT);
	assert_non_null(strstr(err.text,
		".seg is damaged: section TERM: a checksum is wrong"));
	segment_close(&s);
	buf_release(&b);
}

static void abandoned(void **state)
{
	(void)state;
	struct segment_writer w;
	struct error err = {0};
	remove_tree(folder);
	begin(NULL);
	assert_int_equal(segment_create(&w, folder, &err), OK);
	segment_add(&w, SECTION_META, 0, STR("meta"));
	segment_abandon(&w);
	DIR *dir = opendir(folder);
	for (struct dirent *e; (e = readdir(dir));)
		assert_int_equal(e->d_name[0], '.');
	closedir(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(round_trip),
		cmocka_unit_test(same_content_same_name),
		cmocka_unit_test(unknown_sections),
		cmocka_unit_test(lies),
		cmocka_unit_test(changed),
		cmocka_unit_test(touching),
		cmocka_unit_test(abandoned),
	};
	return cmocka_run_group_tests(tests, begin, end);
}
