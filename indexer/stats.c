/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * stats.c - `meju-index stats`: what an index holds and what it weighs.
 */
#include "indexer/command.h"
#include "indexer/totals.h"

int command_stats(const struct arguments *a, struct error *err)
{
	struct buf out = {0};
	enum status status = totals_put(a->folder, a->json, &out, err);
	if (status == OK)
		status = command_print(&out, err);
	buf_release(&out);
	return status == OK ? EXIT_GOOD : command_trouble(status);
}
