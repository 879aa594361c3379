/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench_dictionary.c - looking terms up in the largest segment of an index.
 *
 *	bench_dictionary INDEX
 *
 *	open    the dictionary, its segment open
 *	first   look-ups just after opening the segment: pages verified each
 *	random  every term once, in random order
 *	hot     the 1,000 most frequent terms, over and over
 *	absent  terms that are not there, random: one letter of a term is another
 *	other   terms that are there as another kind only, hot
 *	walk    over all terms
 *	prefix  to the first of the terms of a random prefix of 4 bytes, and over
 *	        the first 20 of them
 *
 * ns of processor time for each, the best of five rounds.
 */
#include "bench/bench.h"
#include "common/index/snapshot.h"

#include <float.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ROUNDS = 5, HOT = 1000, TIMES = 1000, PREFIX = 4, RANGE = 20 };

/* Terms behind one another, in the order in which they are looked for. */
struct wanted {
	struct buf bytes;
	struct str *terms;
	size_t count;
};

typedef size_t job(const struct dictionary *d, const struct wanted *w);

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* REQUIRES: the job says how many steps it took. */
static void measure(const char *which, job *f, const struct dictionary *d,
	const struct wanted *w)
{
	double best = DBL_MAX;
	for (int i = 0; i < ROUNDS; i++) {
		double begun = now();
		size_t steps = f(d, w);
		double each = (now() - begun) / (double)(steps ? steps : 1);
		best = each < best ? each : best;
	}
	printf("dictionary\t%s\t%.0f\tns\n", which, best);
}

static size_t find_all(const struct dictionary *d, const struct wanted *w)
{
	struct term_info info;
	for (size_t i = 0; i < w->count; i++) {
		bench_use(&info);
		if (dictionary_find(d, w->terms[i], &info) == ERR_CORRUPT)
			abort();
	}
	return w->count;
}

static size_t find_often(const struct dictionary *d, const struct wanted *w)
{
	size_t steps = 0;
	for (unsigned i = 0; i < TIMES; i++)
		steps += find_all(d, w);
	return steps;
}

static size_t walk(const struct dictionary *d, const struct wanted *w)
{
	struct dictionary_cursor c;
	(void)w;
	for (dictionary_seek(&c, d, STR("")); c.valid; dictionary_next(&c))
		bench_use(&c);
	return d->count;
}

static size_t prefixes(const struct dictionary *d, const struct wanted *w)
{
	for (size_t i = 0; i < w->count; i += RANGE) {
		struct dictionary_cursor c;
		struct str prefix = str_slice(w->terms[i], 0, PREFIX);
		unsigned n = 0;
		dictionary_seek(&c, d, prefix);
		while (c.valid && str_starts(c.term, prefix) && n++ < RANGE)
			dictionary_next(&c);
		bench_use(&c);
	}
	return w->count / RANGE;
}

static size_t reopen(const struct dictionary *d, const struct wanted *w)
{
	(void)w;
	for (unsigned i = 0; i < TIMES; i++) {
		static struct dictionary again;
		struct error err;
		if (dictionary_open(&again, d->segment, &err) != OK)
			abort();
		bench_use(&again);
	}
	return TIMES;
}

static void add(struct wanted *w, struct str term)
{
	buf_put_str(&w->bytes, term);
	w->terms[w->count++].len = term.len;
}

static struct wanted begin(size_t most)
{
	struct wanted w = {.terms = calloc(most + 1, sizeof *w.terms)};
	return w;
}

/* Bytes no longer move. */
static void end(struct wanted *w)
{
	size_t at = 0;
	for (size_t i = 0; i < w->count; at += w->terms[i++].len)
		w->terms[i].p = w->bytes.p + at;
}

static struct wanted shuffled(const struct wanted *from)
{
	struct wanted w = begin(from->count);
	size_t *order = calloc(from->count + 1, sizeof *order);
	srand(1);
	for (size_t i = 0; i < from->count; i++) {
		size_t k = (size_t)rand() % (i + 1);
		order[i] = order[k];
		order[k] = i;
	}
	for (size_t i = 0; i < from->count; i++)
		add(&w, from->terms[order[i]]);
	free(order);
	end(&w);
	return w;
}

struct ranked {
	uint32_t df;
	struct str term;
};

static int by_df(const void *a, const void *b)
{
	uint32_t x = ((const struct ranked *)a)->df;
	uint32_t y = ((const struct ranked *)b)->df;
	return (x < y) - (x > y);
}

static struct wanted frequent(
	const struct dictionary *d, const struct wanted *all)
{
	struct ranked *ranked = calloc(all->count + 1, sizeof *ranked);
	struct wanted w = begin(HOT), mixed;
	struct term_info info;
	for (size_t i = 0; i < all->count; i++)
		if (dictionary_find(d, all->terms[i], &info) == OK)
			ranked[i] = (struct ranked){info.df, all->terms[i]};
	qsort(ranked, all->count, sizeof *ranked, by_df);
	for (size_t i = 0; i < HOT && i < all->count; i++)
		add(&w, ranked[i].term);
	end(&w);
	mixed = shuffled(&w);
	free(ranked);
	return mixed;
}

/* Those of which nothing is there when byte `at` (from the end, or the first)
 * is another. */
static struct wanted changed(
	const struct dictionary *d, const struct wanted *from, bool first)
{
	struct wanted w = begin(from->count);
	struct term_info info;
	for (size_t i = 0; i < from->count; i++) {
		char bytes[DICTIONARY_TERM_MAX];
		struct str t = {bytes, from->terms[i].len};
		memcpy(bytes, from->terms[i].p, t.len);
		bytes[first ? 0 : t.len - 1] ^= 1;
		if (first)
			bytes[0] = *from->terms[i].p == 'Z' ? 'W' : 'Z';
		if (dictionary_find(d, t, &info) == ERR_NOT_FOUND)
			add(&w, t);
	}
	end(&w);
	return w;
}

static struct wanted everything(const struct dictionary *d)
{
	struct wanted w = begin(d->count);
	struct dictionary_cursor c;
	for (dictionary_seek(&c, d, STR("")); c.valid; dictionary_next(&c))
		add(&w, c.term);
	end(&w);
	return w;
}

static unsigned verified(const struct segment *s)
{
	unsigned n = 0;
	for (uint32_t i = 0; i < s->pages; i++)
		n += s->touched[i];
	return n;
}

static void first_look_ups(const char *path, const struct wanted *w)
{
	size_t n = w->count < TIMES ? w->count : TIMES;
	unsigned before = 0, after = 0;
	double spent = 0;
	for (size_t i = 0; i < n; i++) {
		static struct segment s;
		static struct dictionary d;
		struct term_info info;
		struct error err;
		if (segment_open(&s, path, &err) != OK ||
			dictionary_open(&d, &s, &err) != OK)
			abort();
		before += verified(&s);
		double begun = now();
		if (dictionary_find(&d, w->terms[i], &info) != OK)
			abort();
		spent += now() - begun;
		after += verified(&s);
		segment_close(&s);
	}
	double each = n ? (double)n : 1;
	printf("dictionary\tfirst\t%.0f\tns\n", spent / each);
	printf("dictionary\topen\t%.2f\tpages\n", before / each);
	printf("dictionary\tfirst\t%.2f\tpages\n", (after - before) / each);
}

static void report(const struct leaf *p)
{
	const struct dictionary *d = &p->dictionary;
	struct wanted all = everything(d), random = shuffled(&all);
	struct wanted hot = frequent(d, &all);
	struct wanted absent = changed(d, &random, false);
	struct wanted other = changed(d, &hot, true);
	printf("dictionary\tterms\t%zu\tterms\n", all.count);
	printf("dictionary\tTERM\t%zu\tbytes\n",
		segment_section(&p->segment, SECTION_TERMS).len);
	printf("dictionary\tTIDX\t%zu\tbytes\n",
		segment_section(&p->segment, SECTION_TERM_INDEX).len);
	measure("open", reopen, d, &all);
	first_look_ups(p->segment.path, &random);
	measure("random", find_all, d, &random);
	measure("hot", find_often, d, &hot);
	measure("absent", find_all, d, &absent);
	measure("other", find_often, d, &other);
	measure("walk", walk, d, &all);
	measure("prefix", prefixes, d, &random);
	struct wanted *used[] = {&all, &random, &hot, &absent, &other};
	for (size_t i = 0; i < sizeof used / sizeof *used; i++) {
		buf_release(&used[i]->bytes);
		free(used[i]->terms);
	}
}

int main(int argc, char **argv)
{
	struct snapshot s;
	struct error err = {0};
	if (argc < 2)
		return 2;
	if (snapshot_open(&s, argv[1], &err) != OK) {
		fprintf(stderr, "bench_dictionary: %s\n", err.text);
		return 2;
	}
	const struct leaf *most = NULL;
	for (uint32_t i = 0; i < s.leaf_count; i++)
		if (!most ||
			s.leaves[i]->dictionary.count > most->dictionary.count)
			most = s.leaves[i];
	if (most)
		report(most);
	snapshot_close(&s);
	return 0;
}
