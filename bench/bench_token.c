/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench_token.c - speed of parsing and analysis on a file.
 *
 *	bench_token FILE [LANGUAGE]
 *
 * parse:    parse_bytes() of the file, by its form.
 * detect:   language_detect() of each document.
 * tokens:   tokens_next() alone.
 * plain:    its definition, without the short cut for ASCII.
 * words:    tokens and analyzer_word() for each, with no cache before it.
 * distinct: analyzer_word() of each distinct token, in order of appearance.
 *
 * One line each: name, MB/s (parse: of the file; distinct: of the tokens; else
 * of the documents' text), how many, nanoseconds of each.  The best of five
 * rounds, in processor time.
 */
#include "common/base/file.h"
#include "common/base/map.h"
#include "common/text/tokens.h"
#include "indexer/parse/parse.h"

#include <stdio.h>
#include <time.h>

enum { ROUNDS = 5, FILE_MAX = 1 << 30 };

struct job {
	struct str file;
	const struct form *form;
	struct parser parser;
	bool keep;       /* what is parsed */
	struct buf text; /* of all documents */
	VEC(size_t) ends;
	struct map distinct;
	struct analyzer *analyzer;
	language lang;
	size_t bytes; /* worked on in a round */
};

static double seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static enum status emit(void *data, struct document *d)
{
	struct job *job = data;
	if (!job->keep)
		return OK;
	buf_put_str(&job->text, buf_str(&d->text));
	return job->text.status == OK ? vec_push(&job->ends, job->text.len)
				      : job->text.status;
}

static void skip(void *data, unsigned line, const char *sentence)
{
	(void)data;
	fprintf(stderr, "%u: %s\n", line, sentence);
}

static size_t run_parse(struct job *job)
{
	job->bytes = job->file.len;
	return parse_bytes(&job->parser, job->form, job->file) == OK;
}

static struct str document(const struct job *job, size_t i)
{
	return str_slice(buf_str(&job->text), i ? job->ends.v[i - 1] : 0,
		job->ends.v[i]);
}

static size_t run_detect(struct job *job)
{
	size_t same = 0;
	job->bytes = job->text.len;
	for (size_t i = 0; i < job->ends.len; i++)
		same += language_detect(document(job, i)) == job->lang;
	return same;
}

typedef bool next_token(struct tokens *t, struct token *out);

static size_t count_tokens(struct job *job, next_token *next)
{
	size_t n = 0;
	job->bytes = job->text.len;
	for (size_t i = 0; i < job->ends.len; i++) {
		struct tokens t;
		struct token tok;
		tokens_init(&t, document(job, i));
		while (next(&t, &tok))
			n++;
	}
	return n;
}

static size_t run_tokens(struct job *job)
{
	return count_tokens(job, tokens_next);
}

static size_t run_plain(struct job *job)
{
	return count_tokens(job, tokens_next_plain);
}

static size_t analyze(struct job *job, struct str raw)
{
	struct analysis an;
	return analyzer_word(job->analyzer, raw, job->lang, &an) == OK;
}

/* Of the first 16 MB, and gathers the distinct ones in its first round. */
static size_t run_words(struct job *job)
{
	struct tokens t;
	struct token tok;
	size_t n = 0;
	uint32_t id;
	bool gather = job->distinct.count == 0;
	struct str text = str_slice(buf_str(&job->text), 0, 16 << 20);
	job->bytes = text.len;
	tokens_init(&t, text);
	while (tokens_next(&t, &tok)) {
		struct str raw = str_slice(text, tok.off, tok.off + tok.len);
		n += analyze(job, raw);
		if (gather && map_add(&job->distinct, raw, &id) != OK)
			break;
	}
	return n;
}

static size_t run_distinct(struct job *job)
{
	size_t n = 0;
	job->bytes = 0;
	for (uint32_t id = 0; id < job->distinct.count; id++) {
		struct str raw = map_key(&job->distinct, id);
		job->bytes += raw.len;
		n += analyze(job, raw);
	}
	return n;
}

static void measure(
	const char *name, size_t (*run)(struct job *), struct job *job)
{
	double best = 1e9;
	size_t n = 0;
	for (int i = 0; i < ROUNDS; i++) {
		double start = seconds();
		n = run(job);
		double took = seconds() - start;
		if (took < best)
			best = took;
	}
	printf("%s\t%.1f\t%zu\t%.1f\n", name, (double)job->bytes / best / 1e6,
		n, n ? best / (double)n * 1e9 : 0);
}

static void measure_all(struct job *job)
{
	measure("parse", run_parse, job);
	measure("detect", run_detect, job);
	measure("tokens", run_tokens, job);
	measure("plain", run_plain, job);
	measure("words", run_words, job);
	measure("distinct", run_distinct, job);
}

int main(int argc, char **argv)
{
	struct buf file = {0};
	struct error err = {0};
	struct job job = {.parser = {.emit = emit, .skip = skip}};
	if (argc < 2 || file_read(argv[1], FILE_MAX, &file, &err) != OK) {
		fprintf(stderr, "usage: bench_token FILE [LANGUAGE]\n");
		return 2;
	}
	job.file = buf_str(&file);
	job.parser.data = &job;
	job.parser.path = str_from(argv[1]);
	job.form = form_find(job.parser.path);
	job.keep = true;
	if (!job.form || run_parse(&job) == 0 || job.ends.len == 0 ||
		analyzer_new(&job.analyzer) != OK)
		return 2;
	job.keep = false;
	job.lang = argc > 2 ? language_find(str_from(argv[2]))
			    : language_detect(buf_str(&job.text));
	measure_all(&job);
	analyzer_free(job.analyzer);
	parser_release(&job.parser);
	map_release(&job.distinct);
	vec_release(&job.ends);
	buf_release(&job.text);
	buf_release(&file);
	return 0;
}
