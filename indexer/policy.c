/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/policy.h"
#include "common/index/segment.h"

enum { UNIT = 16 << 10, FEW = 4 };

/* What is left of it once it is written anew. */
static uint64_t live_bytes(const struct policy_row *r)
{
	return r->docs ? (uint64_t)((double)r->bytes * r->live / r->docs) : 0;
}

static uint32_t allowed(const struct policy_row *rows, uint32_t count)
{
	uint64_t total = 0;
	for (uint32_t i = 0; i < count; i++)
		total += live_bytes(&rows[i]);
	uint32_t n = FEW;
	for (total /= UNIT; total > 1; total /= 2)
		n++;
	return n;
}

/* The best run that begins with `first`; of equal ones the shortest. */
static struct policy_run best_from(const struct policy_row *rows,
	uint32_t count, uint32_t first, double *worth)
{
	struct policy_run best = {first, 0};
	double total = 0, largest = 1;
	uint64_t docs = 0;
	for (uint32_t i = first; i < count; i++) {
		double bytes = (double)live_bytes(&rows[i]);
		docs += rows[i].live;
		if (docs > SEGMENT_DOCS_MAX)
			break;
		total += bytes;
		largest = bytes > largest ? bytes : largest;
		if (i > first && total / largest > *worth) {
			*worth = total / largest;
			best.count = i - first + 1;
		}
	}
	return best;
}

struct policy_run policy_next(const struct policy_row *rows, uint32_t count)
{
	struct policy_run best = {0, 0};
	double worth = 0;
	for (uint32_t i = 0; i < count; i++)
		if (rows[i].live <= rows[i].docs / 2)
			return (struct policy_run){i, 1};
	if (count <= allowed(rows, count))
		return best;
	for (uint32_t i = 0; i < count; i++) {
		struct policy_run run = best_from(rows, count, i, &worth);
		if (run.count)
			best = run;
	}
	return best;
}
