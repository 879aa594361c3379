/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * query.c - meju-bench-query: answers timed queries for a driver, line by line.
 *
 *	meju-bench-query INDEX
 *
 * Each line `COMMAND<TAB>query` is answered by one line
 * `count<TAB>nanoseconds[<TAB>id...]`, or by UNSUPPORTED:
 *
 *	COUNT         how many documents match
 *	TOP_k         the best k of 10, 100, 1000: how many, and which
 *	TOP_10_COUNT  how many documents match, and the best 10
 *
 * A query is `a b` (any of them), `+a +b` (all), `"a b"` (the phrase), a
 * mixture of these, with `-x` for what must not be there.  The clock runs from
 * having the line to having ranked documents; ids are looked up afterwards.
 */
#include "bench/bench.h"
#include "query/search.h"

#include <stdio.h>
#include <stdlib.h>

struct command {
	const char *name;
	uint32_t limit;
	bool total; /* the count is of all that match, not of the hits */
};

static const struct command COMMANDS[] = {
	{"COUNT", 0, true},
	{"TOP_10", 10, false},
	{"TOP_100", 100, false},
	{"TOP_1000", 1000, false},
	{"TOP_10_COUNT", 10, true},
};

static const struct command *command_find(struct str name)
{
	for (size_t i = 0; i < sizeof COMMANDS / sizeof *COMMANDS; i++)
		if (str_eq(name, str_from(COMMANDS[i].name)))
			return &COMMANDS[i];
	return NULL;
}

/* What one answer after another is made with. */
struct session {
	struct searcher searcher;
	struct search_result result;
	struct stored_reader reader;
	struct arena arena;
	struct buf out;
};

static enum status put_ids(struct session *s, struct error *err)
{
	enum status status = OK;
	for (uint32_t i = 0; i < s->result.count && status == OK; i++) {
		struct record record;
		arena_clear(&s->arena);
		status = search_record(&s->reader, &s->arena,
			&s->result.hits[i], &record, err);
		if (status == OK) {
			buf_putc(&s->out, '\t');
			buf_put_str(&s->out, record.id);
		}
	}
	return status;
}

static enum status answer(struct session *s, struct str line, struct error *err)
{
	struct buf *out = &s->out;
	struct search_result *r = &s->result;
	uint64_t begun = bench_ns();
	size_t tab = str_find(line, 0, '\t');
	const struct command *command = command_find(str_slice(line, 0, tab));
	if (!command || tab == line.len) {
		buf_puts(out, "UNSUPPORTED\n");
		return OK;
	}
	const struct search_request request = {
		.query = str_slice(line, tab + 1, line.len),
		.match = SEARCH_ANY,
		.keep_stops = true,
		.limit = command->limit,
		.total = command->total,
	};
	enum status status = search_run(&s->searcher, &request, r, err);
	uint64_t ended = bench_ns();
	if (status == OK) {
		buf_printf(out, "%llu\t%llu",
			(unsigned long long)(command->total ? r->total
							    : r->count),
			(unsigned long long)(ended - begun));
		status = put_ids(s, err);
		buf_putc(out, '\n');
	}
	return status;
}

/* Answers are flushed one by one, so that a driver may wait for each. */
static enum status answer_all(struct session *s, struct error *err)
{
	char *line = NULL;
	size_t cap = 0;
	ssize_t len;
	enum status status = OK;
	while (status == OK && (len = getline(&line, &cap, stdin)) > 0) {
		size_t n = (size_t)len;
		n -= line[n - 1] == '\n';
		buf_clear(&s->out);
		status = answer(s, (struct str){line, n}, err);
		if (status == OK)
			status = s->out.status;
		fwrite(s->out.p, 1, s->out.len, stdout);
		fflush(stdout);
	}
	free(line);
	return status;
}

static void session_release(struct session *s)
{
	search_result_release(&s->result);
	stored_reader_release(&s->reader);
	arena_release(&s->arena);
	buf_release(&s->out);
	searcher_close(&s->searcher);
}

int main(int argc, char **argv)
{
	static struct session s;
	struct error err = {0};
	if (argc != 2) {
		fputs("usage: meju-bench-query INDEX\n", stderr);
		return 2;
	}
	const char *folder = argv[1];
	enum status status = searcher_open(&s.searcher, &folder, 1, &err);
	if (status == OK) {
		status = answer_all(&s, &err);
		session_release(&s);
	}
	if (status != OK)
		fprintf(stderr, "meju-bench-query: %s\n", err.text);
	return status == OK ? 0 : 2;
}
