/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/clock.h"
#include "common/base/file.h"
#include "common/base/stop.h"
#include "query/audit.h"
#include "query/check.h"
#include "query/collapse.h"
#include "query/judge.h"
#include "query/match/synonyms.h"
#include "query/options.h"
#include "query/print.h"
#include "query/prompt/prompt.h"
#include "query/correct.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { EXIT_FOUND = 0, EXIT_NOTHING = 1, EXIT_TROUBLE = 2 };

enum { QUERIES_FILE_MAX = 256 << 20, SUGGESTIONS = 8, AGAINST_MAX = 8 };

struct invocation {
	const char *folders[SEARCH_INDEXES_MAX];
	uint32_t folder_count;
	struct search_request request;
	struct print_options output;
	const struct print_form *form;
	struct facet facets[COLUMN_COUNT];
	const char *color, *queries, *judge, *why_not, *check;
	const char *against[AGAINST_MAX];
	uint32_t against_count;
	const char *suggest, *synonyms;
	struct synonyms rules;
	bool incomplete; /* not all that an option names was of use */
	bool match_given, limit_given, audit, collapse, help, version;
};

static enum status use_sort(
	struct invocation *v, const char *value, struct error *err)
{
	bool down = value[0] == '-';
	v->request.sort = down ? SORT_DOWN : SORT_UP;
	v->request.column = column_find(str_from(value + down));
	if (v->request.column == COLUMN_COUNT ||
		!column_is_number(v->request.column))
		return error_set(err, ERR_INVALID,
			"--sort takes date, modified or boost, with a minus "
			"before it for the highest first, not '%s'",
			value);
	return OK;
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
	struct print_options *o = &v->output;
	o->facets = v->facets;
	o->facet_count = 0;
	for (size_t at = 0; at <= value.len;) {
		size_t end = str_find(value, at, ',');
		enum column_id id = column_find(str_slice(value, at, end));
		if (id == COLUMN_COUNT || column_is_number(id) ||
			o->facet_count == COLUMN_COUNT)
			return error_set(err, ERR_INVALID,
				"--facets takes author, tag, category, lang or "
				"type, with commas, not '" STR_FMT "'",
				STR_ARG(value));
		v->facets[o->facet_count++].column = id;
		at = end + 1;
	}
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

static enum status use_option(
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

static enum status flush(struct buf *out, struct error *err)
{
	if (out->status != OK)
		return error_set(err, out->status, "out of memory");
	bool good = fwrite(out->p, 1, out->len, stdout) == out->len &&
		    fflush(stdout) == 0;
	buf_clear(out);
	return good ? OK : error_errno(err, "cannot write to standard output");
}

static enum status print_usage(const char *form, struct error *err)
{
	struct buf out = {0};
	enum status status = usage_generate(&query_usage, form, &out, err);
	if (status == OK)
		status = flush(&out, err);
	buf_release(&out);
	return status;
}

static void print_warnings(const struct search_result *r)
{
	for (uint32_t i = 0; i < r->warning_count; i++) {
		struct error plain;
		error_set(
			&plain, ERR_INVALID, STR_FMT, STR_ARG(r->warnings[i]));
		fprintf(stderr, "meju-query: %s\n", plain.text);
	}
}

static void print_notes(
	const struct invocation *v, const struct search_result *r)
{
	print_warnings(r);
	if (r->suggestion.len) {
		struct buf plain = {0};
		buf_put_plain(&plain, r->suggestion);
		fprintf(stderr, "did you mean: " STR_FMT "\n",
			STR_ARG(buf_str(&plain)));
		buf_release(&plain);
	}
	if (isatty(2) && isatty(1))
		fprintf(stderr, "%s%llu document%s in %.1f ms\n",
			r->count ? "\n" : "", (unsigned long long)r->total,
			r->total == 1 ? "" : "s", v->output.milliseconds);
}

/* One query: search, print; *found is set if there was a hit. */
static enum status search_one(struct invocation *v, struct searcher *s,
	bool *found, struct error *err)
{
	struct search_result r = {0};
	struct buf out = {0};
	double began = clock_milliseconds();
	enum status status = search_run(s, &v->request, &r, err);
	if (status == OK && v->collapse)
		status = search_collapse(&r, err);
	for (uint32_t i = 0; i < v->output.facet_count && status == OK; i++)
		status = facet_count(&v->facets[i], s, &r, err);
	if (status == OK && !v->queries && v->request.similar.len == 0)
		status = search_correct(s, &v->request, &r, err);
	v->output.milliseconds = clock_milliseconds() - began;
	if (status == OK)
		status = print_result(
			v->form, &v->output, s, &v->request, &r, &out, err);
	if (status == OK)
		status = flush(&out, err);
	if (status == OK && !v->queries)
		print_notes(v, &r);
	*found = *found || r.count > 0;
	search_result_release(&r);
	buf_release(&out);
	return status;
}

static bool wants(const struct invocation *v, const char *form)
{
	return v->form == print_find(str_from(form));
}

static enum status audit(struct invocation *v, struct searcher *s, bool *found,
	struct error *err)
{
	struct audit_options o = {.form = wants(v, "json")    ? AUDIT_JSON
					  : wants(v, "jsonl") ? AUDIT_JSONL
							      : AUDIT_TEXT,
		.limit = v->limit_given ? v->request.limit : 0};
	return audit_all(s, &v->request, &o, found, err);
}

/* What is wrong in the file is told, and the rest of it used. */
static enum status read_synonyms(struct invocation *v, struct error *err)
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
		ROW_INDEX, ROW_MATCH, ROW_LANGUAGE, ROW_SYNONYMS};
	for (size_t i = 0; i < sizeof rows; i++) {
		const char *name = query_usage.options[rows[i]].name;
		size_t len = strlen(name);
		if (strncmp(setting, name, len) == 0 && setting[len] == '=')
			return use_option(
				other, rows[i], setting + len + 1, err);
	}
	return use_option(other, ROW_INDEX, setting, err);
}

/* The other side of --check, and in what it is another. */
static enum status read_against(const struct invocation *v,
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
		status = read_synonyms(other, err);
	}
	return status == OK ? name->status : status;
}

static enum status check(struct invocation *v, struct searcher *s, bool *found,
	struct error *err)
{
	struct invocation other = {.request = v->request};
	struct buf name = {0};
	enum status status =
		v->against_count ? read_against(v, &other, &name, err) : OK;
	struct check_options o = {.path = v->check,
		.json = !wants(v, "text"),
		.against = {name.p, name.len},
		.folders = other.folders,
		.folder_count = other.folder_count,
		.request = &other.request};
	if (status == OK)
		status = check_all(s, &v->request, &o, found, err);
	v->incomplete = v->incomplete || other.incomplete;
	synonyms_release(&other.rules);
	buf_release(&name);
	return status;
}

static enum status tell_why_not(struct invocation *v, struct searcher *s,
	bool *found, struct error *err)
{
	struct search_result r = {0};
	struct arena arena = {0};
	struct buf out = {0};
	struct why why;
	enum status status = why_not(
		s, &v->request, str_from(v->why_not), &arena, &r, &why, err);
	if (status == OK)
		status = print_why(
			!wants(v, "text"), s, &v->request, &r, &why, &out, err);
	if (status == OK)
		status = flush(&out, err);
	if (status == OK)
		print_warnings(&r);
	*found = status == OK && why.verdict == WHY_SHOWN;
	search_result_release(&r);
	arena_release(&arena);
	buf_release(&out);
	return status;
}

static enum status suggest(struct invocation *v, struct searcher *s,
	bool *found, struct error *err)
{
	struct completion c = {0};
	struct buf out = {0};
	struct completion_request q = {.text = str_from(v->suggest),
		.filter = v->request.query,
		.limit = v->limit_given ? v->request.limit : SUGGESTIONS,
		.now = v->request.now};
	double began = clock_milliseconds();
	if (!v->form->completion)
		return error_set(err, ERR_INVALID,
			"--suggest has no format '%s', but text, json, jsonl "
			"and ids",
			v->form->name);
	enum status status = complete_run(s, &q, &c, err);
	v->output.milliseconds = clock_milliseconds() - began;
	if (status == OK)
		v->form->completion(&v->output, &q, &c, &out);
	if (status == OK)
		status = flush(&out, err);
	*found = c.count > 0;
	completion_release(&c);
	buf_release(&out);
	return status;
}

/* There are no words: they are asked for. */
static enum status ask(struct invocation *v, struct searcher *s, bool *found,
	struct error *err)
{
	struct buf out = {0};
	const struct prompt_options o = {.request = v->request,
		.limited = v->limit_given,
		.collapse = v->collapse,
		.color = terminal_color(v->color, true),
		.path = wants(v, "text") && !isatty(1),
		.form = v->form,
		.print = &v->output};
	enum status status = prompt_run(s, &o, &out, found, err);
	if (status == OK)
		status = flush(&out, err);
	buf_release(&out);
	return status;
}

static enum status judge_one(struct invocation *v, struct searcher *s,
	struct judge *judge, struct error *err)
{
	struct search_result r = {0};
	struct stored_reader reader = {0};
	struct arena scratch = {0};
	enum status status = search_run(s, &v->request, &r, err);
	struct str *ids = arena_alloc(&r.arena, r.count * sizeof *ids);
	for (uint32_t i = 0; i < r.count && status == OK; i++) {
		struct record record;
		arena_clear(&scratch);
		status = search_record(
			&reader, &scratch, &r.hits[i], &record, err);
		if (status == OK)
			ids[i] = arena_dup(&r.arena, record.id);
	}
	if (status == OK)
		status = judge_query(judge, v->output.query_id, ids, r.count);
	stored_reader_release(&reader);
	arena_release(&scratch);
	search_result_release(&r);
	return status;
}

static enum status search_file(struct invocation *v, struct searcher *s,
	struct judge *judge, bool *found, struct error *err)
{
	struct buf bytes = {0};
	enum status status =
		file_read(v->queries, QUERIES_FILE_MAX, &bytes, err);
	struct str all = buf_str(&bytes);
	unsigned number = 0;
	for (size_t at = 0; at < all.len && status == OK;) {
		size_t end = str_find(all, at, '\n');
		struct str line = str_slice(all, at, end);
		size_t tab = str_find(line, 0, '\t');
		at = end + 1;
		number++;
		if (str_trim(line).len == 0)
			continue;
		if (tab == line.len) {
			status = error_set(err, ERR_INVALID,
				"%s:%u: a query is an id, a tab and words",
				v->queries, number);
			break;
		}
		v->output.query_id = str_slice(line, 0, tab);
		v->request.query = str_trim(str_slice(line, tab + 1, line.len));
		status = judge ? judge_one(v, s, judge, err)
			       : search_one(v, s, found, err);
	}
	buf_release(&bytes);
	return status;
}

static enum status judge_file(struct invocation *v, struct searcher *s,
	bool *found, struct error *err)
{
	struct judge judge = {0};
	struct buf out = {0};
	enum status status = judge_read(&judge, v->judge, err);
	v->request.limit = JUDGE_DEPTH;
	v->request.total = false;
	if (status == OK)
		status = search_file(v, s, &judge, found, err);
	if (status == OK) {
		judge_print(&judge, &out);
		status = flush(&out, err);
		*found = judge.judged > 0;
	}
	judge_release(&judge);
	buf_release(&out);
	return status;
}

static enum status join_words(int count, char **words, struct buf *out)
{
	for (int i = 0; i < count; i++) {
		if (i)
			buf_putc(out, ' ');
		buf_puts(out, words[i]);
	}
	return out->status;
}

static bool is_without_query(const struct invocation *v, struct str words)
{
	return words.len == 0 && !v->queries && !v->audit && !v->check &&
	       !v->suggest && v->request.similar.len == 0;
}

/* Do the options go together? */
static enum status check_task(
	const struct invocation *v, struct str words, struct error *err)
{
	bool whole = v->audit || v->check; /* no query is given */
	if (v->output.zero && !wants(v, "ids"))
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
	if ((whole || v->why_not) && !wants(v, "text") && !wants(v, "json") &&
		!wants(v, "jsonl"))
		return error_set(err, ERR_INVALID,
			"--audit, --check and --why-not take --format text, "
			"json or jsonl");
	if (whole && words.len)
		return error_set(err, ERR_INVALID,
			"--audit and --check take no words to search for");
	if (is_without_query(v, words) && (v->why_not || !prompt_is_possible()))
		return error_set(err, ERR_INVALID,
			"say what to search for (see --help)");
	return OK;
}

static enum status run(
	struct invocation *v, struct str words, bool *found, struct error *err)
{
	struct searcher s;
	char folder[4096];
	if (v->folder_count == 0) {
		option_index(NULL, folder, sizeof folder);
		v->folders[v->folder_count++] = folder;
	}
	enum status status = check_task(v, words, err);
	if (status == OK)
		status = read_synonyms(v, err);
	if (status == OK)
		status = searcher_open(&s, v->folders, v->folder_count, err);
	if (status != OK)
		return status;
	v->request.query = words;
	if (v->check)
		status = check(v, &s, found, err);
	else if (v->audit)
		status = audit(v, &s, found, err);
	else if (v->why_not)
		status = tell_why_not(v, &s, found, err);
	else if (v->judge)
		status = judge_file(v, &s, found, err);
	else if (v->suggest)
		status = suggest(v, &s, found, err);
	else if (v->queries)
		status = search_file(v, &s, NULL, found, err);
	else if (is_without_query(v, words))
		status = ask(v, &s, found, err);
	else
		status = search_one(v, &s, found, err);
	for (uint32_t i = 0; i < v->output.facet_count; i++)
		facet_release(&v->facets[i]);
	searcher_close(&s);
	return status;
}

int main(int argc, char **argv)
{
	struct error err = {0};
	struct invocation v = {.request = {.limit = 10,
				       .total = true,
				       .now = time(NULL),
				       .rank = rank_defaults()},
		.form = print_find(STR("text"))};
	struct buf words = {0};
	int first = 0;
	bool found = false;
	standard_files_guard();
	const char *usage = usage_wanted(argc, argv);
	enum status status =
		usage ? OK
		      : option_parse(argc, argv, query_usage.options,
				query_usage.words_end, use_option, &v, &first,
				&err);
	if (status == OK && v.help)
		usage = "help";
	if (status == OK && v.version) {
		puts("meju-query " MEJU_VERSION);
		return EXIT_FOUND;
	}
	v.output.color = terminal_color(v.color, isatty(1));
	if (v.output.color && isatty(1))
		v.output.links = terminal_links();
	v.output.width = terminal_width();
	if (v.queries && !v.match_given)
		v.request.match = SEARCH_ANY;
	if (status == OK)
		status = join_words(argc - first, argv + first, &words);
	if (status == OK && usage)
		status = print_usage(usage, &err);
	else if (status == OK)
		status = run(&v, buf_str(&words), &found, &err);
	buf_release(&words);
	synonyms_release(&v.rules);
	if (status == ERR_STOPPED) /* as the signal would have had it */
		raise(stop_signal());
	if (status != OK) {
		fprintf(stderr, "meju-query: %s\n",
			err.text[0] ? err.text : status_text(status));
		return EXIT_TROUBLE;
	}
	return v.incomplete     ? EXIT_TROUBLE
	       : found || usage ? EXIT_FOUND
				: EXIT_NOTHING;
}
