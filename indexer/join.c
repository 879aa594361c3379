/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/join.h"

enum { RADIX_BITS = 8, RADIX = 1 << RADIX_BITS, FEW = 48 };

/* A list without the documents that go. */
struct walk {
	const uint32_t *numbers;
	struct posting_cursor c;
};

static void skip_gone(struct walk *w)
{
	while (w->c.doc != DOC_END && w->numbers[w->c.doc] == JOIN_GONE)
		posting_next(&w->c);
}

static enum status walk_open(struct walk *w, const struct join_leaf *leaf,
	const struct term_info *info)
{
	w->numbers = leaf->numbers;
	w->c.doc = DOC_END;
	w->c.status = OK;
	if (!info->df)
		return OK;
	enum status status = posting_open(&w->c, leaf->segment, info);
	if (status == OK)
		skip_gone(w);
	return status;
}

static void walk_next(struct walk *w)
{
	posting_next(&w->c);
	skip_gone(w);
}

static enum status is_pair(
	const struct join_leaf *leaf, const struct term_source *s, bool *same)
{
	struct walk a, b;
	*same = true;
	if (s->info.df && s->info.df == s->other.df &&
		s->info.kind == s->other.kind)
		return OK; /* the stem stands for the word: one list */
	enum status status = walk_open(&a, leaf, &s->info);
	if (status == OK)
		status = walk_open(&b, leaf, &s->other);
	if (status != OK)
		return status;
	while (a.c.doc == b.c.doc && a.c.doc != DOC_END) {
		walk_next(&a);
		walk_next(&b);
	}
	*same = a.c.doc == b.c.doc;
	return a.c.status != OK ? a.c.status : b.c.status;
}

enum status join_is_pair(const struct join_leaf *leaves,
	const struct term_source *sources, size_t count, bool *same)
{
	enum status status = OK;
	*same = true;
	for (size_t i = 0; i < count && *same && status == OK; i++)
		status = is_pair(&leaves[sources[i].leaf], &sources[i], same);
	return status;
}

static enum status put_posting(
	struct join *j, struct posting_cursor *c, uint32_t number, bool full)
{
	enum status status = vec_push(&j->docs, number);
	uint32_t count = 0;
	if (status != OK || !full)
		return status;
	const uint32_t *positions = position_get(&j->reader, c, &count);
	if (!positions || count == 0)
		return j->reader.status != OK ? j->reader.status : ERR_CORRUPT;
	status = vec_push(&j->tfs, posting_freq(c));
	if (status == OK)
		status = vec_push(&j->counts, count);
	if (status == OK)
		status = vec_reserve(&j->positions, j->positions.len + count);
	if (status == OK) {
		memcpy(j->positions.v + j->positions.len, positions,
			count * sizeof *positions);
		j->positions.len += count;
	}
	return status;
}

static enum status put_list(struct join *j, const struct join_leaf *leaf,
	const struct term_info *info, bool full)
{
	struct walk w;
	enum status status = walk_open(&w, leaf, info);
	if (status == OK && full && w.c.doc != DOC_END)
		status = position_open(&j->reader, leaf->segment, info);
	while (status == OK && w.c.doc != DOC_END) {
		status = put_posting(j, &w.c, w.numbers[w.c.doc], full);
		walk_next(&w);
	}
	position_close(&j->reader);
	j->reader = (struct position_reader){0};
	return status == OK ? w.c.status : status;
}

/* By the upper half, in which no two are equal. */
static void sort_few(uint64_t *v, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		uint64_t x = v[i];
		size_t k = i;
		for (; k && v[k - 1] > x; k--)
			v[k] = v[k - 1];
		v[k] = x;
	}
}

static void sort_round(
	const uint64_t *from, uint64_t *to, size_t n, unsigned shift)
{
	size_t starts[RADIX + 1] = {0};
	for (size_t i = 0; i < n; i++)
		starts[(from[i] >> shift) % RADIX + 1]++;
	for (unsigned d = 0; d < RADIX; d++)
		starts[d + 1] += starts[d];
	for (size_t i = 0; i < n; i++)
		to[starts[(from[i] >> shift) % RADIX]++] = from[i];
}

static enum status sort_order(struct join *j, uint32_t most)
{
	size_t n = j->order.len;
	if (n <= FEW) {
		sort_few(j->order.v, n);
		return OK;
	}
	enum status status = vec_reserve(&j->spare, n);
	uint64_t *from = j->order.v, *to = j->spare.v, *empty;
	if (status != OK)
		return status;
	for (unsigned shift = 0; shift < 32 && most >> shift;
		shift += RADIX_BITS) {
		sort_round(from, to, n, 32 + shift);
		empty = from;
		from = to;
		to = empty;
	}
	if (from != j->order.v)
		memcpy(j->order.v, from, n * sizeof *from);
	return OK;
}

/* Is there anything to sort? */
static bool ascends(const struct join *j, uint32_t *most)
{
	bool ascending = true;
	*most = 0;
	for (size_t i = 0; i < j->docs.len; i++) {
		uint32_t doc = j->docs.v[i];
		ascending &= i == 0 || doc > *most;
		*most = doc > *most ? doc : *most;
	}
	return ascending;
}

static enum status make_order(struct join *j, uint32_t most)
{
	size_t n = j->docs.len;
	enum status status = vec_reserve(&j->order, n);
	if (status == OK)
		status = vec_reserve(&j->sorted.docs, n);
	if (status != OK)
		return status;
	for (size_t i = 0; i < n; i++)
		j->order.v[i] = (uint64_t)j->docs.v[i] << 32 | i;
	j->order.len = n;
	return sort_order(j, most);
}

static enum status sort_places(struct join *j)
{
	size_t n = j->docs.len;
	uint64_t at = 0;
	enum status status = vec_reserve(&j->starts, n);
	if (status == OK)
		status = vec_reserve(&j->sorted.tfs, n);
	if (status == OK)
		status = vec_reserve(&j->sorted.counts, n);
	if (status == OK)
		status = vec_reserve(&j->sorted.positions, j->positions.len);
	if (status != OK)
		return status;
	for (size_t i = 0; i < n; at += j->counts.v[i++])
		j->starts.v[i] = at;
	uint32_t *to = j->sorted.positions.v;
	for (size_t i = 0; i < n; i++) {
		uint32_t from = (uint32_t)j->order.v[i];
		uint32_t count = j->counts.v[from];
		j->sorted.tfs.v[i] = j->tfs.v[from];
		j->sorted.counts.v[i] = count;
		memcpy(to, j->positions.v + j->starts.v[from],
			count * sizeof *to);
		to += count;
	}
	return OK;
}

static enum status sort(struct join *j, uint32_t most, bool full)
{
	enum status status = make_order(j, most);
	if (status == OK && full)
		status = sort_places(j);
	for (size_t i = 0; status == OK && i < j->docs.len; i++)
		j->sorted.docs.v[i] = (uint32_t)(j->order.v[i] >> 32);
	return status;
}

enum status join_make(struct join *j, const struct join_leaf *leaves,
	const struct term_source *sources, size_t count, enum term_kind kind,
	struct builder_postings *out)
{
	bool full = term_has_positions(kind);
	enum status status = OK;
	uint32_t most;
	j->docs.len = j->tfs.len = j->counts.len = j->positions.len = 0;
	for (size_t i = 0; i < count && status == OK; i++)
		status = put_list(
			j, &leaves[sources[i].leaf], &sources[i].info, full);
	uint32_t n = (uint32_t)j->docs.len;
	if (status != OK || ascends(j, &most)) {
		*out = (struct builder_postings){
			j->docs.v, j->tfs.v, j->counts.v, j->positions.v, n};
		return status;
	}
	status = sort(j, most, full);
	*out = (struct builder_postings){j->sorted.docs.v, j->sorted.tfs.v,
		j->sorted.counts.v, j->sorted.positions.v, n};
	return status;
}

void join_release(struct join *j)
{
	vec_release(&j->docs);
	vec_release(&j->tfs);
	vec_release(&j->counts);
	vec_release(&j->positions);
	vec_release(&j->order);
	vec_release(&j->spare);
	vec_release(&j->starts);
	vec_release(&j->sorted.docs);
	vec_release(&j->sorted.tfs);
	vec_release(&j->sorted.counts);
	vec_release(&j->sorted.positions);
	position_close(&j->reader);
}
