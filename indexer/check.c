/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * check.c - `meju-index check`: verify every checksum, structure and list; with
 * --repair, make sound again what is not.
 */
#include "common/index/glass.h"
#include "indexer/command.h"
#include "indexer/inspection.h"
#include "indexer/progress.h"
#include "indexer/repair.h"

#include <stdio.h>

static void print_finding(void *data, const char *sentence)
{
	unsigned *findings = data;
	++*findings;
	printf("%s\n", sentence);
}

static void print_damage(void *data, const char *sentence)
{
	(void)data;
	fprintf(stderr, "meju-index: %s\n", sentence);
}

/* An id in a line of its own. */
static void print_lost(void *data, struct str what)
{
	(void)data;
	for (size_t i = 0; i < what.len; i++) {
		unsigned char c = (unsigned char)what.p[i];
		putchar(c < ' ' || c == 0x7f ? '?' : c);
	}
	putchar('\n');
}

static void print_summary(
	const struct arguments *a, const struct repair *r, double seconds)
{
	if (a->quiet)
		return;
	if (r->rebuilt)
		fprintf(stderr,
			"%llu damaged segment%s: %llu document%s saved, ",
			(unsigned long long)r->rebuilt,
			r->rebuilt == 1 ? "" : "s", (unsigned long long)r->kept,
			r->kept == 1 ? "" : "s");
	fprintf(stderr, "%llu document%s lost", (unsigned long long)r->lost,
		r->lost == 1 ? "" : "s");
	if (r->adopted)
		fprintf(stderr, ", %llu segment%s taken in",
			(unsigned long long)r->adopted,
			r->adopted == 1 ? "" : "s");
	if (r->doubtful)
		fprintf(stderr, ", deleted ones of %llu segment%s may be back",
			(unsigned long long)r->doubtful,
			r->doubtful == 1 ? "" : "s");
	if (r->unlisted)
		fputs(", the next sync reads every file", stderr);
	else if (r->again)
		fprintf(stderr, ", the next sync reads %llu file%s again",
			(unsigned long long)r->again, r->again == 1 ? "" : "s");
	fprintf(stderr, "; %.2f s\n", seconds);
}

static int run_repair(const struct arguments *a, struct error *err)
{
	struct progress p;
	struct repair r = {.folder = a->folder,
		.threads = a->threads,
		.memory = a->memory,
		.dry_run = a->dry_run,
		.say = print_damage,
		.lose = print_lost};
	progress_begin(&p, a->quiet);
	enum status status = repair(&r, err);
	if (status != OK)
		return command_trouble(status);
	if (r.findings)
		print_summary(a, &r, progress_seconds(&p));
	else if (!a->quiet)
		printf("%s: no damage found\n", a->folder);
	if (fflush(stdout) != 0) {
		(void)error_errno(err, "cannot write to standard output");
		return EXIT_TROUBLE;
	}
	return r.lost || r.doubtful || r.adopted ? EXIT_SKIPPED : EXIT_GOOD;
}

static int refuse_repair(const char *folder, struct error *err)
{
	error_set(err, ERR_UNSUPPORTED,
		"%s is made of databases of Xapian, which cannot be mended; "
		"bring a replica back, or index again",
		folder);
	return EXIT_TROUBLE;
}

int command_check(const struct arguments *a, struct error *err)
{
	unsigned findings = 0;
	if (a->repair && glass_shards(a->folder))
		return refuse_repair(a->folder, err);
	if (a->repair)
		return run_repair(a, err);
	enum status status = inspect(a->folder, print_finding, &findings, err);
	if (status == OK && !a->quiet)
		printf("%s: no damage found\n", a->folder);
	if (fflush(stdout) != 0 && status == OK)
		status = error_errno(err, "cannot write to standard output");
	return status == OK ? EXIT_GOOD : command_trouble(status);
}
