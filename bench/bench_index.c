/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench_index - what each step of indexing costs, on one thread.
 *
 *	bench_index CORPUS.jsonl [FOLDER]
 *
 *	read      the file, cut into runs of lines
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
#include "indexer/flush.h"
#include "indexer/line.h"
#include "indexer/pack.h"
#include "indexer/worker.h"

#include <fcntl.h>
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

/* Processor time of what is done with each run of lines, added up. */
struct shares {
	double read, invert, take_in;
	uint64_t bytes;
};

static void invert(struct worker *w, const struct batch_input *in,
	struct intake *to, struct shares *sum)
{
	struct error err = {0};
	struct batch b = {0};
	double start = now();
	must(vec_push(&b.inputs, *in), &err);
	worker_invert(w, &b);
	must(b.status, &err);
	double inverted = now();
	must(intake_add(to, &b), &err);
	batch_release(&b);
	sum->invert += inverted - start;
	sum->take_in += now() - inverted;
}

static struct shares invert_all(
	struct worker *w, struct intake *to, const char *path)
{
	struct error err = {0};
	struct shares sum = {0};
	struct lines lines;
	struct batch_input in = {.path = path, .name = STR("-"), .slice = true};
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	must(fd < 0 ? error_errno(&err, "cannot open %s", path) : OK, &err);
	must(lines_open(&lines, fd, path, &err), &err);
	for (;;) {
		double start = now();
		must(lines_next(&lines, &in.bytes, &in.line, &err), &err);
		sum.read += now() - start;
		if (in.bytes.len == 0)
			break;
		sum.bytes += in.bytes.len;
		invert(w, &in, to, &sum);
	}
	lines_close(&lines);
	close(fd);
	printf("index\tread\t%.3f\ts\nindex\tinvert\t%.3f\ts\n"
	       "index\ttake_in\t%.3f\ts\n",
		sum.read, sum.invert, sum.take_in);
	began = now();
	return sum;
}

int main(int argc, char **argv)
{
	const char *folder = argc > 2 ? argv[2] : "/tmp";
	uint32_t languages[LANGUAGE_MAX] = {0};
	char name[SEGMENT_NAME_MAX], path[4096 + SEGMENT_NAME_MAX];
	struct error err = {0};
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
	must(worker_init(&w, &settings, languages, 0, false), &err);
	must(crew_begin(&crew, 1, 1), &err);
	must(intake_open(&in, folder, &err), &err);
	must(builder_begin(&b, folder, &err), &err);
	struct shares sum = invert_all(&w, &in, argv[1]);
	double bare = sum.read + sum.invert;
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
	flush_release(&f);
	bare += step("lists");
	must(builder_finish(&b, name, &err), &err);
	bare += step("finish");
	printf("index\twithout_text\t%.1f\tMB/s\n",
		(double)sum.bytes / 1e6 / bare);
	printf("index\twith_text\t%.1f\tMB/s\n",
		(double)sum.bytes / 1e6 / now());
	snprintf(path, sizeof path, "%s/%s", folder, name);
	unlink(path);
	crew_end(&crew);
	intake_close(&in);
	worker_release(&w);
	pack_release(&p);
	return 0;
}
