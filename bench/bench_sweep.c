/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench_sweep.c - is there a query that fails, or takes long?
 *
 *	bench_sweep INDEX bytes COUNT SEED      random bytes
 *	bench_sweep INDEX tokens COUNT SEED     what the grammar knows, at random
 *	bench_sweep INDEX FILE                  a query a line
 *
 * Each goes the whole way that one typed goes: search, count, the query that
 * was perhaps meant, passages, JSON.  Prints, of processor time, the median, the 99th of a hundred
 * and the highest time, and the slowest queries; a query that seems slow is
 * asked again, and the least of three counts.  Exit status 1: one has failed,
 * which is printed, or took longer than MS of the environment.  The slowest is
 * written to the file that WORST of the environment names.
 */
#include "common/base/file.h"
#include "query/correct.h"
#include "query/print.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SLOWEST = 8, LENGTH_MAX = 5000, SHOWN = 160, MUCH = 100 };

#define SLOW 10 /* ms: worth another look */

struct slow {
	double ms;
	char text[SHOWN];
};

struct sweep {
	struct searcher searcher;
	struct search_result result;
	struct buf out;
	double *times; /* ms */
	size_t count, cap;
	struct slow slowest[SLOWEST];
	struct buf worst; /* the slowest, whole */
	unsigned failed;
	uint64_t state; /* of the generator */
};

static uint32_t below(struct sweep *s, uint32_t n)
{
	s->state = s->state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)((s->state >> 33) % n);
}

static enum status ask(struct sweep *s, struct str query, struct error *err)
{
	const struct print_form *form = print_find(STR("json"));
	struct print_options options = {.width = 80};
	struct search_request q = {
		.query = query, .limit = 10, .total = true, .now = 1718409600};
	buf_clear(&s->out);
	enum status status = search_run(&s->searcher, &q, &s->result, err);
	if (status == OK)
		status = search_correct(&s->searcher, &q, &s->result, err);
	if (status == OK)
		status = print_result(form, &options, &s->searcher, &q,
			&s->result, &s->out, err);
	return status == OK ? s->out.status : status;
}

/* Its beginning, fit for a terminal. */
static void show(struct str query, char out[SHOWN])
{
	size_t n = query.len < SHOWN - 1 ? query.len : SHOWN - 1;
	for (size_t i = 0; i < n; i++) {
		char c = query.p[i];
		out[i] = (unsigned char)c < ' ' || (unsigned char)c >= 0x7f
				 ? '.'
				 : c;
	}
	out[n] = '\0';
}

static void note(struct sweep *s, struct str query, double ms)
{
	unsigned at = SLOWEST;
	if (s->count == s->cap) {
		s->cap = s->cap ? 2 * s->cap : 1024;
		s->times = realloc(s->times, s->cap * sizeof *s->times);
		if (!s->times)
			exit(2);
	}
	s->times[s->count++] = ms;
	while (at > 0 && s->slowest[at - 1].ms < ms) {
		if (at < SLOWEST)
			s->slowest[at] = s->slowest[at - 1];
		at--;
	}
	if (at == SLOWEST)
		return;
	if (at == 0) {
		buf_clear(&s->worst);
		buf_put_str(&s->worst, query);
	}
	s->slowest[at].ms = ms;
	show(query, s->slowest[at].text);
}

/* Of this thread, whatever else goes on. */
static double processor_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void try(struct sweep *s, struct str query)
{
	double best = INFINITY;
	for (int i = 0; i < 3 && (i == 0 || best > SLOW); i++) {
		struct error err = {0};
		double began = processor_ms();
		enum status status = ask(s, query, &err);
		double ms = processor_ms() - began;
		best = ms < best ? ms : best;
		if (status == OK)
			continue;
		char text[SHOWN];
		show(query, text);
		printf("sweep\tfailed\t%s: %s\n", err.text, text);
		s->failed++;
		break;
	}
	note(s, query, best);
}

static const char *const TOKENS[] = {" ", " ", " ", " ", " ", " ", "\"", "\"",
	"(", ")", "AND", "OR", "NOT", "NEAR/3", "ADJ", "&&", "||", "|", "-",
	"+", "!", "=", "*", "?", "~", "~2", "^3", "^0.5",
	"title:", "heading:", "body:", "tag:", "author:", "lang:", "lang:en",
	"path:", "path:a/**", "url:", "id:", "type:", "category:", "date:",
	"after:", "before:", "30d", "2024", "2024-05..", "..", "[", " TO ", "]",
	"<", ">=", "\t", "\xe2\x80\x9c", "\xc2\xab", "\xef\xbc\x9a",
	"\xe3\x80\x80", "the", "of", "data", "function", "e", "a", "s",
	"microbiome", "Straße", "北京", "ไทย", "C++", "don't", "foo-bar",
	"x.y.z", "12:30", "http://a.b/c"};

static void put_letters(struct sweep *s, struct buf *out, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		buf_putc(out, (char)('a' + below(s, 26)));
}

static void make_bytes(struct sweep *s, struct buf *out)
{
	uint32_t most = below(s, 16) ? 64 : LENGTH_MAX;
	for (uint32_t n = below(s, most) + 1; n > 0; n--)
		buf_putc(out, (char)below(s, 256));
}

static void make_tokens(struct sweep *s, struct buf *out)
{
	enum { COUNT = sizeof TOKENS / sizeof *TOKENS };
	uint32_t most = below(s, 16) ? 12 : 400;
	for (uint32_t n = below(s, most) + 1; n > 0; n--) {
		uint32_t what = below(s, COUNT + 8);
		if (what < COUNT)
			buf_puts(out, TOKENS[what]);
		else if (what < COUNT + 7)
			put_letters(s, out, 1 + below(s, 4));
		else if (below(s, 8) == 0)
			put_letters(s, out, below(s, LENGTH_MAX));
	}
}

static void sweep_random(
	struct sweep *s, void (*make)(struct sweep *, struct buf *), long count)
{
	struct buf query = {0};
	for (; count > 0; count--) {
		buf_clear(&query);
		make(s, &query);
		try(s, buf_str(&query));
	}
	buf_release(&query);
}

static enum status sweep_file(
	struct sweep *s, const char *path, struct error *err)
{
	struct buf bytes = {0};
	enum status status = file_read(path, 1 << 28, &bytes, err);
	struct str all = buf_str(&bytes);
	for (size_t at = 0, end; at < all.len && status == OK; at = end + 1) {
		end = str_find(all, at, '\n');
		try(s, str_slice(all, at, end));
	}
	buf_release(&bytes);
	return status;
}

/* Lines end queries in files, and are space in them. */
static void write_worst(struct sweep *s, const char *path)
{
	FILE *out = path ? fopen(path, "wb") : NULL;
	for (size_t i = 0; i < s->worst.len; i++)
		if (s->worst.p[i] == '\n')
			s->worst.p[i] = ' ';
	if (!out)
		return;
	fwrite(s->worst.p, 1, s->worst.len, out);
	fclose(out);
}

static int rising(const void *a, const void *b)
{
	const double *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

/* REQUIRES: sorted times. */
static size_t above(const struct sweep *s, double ms)
{
	size_t at = s->count;
	while (at > 0 && s->times[at - 1] > ms)
		at--;
	return s->count - at;
}

static void report(struct sweep *s, const char *which)
{
	if (s->count == 0)
		return;
	qsort(s->times, s->count, sizeof *s->times, rising);
	printf("sweep\t%s\t%zu\tqueries\n", which, s->count);
	printf("sweep\tmedian\t%.3f\tms\n", s->times[s->count / 2]);
	printf("sweep\t99%%\t%.3f\tms\n", s->times[s->count * 99 / 100]);
	printf("sweep\tabove %d ms\t%zu\tqueries\n", MUCH, above(s, MUCH));
	printf("sweep\tmost\t%.3f\tms\n", s->times[s->count - 1]);
	for (int i = 0; i < SLOWEST && s->slowest[i].ms > 0; i++)
		printf("sweep\tslow\t%.3f\tms\t%s\n", s->slowest[i].ms,
			s->slowest[i].text);
}

int main(int argc, char **argv)
{
	struct sweep s = {0};
	struct error err = {0};
	const char *limit = getenv("MS");
	const char *which = argc > 2 ? argv[2] : "";
	long count = argc > 3 ? atol(argv[3]) : 1000;
	s.state = argc > 4 ? (uint64_t)atoll(argv[4]) : 1;
	if (argc < 3) {
		fprintf(stderr, "usage: bench_sweep INDEX bytes|tokens|FILE "
				"[COUNT [SEED]]\n");
		return 2;
	}
	enum status status = searcher_open(
		&s.searcher, (const char *const *)&argv[1], 1, &err);
	if (status == OK && strcmp(which, "bytes") == 0)
		sweep_random(&s, make_bytes, count);
	else if (status == OK && strcmp(which, "tokens") == 0)
		sweep_random(&s, make_tokens, count);
	else if (status == OK)
		status = sweep_file(&s, which, &err);
	if (status != OK) {
		fprintf(stderr, "bench_sweep: %s\n", err.text);
		return 2;
	}
	report(&s, which);
	write_worst(&s, getenv("WORST"));
	bool late = limit && s.count && s.times[s.count - 1] > atof(limit);
	search_result_release(&s.result);
	buf_release(&s.out);
	buf_release(&s.worst);
	free(s.times);
	searcher_close(&s.searcher);
	return s.failed || late;
}
