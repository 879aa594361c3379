/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/invocation.h"
#include "query/options.h"
#include "query/prompt/prompt.h"

#include <stdio.h>

#define BIT(row) (UINT32_C(1) << (row))

/* What may be given with any task. */
#define ALWAYS                                                                 \
	(BIT(ROW_INDEX) | BIT(ROW_COLOR) | BIT(ROW_EXHAUSTIVE) |               \
		BIT(ROW_HELP) | BIT(ROW_VERSION))
#define RANKING                                                                \
	(BIT(ROW_MATCH) | BIT(ROW_RANK) | BIT(ROW_LANGUAGE) | BIT(ROW_SYNONYMS))

/* What else than a search can be asked for, and the options that it heeds; the
 * first that is given decides. */
static const struct {
	unsigned char row;
	bool wordless;
	uint32_t heeds;
} TASKS[] = {
	{ROW_AUDIT, true, RANKING | BIT(ROW_FORMAT) | BIT(ROW_LIMIT)},
	{ROW_CHECK, true, RANKING | BIT(ROW_FORMAT) | BIT(ROW_AGAINST)},
	{ROW_WHY_NOT, false,
		RANKING | BIT(ROW_FORMAT) | BIT(ROW_LIMIT) | BIT(ROW_OFFSET) |
			BIT(ROW_SORT) | BIT(ROW_EXPLAIN)},
	{ROW_SUGGEST, false, BIT(ROW_FORMAT) | BIT(ROW_LIMIT) | BIT(ROW_ZERO)},
	{ROW_JUDGE, true, RANKING | BIT(ROW_QUERIES) | BIT(ROW_SORT)},
	{ROW_QUERIES, true,
		RANKING | BIT(ROW_FORMAT) | BIT(ROW_ZERO) | BIT(ROW_LIMIT) |
			BIT(ROW_OFFSET) | BIT(ROW_SORT) | BIT(ROW_EXPLAIN) |
			BIT(ROW_FACETS) | BIT(ROW_COLLAPSE)},
};

enum { TASK_COUNT = sizeof TASKS / sizeof *TASKS };

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
	enum status status =
		option_word(&query_usage.options[ROW_MATCH], value, &n, err);
	v->request.match = (enum search_match)n;
	return status;
}

/* It is none of the words that are listed. */
static enum status refuse_word(void (*list)(struct buf *out), const char *name,
	const char *value, struct error *err)
{
	struct buf words = {0};
	list(&words);
	enum status status = error_set(err, ERR_INVALID,
		"--%s takes one of " STR_FMT ", not '%s'", name,
		STR_ARG(buf_str(&words)), value);
	buf_release(&words);
	return status;
}

static enum status use_language(
	struct invocation *v, const char *value, struct error *err)
{
	v->request.language = language_find(str_from(value));
	return v->request.language != LANGUAGE_NONE
		       ? OK
		       : refuse_word(language_codes, "language", value, err);
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
	v->given |= BIT(row);
	switch (row) {
	case ROW_INDEX:
		if (v->folder_count == SEARCH_INDEXES_MAX)
			return error_set(err, ERR_LIMIT,
				"at most %d indexes can be searched together",
				SEARCH_INDEXES_MAX);
		v->folders[v->folder_count++] = value;
		return OK;
	case ROW_LIMIT:
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
			       : refuse_word(print_names, "format", value, err);
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
				"--against can be given at most %d times",
				AGAINST_MAX);
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

bool invocation_has(const struct invocation *v, size_t row)
{
	return v->given >> row & 1;
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

/* Is every option given for the task that is? */
static enum status check_task(
	const struct invocation *v, struct str words, struct error *err)
{
	const struct option_row *rows = query_usage.options;
	size_t task = 0, row = 0;
	while (task < TASK_COUNT && !invocation_has(v, TASKS[task].row))
		task++;
	if (task == TASK_COUNT)
		return OK;
	const char *name = rows[TASKS[task].row].name;
	uint32_t heeded = TASKS[task].heeds | BIT(TASKS[task].row) | ALWAYS;
	while (rows[row].name &&
		(!invocation_has(v, row) || (heeded & BIT(row))))
		row++;
	if (rows[row].name)
		return error_set(err, ERR_INVALID,
			"--%s is not for --%s; leave out one of them",
			rows[row].name, name);
	if (TASKS[task].wordless && words.len)
		return error_set(err, ERR_INVALID,
			"--%s takes no words to search for, such as '" STR_FMT
			"'",
			name, STR_ARG(words));
	return OK;
}

/* Has the form a place for all that is asked for? */
static enum status check_form(const struct invocation *v, struct error *err)
{
	bool text = invocation_wants(v, "text");
	bool json = invocation_wants(v, "json");
	bool lines = invocation_wants(v, "jsonl");
	if (v->output.zero && !invocation_wants(v, "ids"))
		return error_set(err, ERR_INVALID,
			"-0 ends ids with zero bytes, so it needs --format "
			"ids");
	if (v->output.explain && !text && !json && !lines)
		return error_set(err, ERR_INVALID,
			"--explain needs --format text, json or jsonl");
	if (v->output.facet_count && !text && !json)
		return error_set(err, ERR_INVALID,
			"--facets needs --format text or json");
	if ((v->audit || v->check || v->why_not) && !text && !json && !lines)
		return error_set(err, ERR_INVALID,
			"--audit, --check and --why-not need --format text, "
			"json or jsonl");
	return OK;
}

enum status invocation_check(
	const struct invocation *v, struct str words, struct error *err)
{
	if (v->judge && !v->queries)
		return error_set(
			err, ERR_INVALID, "--judge needs --queries FILE");
	if (v->against_count && !v->check)
		return error_set(
			err, ERR_INVALID, "--against needs --check FILE");
	enum status status = check_task(v, words, err);
	if (status == OK)
		status = check_form(v, err);
	if (status == OK && invocation_is_empty(v, words) &&
		(v->why_not || !prompt_is_possible()))
		return error_set(err, ERR_INVALID,
			"say what to search for (see --help)");
	return status;
}

static bool is_option(const char *word)
{
	size_t dashes = strspn(word, "-");
	for (const struct option_row *o = query_usage.options; o->name; o++) {
		size_t len = strlen(o->name);
		if (dashes == 2 && strncmp(word + 2, o->name, len) == 0 &&
			strchr("=", word[2 + len]))
			return true;
		if (dashes == 1 && o->letter && word[1] == o->letter &&
			!word[2])
			return true;
	}
	return false;
}

void invocation_warn(int first, int argc, char **argv)
{
	for (int i = first; i < argc && strcmp(argv[first - 1], "--"); i++)
		if (is_option(argv[i]))
			fprintf(stderr,
				"meju-query: '%s' is behind a word, so it is "
				"searched for; options come first\n",
				argv[i]);
}
