/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/bisect.h"
#include "common/base/stop.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
	LEAF = 128,   /* things that are not parted any more           */
	ROUNDS = 6,   /* at most, a part                               */
	FEW = 64,     /* a part is done if fewer than 1 of FEW move    */
	SMALL = 4096, /* things of a part that one thread finishes     */
	LOG_BITS = 8, /* of a number that its logarithm heeds          */
	LOG_UNIT = 1 << 12,
};

struct mark {
	uint32_t left, right;
};

/* What one thread needs. */
struct scratch {
	struct mark *marks; /* zeros between parts */
	int32_t *gains;     /* of marks            */
	uint32_t *seen;     /* marks of the part   */
	uint32_t seen_count;
};

struct part {
	uint32_t from, to;
};

struct work {
	const struct bisect *in;
	uint32_t *order;
	int64_t *gains; /* by place in the order                         */
	int64_t *sorted;
	uint32_t *spare; /* the same */
	int32_t logs[(1 << LOG_BITS) + 1];
	struct scratch scratch[CREW_MAX];
};

struct part_job {
	struct job job;
	struct work *of;
	struct part part;
	bool whole; /* down to the leaves */
};

static int32_t log_of(const struct work *w, uint32_t n)
{
	unsigned whole = 31 - (unsigned)__builtin_clz(n);
	uint32_t rest =
		(uint32_t)((uint64_t)n << (31 - whole) >> (31 - LOG_BITS)) &
		((1 << LOG_BITS) - 1);
	return (int32_t)whole * LOG_UNIT + w->logs[rest];
}

static void count_marks(
	const struct work *w, struct scratch *s, struct part p, bool left)
{
	for (uint32_t i = p.from; i < p.to && stop_check() == OK; i++) {
		uint32_t thing = w->order[i];
		uint64_t end = w->in->starts[thing + 1];
		for (uint64_t k = w->in->starts[thing]; k < end; k++) {
			struct mark *m = &s->marks[w->in->marks[k]];
			if (!m->left && !m->right)
				s->seen[s->seen_count++] = w->in->marks[k];
			if (left)
				m->left++;
			else
				m->right++;
		}
	}
}

/* What a mark gains by moving to the right. */
static void weigh_marks(const struct work *w, struct scratch *s)
{
	for (uint32_t i = 0; i < s->seen_count; i++) {
		uint32_t number = s->seen[i];
		struct mark *m = &s->marks[number];
		s->gains[number] =
			log_of(w, m->right + 1) - log_of(w, m->left + 1);
		*m = (struct mark){0};
	}
	s->seen_count = 0;
}

static void weigh_things(
	const struct work *w, const struct scratch *s, struct part p)
{
	for (uint32_t i = p.from; i < p.to && stop_check() == OK; i++) {
		uint32_t thing = w->order[i];
		uint64_t end = w->in->starts[thing + 1];
		int64_t gain = 0;
		for (uint64_t k = w->in->starts[thing]; k < end; k++)
			gain += s->gains[w->in->marks[k]];
		w->gains[i] = gain;
	}
}

/* The number that would stand at v[nth] if v were sorted (Hoare's FIND). */
static int64_t select_nth(int64_t *v, int64_t count, int64_t nth)
{
	int64_t from = 0, to = count - 1;
	while (from < to) {
		int64_t pivot = v[nth], low = from, high = to;
		while (low <= high) {
			while (v[low] < pivot)
				low++;
			while (v[high] > pivot)
				high--;
			if (low > high)
				break;
			int64_t x = v[low];
			v[low++] = v[high];
			v[high--] = x;
		}
		from = high < nth ? low : from;
		to = low > nth ? high : to;
	}
	return v[nth];
}

/* Things in two halves by their gains, otherwise in the order that was;
 * returns how many come to the right. */
static uint32_t part_things(struct work *w, struct part p, uint32_t middle)
{
	uint32_t left = p.from, right = middle, moved = 0, equal = 0;
	uint32_t n = p.to - p.from;
	int64_t *sorted = w->sorted + p.from;
	memcpy(sorted, w->gains + p.from, n * sizeof *sorted);
	int64_t border = select_nth(sorted, n, middle - p.from);
	for (uint32_t i = p.from; i < p.to; i++)
		left += w->gains[i] < border;
	equal = middle - left; /* that stay on the left */
	left = p.from;
	for (uint32_t i = p.from; i < p.to; i++) {
		bool low = w->gains[i] < border;
		if (w->gains[i] == border && equal) {
			low = true;
			equal--;
		}
		moved += !low && i < middle;
		w->spare[low ? left++ : right++] = w->order[i];
	}
	memcpy(w->order + p.from, w->spare + p.from, n * sizeof *w->order);
	return moved;
}

/* Part in the middle, which is returned. */
static uint32_t part_once(struct work *w, struct scratch *s, struct part p)
{
	uint32_t middle = p.from + (p.to - p.from) / 2;
	for (unsigned i = 0; i < ROUNDS && stop_check() == OK; i++) {
		count_marks(w, s, (struct part){p.from, middle}, true);
		count_marks(w, s, (struct part){middle, p.to}, false);
		weigh_marks(w, s);
		weigh_things(w, s, p);
		if (part_things(w, p, middle) < (p.to - p.from) / FEW)
			break;
	}
	return middle;
}

static void part_whole(struct work *w, struct scratch *s, struct part p)
{
	while (p.to - p.from > LEAF) {
		uint32_t middle = part_once(w, s, p);
		part_whole(w, s, (struct part){p.from, middle});
		p.from = middle;
	}
}

static void do_part(struct job *job, unsigned worker)
{
	struct part_job *j = (struct part_job *)job;
	struct scratch *s = &j->of->scratch[worker];
	if (j->whole)
		part_whole(j->of, s, j->part);
	else
		part_once(j->of, s, j->part);
}

static void free_part(struct job *job)
{
	free(job);
}

/* All parts that `depth` halvings make. */
static enum status submit(struct work *w, struct crew *c, unsigned depth,
	struct part p, bool whole)
{
	uint32_t middle = p.from + (p.to - p.from) / 2;
	if (depth) {
		enum status status = submit(
			w, c, depth - 1, (struct part){p.from, middle}, whole);
		return status == OK
			       ? submit(w, c, depth - 1,
					 (struct part){middle, p.to}, whole)
			       : status;
	}
	struct part_job *j = calloc(1, sizeof *j);
	if (!j)
		return ERR_NOMEM;
	*j = (struct part_job){
		{.work = do_part, .finish = free_part}, w, p, whole};
	crew_submit(c, &j->job);
	return OK;
}

static enum status run(struct work *w, struct crew *c)
{
	struct part all = {0, w->in->count};
	enum status status = OK;
	unsigned depth = 0;
	for (; all.to >> depth > SMALL && status == OK; depth++) {
		status = submit(w, c, depth, all, false);
		crew_wait(c);
	}
	if (status == OK)
		status = submit(w, c, depth, all, true);
	crew_wait(c);
	return status == OK ? stop_check() : status;
}

static enum status make_scratch(struct work *w, unsigned threads)
{
	size_t n = w->in->mark_count + 1u;
	for (unsigned i = 0; i < threads; i++) {
		struct scratch *s = &w->scratch[i];
		s->marks = calloc(n, sizeof *s->marks);
		s->gains = calloc(n, sizeof *s->gains);
		s->seen = calloc(n, sizeof *s->seen);
		if (!s->marks || !s->gains || !s->seen)
			return ERR_NOMEM;
	}
	return OK;
}

enum status bisect(const struct bisect *in, struct crew *c, uint32_t *order)
{
	struct work w = {.in = in, .order = order};
	size_t n = in->count + 1u;
	for (uint32_t i = 0; i < in->count; i++)
		order[i] = i;
	for (int i = 0; i < 1 << LOG_BITS; i++)
		w.logs[i] = (int32_t)lround(
			log2(1 + (double)i / (1 << LOG_BITS)) * LOG_UNIT);
	w.gains = malloc(n * sizeof *w.gains);
	w.sorted = malloc(n * sizeof *w.sorted);
	w.spare = malloc(n * sizeof *w.spare);
	enum status status = w.gains && w.sorted && w.spare
				     ? make_scratch(&w, c->count ? c->count : 1)
				     : ERR_NOMEM;
	if (status == OK)
		status = run(&w, c);
	for (unsigned i = 0; i < CREW_MAX; i++) {
		free(w.scratch[i].marks);
		free(w.scratch[i].gains);
		free(w.scratch[i].seen);
	}
	free(w.gains);
	free(w.sorted);
	free(w.spare);
	return status;
}
