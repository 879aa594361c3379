/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/parse/json.h"
#include "tests/support/test.h"

#include <dirent.h>

static void values(void **state)
{
	(void)state;
	struct json *j = json_new();
	struct arena a = {0};
	struct value *v;
	const char *why;
	struct buf b = {0};
	struct str in =
		STR(" {\"a\": [1, -2.50, 1e3, true, null, \"x\\n\\u00e9\"],"
		    "\"b\": {}, \"c\": 18446744073709551615,"
		    "\"d\": [66666666226666666666.066, -9223372036854775808,"
		    "-9999999999999999999.5]} ");
	assert_int_equal(json_parse(j, in, 0, &why), OK);
	assert_int_equal(json_value(j, &a, &v, &why), OK);
	value_write(&b, v);
	buf_putc(&b, 0);
	assert_string_equal(b.p,
		"{\"a\":[1,-2.5,1000,true,null,\"x\\u000a\u00e9\"],\"b\":{},"
		"\"c\":18446744073709551615,\"d\":[66666666226666668032.0,"
		"-9223372036854775808,-1e+19]}");
	assert_int_equal(json_next(j, &a, &v, &why), ERR_NOT_FOUND);
	buf_release(&b);
	arena_release(&a);
	json_free(j);
}

static void limits(void **state)
{
	(void)state;
	struct json *j = json_new();
	const char *why;
	char deep[200];
	for (size_t n = 30; n < 40; n++) {
		memset(deep, '[', n);
		memset(deep + n, ']', n);
		enum status want = n <= JSON_DEEPEST ? OK : ERR_LIMIT;
		assert_int_equal(
			json_parse(j, (struct str){deep, 2 * n}, 0, &why),
			want);
	}
	json_free(j);
}

/* JSONTestSuite: y_ is accepted, n_ is not. */
static void test_suite(void **state)
{
	(void)state;
	const char *path = shared_file("conformance/json/test_parsing");
	if (!path)
		skip();
	char folder[4096];
	snprintf(folder, sizeof folder, "%s", path);
	DIR *dir = opendir(folder);
	struct json *j = json_new();
	unsigned count = 0, wrong = 0;
	for (struct dirent *e; (e = readdir(dir));) {
		char name[8192];
		const char *why;
		if (e->d_name[0] == '.')
			continue;
		snprintf(name, sizeof name, "%s/%s", folder, e->d_name);
		struct buf b = read_all(name);
		enum status status = json_parse(j, buf_str(&b), 0, &why);
		if ((e->d_name[0] == 'y' && status != OK) ||
			(e->d_name[0] == 'n' && status == OK)) {
			printf("%s: status %d\n", e->d_name, status);
			wrong++;
		}
		count++;
		buf_release(&b);
	}
	closedir(dir);
	json_free(j);
	assert_int_equal(count, 318);
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values),
		cmocka_unit_test(limits),
		cmocka_unit_test(test_suite),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
