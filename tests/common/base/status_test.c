/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/status.h"
#include "tests/support/test.h"

#include <errno.h>

static void each_has_words(void **state)
{
	(void)state;
	static const struct {
		enum status status;
		const char *text;
	} cases[] = {
		{OK, "success"},
		{ERR_NOMEM, "out of memory"},
		{ERR_IO, "input/output error"},
		{ERR_CORRUPT, "damaged data"},
		{ERR_VERSION, "unsupported version"},
		{ERR_LIMIT, "limit exceeded"},
		{ERR_INVALID, "invalid input"},
		{ERR_NOT_FOUND, "not found"},
		{ERR_LOCKED, "locked by another writer"},
		{ERR_UNSUPPORTED, "not supported"},
		{ERR_STOPPED, "stopped by a signal"},
		{ERR_CHANGED, "changed by another writer meanwhile"},
		{ERR_NETWORK, "server not reached"},
		{ERR_TIMEOUT, "server too slow"},
		{(enum status)99, "unknown status"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(
			status_text(cases[i].status), cases[i].text);
}

/* One line, whatever a file is called; what is too long lacks its middle. */
static void sentences_are_lines(void **state)
{
	(void)state;
	static char longest[2 * ERROR_TEXT_MAX];
	struct error err = {0};
	assert_int_equal(
		error_set(&err, ERR_LIMIT, "a %s", "b\nc\x7f\033"), ERR_LIMIT);
	assert_string_equal(err.text, "a b?c??");
	memset(longest, 'x', sizeof longest - 1);
	(void)error_set(&err, ERR_LIMIT, "the path %s is too long", longest);
	assert_in_range(
		strlen(err.text), ERROR_TEXT_MAX - 9, ERROR_TEXT_MAX - 1);
	assert_non_null(strstr(err.text, "xxx\u2026xxx"));
	assert_non_null(strstr(err.text, "xxx is too long"));
	errno = ENOENT;
	for (size_t i = 0; i + 2 < sizeof longest; i += 2)
		memcpy(longest + i, "\303\244", 2);
	for (int shift = 0; shift < 2; shift++) {
		(void)error_errno(&err, "%s%s", shift ? "x" : "", longest);
		assert_non_null(strstr(err.text, "\u00e4\u2026\u00e4"));
		assert_non_null(strstr(err.text, "\u00e4: No such file"));
	}
	assert_int_equal(error_set(NULL, ERR_IO, "nobody reads it"), ERR_IO);
}

static void errno_has_a_status(void **state)
{
	(void)state;
	struct error err = {0};
	errno = ENOENT;
	assert_int_equal(error_errno(&err, "no %s", "f\n"), ERR_NOT_FOUND);
	assert_string_equal(err.text, "no f?: No such file or directory");
	errno = ENOMEM;
	assert_int_equal(error_errno(&err, "f"), ERR_NOMEM);
	errno = EACCES;
	assert_int_equal(error_errno(&err, "f"), ERR_IO);
	assert_int_equal(errno, EACCES);
	assert_int_equal(error_corrupt(&err, "f", "why"), ERR_CORRUPT);
	assert_string_equal(err.text, "f is damaged: why");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_has_words),
		cmocka_unit_test(sentences_are_lines),
		cmocka_unit_test(errno_has_a_status),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
