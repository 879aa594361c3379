/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/judge.h"
#include "common/base/file.h"

#include <math.h>
#include <stdlib.h>

enum { CELLS = 4, CUT = 10, RECALL_CUT = 100 };

static uint32_t split(struct str line, struct str cells[CELLS])
{
	uint32_t n = 0;
	for (size_t at = 0; at < line.len && n < CELLS;) {
		size_t end = at;
		while (end < line.len && line.p[end] != '\t' &&
			line.p[end] != ' ')
			end++;
		if (end > at)
			cells[n++] = str_slice(line, at, end);
		at = end + 1;
	}
	return n;
}

static enum status add_line(struct judge *j, struct str line, bool *bad)
{
	struct str cells[CELLS];
	uint32_t n = split(line, cells);
	struct judgement x = {0};
	char *end, text[16];
	if (n == 0)
		return OK;
	*bad = n < 3 || cells[n - 1].len >= sizeof text;
	if (*bad)
		return OK;
	memcpy(text, cells[n - 1].p, cells[n - 1].len);
	text[cells[n - 1].len] = '\0';
	x.grade = (int)strtol(text, &end, 10);
	*bad = *end != '\0';
	if (*bad)
		return OK;
	enum status status = map_add(&j->queries, cells[0], &x.query);
	if (status == OK)
		status = map_add(&j->documents, cells[n - 2], &x.document);
	return status == OK ? vec_push(&j->all, x) : status;
}

static int by_query(const void *a, const void *b)
{
	const struct judgement *x = a, *y = b;
	if (x->query != y->query)
		return x->query < y->query ? -1 : 1;
	return (x->document > y->document) - (x->document < y->document);
}

static enum status read_lines(
	struct judge *j, struct str all, const char *path, struct error *err)
{
	unsigned number = 0;
	for (size_t at = 0; at < all.len;) {
		size_t end = str_find(all, at, '\n');
		bool bad = false;
		enum status status =
			add_line(j, str_trim(str_slice(all, at, end)), &bad);
		number++;
		if (bad)
			return error_set(err, ERR_INVALID,
				"%s:%u: a judgement is a query, a document "
				"and a grade",
				path, number);
		if (status != OK)
			return error_set(err, status, "cannot read %s: %s",
				path, status_text(status));
		at = end + 1;
	}
	return OK;
}

enum status judge_read(struct judge *j, const char *path, struct error *err)
{
	struct buf bytes = {0};
	enum status status = file_read(path, JUDGE_FILE_MAX, &bytes, err);
	if (status == OK)
		status = read_lines(j, buf_str(&bytes), path, err);
	buf_release(&bytes);
	if (status == OK && j->all.len)
		qsort(j->all.v, j->all.len, sizeof *j->all.v, by_query);
	return status;
}

static int down(const void *a, const void *b)
{
	return *(const int *)b - *(const int *)a;
}

static const struct judgement *first_of(
	const struct judge *j, uint32_t query, size_t *count)
{
	size_t low = 0, high = j->all.len;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (j->all.v[middle].query < query)
			low = middle + 1;
		else
			high = middle;
	}
	*count = 0;
	while (low + *count < j->all.len &&
		j->all.v[low + *count].query == query)
		++*count;
	return j->all.v + low;
}

/* The best DCG there can be, and how many documents are relevant. */
static enum status ideal(const struct judgement *v, size_t count, double *dcg,
	uint32_t *relevant)
{
	int *grades = malloc((count + 1) * sizeof *grades);
	if (!grades)
		return ERR_NOMEM;
	*dcg = 0;
	*relevant = 0;
	for (size_t i = 0; i < count; i++) {
		grades[i] = v[i].grade;
		*relevant += v[i].grade > 0;
	}
	qsort(grades, count, sizeof *grades, down);
	for (size_t i = 0; i < count && i < CUT && grades[i] > 0; i++)
		*dcg += grades[i] / log2((double)i + 2);
	free(grades);
	return OK;
}

static int grade_of(const struct judge *j, const struct judgement *v,
	size_t count, struct str id)
{
	struct judgement key = {.document = map_find(&j->documents, id)};
	if (key.document == MAP_NONE || count == 0)
		return 0;
	key.query = v->query;
	const struct judgement *hit =
		bsearch(&key, v, count, sizeof *v, by_query);
	return hit ? hit->grade : 0;
}

enum status judge_query(struct judge *j, struct str query,
	const struct str *ids, uint32_t count)
{
	size_t judged;
	double best, dcg = 0, precision = 0, first = 0;
	uint32_t relevant, found = 0, early = 0;
	uint32_t number = map_find(&j->queries, query);
	if (number == MAP_NONE)
		return OK;
	const struct judgement *v = first_of(j, number, &judged);
	enum status status = ideal(v, judged, &best, &relevant);
	if (status != OK || relevant == 0)
		return status;
	for (uint32_t i = 0; i < count && i < JUDGE_DEPTH; i++) {
		int grade = grade_of(j, v, judged, ids[i]);
		if (grade <= 0)
			continue;
		if (i < CUT)
			dcg += grade / log2((double)i + 2);
		found++;
		early += i < RECALL_CUT;
		precision += (double)found / (i + 1);
		if (first == 0)
			first = 1.0 / (i + 1);
	}
	j->ndcg += dcg / best;
	j->ap += precision / relevant;
	j->recall += (double)early / relevant;
	j->rr += first;
	j->judged++;
	return OK;
}

void judge_print(const struct judge *j, struct buf *out)
{
	double n = j->judged ? j->judged : 1;
	buf_printf(out,
		"nDCG@10 %.4f  MAP %.4f  R@100 %.4f  MRR %.4f  (%u queries)\n",
		j->ndcg / n, j->ap / n, j->recall / n, j->rr / n, j->judged);
}

void judge_release(struct judge *j)
{
	map_release(&j->queries);
	map_release(&j->documents);
	vec_release(&j->all);
}
