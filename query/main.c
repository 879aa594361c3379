/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/clock.h"
#include "common/base/file.h"
#include "common/base/stop.h"
#include "query/assist/locate.h"
#include "query/audit.h"
#include "query/check.h"
#include "query/correct.h"
#include "query/inquiry.h"
#include "query/invocation.h"
#include "query/judge.h"
#include "query/options.h"
#include "query/prompt/prompt.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { EXIT_FOUND = 0, EXIT_NOTHING = 1, EXIT_TROUBLE = 2 };

enum { QUERIES_FILE_MAX = 256 << 20, SUGGESTIONS = 8 };

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

/* Ids are long: perhaps another is meant by one that is not there. */
static void name_nearest(
	const struct searcher *s, struct str id, struct error *err)
{
	struct arena arena = {0};
	struct str near[LOCATE_SIMILAR];
	unsigned count = 0;
	if (!s->shards && locate_similar(s, id, &arena, near, &count) == OK &&
		count)
		error_set(err, ERR_NOT_FOUND,
			"the index has no document '" STR_FMT
			"'; the nearest is '" STR_FMT "'",
			STR_ARG(id), STR_ARG(near[0]));
	arena_release(&arena);
}

/* One query: search, print; *found is set if there was a hit.  What was perhaps
 * meant takes longer than the answer, which does not wait for it if it can. */
static enum status search_one(struct invocation *v, struct searcher *s,
	bool *found, struct error *err)
{
	struct buf out = {0};
	bool corrects = !v->queries && v->request.similar.len == 0;
	struct inquiry q = {.request = &v->request,
		.facets = v->facets,
		.facet_count = v->output.facet_count,
		.collapse = v->collapse,
		.correct = corrects && v->form->suggestion};
	enum status status = inquiry_run(&q, s, err);
	if (status == ERR_NOT_FOUND)
		name_nearest(s, v->request.similar, err);
	v->output.milliseconds = q.milliseconds;
	if (status == OK)
		status = print_result(v->form, &v->output, s, &v->request,
			q.result, &out, err);
	if (status == OK)
		status = flush(&out, err);
	if (status == OK && corrects && !v->form->suggestion)
		status = search_correct(s, &v->request, q.result, err);
	if (status == OK && !v->queries)
		print_notes(v, q.result);
	*found = *found || q.result->count > 0;
	inquiry_release(&q);
	buf_release(&out);
	return status;
}

static enum status audit(struct invocation *v, struct searcher *s, bool *found,
	struct error *err)
{
	struct audit_options o = {
		.form = invocation_wants(v, "json")    ? AUDIT_JSON
			: invocation_wants(v, "jsonl") ? AUDIT_JSONL
						       : AUDIT_TEXT,
		.limit = invocation_has(v, ROW_LIMIT) ? v->request.limit : 0};
	return audit_all(s, &v->request, &o, found, err);
}

static enum status check(struct invocation *v, struct searcher *s, bool *found,
	struct error *err)
{
	struct invocation other = {.request = v->request};
	struct buf name = {0};
	enum status status = v->against_count ? invocation_read_against(
							v, &other, &name, err)
					      : OK;
	struct check_options o = {.path = v->check,
		.json = !invocation_wants(v, "text"),
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
		status = print_why(!invocation_wants(v, "text"), s, &v->request,
			&r, &why, &out, err);
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
		.limit = invocation_has(v, ROW_LIMIT) ? v->request.limit
						      : SUGGESTIONS,
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
		.limited = invocation_has(v, ROW_LIMIT),
		.collapse = v->collapse,
		.color = terminal_color(v->color, true),
		.path = invocation_wants(v, "text") && !isatty(1),
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

static enum status run(
	struct invocation *v, struct str words, bool *found, struct error *err)
{
	struct searcher s;
	char folder[4096];
	if (v->folder_count == 0) {
		option_index(NULL, folder, sizeof folder);
		v->folders[v->folder_count++] = folder;
	}
	enum status status = invocation_check(v, words, err);
	if (status == OK)
		status = invocation_read_synonyms(v, err);
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
	else if (invocation_is_empty(v, words))
		status = ask(v, &s, found, err);
	else
		status = search_one(v, &s, found, err);
	facets_release(v->facets, v->output.facet_count);
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
				query_usage.words_end, invocation_use, &v,
				&first, &err);
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
	if (v.queries && !invocation_has(&v, ROW_MATCH))
		v.request.match = SEARCH_ANY;
	if (status == OK)
		status = join_words(argc - first, argv + first, &words);
	if (status == OK && !usage)
		invocation_warn(first, argc, argv);
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
