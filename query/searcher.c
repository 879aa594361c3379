/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/source.h"
#include "query/shards.h"

#include <stdlib.h>

void language_docs_add(
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

enum status searcher_count(struct searcher *s)
{
	struct language_docs all[LANGUAGE_MAX + 1];
	uint32_t n = 0;
	enum status status = s->source->count(s, all, &n);
	if (status != OK)
		return status;
	s->common_count = 0;
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
	return OK;
}

static enum status open_source(struct searcher *s, const struct source *source,
	const char *const *folders, const struct searcher *old, uint32_t count,
	struct error *err)
{
	uint32_t patience = old ? old->patience : s->patience;
	*s = (struct searcher){.source = source, .patience = patience};
	enum status status = source->open(s, folders, old, count, err);
	if (status == OK)
		status = analyzer_new(&s->analyzer);
	if (status == OK)
		status = searcher_count(s);
	if (status == ERR_NOMEM || (status != OK && s->shards))
		(void)searcher_failed(s, status, err);
	if (status != OK)
		searcher_close(s);
	return status;
}

enum status searcher_open(struct searcher *s, const char *const *folders,
	uint32_t count, struct error *err)
{
	return searcher_open_within(s, folders, count, 0, err);
}

enum status searcher_open_within(struct searcher *s, const char *const *folders,
	uint32_t count, uint32_t milliseconds, struct error *err)
{
	const struct source *source = &source_native;
	*s = (struct searcher){.patience = milliseconds};
	if (count > SEARCH_INDEXES_MAX)
		return error_set(err, ERR_LIMIT,
			"at most %d indexes can be searched together",
			SEARCH_INDEXES_MAX);
	for (uint32_t i = 0; i < count; i++) {
		bool xapian;
		enum status status = shards_named(folders[i], &xapian, err);
		if (status != OK)
			return status;
		if (xapian)
			source = &source_xapian;
	}
	return open_source(s, source, folders, NULL, count, err);
}

enum status searcher_only_native(
	const struct searcher *s, const char *what, struct error *err)
{
	return !s->shards ? OK
			  : error_set(err, ERR_UNSUPPORTED,
				    "%s is not there for indexes of Xapian; "
				    "`meju-index convert` makes one of meju's "
				    "own",
				    what);
}

enum status searcher_failed(
	const struct searcher *s, enum status status, struct error *err)
{
	const char *why = s->source->sentence ? s->source->sentence(s) : "";
	if (status == ERR_NOMEM)
		return error_set(err, status, "out of memory");
	if (status != ERR_CORRUPT || why[0])
		return error_set(
			err, status, "%s", why[0] ? why : status_text(status));
	if (s->count > 1)
		return error_set(err, status,
			"one of the indexes is damaged; run `meju-index check` "
			"on each to see which");
	return error_set(err, status,
		"the index %s is damaged; run `meju-index -d %s check` to see "
		"where",
		s->snapshots[0].folder, s->snapshots[0].folder);
}

enum status searcher_reopen(
	struct searcher *s, const struct searcher *old, struct error *err)
{
	return open_source(s, old->source, NULL, old, old->count, err);
}

static enum status find_df(const void *data, struct str term, uint64_t *df)
{
	const struct searcher *s = data;
	return s->source->df(s, term, df);
}

static enum status guess(const void *data, const struct pattern *p,
	enum term_kind kind, uint32_t *budget, pattern_use *use, void *to)
{
	const struct searcher *s = data;
	return s->source->guess(s, p, kind, budget, use, to);
}

struct corpus searcher_corpus(const struct searcher *s)
{
	return (struct corpus){.analyzer = s->analyzer,
		.df = s->shards ? find_df : NULL,
		.walk = s->shards ? guess : NULL,
		.data = s,
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
	enum status status = bytes.status;
	if (status == OK)
		status = s->source->find(s, term, out);
	buf_release(&bytes);
	return status;
}

bool searcher_is_current(const struct searcher *s)
{
	return s->source->is_current(s);
}

void searcher_state(
	const struct searcher *s, uint64_t *generation, uint64_t *state)
{
	*generation = *state = 0;
	s->source->state(s, generation, state);
}

void searcher_close(struct searcher *s)
{
	if (s->source)
		s->source->close(s);
	analyzer_free(s->analyzer);
	arena_release(&s->scratch);
	stored_reader_release(&s->reader);
	*s = (struct searcher){0};
}
