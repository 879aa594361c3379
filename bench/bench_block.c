/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench_block.c - blocks of postings: bits and time a posting, from cache.
 *
 *	list     gaps that fall off exponentially around a mean (uniformly
 *	         scattered ids), and log-normal ones (ids in clusters); a
 *	         frequency is 1 in 65 of 100 postings
 *	columns  ids and frequencies of full blocks, then tails of 1 to 127,
 *	         then a pfor block of the gaps as positions would have them
 *
 * Lines of sizes have the unit bits; the others billions of numbers a second.
 */
#include "bench/bench.h"
#include "common/index/block.h"
#include "common/index/pfor.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { N = BITPACK_COUNT, BLOCKS = 256 };

struct sample {
	uint32_t ids[N], gaps[N], freqs[N];
	unsigned tail;
	uint8_t format;
};

static struct sample samples[BLOCKS];

static double uniform(void)
{
	return (rand() + 1.0) / (RAND_MAX + 2.0);
}

static double gap(double mean, bool clustered)
{
	if (!clustered)
		return -log(uniform()) * mean;
	double normal = sqrt(-2 * log(uniform())) * cos(6.283185 * uniform());
	return mean / 8 * exp(2 * normal);
}

static void prepare(double mean, bool clustered)
{
	srand(1);
	for (unsigned b = 0; b < BLOCKS; b++) {
		struct sample *s = &samples[b];
		uint32_t id = 0;
		for (unsigned i = 0; i < N; i++) {
			s->gaps[i] = (uint32_t)gap(mean, clustered);
			s->ids[i] = id += s->gaps[i];
			id++;
			s->freqs[i] = 1;
			for (double p = 0.35; uniform() < p; p = 0.6)
				s->freqs[i]++;
		}
		s->tail = 1 + (unsigned)rand() % (N - 1);
	}
}

struct stream {
	struct buf bytes;
	size_t at[BLOCKS + 1];
};

static struct reader stream_reader(const struct stream *s, unsigned b)
{
	const uint8_t *p = (const uint8_t *)s->bytes.p;
	return (struct reader){p + s->at[b], p + s->at[b + 1], false};
}

typedef void put(struct buf *to, struct sample *s);
typedef enum status get(
	struct block *b, struct reader *r, const struct sample *s);

static void put_ids(struct buf *to, struct sample *s)
{
	s->format = block_put_ids(to, s->ids, 0, true);
}

static enum status get_ids(
	struct block *b, struct reader *r, const struct sample *s)
{
	return block_get_ids(b, r, s->format, 0, BLOCK_ID_MAX);
}

static void put_freqs(struct buf *to, struct sample *s)
{
	block_put_freqs(to, s->freqs);
}

static enum status get_freqs(
	struct block *b, struct reader *r, const struct sample *s)
{
	(void)s;
	return block_get_freqs(b, r);
}

static void put_tail(struct buf *to, struct sample *s)
{
	block_put_tail(
		to, s->ids, s->freqs, s->tail, 0, s->ids[s->tail - 1] * 2 + 1);
}

static enum status get_tail(
	struct block *b, struct reader *r, const struct sample *s)
{
	return block_get_tail(
		b, r, s->tail, true, 0, s->ids[s->tail - 1] * 2 + 1);
}

static void put_gaps(struct buf *to, struct sample *s)
{
	pfor_put(to, s->gaps, N);
}

static enum status get_gaps(
	struct block *b, struct reader *r, const struct sample *s)
{
	(void)s;
	return pfor_get(r, N, b->freqs, b->kernel);
}

static void measure(
	const char *what, const char *which, put *encode, get *decode)
{
	struct stream s = {0};
	struct block block = {.kernel = bitpack()};
	unsigned failed = 0, count = 0;
	char name[64];
	for (unsigned b = 0; b < BLOCKS; b++) {
		encode(&s.bytes, &samples[b]);
		s.at[b + 1] = s.bytes.len;
		count += encode == put_tail ? samples[b].tail : N;
	}
	size_t len = s.bytes.len;
	buf_put(&s.bytes, block.ids, BITPACK_SLACK);
	if (s.bytes.status != OK)
		return;
	struct bench timer = bench_begin();
	while (bench_again(&timer)) {
		for (unsigned b = 0; b < BLOCKS; b++) {
			struct reader r = stream_reader(&s, b);
			failed += decode(&block, &r, &samples[b]) != OK;
			bench_use(&block);
		}
	}
	snprintf(name, sizeof name, "%s\t%.2f bits", which,
		8.0 * (double)len / count);
	bench_report(
		&timer, what, failed ? "failed" : name, count / 1e9, "G/s");
	buf_release(&s.bytes);
}

int main(void)
{
	static const double means[] = {0.3, 1.5, 6, 30, 300, 10000};
	for (int clustered = 0; clustered < 2; clustered++) {
		for (unsigned i = 0; i < sizeof means / sizeof *means; i++) {
			char which[32];
			snprintf(which, sizeof which, "%s %g",
				clustered ? "clusters" : "scattered", means[i]);
			prepare(means[i], clustered);
			measure("ids", which, put_ids, get_ids);
			measure("freqs", which, put_freqs, get_freqs);
			measure("tails", which, put_tail, get_tail);
			measure("gaps", which, put_gaps, get_gaps);
		}
	}
	return 0;
}
