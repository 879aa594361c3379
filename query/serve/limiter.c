/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/serve/limiter.h"
#include "common/base/hash.h"

#include <arpa/inet.h>

void limiter_init(struct limiter *l, double rate)
{
	*l = (struct limiter){.rate = rate, .seed = hash_seed()};
	pthread_mutex_init(&l->mutex, NULL);
}

void limiter_release(struct limiter *l)
{
	pthread_mutex_destroy(&l->mutex);
}

static uint64_t key_of(const struct limiter *l, struct str peer)
{
	char text[INET6_ADDRSTRLEN] = "";
	struct in6_addr six;
	if (peer.len < sizeof text)
		memcpy(text, peer.p, peer.len);
	if (inet_pton(AF_INET6, text, &six) == 1)
		peer = (struct str){(const char *)&six, sizeof six / 2};
	return hash64_seed(peer, l->seed) | 1;
}

/* Its bucket, or that of whoever asked longest ago. */
static struct limiter_bucket *find(struct limiter *l, uint64_t key)
{
	struct limiter_bucket *set = l->buckets[(key >> 1) % LIMITER_SETS];
	struct limiter_bucket *oldest = set;
	for (unsigned i = 0; i < LIMITER_WAYS; i++) {
		if (set[i].key == key)
			return &set[i];
		if (set[i].last < oldest->last)
			oldest = &set[i];
	}
	*oldest = (struct limiter_bucket){0};
	return oldest;
}

bool limiter_take(struct limiter *l, struct str peer, double now)
{
	if (l->rate <= 0 || peer.len == 0)
		return true;
	uint64_t key = key_of(l, peer);
	double most = l->rate * 2;
	pthread_mutex_lock(&l->mutex);
	struct limiter_bucket *b = find(l, key);
	double tokens =
		b->key ? b->tokens + (now - b->last) * l->rate / 1e3 : most;
	if (tokens > most)
		tokens = most;
	bool may = tokens >= 1;
	*b = (struct limiter_bucket){key, may ? tokens - 1 : tokens, now};
	pthread_mutex_unlock(&l->mutex);
	return may;
}
