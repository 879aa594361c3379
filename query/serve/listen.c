/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/serve/listen.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { FIRST_INHERITED = 3, BACKLOG = 4096 };

static enum status add(
	struct listeners *l, int fd, const char *path, struct error *err)
{
	if (l->count == LISTEN_MAX) {
		close(fd);
		return error_set(err, ERR_LIMIT,
			"at most %d sockets can be listened on", LISTEN_MAX);
	}
	l->v[l->count++] = (struct listener){fd, path};
	return OK;
}

static long number_of(const char *variable)
{
	const char *text = getenv(variable);
	char *end;
	long n = text ? strtol(text, &end, 10) : 0;
	return text && *text && !*end ? n : 0;
}

enum status listen_inherit(struct listeners *l, struct error *err)
{
	long count = number_of("LISTEN_FDS");
	enum status status = OK;
	if (number_of("LISTEN_PID") != (long)getpid())
		return OK;
	for (long i = 0; i < count && status == OK; i++) {
		int fd = FIRST_INHERITED + (int)i;
		int listens = 0;
		socklen_t len = sizeof listens;
		if (getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &len) ||
			!listens)
			return error_set(err, ERR_INVALID,
				"file %d of LISTEN_FDS is no socket that "
				"listens (in the .socket unit: Accept=no)",
				fd);
		fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
		fcntl(fd, F_SETFD, FD_CLOEXEC);
		status = add(l, fd, NULL, err);
	}
	return status;
}

/* Host and port of "HOST:PORT"; false if it is too long. */
static bool take_apart(
	const char *address, char *host, size_t size, const char **port)
{
	const char *colon = strrchr(address, ':');
	const char *begin = address;
	size_t len = colon ? (size_t)(colon - address) : 0;
	*port = colon ? colon + 1 : address;
	if (len > 1 && begin[0] == '[' && begin[len - 1] == ']') {
		begin++;
		len -= 2;
	}
	if (len >= size)
		return false;
	memcpy(host, begin, len);
	host[len] = '\0';
	if (!colon)
		snprintf(host, size, "127.0.0.1");
	return true;
}

/* The library takes the rest of a number that is too large. */
static bool is_port(const char *port)
{
	size_t digits = strspn(port, "0123456789");
	return digits > 0 && digits < 6 && !port[digits] &&
	       strtol(port, NULL, 10) <= 65535;
}

static enum status cannot(const char *address, struct error *err)
{
	if (errno == EADDRINUSE)
		return error_set(err, ERR_IO,
			"cannot listen on %s: another program does; take "
			"another port (--listen)",
			address);
	if (errno == EACCES)
		return error_set(err, ERR_IO,
			"cannot listen on %s: ports below 1024 are root's; "
			"take another, or begin as root, with --user",
			address);
	if (errno == EADDRNOTAVAIL)
		return error_set(err, ERR_IO,
			"cannot listen on %s: this machine has no such address",
			address);
	return error_errno(err, "cannot listen on %s", address);
}

static enum status listen_on(struct listeners *l, const struct addrinfo *a,
	const char *address, struct error *err)
{
	int one = 1;
	int fd = socket(a->ai_family,
		a->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, a->ai_protocol);
	if (fd < 0)
		return cannot(address, err);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
	if (bind(fd, a->ai_addr, a->ai_addrlen) || listen(fd, BACKLOG)) {
		enum status status = cannot(address, err);
		close(fd);
		return status;
	}
	return add(l, fd, NULL, err);
}

enum status listen_address(
	struct listeners *l, const char *address, struct error *err)
{
	const struct addrinfo hints = {.ai_flags = AI_NUMERICSERV | AI_PASSIVE,
		.ai_socktype = SOCK_STREAM};
	struct addrinfo *all = NULL;
	const char *port;
	char host[256];
	if (!take_apart(address, host, sizeof host, &port) || !is_port(port))
		return error_set(err, ERR_INVALID,
			"--listen takes HOST:PORT, or a port alone, not '%s'",
			address);
	int failed = getaddrinfo(host[0] ? host : NULL, port, &hints, &all);
	if (failed)
		return error_set(err, ERR_INVALID,
			"cannot listen on %s: its host is not known here: %s",
			address, gai_strerror(failed));
	enum status status = listen_on(l, all, address, err);
	freeaddrinfo(all);
	return status;
}

/* Is there a socket at `at` that nobody listens on?  Other files refuse
 * connections, too, and are never to be removed. */
static bool is_left_over(const struct sockaddr_un *at)
{
	struct stat file;
	if (lstat(at->sun_path, &file) || !S_ISSOCK(file.st_mode))
		return false;
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool refused = fd >= 0 &&
		       connect(fd, (const struct sockaddr *)at, sizeof *at) &&
		       errno == ECONNREFUSED;
	if (fd >= 0)
		close(fd);
	return refused;
}

enum status listen_path(
	struct listeners *l, const char *path, struct error *err)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	if (strlen(path) >= sizeof at.sun_path)
		return error_set(err, ERR_LIMIT,
			"the path of a socket has at most %zu bytes, not %s",
			sizeof at.sun_path - 1, path);
	memcpy(at.sun_path, path, strlen(path) + 1);
	if (is_left_over(&at))
		unlink(path);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0 || bind(fd, (const struct sockaddr *)&at, sizeof at) ||
		listen(fd, BACKLOG)) {
		if (errno == EADDRINUSE)
			error_set(err, ERR_IO,
				"cannot listen on %s: another program does, or "
				"it is no socket",
				path);
		else
			error_errno(err, "cannot listen on %s", path);
		if (fd >= 0)
			close(fd);
		return ERR_IO;
	}
	return add(l, fd, path, err);
}

void listen_put(const struct listener *l, struct buf *out)
{
	struct sockaddr_storage at;
	socklen_t len = sizeof at;
	char host[256] = "", port[32] = "";
	if (l->path || getsockname(l->fd, (struct sockaddr *)&at, &len) ||
		at.ss_family == AF_UNIX) {
		buf_printf(out, "unix:%s", l->path ? l->path : "");
		return;
	}
	getnameinfo((struct sockaddr *)&at, len, host, sizeof host, port,
		sizeof port, NI_NUMERICHOST | NI_NUMERICSERV);
	bool six = at.ss_family == AF_INET6;
	buf_printf(out, "http://%s%s%s:%s", six ? "[" : "", host,
		six ? "]" : "", port);
}

void listen_close(struct listeners *l)
{
	for (unsigned i = 0; i < l->count; i++) {
		close(l->v[i].fd);
		if (l->v[i].path)
			unlink(l->v[i].path);
	}
	l->count = 0;
}
