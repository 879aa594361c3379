/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server makes of heads is in tests/serve/abuse.py; here are the edges of
 * what is looked at. */
#include "query/serve/head.h"
#include "tests/support/test.h"

#define LINE "GET / HTTP/1.1\r\n"

static const char *why;

static unsigned check(struct str head)
{
	why = NULL;
	/* not a byte beyond */
	char *guarded = guarded_alloc(head.len + 1);
	memcpy(guarded + 1, head.p, head.len);
	unsigned status = head_check((struct str){guarded + 1, head.len}, &why);
	assert_true(status == 0 || why);
	guarded_free(guarded, head.len + 1);
	return status;
}

static void accepts(void **state)
{
	(void)state;
	assert_int_equal(check(STR(LINE "Host: a\r\n\r\n")), 0);
	assert_int_equal(
		check(STR(LINE "host:[::1]:80\r\nX:\r\n\r\nrest\n")), 0);
	assert_int_equal(check(STR(LINE "Host:\r\n\r\n")), 0);
	assert_int_equal(check(STR("GET / HTTP/1.0\r\n\r\n")), 0);
	assert_int_equal(check(STR("\r\n" LINE "Host: a\r\n\r\n")), 0);
	assert_int_equal(
		check(STR(LINE "Host: a\r\nX: a\tb \xc3\xa9\r\n\r\n")), 0);
	assert_int_equal(
		check(STR("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n")), 0);
}

static void refuses(void **state)
{
	static const char whole[] = LINE "Host: a\r\nX: b\r\n\r\n";
	(void)state;
	assert_int_equal(check(STR("")), 400);
	for (size_t len = 1; len < sizeof whole - 1; len++)
		assert_int_equal(check((struct str){whole, len}), 400);
	assert_int_equal(check(STR("\r\n\r\n")), 400);
	assert_int_equal(check(STR("\n")), 400);
	assert_int_equal(check(STR("GET\r\n\r\n")), 400);
	assert_int_equal(check(STR("GET /\r\n\r\n")), 400);
}

static void says_why(void **state)
{
	static const struct {
		const char *head;
		unsigned status;
		const char *why;
	} cases[] = {
		{LINE "Host: a\n\r\n", 400, "a line does not end in CR LF"},
		{"GET / HTTP/2\r\nHost: a\r\n\r\n", 400,
			"the first line is not METHOD ADDRESS HTTP/1.1"},
		{LINE "Host : a\r\n\r\n", 400,
			"a header field is not NAME: VALUE"},
		{LINE "Host: a b\r\n\r\n", 400, "the host is not a name"},
		{LINE "X: a\r\n\r\n", 400,
			"one header field must name the host"},
		{LINE "Host: a\r\nHost: a\r\n\r\n", 400,
			"one header field must name the host"},
		{LINE "Host: a\r\nTransfer-Encoding: x\r\n\r\n", 400,
			"a body is not understood here"},
		{LINE "Host: a\r\nContent-Length: 1\r\n\r\n", 413,
			"a body is not understood here"},
		{LINE "Host: a\r\nContent-Length: 0\r\n"
		      "Content-Length: 0\r\n\r\n",
			400, "there are two lengths"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(
			check(str_from(cases[i].head)), cases[i].status);
		assert_string_equal(why, cases[i].why);
	}
}

static void measures(void **state)
{
	struct buf head = {0};
	(void)state;
	buf_puts(&head, "GET /");
	while (head.len < HEAD_LINE_MAX)
		buf_putc(&head, 'a');
	buf_puts(&head, " HTTP/1.1\r\nHost: a\r\n\r\n");
	assert_int_equal(check(buf_str(&head)), 414);
	assert_string_equal(why, "the address is longer than 8 KiB");
	buf_clear(&head);
	buf_puts(&head, LINE "Host: a\r\n");
	for (int i = 1; i < HEAD_FIELDS_MAX; i++)
		buf_puts(&head, "X: y\r\n");
	size_t len = head.len;
	buf_puts(&head, "\r\n");
	assert_int_equal(check(buf_str(&head)), 0);
	head.len = len;
	buf_puts(&head, "X: y\r\n\r\n");
	assert_int_equal(check(buf_str(&head)), 431);
	assert_string_equal(why, "there are more than 64 header fields");
	buf_clear(&head);
	buf_puts(&head, LINE "Host: a\r\nX: ");
	while (head.len < HEAD_BYTES_MAX + 1)
		buf_putc(&head, 'a');
	buf_puts(&head, "\r\n\r\n");
	assert_int_equal(check(buf_str(&head)), 431);
	assert_string_equal(why, "the header fields are longer than 16 KiB");
	buf_release(&head);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(accepts),
		cmocka_unit_test(refuses),
		cmocka_unit_test(says_why),
		cmocka_unit_test(measures),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
