/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench_token.c - speed of the analyzer on a text file.
 *
 *	bench_token FILE [LANGUAGE]
 *
 * tokens:  tokens_next() alone.
 * plain:   its definition, without the short cut for ASCII.
 * words:   tokens and analyzer_word() for each, with no cache before it.
 * detect:  language_detect() on pieces of 4 KiB.
 *
 * One line each: name, MB/s, tokens; the best of five rounds.
 */
#include "common/base/buf.h"
#include "common/text/tokens.h"

#include <stdio.h>
#include <time.h>

enum { ROUNDS = 5, PIECE = 4096, TEXT_MAX = 64 << 20 };

static double seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

struct job {
	struct str text;
	language lang;
	struct analyzer *analyzer;
};

static size_t run_tokens(const struct job *job)
{
	struct tokens t;
	struct token tok;
	size_t n = 0;
	tokens_init(&t, job->text);
	while (tokens_next(&t, &tok))
		n++;
	return n;
}

static size_t run_plain(const struct job *job)
{
	struct tokens t;
	struct token tok;
	size_t n = 0;
	tokens_init(&t, job->text);
	while (tokens_next_plain(&t, &tok))
		n++;
	return n;
}

static size_t run_words(const struct job *job)
{
	struct tokens t;
	struct token tok;
	struct analysis an;
	size_t n = 0;
	tokens_init(&t, job->text);
	while (tokens_next(&t, &tok)) {
		struct str raw =
			str_slice(job->text, tok.off, tok.off + tok.len);
		if (analyzer_word(job->analyzer, raw, job->lang, &an) == OK)
			n += an.count;
	}
	return n;
}

static size_t run_detect(const struct job *job)
{
	size_t n = 0;
	for (size_t at = 0; at < job->text.len; at += PIECE)
		n += language_detect(str_slice(job->text, at, at + PIECE)) ==
		     job->lang;
	return n;
}

static void measure(const char *name, size_t (*run)(const struct job *),
	const struct job *job)
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
	printf("%s\t%.1f\t%zu\n", name, (double)job->text.len / best / 1e6, n);
}

static enum status read_text(const char *path, struct buf *out)
{
	FILE *f = fopen(path, "rb");
	if (!f)
		return ERR_IO;
	char *to = buf_reserve(out, TEXT_MAX);
	if (to)
		out->len = fread(to, 1, TEXT_MAX, f);
	fclose(f);
	return out->status;
}

int main(int argc, char **argv)
{
	struct buf text = {0};
	struct job job = {0};
	if (argc < 2 || read_text(argv[1], &text) != OK) {
		fprintf(stderr, "usage: bench_token FILE [LANGUAGE]\n");
		return 2;
	}
	if (analyzer_new(&job.analyzer) != OK)
		return 2;
	job.text = buf_str(&text);
	job.lang = argc > 2 ? language_find(str_from(argv[2]))
			    : language_detect(job.text);
	measure("tokens", run_tokens, &job);
	measure("plain", run_plain, &job);
	job.text = str_slice(job.text, 0, job.text.len / 8);
	measure("words", run_words, &job);
	measure("detect", run_detect, &job);
	analyzer_free(job.analyzer);
	buf_release(&text);
	return 0;
}
