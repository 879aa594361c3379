/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * format_test.c - the worked example of common/index/FORMAT.md is the segment
 * that its two documents become, byte for byte, and reads as it should.
 *
 * The example is the first fence of the section "Worked example": lines of an
 * offset, two spaces, bytes in hexadecimal parted by single spaces (00*n is n
 * zeros), two spaces, remarks; or of remarks alone, which begin with a space.
 */
#include "common/index/check.h"
#include "common/index/position.h"
#include "common/index/record.h"
#include "tests/support/made.h"

#include <ctype.h>

static const struct str tags[] = {{"food", 4}};

static const struct record records[2] = {{.id = {"a", 1},
						 .language = {"en", 2},
						 .date = 10,
						 .modified = RECORD_NO_TIME,
						 .boost = 1000,
						 .text = {"salt, salt", 10}},
	{.id = {"b", 1},
		.language = {"en", 2},
		.date = RECORD_NO_TIME,
		.modified = RECORD_NO_TIME,
		.boost = 1000,
		.tags = {tags, 1},
		.text = {"salt", 4}}};
static const uint32_t lengths[2] = {2, 1};

/* A frame of one block that is not compressed, for another zstd may compress
 * otherwise; readers take any frame. */
static void put_frame(struct str plain, struct stored_run *run)
{
	uint32_t head = 1 | (uint32_t)plain.len << 3;
	buf_put_u32(&run->blocks, 0xfd2fb528); /* magic           */
	buf_putc(&run->blocks, 0x20);          /* one segment     */
	buf_putc(&run->blocks, (char)plain.len);
	buf_put(&run->blocks, &head, 3); /* the last, raw   */
	buf_put_str(&run->blocks, plain);
	buf_put_u32(&run->index, (uint32_t)run->blocks.len);
	buf_put_u32(&run->index, 2);
}

static void put_documents(struct builder *b)
{
	struct stored_run run = {0};
	struct buf plain = {0}, each[2] = {0};
	for (int i = 0; i < 2; i++) {
		record_put(&records[i], &each[i]);
		buf_put_varint(&plain, each[i].len);
	}
	for (int i = 0; i < 2; i++) {
		buf_put_str(&plain, buf_str(&each[i]));
		buf_release(&each[i]);
		assert_int_equal(
			builder_document(b, &records[i], lengths[i]), OK);
	}
	put_frame(buf_str(&plain), &run);
	builder_stored(b, &run);
	buf_release(&plain);
	buf_release(&run.blocks);
	buf_release(&run.index);
}

static void put_terms(struct builder *b)
{
	static const uint32_t zero[] = {0}, one[] = {1}, both[] = {0, 1},
			      tfs[] = {2, 1}, at[] = {0, 1, 0};
	const struct {
		struct str term;
		struct builder_postings p;
	} terms[] = {
		{STR("Kfood"), {one, NULL, NULL, NULL, 1}},
		{STR("Len"), {both, NULL, NULL, NULL, 2}},
		{STR("Qa"), {zero, NULL, NULL, NULL, 1}},
		{STR("Qb"), {one, NULL, NULL, NULL, 1}},
		{STR("Wsalt"), {both, NULL, NULL, NULL, 2}},
		{STR("Zsalt"), {both, tfs, tfs, at, 2}},
	};
	for (size_t i = 0; i < sizeof terms / sizeof *terms; i++)
		assert_int_equal(
			builder_put(b, terms[i].term, &terms[i].p), OK);
}

static void make(struct made *m)
{
	struct error err = {0};
	*m = (struct made){0};
	snprintf(m->folder, sizeof m->folder, "%s", temp_dir());
	assert_int_equal(builder_begin(&m->builder, m->folder, &err), OK);
	put_documents(&m->builder);
	assert_int_equal(builder_terms(&m->builder, STR(""), &err), OK);
	put_terms(&m->builder);
	made_end(m);
}

/* The bytes of one line of the example. */
static void put_line(struct str line, struct buf *out)
{
	char *end;
	if (line.p[0] == ' ')
		return;
	assert_int_equal(strtoul(line.p, &end, 16), out->len);
	const char *p = end + 2;
	while (p < line.p + line.len && isxdigit((unsigned char)*p)) {
		unsigned long byte = strtoul(p, &end, 16), n = 1;
		assert_int_equal(end - p, 2);
		if (*end == '*')
			n = strtoul(end + 1, &end, 10);
		while (n--)
			buf_putc(out, (char)byte);
		p = end + 1;
	}
}

static struct buf example(void)
{
	struct buf file = read_all(source_file("common/index/FORMAT.md"));
	struct buf out = {0};
	buf_putc(&file, '\0');
	const char *p = strstr(file.p, "## Worked example");
	assert_non_null(p);
	p = strchr(strstr(p, "```"), '\n') + 1;
	while (strncmp(p, "```", 3) != 0) {
		const char *end = strchr(p, '\n');
		assert_non_null(end);
		put_line((struct str){p, (size_t)(end - p)}, &out);
		p = end + 1;
	}
	buf_release(&file);
	return out;
}

static void as_documented(void **state)
{
	(void)state;
	struct made m;
	struct buf want = example();
	make(&m);
	struct str got = m.leaf.segment.file.bytes;
	if (getenv("MEJU_EXAMPLE"))
		write_all(getenv("MEJU_EXAMPLE"), got);
	assert_int_equal(got.len, want.len);
	assert_memory_equal(got.p, want.p, got.len);
	buf_release(&want);
	made_release(&m);
}

static void no_finding(void *data, const char *sentence)
{
	(void)data;
	fail_msg("%s", sentence);
}

static void reads(void **state)
{
	(void)state;
	struct made m;
	struct term_info info;
	struct posting_cursor c;
	struct position_reader r;
	uint32_t n;
	make(&m);
	assert_int_equal(check_leaf(&m.leaf, NULL, 0, no_finding, NULL), OK);
	assert_int_equal(
		dictionary_find(&m.leaf.dictionary, STR("Zsalt"), &info), OK);
	assert_int_equal(posting_open(&c, &m.leaf.segment, &info), OK);
	assert_int_equal(position_open(&r, &m.leaf.segment, &info), OK);
	assert_int_equal(c.doc, 0);
	assert_int_equal(posting_freq(&c), 2);
	assert_int_equal(position_get(&r, &c, &n)[1], 1);
	assert_int_equal(posting_next(&c), 1);
	assert_int_equal(posting_freq(&c), 1);
	position_close(&r);
	made_release(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_documented),
		cmocka_unit_test(reads),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
