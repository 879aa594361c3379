/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/oracle/proxy.h"
#include "tests/support/test.h"

#include <arpa/inet.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CUT_AFTER = 3 }; /* bytes */

static struct sockaddr_in loopback(int port)
{
	struct sockaddr_in a = {
		.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return a;
}

/* What comes from one goes to the other; false at the end. */
static bool pass(int from, int to, _Atomic int *cuts)
{
	char bytes[65536];
	ssize_t n = read(from, bytes, sizeof bytes);
	if (n <= 0)
		return false;
	bool cut = cuts && *cuts > 0;
	if (cut) {
		--*cuts;
		n = n < CUT_AFTER ? n : CUT_AFTER;
	}
	for (ssize_t at = 0; at < n;) {
		ssize_t written = write(to, bytes + at, (size_t)(n - at));
		if (written <= 0)
			return false;
		at += written;
	}
	return !cut;
}

static void carry(int client, int port, _Atomic int *cuts)
{
	struct sockaddr_in a = loopback(port);
	int server = socket(AF_INET, SOCK_STREAM, 0);
	bool good = connect(server, (struct sockaddr *)&a, sizeof a) == 0;
	while (good) {
		struct pollfd fds[] = {
			{client, POLLIN, 0}, {server, POLLIN, 0}};
		poll(fds, 2, -1);
		if (fds[0].revents)
			good = pass(client, server, NULL);
		if (good && fds[1].revents)
			good = pass(server, client, cuts);
	}
	_exit(0);
}

void proxy_start(struct proxy *p, int port)
{
	struct sockaddr_in a = loopback(0);
	socklen_t len = sizeof a;
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&a, sizeof a), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&a, &len), 0);
	assert_int_equal(listen(fd, 16), 0);
	snprintf(p->address, sizeof p->address, "127.0.0.1:%d",
		ntohs(a.sin_port));
	p->cuts = mmap(NULL, sizeof *p->cuts, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_true(p->cuts != MAP_FAILED);
	p->process = fork();
	if (p->process == 0) {
		setpgid(0, 0);
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		signal(SIGCHLD, SIG_IGN);
		signal(SIGPIPE, SIG_IGN);
		for (;;) {
			int client = accept(fd, NULL, NULL);
			if (fork() == 0)
				carry(client, port, p->cuts);
			close(client);
		}
	}
	setpgid(p->process, p->process);
	close(fd);
}

void proxy_cut(struct proxy *p, int answers)
{
	*p->cuts = answers;
}

void proxy_stop(struct proxy *p)
{
	kill(-p->process, SIGKILL);
	waitpid(p->process, NULL, 0);
	munmap((void *)p->cuts, sizeof *p->cuts);
}
