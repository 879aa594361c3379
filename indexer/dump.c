/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * dump.c - `meju-index dump`: every document that the index has, on standard
 * output.
 */
#include "indexer/command.h"
#include "indexer/dumper.h"

#include <stdio.h>

static enum status print(void *data, struct str line, struct error *err)
{
	(void)data;
	return fwrite(line.p, 1, line.len, stdout) == line.len
		       ? OK
		       : error_errno(err, "cannot write to standard output");
}

static void say(void *data, struct str sentence)
{
	(void)data;
	fprintf(stderr, "meju-index: " STR_FMT "\n", STR_ARG(sentence));
}

int command_dump(const struct arguments *a, struct error *err)
{
	struct dumper d = {.folder = a->folder, .take = print, .message = say};
	enum status status = dump(&d, err);
	if (status == OK && fflush(stdout) != 0)
		status = error_errno(err, "cannot write to standard output");
	if (status == OK && !a->quiet)
		fprintf(stderr, "%llu document%s dumped\n",
			(unsigned long long)d.documents,
			d.documents == 1 ? "" : "s");
	if (status != OK)
		return command_trouble(status);
	return d.inexact ? EXIT_SKIPPED : EXIT_GOOD;
}
