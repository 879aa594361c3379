/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/meju_query.h"

#include "query/lang/parser.h"
#include "query/meju_index.h"

#include <time.h>

enum { LIMIT = 10, PASSAGES = 2, WIDTH = 200, SECTIONS = 3 };

/* A number whose zero is the usual one, and MEJU_NONE zero. */
static uint32_t number(uint32_t given, uint32_t usual)
{
	return given == 0 ? usual : given == MEJU_NONE ? 0 : given;
}

static enum status check_most(
	const char *what, uint64_t n, uint64_t most, struct error *err)
{
	return n <= most ? OK
			 : error_set(err, ERR_LIMIT,
				   "%s may be %llu at most, not %llu", what,
				   (unsigned long long)most,
				   (unsigned long long)n);
}

static enum status read_numbers(
	struct wanted *a, const struct meju_query *q, struct error *err)
{
	struct search_request *r = &a->request;
	r->limit = number(q->limit, LIMIT);
	r->offset = q->offset;
	a->facet_values = number(q->facet_values, MEJU_NONE);
	a->parts =
		(struct view_parts){.passages = number(q->passages, PASSAGES),
			.width = number(q->width, WIDTH),
			.sections = number(q->sections, SECTIONS)};
	a->parts.section_width = a->parts.width;
	if (a->parts.passages == 0)
		a->parts.sections = 0;
	enum status status = check_most("limit and offset together",
		(uint64_t)r->limit + r->offset, SEARCH_LIMIT_MAX, err);
	if (status == OK)
		status = check_most("passages", a->parts.passages,
			SNIPPET_FRAGMENTS_MAX, err);
	if (status == OK)
		status = check_most(
			"the width", a->parts.width, SNIPPET_WIDTH_MAX, err);
	if (status == OK)
		status = check_most(
			"sections", a->parts.sections, SECTIONS_MAX, err);
	return status;
}

static enum status read_choices(
	struct wanted *a, const struct meju_query *q, struct error *err)
{
	static const enum search_match matches[] = {
		[MEJU_AUTO] = SEARCH_AUTO,
		[MEJU_ALL] = SEARCH_ALL,
		[MEJU_ANY] = SEARCH_ANY,
	};
	unsigned match = (unsigned)q->match;
	unsigned highlight = (unsigned)q->highlight;
	if (match > MEJU_ANY)
		return error_set(err, ERR_INVALID,
			"match is no enum meju_match, but %u", match);
	if (highlight > MEJU_ANSI)
		return error_set(err, ERR_INVALID,
			"highlight is no enum meju_highlight, but %u",
			highlight);
	a->request.match = matches[match];
	a->highlight = q->highlight;
	return OK;
}

static enum status read_names(
	struct wanted *a, const struct meju_query *q, struct error *err)
{
	struct search_request *r = &a->request;
	if (border_given(q->language)) {
		r->language = language_find(str_from(q->language));
		if (r->language == LANGUAGE_NONE)
			return error_set(err, ERR_INVALID,
				"there is no language '%s'", q->language);
	}
	if (border_given(q->sort) && !sort_parse(str_from(q->sort), &r->sort))
		return error_set(err, ERR_INVALID,
			"sort of struct meju_query takes up to %d of date, "
			"modified, boost, author, category, lang, type, tag "
			"and id, with commas, a minus before what is to "
			"descend, not '%s'",
			SORT_KEYS_MAX, q->sort);
	if (border_given(q->facets) &&
		!facets_parse(str_from(q->facets), a->facets, &a->facet_count))
		return error_set(err, ERR_INVALID,
			"facets of struct meju_query takes author, tag, "
			"category, lang or type, with commas, not '%s'",
			q->facets);
	return border_given(q->rank)
		       ? rank_settings_read(&r->rank, str_from(q->rank), err)
		       : OK;
}

static enum status read_filter(struct wanted *a, const char *text)
{
	struct parsed parsed = {0};
	struct str kept = arena_dup(&a->arena, str_from(text));
	enum status status =
		kept.p ? query_parse(&a->arena, kept, a->request.now, &parsed)
		       : ERR_NOMEM;
	a->request.filter = parsed.root;
	if (status == OK)
		a->warnings = border_list(&a->arena, parsed.warnings,
			parsed.warning_count, &status);
	return status;
}

static enum status read_texts(struct wanted *a, const struct meju_query *q)
{
	struct search_request *r = &a->request;
	r->query = arena_dup(&a->arena, str_from(q->text));
	r->similar = arena_dup(&a->arena, str_from(q->similar));
	if (!r->query.p || !r->similar.p)
		return ERR_NOMEM;
	return border_given(q->filter) ? read_filter(a, q->filter) : OK;
}

enum status wanted_read(
	struct wanted *a, const struct meju_query *given, struct error *err)
{
	struct meju_query q;
	*a = (struct wanted){0};
	enum status status =
		border_options(&q, sizeof q, given, "struct meju_query", err);
	if (status != OK)
		return status;
	a->request.now = q.now ? q.now : time(NULL);
	a->request.rank = rank_defaults();
	a->request.synonyms = q.synonyms ? &q.synonyms->rules : NULL;
	a->request.total = !q.uncounted;
	a->request.exhaustive = q.exhaustive;
	a->deadline = q.deadline;
	a->collapse = q.collapse;
	a->explain = q.explain;
	a->unfinished = q.unfinished;
	status = read_numbers(a, &q, err);
	if (status == OK)
		status = read_choices(a, &q, err);
	if (status == OK)
		status = read_names(a, &q, err);
	if (status == OK)
		status = read_texts(a, &q);
	a->correct = !q.uncorrected && !a->request.similar.len;
	return status;
}

void wanted_release(struct wanted *a)
{
	facets_release(a->facets, a->facet_count);
	arena_release(&a->arena);
}
