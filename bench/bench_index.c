/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench_index - what each step of indexing costs, on one thread.
 *
 *	bench_index CORPUS.jsonl [FOLDER]
 *
 *	read      the file, whole
 *	invert    JSON, language, tokens
 *	take_in   records into the temporary file
 *	scatter   order of documents and terms, bins
 *	pack      documents compressed, columns
 *	lists     postings, positions, dictionary
 *	finish    the rest of the segment
 *
 * Seconds of processor time, the system's included; then MB of JSONL a second
 * without and with stored documents.
 */
#include "bench/bench.h"
#include "common/base/file.h"
#include "indexer/flush.h"
#include "indexer/pack.h"
#include "indexer/worker.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static const struct settings settings = {.analyzer = ANALYZER_VERSION,
	.title_weight = 3,
	.heading_weight = 2,
	.body_weight = 1,
	.language = {"", 0},
	.site = {"", 0},
	.permalink = {"", 0}};

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double began;

static double step(const char *name)
{
	double s = now() - began;
	printf("index\t%s\t%.3f\ts\n", name, s);
	began = now();
	return s;
}

static void must(enum status status, const struct error *err)
{
	if (status == OK)
		return;
	fprintf(stderr, "bench_index: %s: %s\n", status_text(status),
		err->text);
	exit(2);
}

static void invert(
	struct worker *w, struct str lines, const char *path, struct batch *b)
{
	struct error err = {0};
	struct batch_input in = {.path = path,
		.name = STR("-"),
		.slice = true,
		.line = 1,
		.bytes = lines};
	*b = (struct batch){0};
	must(vec_push(&b->inputs, in), &err);
	worker_invert(w, b);
	must(b->status, &err);
}

static double invert_all(
	struct worker *w, struct intake *in, struct str all, const char *path)
{
	struct error err = {0};
	double inverting = 0, taking = 0;
	for (size_t from = 0, to; from < all.len; from = to) {
		struct batch b;
		to = from + BATCH_BYTES < all.len
			     ? str_find(all, from + BATCH_BYTES, '\n') + 1
			     : all.len;
		double start = now();
		invert(w, str_slice(all, from, to), path, &b);
		double inverted = now();
		must(intake_add(in, &b), &err);
		batch_release(&b);
		inverting += inverted - start;
		taking += now() - inverted;
	}
	printf("index\tinvert\t%.3f\ts\nindex\ttake_in\t%.3f\ts\n", inverting,
		taking);
	began = now();
	return inverting;
}

int main(int argc, char **argv)
{
	const char *folder = argc > 2 ? argv[2] : "/tmp";
	uint32_t languages[LANGUAGE_MAX] = {0};
	char name[SEGMENT_NAME_MAX], path[4096 + SEGMENT_NAME_MAX];
	struct error err = {0};
	struct buf all = {0};
	struct worker w;
	struct inverter *inverter = &w.inverter;
	struct intake in;
	struct builder b;
	struct crew crew;
	struct flush f;
	struct pack p;
	if (argc < 2)
		return 2;
	began = now();
	must(file_read(argv[1], SIZE_MAX, &all, &err), &err);
	step("read");
	must(worker_init(&w, &settings, languages, 0, false), &err);
	must(crew_begin(&crew, 1, 1), &err);
	must(intake_open(&in, folder, &err), &err);
	must(builder_begin(&b, folder, &err), &err);
	double bare = invert_all(&w, &in, buf_str(&all), argv[1]);
	must(intake_arrange(&in, &err), &err);
	flush_begin(&f, &inverter, 1, &crew);
	must(flush_documents(&f, &in, &settings), &err);
	bare += step("scatter");
	pack_begin(&p, &in, &crew);
	must(pack_documents(&p, &b), &err);
	intake_drop_records(&in);
	step("pack");
	must(builder_terms(&b, buf_str(&p.dictionary), &err), &err);
	must(flush_terms(&f, &b), &err);
	bare += step("lists");
	must(builder_finish(&b, name, &err), &err);
	bare += step("finish");
	printf("index\twithout_text\t%.1f\tMB/s\n",
		(double)all.len / 1e6 / bare);
	printf("index\twith_text\t%.1f\tMB/s\n", (double)all.len / 1e6 / now());
	snprintf(path, sizeof path, "%s/%s", folder, name);
	unlink(path);
	flush_release(&f);
	crew_end(&crew);
	intake_close(&in);
	worker_release(&w);
	buf_release(&all);
	pack_release(&p);
	return 0;
}
