/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * limiter.h - no more than so many requests a second from one address.
 *
 * Each address has a bucket that fills at that rate and holds what two seconds
 * bring.  There is room for some thousand addresses; of those that share a
 * place the one that asked least lately is forgotten, which only forgives.  Of
 * IPv6 the first half is one address, for a customer has all of the second.
 *
 * Threads: any.
 */
#ifndef MEJU_QUERY_SERVE_LIMITER_H
#define MEJU_QUERY_SERVE_LIMITER_H

#include "common/base/str.h"

#include <pthread.h>
#include <stdint.h>

enum { LIMITER_SETS = 1024, LIMITER_WAYS = 4 };

struct limiter_bucket {
	uint64_t key;  /* 0: nobody's */
	double tokens; /* at `last`   */
	double last;   /* milliseconds */
};

struct limiter {
	double rate; /* requests a second; 0: no limit */
	uint64_t seed;
	pthread_mutex_t mutex;
	struct limiter_bucket buckets[LIMITER_SETS][LIMITER_WAYS];
};

void limiter_init(struct limiter *l, double rate);
void limiter_release(struct limiter *l);

/* May `peer` ask now, at that many milliseconds of a steady clock?  An empty
 * peer always may. */
bool limiter_take(struct limiter *l, struct str peer, double now);

#endif
