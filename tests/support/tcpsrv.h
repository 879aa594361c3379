/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * tcpsrv.h - xapian-tcpsrv on a port of this machine.
 *
 *	struct tcpsrv server;
 *	if (!tcpsrv_start(&server, "index", false))
 *		skip();
 *	xap_db_connect(server.address, NULL, &db, &err);
 *	tcpsrv_stop(&server);
 */
#ifndef MEJU_TESTS_TCPSRV_H
#define MEJU_TESTS_TCPSRV_H

#include <stdbool.h>
#include <sys/types.h>

struct tcpsrv {
	pid_t pid; /* of a group with the processes that serve clients */
	char address[32];
};

/* A port of 127.0.0.1 that nobody listens on, just now. */
unsigned free_port(void);

/* False, after saying so, if there is no such program; it listens when this
 * returns. */
bool tcpsrv_start(struct tcpsrv *s, const char *path, bool writable);

/* Once more at the same address, after tcpsrv_stop(). */
void tcpsrv_restart(struct tcpsrv *s, const char *path);

/* Signal it and all that serve clients. */
void tcpsrv_signal(const struct tcpsrv *s, int signal);
void tcpsrv_stop(struct tcpsrv *s);

#endif
