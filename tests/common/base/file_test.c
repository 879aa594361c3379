/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the system refuses is tried by tests/fault; here what it grants, and
 * what is refused without asking it. */
#include "common/base/file.h"
#include "tests/support/test.h"

#include <sys/stat.h>
#include <unistd.h>

static char folder[64], path[128];
static struct error err;

static int begin(void **state)
{
	(void)state;
	snprintf(folder, sizeof folder, "%s", temp_dir());
	snprintf(path, sizeof path, "%s/file", folder);
	return 0;
}

static int end(void **state)
{
	(void)state;
	remove_tree(folder);
	return 0;
}

static void says(const char *sentence)
{
	if (!strstr(err.text, sentence))
		fail_msg("'%s', not '%s'", err.text, sentence);
}

static void whole_files(void **state)
{
	(void)state;
	struct mapping m = {0};
	struct buf bytes = {0};
	assert_int_equal(file_replace(path, STR("twelve bytes"), &err), OK);
	assert_int_equal(mapping_open(&m, path, &err), OK);
	assert_true(str_eq(m.bytes, STR("twelve bytes")));
	mapping_close(&m);
	assert_int_equal(file_read(path, 12, &bytes, &err), OK);
	assert_true(str_eq(buf_str(&bytes), STR("twelve bytes")));
	assert_int_equal(file_read(path, 11, &bytes, &err), ERR_LIMIT);
	says("/file is larger than 11 bytes");
	buf_release(&bytes);
}

static void no_files(void **state)
{
	(void)state;
	struct mapping m = {0};
	struct output o;
	char folder_below[160];
	assert_int_equal(mapping_open(&m, folder, &err), ERR_INVALID);
	says(" is no regular file");
	assert_int_equal(file_replace(path, STR("a"), &err), OK);
	assert_int_equal(folder_make(path, &err), ERR_INVALID);
	says("/file is no folder");
	snprintf(folder_below, sizeof folder_below, "%s/below", path);
	assert_int_equal(folder_make(folder_below, &err), ERR_IO);
	says("cannot make the folder ");
	assert_int_equal(folder_sync(path, &err), ERR_IO);
	says("cannot open the folder ");
	assert_int_equal(output_open(&o, path, &err), ERR_IO);
	says("/file: File exists");
}

static void long_paths(void **state)
{
	(void)state;
	static char longest[5000];
	struct output o;
	memset(longest, 'x', sizeof longest - 1);
	assert_int_equal(output_open(&o, longest, &err), ERR_LIMIT);
	says("the path xxx");
	assert_int_equal(folder_make(longest, &err), ERR_LIMIT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole_files),
		cmocka_unit_test(no_files),
		cmocka_unit_test(long_paths),
	};
	return cmocka_run_group_tests(tests, begin, end);
}
