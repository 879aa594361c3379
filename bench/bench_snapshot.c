/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench_snapshot.c - opening an index, and following it.
 *
 *	bench_snapshot INDEX
 *
 *	current  asking whether something was committed
 *	open     all of it
 *	same     opening it from a snapshot that has all
 *	new      opening it from a snapshot that lacks the last segment
 *	lost     ... of which the first has another live map
 *
 * Microseconds, closing included, the best of many.
 */
#include "bench/bench.h"
#include "common/index/snapshot.h"

#include <stdio.h>

/* `lacks`: as if the last segments of `old` were none of its. */
static void reopen(struct snapshot *old, uint32_t lacks, const char *which)
{
	struct bench b = bench_begin();
	struct snapshot s;
	enum status status = OK;
	old->leaf_count -= lacks;
	while (status == OK && bench_again(&b)) {
		status = snapshot_reopen(&s, old, NULL);
		if (status == OK)
			snapshot_close(&s);
	}
	old->leaf_count += lacks;
	bench_report_ns(&b, "snapshot", which, 1000, "us");
}

int main(int argc, char **argv)
{
	struct snapshot s, again;
	struct error err = {0};
	bool current = true;
	if (argc < 2)
		return 2;
	if (snapshot_open(&s, argv[1], &err) != OK) {
		fprintf(stderr, "bench_snapshot: %s\n", err.text);
		return 2;
	}
	struct bench b = bench_begin();
	while (bench_again(&b))
		current = current && snapshot_is_current(&s);
	bench_report_ns(&b, "snapshot", current ? "current" : "?", 1000, "us");
	b = bench_begin();
	while (bench_again(&b))
		if (snapshot_open(&again, argv[1], NULL) == OK)
			snapshot_close(&again);
	bench_report_ns(&b, "snapshot", "open", 1000, "us");
	reopen(&s, 0, "same");
	reopen(&s, s.leaf_count > 0, "new");
	if (s.leaf_count)
		s.leaves[0]->generation++;
	reopen(&s, 0, "lost");
	snapshot_close(&s);
	return 0;
}
