/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/serve/listen.h"
#include "tests/support/test.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static void says(const struct error *err, const char *part)
{
	if (!strstr(err->text, part))
		fail_msg("'%s' does not say '%s'", err->text, part);
}

static void addresses(void **state)
{
	static const char *const bad[] = {"", ":", "x",
		"127.0.0.1:", "127.0.0.1:x", "127.0.0.1:65536", "127.0.0.1:-1",
		"127.0.0.1:+1", "127.0.0.1: 1", "127.0.0.1:1x",
		"127.0.0.1:00000000080"};
	static const char *const unknown[] = {"no such host:1", "[::1:1"};
	struct listeners l = {0};
	struct error err;
	struct buf where = {0};
	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_int_equal(listen_address(&l, bad[i], &err), ERR_INVALID);
		says(&err, "HOST:PORT");
	}
	for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
		assert_int_equal(
			listen_address(&l, unknown[i], &err), ERR_INVALID);
		says(&err, ": its host is not known here: ");
	}
	assert_int_equal(listen_address(&l, "192.0.2.1:1", &err), ERR_IO);
	says(&err, "cannot listen on 192.0.2.1:1: this machine has no such "
		   "address");
	assert_int_equal(l.count, 0);
	assert_int_equal(listen_address(&l, "0", &err), OK);
	listen_put(&l.v[0], &where);
	assert_true(str_starts(buf_str(&where), STR("http://127.0.0.1:")));
	/* where something listens nothing else can */
	buf_putc(&where, '\0');
	assert_int_equal(
		listen_address(&l, where.p + strlen("http://"), &err), ERR_IO);
	says(&err, "another program does");
	for (unsigned i = 1; i < LISTEN_MAX; i++)
		assert_int_equal(listen_address(&l, "127.0.0.1:0", &err), OK);
	assert_int_equal(listen_address(&l, "127.0.0.1:0", &err), ERR_LIMIT);
	says(&err, "at most 16 sockets can be listened on");
	listen_close(&l);
	buf_release(&where);
}

static void paths(void **state)
{
	struct listeners l = {0}, again = {0};
	struct error err;
	struct stat file;
	char path[4096], at[4200], far[300];
	(void)state;
	snprintf(path, sizeof path, "%s", temp_dir());
	snprintf(at, sizeof at, "%s/socket", path);
	assert_int_equal(listen_path(&l, at, &err), OK);
	assert_int_equal(listen_path(&again, at, &err), ERR_IO);
	says(&err, "another program does");
	/* one that is left is replaced */
	close(l.v[0].fd);
	l.count = 0;
	assert_int_equal(listen_path(&l, at, &err), OK);
	listen_close(&l);
	assert_int_equal(stat(at, &file), -1);
	/* another file never */
	write_all(at, STR("precious"));
	assert_int_equal(listen_path(&l, at, &err), ERR_IO);
	says(&err, "no socket");
	assert_int_equal(stat(at, &file), 0);
	assert_int_equal(file.st_size, 8);
	assert_int_equal(l.count, 0);
	memset(far, 'x', sizeof far - 1);
	far[sizeof far - 1] = '\0';
	assert_int_equal(listen_path(&l, far, &err), ERR_LIMIT);
	remove_tree(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses),
		cmocka_unit_test(paths),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
