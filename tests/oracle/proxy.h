/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * proxy.h - stands before a server on loopback and cuts answers off when told.
 *
 *	proxy_start(&p, port);
 *	proxy_cut(&p, 1);      the next answer
 *	proxy_stop(&p);
 */
#ifndef MEJU_TESTS_PROXY_H
#define MEJU_TESTS_PROXY_H

#include <stdatomic.h>

struct proxy {
	char address[32];
	int process;
	_Atomic int *cuts; /* shared with it: answers to cut yet */
};

void proxy_start(struct proxy *p, int port);

/* So many answers are cut after some bytes, each with its connection. */
void proxy_cut(struct proxy *p, int answers);
void proxy_stop(struct proxy *p);

#endif
