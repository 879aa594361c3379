/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/path.h"
#include "tests/oracle/naive.h"

#include <math.h>

/* The rules of indexer/inverter.h. */
enum { TITLE_WEIGHT = 3, HEADING_WEIGHT = 2, BODY_WEIGHT = 1, GAP = 100 };

struct reading {
	struct naive *naive;
	struct naive_doc *doc;
	struct analyzer *analyzer;
	language language;
	uint32_t position;
};

static struct naive_posting *posting_of(
	struct reading *r, enum term_kind kind, struct str text)
{
	struct buf name = {0};
	uint32_t term;
	struct naive_doc *d = r->doc;
	struct str bytes = term_put(&name, kind, text);
	assert_int_equal(map_add(&r->naive->terms, bytes, &term), OK);
	buf_release(&name);
	for (size_t i = 0; i < d->postings.len; i++)
		if (d->postings.v[i].term == term)
			return &d->postings.v[i];
	struct naive_posting fresh = {.term = term};
	assert_int_equal(vec_push(&d->postings, fresh), OK);
	return &d->postings.v[d->postings.len - 1];
}

static void put_stem(struct reading *r, enum term_kind kind, struct str stem,
	uint32_t position, uint32_t weight)
{
	struct naive_posting *p = posting_of(r, kind, stem);
	p->tf += weight;
	assert_int_equal(vec_push(&p->positions, position), OK);
}

static void put_text(struct reading *r, struct str text, enum term_kind field,
	uint32_t weight)
{
	struct tokens tokens;
	struct token t;
	struct analysis an;
	if (text.len == 0)
		return;
	tokens_init(&tokens, text);
	while (tokens_next(&tokens, &t)) {
		struct str raw = {text.p + t.off, t.len};
		assert_int_equal(
			analyzer_word(r->analyzer, raw, r->language, &an), OK);
		for (unsigned i = 0; i < an.count; i++) {
			struct part part = an.parts[i];
			uint32_t at = r->position + part.offset;
			if (part.word.len)
				posting_of(r, TERM_WORD, part.word);
			if (part.stem.len == 0)
				continue;
			put_stem(r, TERM_STEM, part.stem, at, weight);
			r->doc->length += weight;
			if (field != TERM_STEM)
				put_stem(r, field, part.stem, at, 1);
		}
		r->position += an.advance;
	}
	r->position += GAP;
}

static void put_folded(struct reading *r, enum term_kind kind,
	struct record_list list, bool words)
{
	for (uint32_t i = 0; i < list.len; i++) {
		struct buf b = {0};
		analyzer_fold(list.v[i], r->language, &b);
		struct str all = buf_str(&b);
		if (all.len)
			posting_of(r, kind, all);
		for (size_t at = 0; words && at < all.len;) {
			size_t end = str_find(all, at, ' ');
			posting_of(r, kind, str_slice(all, at, end));
			at = end + 1;
		}
		buf_release(&b);
	}
}

static void put_name(struct reading *r, struct str name)
{
	struct buf folded = {0}, term = {0};
	analyzer_fold(name, r->language, &folded);
	if (folded.len) {
		struct str bytes = term_put_name(&term, buf_str(&folded));
		posting_of(r, TERM_NAME, str_slice(bytes, 1, bytes.len));
	}
	buf_release(&folded);
	buf_release(&term);
}

static void put_record(struct reading *r, const struct record *x)
{
	size_t from = 0;
	r->language = language_find(x->language);
	r->position = 0;
	put_text(r, x->title, TERM_TITLE, TITLE_WEIGHT);
	put_text(r, x->description, TERM_STEM, BODY_WEIGHT);
	for (uint32_t i = 0; i < x->section_count; i++) {
		const struct record_section *s = &x->sections[i];
		put_text(r, str_slice(x->text, from, s->off), TERM_STEM,
			BODY_WEIGHT);
		put_text(r, s->heading, TERM_HEADING, HEADING_WEIGHT);
		from = s->off;
	}
	put_text(r, str_slice(x->text, from, x->text.len), TERM_STEM,
		BODY_WEIGHT);
	posting_of(r, TERM_ID, x->id);
	if (x->language.len)
		posting_of(r, TERM_LANGUAGE, x->language);
	put_name(r, x->title);
	for (uint32_t i = 0; i < x->names.len; i++)
		put_name(r, x->names.v[i]);
	for (uint32_t i = 0; i < x->aliases.len; i++)
		put_name(r, path_slug(x->aliases.v[i]));
	if (x->source.len == 0)
		put_name(r, path_slug(x->id));
	put_folded(r, TERM_AUTHOR, x->authors, true);
	put_folded(r, TERM_TAG, x->tags, false);
}

static int by_term(const void *a, const void *b)
{
	const struct naive_posting *x = a, *y = b;
	return (x->term > y->term) - (x->term < y->term);
}

static void count_doc(struct naive *n, struct naive_doc *d)
{
	qsort(d->postings.v, d->postings.len, sizeof *d->postings.v, by_term);
	while (n->dfs.len < n->terms.count)
		assert_int_equal(vec_push(&n->dfs, 0), OK);
	for (size_t i = 0; i < d->postings.len; i++)
		n->dfs.v[d->postings.v[i].term]++;
	n->average += d->length;
}

static void read_leaf(
	struct reading *r, const struct leaf *leaf, uint64_t ordinal)
{
	struct stored_reader stored = {0};
	struct error err = {0};
	for (uint32_t doc = 0; doc < leaf->segment.docs; doc++) {
		struct record x;
		struct naive_doc d = {.ordinal = ordinal + doc};
		struct search_hit hit = {.leaf = leaf, .doc = doc};
		if (!live_has(&leaf->live, doc))
			continue;
		if (search_record(&stored, &r->naive->arena, &hit, &x, &err) !=
			OK)
			fail_msg("%s", err.text);
		d.id = arena_dup(&r->naive->arena, x.id);
		d.date = x.date;
		d.boost = x.boost;
		r->doc = &d;
		put_record(r, &x);
		count_doc(r->naive, &d);
		assert_int_equal(vec_push(&r->naive->docs, d), OK);
	}
	stored_reader_release(&stored);
}

void naive_open(struct naive *n, const struct searcher *s)
{
	struct reading r = {.naive = n, .analyzer = s->analyzer};
	*n = (struct naive){0};
	for (uint32_t i = 0; i < s->leaf_count; i++)
		read_leaf(&r, s->leaves[i], s->ordinals[i]);
	if (n->docs.len)
		n->average /= (double)n->docs.len;
}

void naive_close(struct naive *n)
{
	for (size_t i = 0; i < n->docs.len; i++) {
		struct naive_doc *d = &n->docs.v[i];
		for (size_t k = 0; k < d->postings.len; k++)
			vec_release(&d->postings.v[k].positions);
		vec_release(&d->postings);
	}
	vec_release(&n->docs);
	vec_release(&n->dfs);
	map_release(&n->terms);
	arena_release(&n->arena);
}

/* One document and one plan. */
struct trial {
	const struct naive *naive;
	const struct planner *planner;
	const struct naive_doc *doc;
};

const struct naive_posting *naive_find(const struct naive_doc *d, uint32_t term)
{
	struct naive_posting key = {.term = term};
	if (d->postings.len == 0)
		return NULL;
	return bsearch(
		&key, d->postings.v, d->postings.len, sizeof key, by_term);
}

static const struct naive_posting *find(const struct trial *t, struct str name)
{
	return naive_find(t->doc, map_find(&t->naive->terms, name));
}

static double score_term(const struct trial *t, const struct plan *p)
{
	const struct naive_posting *x = find(t, t->planner->terms.v[p->term]);
	if (!x || p->weight == 0)
		return x ? 0 : -1;
	double n = (double)t->naive->dfs.v[x->term];
	double odds = ((double)t->naive->docs.len - n + 0.5) / (n + 0.5);
	double idf = log(odds < 2 ? odds * 0.5 + 1 : odds) * (1.2 + 1);
	double length = t->doc->length * (1 / t->naive->average);
	double k = 1.2 * (length * 0.75 + (1 - 0.75));
	return idf * p->weight * (x->tf / (k + x->tf));
}

/* A place for each kid from `i` on: of a phrase in order, else all different;
 * the highest no more than `span` above the lowest. */
static bool place(const struct trial *t, const struct plan *p, uint32_t i,
	uint32_t *places, uint32_t span)
{
	if (i == p->count)
		return true;
	const struct naive_posting *x =
		find(t, t->planner->terms.v[p->kids[i]->term]);
	for (size_t k = 0; k < x->positions.len; k++) {
		uint32_t at = places[i] = x->positions.v[k];
		bool good = true;
		for (uint32_t j = 0; j < i && good; j++) {
			uint32_t gap = at > places[j] ? at - places[j]
						      : places[j] - at;
			good = gap <= span && gap > 0;
		}
		if (i > 0 && p->op == PLAN_PHRASE)
			good = at >= places[0] && at - places[0] <= span &&
			       at >= places[i - 1] + p->kids[i]->offset -
					       p->kids[i - 1]->offset;
		if (good && place(t, p, i + 1, places, span))
			return true;
	}
	return false;
}

static bool is_placed(const struct trial *t, const struct plan *p)
{
	uint32_t places[256];
	uint32_t span = p->slop;
	assert_true(p->count <= 256);
	if (p->op == PLAN_PHRASE)
		span += p->kids[p->count - 1]->offset;
	return place(t, p, 0, places, span);
}

static bool is_in_set(const struct trial *t, const struct plan *p)
{
	for (uint32_t i = 0; i < p->set_count; i++)
		if (find(t, p->set[i]))
			return true;
	return false;
}

/* The score, below 0 if the document does not match. */
static double eval(const struct trial *t, const struct plan *p)
{
	double first = -1, sum = 0, most = -1;
	uint32_t found = 0;
	for (uint32_t i = 0; i < p->count; i++) {
		double x = eval(t, p->kids[i]);
		first = i == 0 ? x : first;
		most = x > most ? x : most;
		sum += x >= 0 ? x : 0;
		found += x >= 0;
	}
	bool all = found == p->count;
	switch (p->op) {
	case PLAN_NONE:
		return -1;
	case PLAN_ALL:
		return 0;
	case PLAN_TERM:
		return score_term(t, p);
	case PLAN_SET:
		return is_in_set(t, p) ? p->weight : -1;
	case PLAN_RANGE:
		return t->doc->date != RECORD_NO_TIME &&
				       t->doc->date >= p->low &&
				       t->doc->date <= p->high
			       ? 0
			       : -1;
	case PLAN_AND:
		return all ? sum : -1;
	case PLAN_OR:
		return found ? sum : -1;
	case PLAN_MAX:
		return most;
	case PLAN_NOT:
		return found == 1 ? first : -1;
	case PLAN_MAYBE:
		return first >= 0 ? sum : -1;
	case PLAN_FILTER:
		return all ? first : -1;
	case PLAN_PHRASE:
	case PLAN_NEAR:
		return all && is_placed(t, p) ? sum : -1;
	case PLAN_NAMED:
		return !found ? -1
			      : (first >= 0 ? first : 0) +
					(eval(t, p->kids[1]) >= 0 ? p->weight
								  : 0);
	}
	return -1;
}

static int best_first(const void *a, const void *b, void *data)
{
	const double *scores = data;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	if (scores[x] != scores[y])
		return scores[x] < scores[y] ? 1 : -1;
	return (x > y) - (x < y);
}

void naive_sort(struct naive_result *r, uint32_t count)
{
	count = count < r->total ? count : r->total;
	qsort_r(r->order, count, sizeof *r->order, best_first, r->scores);
}

void naive_search(const struct naive *n, const struct planner *p,
	const struct plan *plan, struct naive_result *r)
{
	naive_result_release(r);
	r->scores = malloc((n->docs.len + 1) * sizeof *r->scores);
	r->matches = malloc((n->docs.len + 1) * sizeof *r->matches);
	r->order = malloc((n->docs.len + 1) * sizeof *r->order);
	assert_true(r->scores && r->order && r->matches);
	for (uint32_t i = 0; i < n->docs.len; i++) {
		struct trial t = {n, p, &n->docs.v[i]};
		r->scores[i] = eval(&t, plan);
		r->matches[i] = r->scores[i] >= 0;
		if (r->matches[i])
			r->order[r->total++] = i;
	}
	naive_sort(r, r->total);
}

void naive_result_release(struct naive_result *r)
{
	free(r->scores);
	free(r->matches);
	free(r->order);
	*r = (struct naive_result){0};
}
