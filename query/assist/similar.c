/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/assist/similar.h"
#include "common/base/map.h"
#include "query/match/plan_word.h"

#include <math.h>

/* How often a word counts, by where it stands. */
enum { IN_TEXT = 1, IN_HEADING = 2, IN_TITLE = 3 };

/* A word that occurs so often is worth half of what one can be at most.  Less
 * (1, 4) lets rare words that an article mentions once decide. */
enum { OFTEN = 12 };

/* Stems with how often the document has them. */
struct stems {
	const struct corpus *corpus;
	language lang;
	struct map tokens, stems;
	VEC(uint32_t) token_counts;
	VEC(uint32_t) counts;
};

static enum status count(struct map *map, struct str key, uint32_t times,
	uint32_t **counts, size_t *len, size_t *cap)
{
	uint32_t id;
	enum status status = map_add(map, key, &id);
	if (status == OK && id == *len) {
		status = vec_grow(
			(void **)counts, cap, id + (size_t)1, sizeof **counts);
		if (status == OK)
			(*counts)[(*len)++] = 0;
	}
	if (status == OK)
		(*counts)[id] += times;
	return status;
}

#define COUNT(map, key, times, vec)                                            \
	count(map, key, times, &(vec)->v, &(vec)->len, &(vec)->cap)

static enum status count_tokens(
	struct stems *s, struct str text, uint32_t times)
{
	struct tokens tokens;
	struct token t;
	enum status status = OK;
	tokens_init(&tokens, text);
	while (status == OK && tokens_next(&tokens, &t))
		status =
			COUNT(&s->tokens, str_slice(text, t.off, t.off + t.len),
				times, &s->token_counts);
	return status;
}

/* Numbers say little of what an article is about. */
static bool has_letter(struct str stem)
{
	for (size_t i = 0; i < stem.len; i++)
		if ((stem.p[i] >= 'a' && stem.p[i] <= 'z') ||
			(unsigned char)stem.p[i] >= 0x80)
			return true;
	return false;
}

/* A token is analysed once, however often it occurs. */
static enum status count_stems(struct stems *s)
{
	enum status status = OK;
	for (uint32_t i = 0; i < s->tokens.count && status == OK; i++) {
		struct analysis an;
		status = analyzer_word(s->corpus->analyzer,
			map_key(&s->tokens, i), s->lang, &an);
		for (unsigned k = 0; status == OK && k < an.count; k++) {
			const struct part *p = &an.parts[k];
			if (p->role == PART_CHAR || p->stem.len >= TERM_MAX ||
				!has_letter(p->stem) ||
				language_is_stop(s->lang, p->fold))
				continue;
			status = COUNT(&s->stems, p->stem, s->token_counts.v[i],
				&s->counts);
		}
	}
	return status;
}

static enum status count_all(struct stems *s, const struct record *r)
{
	struct str text = str_slice(r->text, 0, SIMILAR_TEXT_MAX);
	enum status status = count_tokens(s, r->title, IN_TITLE);
	if (status == OK)
		status = count_tokens(s, r->description, IN_TEXT);
	if (status == OK)
		status = count_tokens(s, text, IN_TEXT);
	for (uint32_t i = 0; i < r->section_count && status == OK; i++)
		status = count_tokens(s, r->sections[i].heading, IN_HEADING);
	return status == OK ? count_stems(s) : status;
}

/* Live documents that have a stem. */
static enum status df_of(const struct corpus *c, struct str stem, uint64_t *df)
{
	char bytes[TERM_MAX] = {TERM_STEM};
	memcpy(bytes + 1, stem.p, stem.len);
	return corpus_df(c, (struct str){bytes, stem.len + 1}, df);
}

static void keep(struct similar *s, struct similar_word word)
{
	uint32_t at = s->count;
	while (at > 0 && s->words[at - 1].value < word.value)
		at--;
	if (at == SIMILAR_WORDS)
		return;
	if (s->count < SIMILAR_WORDS)
		s->count++;
	memmove(s->words + at + 1, s->words + at,
		(s->count - at - 1) * sizeof *s->words);
	s->words[at] = word;
}

static enum status choose(struct similar *s, const struct stems *all)
{
	uint64_t docs = all->corpus->docs;
	for (uint32_t i = 0; i < all->stems.count; i++) {
		struct similar_word word = {.stem = map_key(&all->stems, i)};
		uint64_t df;
		enum status status = df_of(all->corpus, word.stem, &df);
		if (status != OK)
			return status;
		if (df < 2)
			continue;
		double tf = all->counts.v[i];
		word.weight = tf / (tf + OFTEN);
		word.value = word.weight * log(1 + (double)docs / (double)df);
		keep(s, word);
	}
	return OK;
}

enum status similar_words(struct similar *s, const struct corpus *corpus,
	const struct record *r, struct arena *arena)
{
	struct stems all = {
		.corpus = corpus, .lang = language_find(r->language)};
	*s = (struct similar){0};
	enum status status = count_all(&all, r);
	if (status == OK)
		status = choose(s, &all);
	for (uint32_t i = 0; i < s->count && status == OK; i++) {
		s->words[i].stem = arena_dup(arena, s->words[i].stem);
		if (!s->words[i].stem.p)
			status = ERR_NOMEM;
	}
	map_release(&all.tokens);
	map_release(&all.stems);
	vec_release(&all.token_counts);
	vec_release(&all.counts);
	return status;
}

/* As if the words had been typed behind the query. */
static struct node *make_leaves(
	const struct similar *s, struct arena *arena, const struct node **tree)
{
	struct node *all = arena_alloc(arena, sizeof *all);
	struct node *leaves = arena_alloc(arena, (s->count + 1) * sizeof *all);
	struct node **kids = arena_alloc(arena, (s->count + 1) * sizeof *kids);
	if (!all || !leaves || !kids)
		return NULL;
	kids[0] = (struct node *)(uintptr_t)*tree;
	for (uint32_t i = 0; i < s->count; i++) {
		leaves[i] = (struct node){.type = NODE_WORD,
			.text = s->words[i].stem,
			.boost = 1};
		kids[i + 1] = &leaves[i];
	}
	*all = (struct node){
		.type = NODE_AND, .kids = kids, .count = s->count + 1};
	*tree = all;
	return leaves;
}

enum status similar_plan(const struct similar *s, struct planner *p,
	struct str id, const struct node **tree, struct plan **plan)
{
	plan_list list = {0};
	struct plan *any = NULL, *self, *narrow = *plan;
	const struct node *leaves = make_leaves(s, p->arena, tree);
	enum status status = leaves ? OK : ERR_NOMEM;
	for (uint32_t i = 0; i < s->count && status == OK; i++) {
		struct plan *kid;
		status = plan_term(p, TERM_STEM, s->words[i].stem,
			s->words[i].weight, &kid);
		if (status != OK)
			break;
		kid->from = &leaves[i];
		status = vec_push(&list, kid);
		if (status == OK)
			status = vec_push(&p->leaves, kid);
	}
	if (status == OK)
		status = plan_combine(p, PLAN_OR, &list, &any);
	vec_release(&list);
	if (status == OK)
		status = plan_term(p, TERM_ID, id, 0, &self);
	if (status == OK && narrow->op != PLAN_ALL) {
		plan_unscore(narrow);
		status = plan_pair(p, PLAN_FILTER, any, narrow, &any);
	}
	return status == OK ? plan_pair(p, PLAN_NOT, any, self, plan) : status;
}
