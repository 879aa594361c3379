/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/tcpsrv.h"
#include "tests/support/test.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NOT_THERE = 127, WAIT_MS = 20000, STEP_MS = 5 };

static struct sockaddr_in place(unsigned port)
{
	return (struct sockaddr_in){.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

unsigned free_port(void)
{
	struct sockaddr_in at = place(0);
	socklen_t len = sizeof at;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_true(fd >= 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&at, len), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &len), 0);
	close(fd);
	return ntohs(at.sin_port);
}

static bool listens(unsigned port)
{
	struct sockaddr_in at = place(port);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_true(fd >= 0);
	bool yes = connect(fd, (struct sockaddr *)&at, sizeof at) == 0;
	close(fd);
	return yes;
}

static void serve(const char *path, unsigned port, bool writable)
{
	char text[16];
	snprintf(text, sizeof text, "%u", port);
	setpgid(0, 0);
	execlp("xapian-tcpsrv", "xapian-tcpsrv", "--quiet", "--interface",
		"127.0.0.1", "--port", text, path,
		writable ? "--writable" : NULL, NULL);
	_exit(NOT_THERE);
}

static bool run(
	struct tcpsrv *s, const char *path, unsigned port, bool writable)
{
	int status = 0;
	s->pid = fork();
	if (s->pid == 0)
		serve(path, port, writable);
	for (unsigned ms = 0; ms < WAIT_MS; ms += STEP_MS) {
		if (listens(port))
			return true;
		if (waitpid(s->pid, &status, WNOHANG) == s->pid)
			break;
		usleep(STEP_MS * 1000);
	}
	if (!WIFEXITED(status) || WEXITSTATUS(status) != NOT_THERE)
		fail_msg("xapian-tcpsrv does not start");
	printf("skipped: xapian-tcpsrv is not here\n");
	return false;
}

bool tcpsrv_start(struct tcpsrv *s, const char *path, bool writable)
{
	unsigned port = free_port();
	snprintf(s->address, sizeof s->address, "127.0.0.1:%u", port);
	return run(s, path, port, writable);
}

void tcpsrv_restart(struct tcpsrv *s, const char *path)
{
	unsigned port = 0;
	assert_int_equal(sscanf(s->address, "127.0.0.1:%u", &port), 1);
	/* who serves a connection has the port, too, and may end a bit later */
	for (unsigned ms = 0; ms < WAIT_MS && listens(port); ms += STEP_MS)
		usleep(STEP_MS * 1000);
	assert_true(run(s, path, port, false));
}

void tcpsrv_signal(const struct tcpsrv *s, int signal)
{
	kill(-s->pid, signal);
}

void tcpsrv_stop(struct tcpsrv *s)
{
	tcpsrv_signal(s, SIGKILL);
	waitpid(s->pid, NULL, 0);
}
