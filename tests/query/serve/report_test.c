/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/serve/report.h"
#include "tests/support/test.h"

static void count(struct report *r, const char *query, unsigned times)
{
	while (times-- > 0)
		report_count(r, str_from(query));
}

static void is(const char *path, const char *text)
{
	struct buf bytes = read_all(path);
	assert_true(str_eq(buf_str(&bytes), str_from(text)));
	buf_release(&bytes);
}

static void counts(void **state)
{
	struct report r;
	struct error err;
	char path[4096];
	const char *folder = temp_dir();
	(void)state;
	snprintf(path, sizeof path, "%s/report", folder);
	assert_int_equal(report_open(&r, path, &err), OK);
	count(&r, "once", REPORT_LEAST - 1);
	assert_int_equal(report_write(&r, &err), OK);
	is(path, "");
	count(&r, " Caf\xc3\xa9\t au\n lait ", 3);
	count(&r, "cafe au lait", 3);
	count(&r, "five\ttimes", 5);
	count(&r, "", 9);
	count(&r, "   ", 9);
	assert_int_equal(report_write(&r, &err), OK);
	is(path, "6\tcafe au lait\n5\tfive times\n");
	report_close(&r);
	/* what is in the file is counted on with; what is no line is not */
	write_all(
		path, STR("7\tcafe au lait\nx\ty\n5\n\t\n5\t\n6\tfive times"));
	assert_int_equal(report_open(&r, path, &err), OK);
	count(&r, "cafe au lait", 1);
	assert_int_equal(report_write(&r, &err), OK);
	is(path, "8\tcafe au lait\n6\tfive times\n");
	report_close(&r);
	remove_tree(folder);
}

static void is_bounded(void **state)
{
	struct report r;
	struct error err;
	char query[300];
	(void)state;
	assert_int_equal(report_open(&r, "unwritten", &err), OK);
	memset(query, 'a', sizeof query);
	report_count(&r, (struct str){query, sizeof query});
	assert_int_equal(r.queries.count, 0);
	for (int i = 0; i < REPORT_QUERIES_MAX + 10; i++) {
		snprintf(query, sizeof query, "q%d", i);
		report_count(&r, str_from(query));
	}
	assert_int_equal(r.queries.count, REPORT_QUERIES_MAX);
	report_close(&r);
	assert_int_equal(report_open(&r, NULL, &err), OK);
	count(&r, "nothing is kept", 9);
	assert_int_equal(r.queries.count, 0);
	assert_int_equal(report_write(&r, &err), OK);
	report_close(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts),
		cmocka_unit_test(is_bounded),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
