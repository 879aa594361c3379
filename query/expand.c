/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/expand.h"
#include "common/base/deadline.h"
#include "common/index/words.h"
#include "query/match/pattern.h"

#include <stdlib.h>

static enum status gather_words(const struct leaf *leaf, struct str prefix,
	uint32_t max, struct map *terms, bool *more)
{
	struct word_cursor c;
	struct buf term = {0};
	uint32_t n = 0, id;
	enum status status = OK;
	words_seek(&c, &leaf->dictionary, prefix);
	for (; c.valid && str_starts(c.word, prefix) && status == OK;
		words_next(&c)) {
		if (n++ == max) {
			*more = true;
			break;
		}
		buf_clear(&term);
		buf_putc(&term, TERM_WORD);
		buf_put_str(&term, c.word);
		status = term.status;
		if (status == OK)
			status = map_add(terms, buf_str(&term), &id);
	}
	buf_release(&term);
	return status == OK ? c.status : status;
}

static enum status gather(const struct leaf *leaf, struct str prefix,
	uint32_t max, struct map *terms, bool *more)
{
	struct dictionary_cursor c;
	uint32_t n = 0, id;
	if (prefix.len && prefix.p[0] == TERM_WORD)
		return gather_words(leaf, str_slice(prefix, 1, prefix.len), max,
			terms, more);
	dictionary_seek(&c, &leaf->dictionary, prefix);
	for (; c.valid && str_starts(c.term, prefix); dictionary_next(&c)) {
		if (n++ == max) {
			*more = true;
			break;
		}
		enum status status = map_add(terms, c.term, &id);
		if (status != OK)
			return status;
	}
	return c.status;
}

static int in_order(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

enum status expand_words(void *searcher, struct arena *arena, struct str prefix,
	uint32_t max, const struct str **out, uint32_t *count, bool *more)
{
	const struct searcher *s = searcher;
	struct map terms = {0};
	enum status status = OK;
	*more = false;
	for (uint32_t i = 0;
		i < s->leaf_count && status == OK && !deadline_passed(); i++)
		status = gather(s->leaves[i], prefix, max, &terms, more);
	struct str *v = arena_alloc(arena, terms.count * sizeof *v);
	if (status == OK && !v)
		status = ERR_NOMEM;
	for (uint32_t i = 0; i < terms.count && status == OK; i++) {
		v[i] = arena_dup(arena, map_key(&terms, i));
		if (!v[i].p)
			status = ERR_NOMEM;
	}
	if (status == OK && terms.count)
		qsort(v, terms.count, sizeof *v, in_order);
	*more = *more || terms.count > max;
	*count = terms.count < max ? terms.count : max;
	*out = v;
	map_release(&terms);
	return status;
}

/* Terms that fit, by number. */
struct fitting {
	enum term_kind kind;
	struct map terms;
	VEC(struct plan_like) v;
	struct buf name;
};

static enum status add_fitting(
	void *data, struct str word, unsigned errors, uint32_t df)
{
	struct fitting *f = data;
	uint32_t id;
	buf_clear(&f->name);
	buf_putc(&f->name, (char)f->kind);
	buf_put_str(&f->name, word);
	enum status status = f->name.status;
	if (status == OK)
		status = map_add(&f->terms, buf_str(&f->name), &id);
	if (status == OK && id == f->v.len)
		status = vec_push(&f->v, (struct plan_like){.errors = errors});
	if (status == OK)
		f->v.v[id].df += df;
	return status;
}

static int most_alike(const void *a, const void *b)
{
	const struct plan_like *x = a, *y = b;
	if (x->errors != y->errors)
		return x->errors < y->errors ? -1 : 1;
	if (x->df != y->df)
		return x->df > y->df ? -1 : 1;
	return str_cmp(x->term, y->term);
}

enum status expand_pattern(void *searcher, struct arena *arena,
	const struct pattern *pattern, enum term_kind kind, uint32_t *budget,
	uint32_t max, struct plan_like **out, uint32_t *count, bool *more)
{
	const struct searcher *s = searcher;
	struct fitting f = {.kind = kind};
	enum status status = OK;
	for (uint32_t i = 0;
		i < s->leaf_count && status == OK && !deadline_passed(); i++)
		status = pattern_walk(
			pattern, s->leaves[i], kind, budget, add_fitting, &f);
	*more = status == ERR_LIMIT || f.v.len > max;
	status = status == ERR_LIMIT ? OK : status;
	for (uint32_t i = 0; i < f.v.len; i++)
		f.v.v[i].term = map_key(&f.terms, i);
	if (f.v.len)
		qsort(f.v.v, f.v.len, sizeof *f.v.v, most_alike);
	*count = f.v.len < max ? (uint32_t)f.v.len : max;
	*out = arena_alloc(arena, *count * sizeof **out);
	status = status == OK && !*out ? ERR_NOMEM : status;
	for (uint32_t i = 0; i < *count && status == OK; i++) {
		(*out)[i] = f.v.v[i];
		(*out)[i].term = arena_dup(arena, f.v.v[i].term);
		status = (*out)[i].term.p ? OK : ERR_NOMEM;
	}
	map_release(&f.terms);
	vec_release(&f.v);
	buf_release(&f.name);
	return status;
}
