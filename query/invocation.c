/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/invocation.h"
#include "query/options.h"
#include "query/prompt/prompt.h"

#include <stdio.h>

static enum status use_sort(
	struct invocation *v, const char *value, struct error *err)
{
	return sort_parse(str_from(value), &v->request.sort)
		       ? OK
		       : error_set(err, ERR_INVALID,
				 "--sort takes up to 4 of date, modified, "
				 "boost, author, category, lang, type, tag and "
				 "id, with commas, a minus before what is to "
				 "descend, not '%s'",
				 value);
}

static enum status use_match(
	struct invocation *v, const char *value, struct error *err)
{
	size_t n = 0;
	v->match_given = true;
	enum status status =
		option_word(&query_usage.options[ROW_MATCH], value, &n, err);
	v->request.match = (enum search_match)n;
	return status;
}

static enum status use_language(
	struct invocation *v, const char *value, struct error *err)
{
	v->request.language = language_find(str_from(value));
	return v->request.language != LANGUAGE_NONE
		       ? OK
		       : error_set(err, ERR_INVALID,
				 "there is no language '%s'", value);
}

static enum status use_facets(
	struct invocation *v, struct str value, struct error *err)
{
	v->output.facets = v->facets;
	if (!facets_parse(value, v->facets, &v->output.facet_count))
		return error_set(err, ERR_INVALID,
			"--facets takes author, tag, category, lang or type, "
			"with commas, not '" STR_FMT "'",
			STR_ARG(value));
	return OK;
}

static enum status use_number(
	const char *name, const char *value, uint32_t *out, struct error *err)
{
	long long n;
	enum status status =
		option_number(name, value, 0, SEARCH_LIMIT_MAX, &n, err);
	if (status == OK)
		*out = (uint32_t)n;
	return status;
}

enum status invocation_use(
	void *data, size_t row, const char *value, struct error *err)
{
	struct invocation *v = data;
	size_t n;
	switch (row) {
	case ROW_INDEX:
		if (v->folder_count == SEARCH_INDEXES_MAX)
			return error_set(err, ERR_LIMIT,
				"at most %d indexes can be searched together",
				SEARCH_INDEXES_MAX);
		v->folders[v->folder_count++] = value;
		return OK;
	case ROW_LIMIT:
		v->limit_given = true;
		return use_number("limit", value, &v->request.limit, err);
	case ROW_OFFSET:
		return use_number("offset", value, &v->request.offset, err);
	case ROW_SORT:
		return use_sort(v, value, err);
	case ROW_MATCH:
		return use_match(v, value, err);
	case ROW_RANK:
		return rank_settings_read(
			&v->request.rank, str_from(value), err);
	case ROW_LANGUAGE:
		return use_language(v, value, err);
	case ROW_SYNONYMS:
		v->synonyms = value;
		return OK;
	case ROW_FORMAT:
		v->form = print_find(str_from(value));
		return v->form ? OK
			       : error_set(err, ERR_INVALID,
					 "there is no format '%s' (see --help)",
					 value);
	case ROW_COLOR:
		v->color = value;
		return option_word(&query_usage.options[row], value, &n, err);
	case ROW_WHY_NOT:
		v->why_not = value;
		return OK;
	case ROW_CHECK:
		v->check = value;
		return OK;
	case ROW_AGAINST:
		if (v->against_count == AGAINST_MAX)
			return error_set(err, ERR_LIMIT,
				"--against can be given %d times", AGAINST_MAX);
		v->against[v->against_count++] = value;
		return OK;
	case ROW_FACETS:
		return use_facets(v, str_from(value), err);
	case ROW_SIMILAR:
		v->request.similar = str_from(value);
		return OK;
	case ROW_SUGGEST:
		v->suggest = value;
		return OK;
	case ROW_QUERIES:
		v->queries = value;
		return OK;
	case ROW_JUDGE:
		v->judge = value;
		return OK;
	}
	v->output.zero |= row == ROW_ZERO;
	v->output.explain |= row == ROW_EXPLAIN;
	v->collapse |= row == ROW_COLLAPSE;
	v->request.exhaustive |= row == ROW_EXHAUSTIVE;
	v->audit |= row == ROW_AUDIT;
	v->help |= row == ROW_HELP;
	v->version |= row == ROW_VERSION;
	return OK;
}

bool invocation_wants(const struct invocation *v, const char *form)
{
	return v->form == print_find(str_from(form));
}

bool invocation_is_empty(const struct invocation *v, struct str words)
{
	return words.len == 0 && !v->queries && !v->audit && !v->check &&
	       !v->suggest && v->request.similar.len == 0;
}

enum status invocation_read_synonyms(struct invocation *v, struct error *err)
{
	if (!v->synonyms || !v->synonyms[0])
		return OK;
	enum status status = synonyms_read(&v->rules, v->synonyms, err);
	for (size_t i = 0; i < v->rules.complaints.len && status == OK; i++) {
		fprintf(stderr, "meju-query: " STR_FMT "\n",
			STR_ARG(v->rules.complaints.v[i]));
		v->incomplete = true;
	}
	v->request.synonyms = &v->rules;
	return status;
}

/* One setting in which the other side differs, or an index of its own. */
static enum status use_against(
	struct invocation *other, const char *setting, struct error *err)
{
	static const unsigned char rows[] = {
		ROW_INDEX, ROW_MATCH, ROW_RANK, ROW_LANGUAGE, ROW_SYNONYMS};
	for (size_t i = 0; i < sizeof rows; i++) {
		const char *name = query_usage.options[rows[i]].name;
		size_t len = strlen(name);
		if (strncmp(setting, name, len) == 0 && setting[len] == '=')
			return invocation_use(
				other, rows[i], setting + len + 1, err);
	}
	return invocation_use(other, ROW_INDEX, setting, err);
}

enum status invocation_read_against(const struct invocation *v,
	struct invocation *other, struct buf *name, struct error *err)
{
	enum status status = OK;
	for (uint32_t i = 0; i < v->against_count && status == OK; i++)
		status = use_against(other, v->against[i], err);
	buf_puts(name, other->folder_count == v->against_count ? "in" : "with");
	for (uint32_t i = 0; i < v->against_count; i++) {
		buf_puts(name, i ? ", " : " ");
		buf_puts(name, v->against[i]);
	}
	if (status == OK && other->synonyms) {
		other->request.synonyms = NULL;
		status = invocation_read_synonyms(other, err);
	}
	return status == OK ? name->status : status;
}

enum status invocation_check(
	const struct invocation *v, struct str words, struct error *err)
{
	bool whole = v->audit || v->check; /* no query is given */
	if (v->output.zero && !invocation_wants(v, "ids"))
		return error_set(err, ERR_INVALID,
			"-0 ends ids with zero bytes, so it needs --format "
			"ids");
	if (v->judge && !v->queries)
		return error_set(
			err, ERR_INVALID, "--judge needs --queries FILE");
	if (v->against_count && !v->check)
		return error_set(
			err, ERR_INVALID, "--against needs --check FILE");
	if (v->audit + !!v->check + !!v->why_not + !!v->suggest + !!v->queries >
		1)
		return error_set(err, ERR_INVALID,
			"--audit, --check, --why-not, --suggest and --queries "
			"are tasks of their own; give one");
	if ((whole || v->why_not) && !invocation_wants(v, "text") &&
		!invocation_wants(v, "json") && !invocation_wants(v, "jsonl"))
		return error_set(err, ERR_INVALID,
			"--audit, --check and --why-not take --format text, "
			"json or jsonl");
	if (whole && words.len)
		return error_set(err, ERR_INVALID,
			"--audit and --check take no words to search for");
	if (invocation_is_empty(v, words) &&
		(v->why_not || !prompt_is_possible()))
		return error_set(err, ERR_INVALID,
			"say what to search for (see --help)");
	return OK;
}
