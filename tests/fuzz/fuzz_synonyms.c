/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fuzz_synonyms.c - any rules, and behind a zero byte any query: what was read
 * is of the file, and the plan holds no more words than a query may have.
 */
#include "query/match/plan.h"
#include "query/match/synonyms.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void check_rules(const struct synonyms *s)
{
	must(s->rules.len <= SYNONYMS_RULES_MAX);
	must(s->complaints.len <= SYNONYMS_COMPLAINTS_MAX + 1);
	uint32_t at = 0;
	for (uint32_t i = 0; i < s->rules.len; i++) {
		struct synonym_rule r = s->rules.v[i];
		must(r.first == at && r.first < r.arrow && r.arrow <= r.end);
		must(r.end - r.first <= SYNONYMS_SIDES_MAX);
		for (; at < r.end; at++) {
			const struct synonym *x = &s->all.v[at];
			must(x->rule == i && x->words > 0);
			must(x->words <= SYNONYMS_WORDS_MAX && x->len > 0);
			must(x->off + x->len <= s->bytes.len);
			struct str text = synonyms_text(s, at);
			must(str_find(text, 0, '\n') == text.len);
			must(str_find(text, 0, ',') == text.len);
		}
	}
	must(at == s->all.len);
}

static enum status find_like(void *data, struct arena *arena,
	const struct pattern *pattern, enum term_kind kind, uint32_t *budget,
	uint32_t max, struct plan_like **out, uint32_t *count, bool *more)
{
	(void)data, (void)arena, (void)pattern, (void)kind, (void)budget;
	(void)max;
	*out = NULL;
	*count = 0;
	*more = false;
	return OK;
}

/* Synonyms are kids of a MAX behind the first, and of what they are of. */
static void check_plan(const struct plan *p, struct str synonym)
{
	must(!synonym.len || str_eq(p->synonym, synonym));
	must(!p->synonyms || (p->op == PLAN_MAX && p->count > 1));
	for (uint32_t i = 0; i < p->count; i++) {
		const struct plan *kid = p->kids[i];
		must(!kid->synonym.len || synonym.len ||
			(p->synonyms && i > 0));
		check_plan(kid, kid->synonym);
	}
}

static void check_query(struct synonyms *s, struct analyzer *analyzer,
	struct str query, enum match match)
{
	language languages[] = {
		language_find(STR("en")), language_find(STR("zh"))};
	struct arena arena = {0};
	struct parsed q;
	struct plan *plan;
	struct planner p = {.arena = &arena,
		.analyzer = analyzer,
		.languages = languages,
		.language_count = 2,
		.stops = languages[0],
		.find_like = find_like,
		.synonyms = s};
	must(query_parse(&arena, query, 0, &q) == OK);
	must(plan_make(&p, q.root, match, &plan) == OK);
	must(p.used.len <= QUERY_TERMS_MAX);
	must(!p.literal);
	check_plan(plan, STR(""));
	planner_release(&p);
	arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct analyzer *analyzer;
	struct str all = {(const char *)data, size};
	struct str rules = str_slice(all, 0, str_find(all, 0, '\0'));
	struct str query = str_slice(all, rules.len + 1, size);
	struct synonyms s = {0};
	must(analyzer || analyzer_new(&analyzer) == OK);
	must(synonyms_parse(&s, "file", rules) == OK);
	check_rules(&s);
	check_query(&s, analyzer, query, MATCH_ALL);
	check_query(&s, analyzer, query, MATCH_ANY);
	synonyms_release(&s);
	return 0;
}
