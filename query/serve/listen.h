/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * listen.h - the sockets that connections come from.
 *
 *	struct listeners l = {0};
 *	status = listen_inherit(&l, &err);         what systemd gives, if any
 *	status = listen_address(&l, "127.0.0.1:8080", &err);
 *	status = listen_path(&l, "/run/meju.sock", &err);
 *	listen_close(&l);
 *
 * Errors:    a sentence that names the address.
 * Ownership: owns the sockets, and the names of those it made in folders.
 */
#ifndef MEJU_QUERY_SERVE_LISTEN_H
#define MEJU_QUERY_SERVE_LISTEN_H

#include "common/base/buf.h"

enum { LISTEN_MAX = 16 };

struct listener {
	int fd;
	const char *path; /* to remove at the end, or NULL */
};

struct listeners {
	struct listener v[LISTEN_MAX];
	unsigned count;
};

/* Sockets by the protocol of sd_listen_fds(3). */
MUST_CHECK enum status listen_inherit(struct listeners *l, struct error *err);

/* HOST:PORT, [IPv6]:PORT or PORT, which is of this machine alone. */
MUST_CHECK enum status listen_address(
	struct listeners *l, const char *address, struct error *err);

/* A Unix socket; one that nobody listens on any more is replaced. */
MUST_CHECK enum status listen_path(
	struct listeners *l, const char *path, struct error *err);

/* "http://127.0.0.1:8080" or "unix:PATH", as it is. */
void listen_put(const struct listener *l, struct buf *out);
void listen_close(struct listeners *l);

#endif
