/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/serve/sandbox.h"
#include "tests/support/test.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[256];

static const char *below(const char *name)
{
	static char path[512];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	return path;
}

/* 0, or why not. */
static int opening(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC, 0600);
	if (fd < 0)
		return errno;
	close(fd);
	return 0;
}

static int connecting(void)
{
	struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(9)};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	int why = connect(fd, (struct sockaddr *)&at, sizeof at) ? errno : 0;
	close(fd);
	return why;
}

/* In a process that may end in it; returns the line where it does not hold. */
static int within(const struct sandbox *begun)
{
	struct sandbox s = *begun;
	struct error err;
	bool net = s.version >= 4;
	if (sandbox_enter(&s, &err) != OK)
		return __LINE__;
	if (opening(below("site/index/manifest"), O_RDONLY) ||
		opening(below("site/index"), O_RDONLY | O_DIRECTORY))
		return __LINE__;
	if (opening(below("site/index/manifest"), O_WRONLY) != EACCES ||
		opening(below("site/index/new"), O_CREAT | O_WRONLY) != EACCES)
		return __LINE__;
	if (unlink(below("site/index/manifest")) == 0 || errno != EACCES)
		return __LINE__;
	if (opening(below("other"), O_RDONLY) != EACCES ||
		opening("/etc/hostname", O_RDONLY) != EACCES)
		return __LINE__;
	if (opening(below("rules"), O_RDONLY))
		return __LINE__;
	if (opening(below("out/report.new"), O_CREAT | O_WRONLY) ||
		opening(below("out"), O_RDONLY | O_DIRECTORY))
		return __LINE__;
	char from[512];
	snprintf(from, sizeof from, "%s", below("out/report.new"));
	if (rename(from, below("out/report")) || unlink(below("out/report")))
		return __LINE__;
	execl("/bin/true", "true", (char *)NULL);
	if (errno != EACCES)
		return __LINE__;
	return connecting() == (net ? EACCES : ECONNREFUSED) ? 0 : __LINE__;
}

static void holds(void **state)
{
	struct sandbox s;
	int status;
	(void)state;
	snprintf(folder, sizeof folder, "%s", temp_dir());
	assert_int_equal(mkdir(below("site"), 0700), 0);
	assert_int_equal(mkdir(below("site/index"), 0700), 0);
	assert_int_equal(mkdir(below("out"), 0700), 0);
	write_all(below("site/index/manifest"), STR("x"));
	write_all(below("other"), STR("x"));
	write_all(below("rules"), STR("x"));
	write_all(below("out/report"), STR("x"));
	sandbox_begin(&s);
	if (s.fd < 0)
		skip();
	sandbox_read_beside(&s, below("site/index/"));
	sandbox_read_beside(&s, below("none"));
	sandbox_read(&s, below("rules"));
	sandbox_replace(&s, below("out/report"));
	fflush(NULL);
	pid_t child = fork();
	if (child == 0)
		_exit(within(&s) % 256);
	close(s.fd);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	remove_tree(folder);
}

/* The kernel lays sixteen one over the other. */
static int exhaust(void)
{
	struct sandbox s;
	struct error err;
	for (unsigned i = 0; i < 100; i++) {
		sandbox_begin(&s);
		if (sandbox_enter(&s, &err) != OK)
			return strstr(err.text,
				       "cannot enter the sandbox (--no-sandbox "
				       "does without): ")
				       ? 0
				       : __LINE__;
	}
	return __LINE__;
}

static void ends(void **state)
{
	struct sandbox s;
	int status;
	(void)state;
	sandbox_begin(&s);
	if (s.fd < 0)
		skip();
	close(s.fd);
	fflush(NULL);
	pid_t child = fork();
	if (child == 0)
		_exit(exhaust() % 256);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(holds), cmocka_unit_test(ends)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
