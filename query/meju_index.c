/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * meju_index.c - libmeju: an index, open; and rules of synonyms.
 */
#include "query/meju_index.h"

#include "common/base/option.h"

#include <stdlib.h>

static void names_release(struct names *n)
{
	if (!n || atomic_fetch_sub(&n->owners, 1) > 1)
		return;
	arena_release(&n->arena);
	free(n);
}

static enum status names_new(struct names **out, const char *const *names,
	size_t count, struct error *err)
{
	char usual[4096];
	const char *const none[] = {usual};
	if (count > SEARCH_INDEXES_MAX)
		return error_set(err, ERR_LIMIT,
			"at most %d indexes can be searched together",
			SEARCH_INDEXES_MAX);
	if (count == 0) {
		option_index(NULL, usual, sizeof usual);
		names = none;
		count = 1;
	}
	struct names *n = calloc(1, sizeof *n);
	enum status status = n ? OK : ERR_NOMEM;
	for (size_t i = 0; i < count && status == OK; i++) {
		if (!border_given(names[i])) {
			status = error_set(err, ERR_INVALID,
				"index %zu of %zu has no name", i + 1, count);
			break;
		}
		n->v[i] = border_string(&n->arena, str_from(names[i]), &status);
	}
	if (n)
		atomic_store(&n->owners, 1);
	if (status != OK) {
		names_release(n);
		return status;
	}
	n->count = (uint32_t)count;
	*out = n;
	return OK;
}

void opened_release(struct opened *o)
{
	if (!o || --o->owners > 0)
		return;
	searcher_close(&o->searcher);
	names_release(o->names);
	free(o);
}

/* The names as they are now; with `old`, what that has open is shared. */
static enum status open_names(struct opened **out, struct names *names,
	const struct searcher *old, struct error *err)
{
	struct opened *o = calloc(1, sizeof *o);
	if (!o)
		return ERR_NOMEM;
	enum status status = old ? searcher_reopen(&o->searcher, old, err)
				 : searcher_open_within(&o->searcher, names->v,
					   names->count, names->patience, err);
	if (status != OK) {
		free(o);
		return status;
	}
	atomic_fetch_add(&names->owners, 1);
	o->names = names;
	o->owners = 1;
	*out = o;
	return OK;
}

static enum status index_new(struct meju_index **out, struct names *names,
	const struct searcher *old, struct error *err)
{
	struct meju_index *index = calloc(1, sizeof *index);
	enum status status =
		index ? open_names(&index->opened, names, old, err) : ERR_NOMEM;
	if (status == OK)
		*out = index;
	else
		free(index);
	return status;
}

enum meju_status meju_index_open(const char *const *names, size_t count,
	const struct meju_index_options *options, struct meju_index **index,
	struct meju_error *err)
{
	struct meju_index_options o;
	struct names *own = NULL;
	struct error why = {0};
	enum status status = border_options(
		&o, sizeof o, options, "struct meju_index_options", &why);
	if (status == OK)
		status = names_new(&own, names, count, &why);
	if (status == OK) {
		own->patience = o.patience;
		status = index_new(index, own, NULL, &why);
	}
	names_release(own);
	return border_status(status, &why, err);
}

/* Connections to servers belong to one thread, so a clone has its own. */
enum meju_status meju_index_clone(struct meju_index *index,
	struct meju_index **clone, struct meju_error *err)
{
	const struct opened *o = index->opened;
	const struct searcher *s = &o->searcher;
	struct error why = {0};
	enum status status =
		index_new(clone, o->names, s->shards ? NULL : s, &why);
	return border_status(status, &why, err);
}

enum meju_status meju_index_refresh(
	struct meju_index *index, int *changed, struct meju_error *err)
{
	struct opened *old = index->opened;
	struct error why = {0};
	enum status status = OK;
	bool current = searcher_is_current(&old->searcher);
	if (!current)
		status = open_names(
			&index->opened, old->names, &old->searcher, &why);
	if (!current && status == OK)
		opened_release(old);
	if (status == OK && changed)
		*changed = !current;
	return border_status(status, &why, err);
}

uint64_t meju_index_generation(const struct meju_index *index)
{
	uint64_t generation, state;
	searcher_state(&index->opened->searcher, &generation, &state);
	return generation;
}

uint64_t meju_index_documents(const struct meju_index *index)
{
	return index->opened->searcher.collection.docs;
}

void meju_index_close(struct meju_index *index)
{
	if (!index)
		return;
	opened_release(index->opened);
	free(index);
}

enum meju_status meju_synonyms_open(const char *path,
	struct meju_synonyms **synonyms, struct meju_error *err)
{
	struct error why = {0};
	struct meju_synonyms *s = calloc(1, sizeof *s);
	enum status status = s ? OK : ERR_NOMEM;
	if (status == OK && !border_given(path))
		status = error_set(
			&why, ERR_INVALID, "the file of synonyms has no name");
	if (status == OK)
		status = synonyms_read(&s->rules, path, &why);
	if (status == OK)
		s->warnings = border_list(&s->arena, s->rules.complaints.v,
			s->rules.complaints.len, &status);
	if (status == OK)
		*synonyms = s;
	else
		meju_synonyms_close(s);
	return border_status(status, &why, err);
}

const char *const *meju_synonyms_warnings(const struct meju_synonyms *synonyms)
{
	return synonyms->warnings;
}

void meju_synonyms_close(struct meju_synonyms *synonyms)
{
	if (!synonyms)
		return;
	synonyms_release(&synonyms->rules);
	arena_release(&synonyms->arena);
	free(synonyms);
}
