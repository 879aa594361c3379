/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/search.h"
#include "common/index/live_doc.h"

#include <stdlib.h>
#include <string.h>

struct language_docs {
	language language;
	uint64_t docs;
};

static struct str code_of(const struct meta_language *m)
{
	size_t len = 0;
	while (len < META_CODE && m->code[len])
		len++;
	return (struct str){m->code, len};
}

/* Documents of a language that are still there, by its term. */
static uint64_t live_docs(
	const struct leaf *leaf, const struct meta_language *m)
{
	char bytes[1 + META_CODE] = {TERM_LANGUAGE};
	struct str code = code_of(m);
	struct term_info info;
	if (!leaf->live.bits)
		return m->docs;
	memcpy(bytes + 1, code.p, code.len);
	struct str term = {bytes, 1 + code.len};
	return dictionary_find(&leaf->dictionary, term, &info) == OK
		       ? live_df(&leaf->live, info.ordinal, info.df)
		       : 0;
}

static void count_language(
	struct language_docs *all, uint32_t *n, language l, uint64_t docs)
{
	uint32_t i = 0;
	while (i < *n && all[i].language != l)
		i++;
	if (docs == 0)
		return;
	if (i == *n) {
		all[i] = (struct language_docs){l, 0};
		++*n;
	}
	all[i].docs += docs;
}

static int most_first(const void *a, const void *b)
{
	const struct language_docs *x = a, *y = b;
	if (x->docs != y->docs)
		return x->docs < y->docs ? 1 : -1;
	return x->language - y->language;
}

/* Languages of a segment; what has none has no term, and is what is left. */
static void count_languages(
	const struct leaf *leaf, struct language_docs *all, uint32_t *n)
{
	uint64_t rest = leaf->live.count;
	for (uint32_t i = 0; i < leaf->meta.language_count; i++) {
		const struct meta_language *m = &leaf->meta.languages[i];
		if (code_of(m).len == 0)
			continue;
		uint64_t docs = live_docs(leaf, m);
		count_language(all, n, language_find(code_of(m)), docs);
		rest -= docs < rest ? docs : rest;
	}
	count_language(all, n, LANGUAGE_NONE, rest);
}

static void find_languages(struct searcher *s)
{
	struct language_docs all[LANGUAGE_MAX + 1];
	uint32_t n = 0;
	for (uint32_t i = 0; i < s->leaf_count; i++)
		count_languages(s->leaves[i], all, &n);
	qsort(all, n, sizeof *all, most_first);
	for (uint32_t i = 0; i < n; i++) {
		s->languages[i] = all[i].language;
		s->common_count += all[i].docs * 100 >= s->collection.docs;
	}
	if (n == 0)
		s->languages[n++] = LANGUAGE_NONE;
	if (s->common_count == 0)
		s->common_count = 1;
	s->language_count = n;
}

static enum status gather_leaves(struct searcher *s)
{
	uint64_t base = 0, length = 0;
	for (uint32_t i = 0; i < s->count; i++)
		s->leaf_count += s->snapshots[i].leaf_count;
	s->leaves = calloc(s->leaf_count + 1u, sizeof(struct leaf *));
	s->ordinals = calloc(s->leaf_count + 1u, sizeof *s->ordinals);
	if (!s->leaves || !s->ordinals)
		return ERR_NOMEM;
	s->leaf_count = 0;
	for (uint32_t i = 0; i < s->count; i++) {
		const struct snapshot *x = &s->snapshots[i];
		for (uint32_t k = 0; k < x->leaf_count; k++) {
			s->leaves[s->leaf_count] = x->leaves[k];
			s->ordinals[s->leaf_count++] =
				base + x->leaves[k]->ordinal;
		}
		base += x->manifest.next_ordinal;
		s->collection.docs += x->docs;
		length += x->length;
	}
	if (s->collection.docs)
		s->collection.average =
			(double)length / (double)s->collection.docs;
	return OK;
}

/* Folders, or those of another searcher. */
static enum status open_snapshots(struct searcher *s,
	const char *const *folders, const struct searcher *old, uint32_t count,
	struct error *err)
{
	enum status status = OK;
	*s = (struct searcher){0};
	s->snapshots = calloc(count + 1u, sizeof *s->snapshots);
	if (!s->snapshots)
		return error_set(err, ERR_NOMEM, "out of memory");
	for (uint32_t i = 0; i < count && status == OK; i++) {
		struct snapshot *x = &s->snapshots[i];
		status = old ? snapshot_reopen(x, &old->snapshots[i], err)
			     : snapshot_open(x, folders[i], err);
		if (status == OK)
			s->count++;
	}
	return status;
}

/* When the snapshots are open, or one is not: `status`. */
static enum status make_ready(
	struct searcher *s, enum status status, struct error *err)
{
	if (status == OK) {
		status = gather_leaves(s);
		if (status == OK)
			status = analyzer_new(&s->analyzer);
		if (status != OK)
			error_set(err, status, "out of memory");
	}
	if (status == OK)
		find_languages(s);
	else
		searcher_close(s);
	return status;
}

enum status searcher_open(struct searcher *s, const char *const *folders,
	uint32_t count, struct error *err)
{
	*s = (struct searcher){0};
	if (count > SEARCH_INDEXES_MAX)
		return error_set(err, ERR_LIMIT,
			"at most %d indexes can be searched together",
			SEARCH_INDEXES_MAX);
	return make_ready(s, open_snapshots(s, folders, NULL, count, err), err);
}

enum status searcher_reopen(
	struct searcher *s, const struct searcher *old, struct error *err)
{
	return make_ready(
		s, open_snapshots(s, NULL, old, old->count, err), err);
}

struct corpus searcher_corpus(const struct searcher *s)
{
	return (struct corpus){.analyzer = s->analyzer,
		.leaves = s->leaves,
		.leaf_count = s->leaf_count,
		.docs = s->collection.docs,
		.languages = s->languages,
		.language_count = s->common_count};
}

enum status searcher_find(const struct searcher *s, enum term_kind kind,
	struct str text, struct search_hit *out)
{
	struct buf bytes = {0};
	struct str term = term_put(&bytes, kind, text);
	enum status status = bytes.status == OK ? ERR_NOT_FOUND : bytes.status;
	uint32_t doc;
	for (uint32_t i = 0; i < s->leaf_count && status == ERR_NOT_FOUND;
		i++) {
		status = live_doc_term(s->leaves[i], term, &doc);
		if (status == OK)
			*out = (struct search_hit){.leaf = s->leaves[i],
				.doc = doc,
				.number = i,
				.ordinal = s->ordinals[i] + doc};
	}
	buf_release(&bytes);
	return status;
}

bool searcher_is_current(const struct searcher *s)
{
	for (uint32_t i = 0; i < s->count; i++)
		if (!snapshot_is_current(&s->snapshots[i]))
			return false;
	return true;
}

void searcher_close(struct searcher *s)
{
	for (uint32_t i = 0; i < s->count; i++)
		snapshot_close(&s->snapshots[i]);
	free(s->snapshots);
	free(s->leaves);
	free(s->ordinals);
	analyzer_free(s->analyzer);
	arena_release(&s->scratch);
	stored_reader_release(&s->reader);
	*s = (struct searcher){0};
}
