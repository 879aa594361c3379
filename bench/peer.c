/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/peer.h"
#include "bench/bench.h"
#include "common/base/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *name;
	uint32_t limit;
	bool total;
} COMMANDS[] = {
	{"COUNT", 0, true},
	{"TOP_10", 10, false},
	{"TOP_100", 100, false},
	{"TOP_1000", 1000, false},
	{"TOP_10_COUNT", 10, true},
};

uint32_t peer_join(const struct peer_query *q, char sign, const char *quote,
	const char *between, struct buf *out)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < q->count; i++) {
		if (q->clauses[i].sign != sign)
			continue;
		if (n++)
			buf_puts(out, between);
		buf_puts(out, quote);
		buf_puts(out, q->clauses[i].text);
		buf_puts(out, quote);
	}
	return n;
}

static bool set_command(struct peer_query *q, const char *name)
{
	for (size_t i = 0; i < sizeof COMMANDS / sizeof *COMMANDS; i++)
		if (strcmp(name, COMMANDS[i].name) == 0) {
			q->limit = COMMANDS[i].limit;
			q->total = COMMANDS[i].total;
			return true;
		}
	return false;
}

/* The clauses' texts are cut out of `s`. */
static bool split(struct peer_query *q, char *s)
{
	q->count = 0;
	for (s += strspn(s, " "); *s; s += strspn(s, " ")) {
		struct peer_clause *x = &q->clauses[q->count];
		if (q->count++ == PEER_CLAUSES_MAX)
			return false;
		x->sign = *s == '+' || *s == '-' ? *s++ : ' ';
		x->phrase = *s == '"';
		s += x->phrase;
		x->text = s;
		s += strcspn(s, x->phrase ? "\"" : " ");
		if (*s)
			*s++ = '\0';
	}
	return q->count > 0;
}

static void answer(char *line)
{
	struct peer_query q;
	uint64_t count, begun = bench_ns();
	char *tab = strchr(line, '\t');
	char words[4096];
	bool good = tab && strlen(tab + 1) < sizeof words;
	if (good) {
		*tab = '\0';
		q.text = tab + 1;
		strncpy(words, q.text, sizeof words);
		good = set_command(&q, line) && split(&q, words) &&
		       PEER.answer(&q, &count);
	}
	uint64_t ended = bench_ns();
	if (good)
		printf("%llu\t%llu\n", (unsigned long long)count,
			(unsigned long long)(ended - begun));
	else
		puts("UNSUPPORTED");
	fflush(stdout);
}

static bool add(char *line, size_t len)
{
	char *tab = memchr(line, '\t', len);
	if (!tab)
		return false;
	size_t title_len = (size_t)(tab - line);
	return PEER.add(line, title_len, tab + 1, len - title_len - 1);
}

int main(int argc, char **argv)
{
	char *line = NULL;
	size_t cap = 0;
	ssize_t len;
	bool good = true;
	if (argc == 2 && strcmp(argv[1], "version") == 0) {
		puts(PEER.version());
		return 0;
	}
	bool index = argc == 3 && strcmp(argv[1], "index") == 0;
	if (!index && (argc != 3 || strcmp(argv[1], "query") != 0)) {
		fprintf(stderr, "usage: %s version | index DIR | query DIR\n",
			argv[0]);
		return 2;
	}
	good = index ? PEER.create(argv[2]) : PEER.open(argv[2]);
	while (good && (len = getline(&line, &cap, stdin)) > 0) {
		line[len - 1] = '\0';
		if (index)
			good = add(line, (size_t)len - 1);
		else
			answer(line);
	}
	free(line);
	if (good && index)
		good = PEER.finish();
	return good ? 0 : 2;
}
