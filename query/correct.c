/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/correct.h"
#include "common/base/deadline.h"
#include "common/base/rune.h"
#include "query/assist/spell.h"
#include "query/lang/lexer.h"
#include "query/match/pattern.h"
#include "query/source.h"

#include <math.h>

enum {
	PAGE = 10,      /* hits that are enough                          */
	CLEARLY = 10,   /* so many times more hits are clearly more      */
	RARE_IN = 1000, /* a word is rare that one document of so many has */
	SLOTS_MAX = 16, /* words that are looked at                      */
	TRIES = 4,      /* guesses for a word that are searched          */
	SEARCHES = 24,  /* in all                                        */
	LETTERS_MIN = 3,
	FIELD_LETTERS_MIN = 4,
	DEAR = 256, /* so much of the budget for patterns            */
};

static const double COST_JOIN = 3;

/* What the errors of a guess may cost for each letter of the word: short words
 * have others near them by chance, short values, of which there are few, not. */
static const double COST_LETTER = 1.35;

/* How much more a guess must be worth than a word that the index has. */
static const double DOUBT = 1;

/* Another text for some bytes of the query. */
struct edit {
	size_t off, len;
	struct spell_guess guess;
	bool pair; /* one word in two: they must stand side by side */
};

/* A word of the query, or a value, or the name of a field. */
struct slot {
	size_t off, len;
	enum term_kind kind; /* of the value; 0: a word, TERM_NAME: a field */
	struct str word;
	bool quoted;
	uint64_t df;
	struct edit edits[SPELL_GUESSES + 2]; /* best first */
	uint32_t count;
	const struct edit *chosen;
};

struct suggesting {
	struct searcher *searcher;
	const struct planner *planner; /* of what was searched for */
	struct search_request request; /* how suggestions are counted */
	struct arena arena;
	struct corpus corpus;
	struct spell spell;
	struct slot slots[SLOTS_MAX];
	uint32_t count;
	struct buf text;
	struct search_result result;
	uint64_t hits; /* of the text */
	unsigned searches;
	struct error *err;
};

static enum status stem_df(struct suggesting *g, struct str stem, uint64_t *out)
{
	struct buf term = {0};
	struct str name = term_put(&term, TERM_STEM, stem);
	enum status status = term.status;
	if (status == OK)
		status = corpus_df(&g->corpus, name, out);
	buf_release(&term);
	return status;
}

static struct slot *new_slot(struct suggesting *g, const struct node *n,
	size_t from, size_t to, enum term_kind kind)
{
	struct slot *x = &g->slots[g->count++];
	*x = (struct slot){.off = n->off + from,
		.len = to - from,
		.kind = kind,
		.quoted = n->type == NODE_PHRASE};
	return x;
}

static enum status add_slot(
	struct suggesting *g, const struct node *n, struct token token)
{
	struct analysis an;
	struct str raw = {n->text.p + token.off, token.len};
	enum status status = analyzer_word(
		g->searcher->analyzer, raw, g->searcher->languages[0], &an);
	if (status != OK || g->count == SLOTS_MAX || an.count != 1 ||
		an.parts[0].word.len == 0 || str_has_digit(raw))
		return status;
	struct slot *x = new_slot(g, n, token.off, token.off + token.len, 0);
	uint64_t df;
	x->word = arena_dup(&g->arena, an.parts[0].word);
	if (!x->word.p)
		return ERR_NOMEM;
	status = stem_df(g, an.parts[0].stem, &x->df);
	if (status == OK)
		status = spell_df(&g->spell, x->word, &df);
	if (status == OK && df > x->df)
		x->df = df;
	return status;
}

/* One that no document has. */
static enum status add_value(struct suggesting *g, const struct node *n,
	size_t from, size_t to, enum term_kind kind)
{
	struct buf folded = {0};
	struct spell spell = g->spell;
	uint64_t df = 1;
	spell.kind = kind;
	analyzer_fold(str_slice(n->text, from, to), LANGUAGE_NONE, &folded);
	struct str value = arena_dup(&g->arena, buf_str(&folded));
	enum status status = value.p ? folded.status : ERR_NOMEM;
	buf_release(&folded);
	if (status == OK && value.len)
		status = spell_df(&spell, value, &df);
	if (status == OK && df == 0 && g->count < SLOTS_MAX)
		new_slot(g, n, from, to, kind)->word = value;
	return status;
}

/* Authors are found by their names, each by itself. */
static enum status add_values(struct suggesting *g, const struct node *n)
{
	static const enum term_kind kinds[] = {[FIELD_AUTHOR] = TERM_AUTHOR,
		[FIELD_TAG] = TERM_TAG,
		[FIELD_CATEGORY] = TERM_CATEGORY,
		[FIELD_TYPE] = TERM_TYPE};
	enum status status = OK;
	size_t known = sizeof kinds / sizeof *kinds;
	if (n->field >= known || !kinds[n->field] || n->text.len != n->len)
		return OK;
	for (size_t at = 0; at < n->text.len && status == OK;) {
		size_t end = n->field == FIELD_AUTHOR
				     ? str_find(n->text, at, ' ')
				     : n->text.len;
		status = add_value(g, n, at, end, kinds[n->field]);
		at = end + 1;
	}
	return status;
}

static bool is_near(const struct pattern *p, struct str field)
{
	struct pattern_state states[PATTERN_MAX + 1];
	unsigned n = 0;
	pattern_begin(p, states);
	for (; n < field.len; n++)
		if (!pattern_step(p, states, n, (unsigned char)field.p[n]))
			return false;
	return pattern_errors(p, states, n) <= p->errors;
}

/* The name of a field that is one letter off, as "titel". */
static struct str near_field(struct str name)
{
	struct pattern p;
	struct str field = {0};
	if (name.len < FIELD_LETTERS_MIN || !pattern_similar(&p, name, 1))
		return field;
	for (size_t i = 0; field_listed(i, &field); i++)
		if (is_near(&p, field))
			return field;
	return (struct str){0};
}

/* "titel:gut": what would be a field if it were spelled as one. */
static bool add_field(struct suggesting *g, const struct node *n)
{
	size_t colon = str_find(n->text, 0, ':');
	struct str field = near_field(str_slice(n->text, 0, colon));
	if (field.len == 0 || colon + 1 >= n->text.len || g->count == SLOTS_MAX)
		return false;
	struct slot *x = new_slot(g, n, 0, colon, TERM_NAME);
	x->edits[x->count++] = (struct edit){.off = x->off,
		.len = x->len,
		.guess = {.text = field, .df = 1}};
	return true;
}

static bool has_synonyms(const struct planner *p, const struct node *n)
{
	const struct plan *plan = plan_find(p, n);
	return (plan && plan->synonyms) || plan_find_run(p, n);
}

/* What the query's patterns took is taken again by each search. */
static bool has_dear_patterns(const struct search_result *r)
{
	uint32_t left = r->passes[0].planner.budget;
	return PATTERN_BUDGET - left > PATTERN_BUDGET / DEAR;
}

/* The words that are wanted as they are typed, and that no rule knows. */
static enum status find_slots(struct suggesting *g, const struct node *n)
{
	enum status status = OK;
	if (n->type == NODE_NOT || has_synonyms(g->planner, n))
		return OK;
	if (field_is_boolean(n->field))
		return add_values(g, n);
	for (unsigned i = 0; i < n->count && status == OK; i++)
		status = find_slots(g, n->kids[i]);
	/* Of a phrase that the parser made the text is not the query's. */
	if ((n->type != NODE_WORD && n->type != NODE_EXACT &&
		    n->type != NODE_PHRASE) ||
		n->text.len != n->len)
		return status;
	if (n->type == NODE_WORD && n->field == FIELD_ANY && add_field(g, n))
		return status;
	struct tokens tokens;
	struct token token;
	tokens_init(&tokens, n->text);
	while (status == OK && tokens_next(&tokens, &token))
		status = add_slot(g, n, token);
	return status;
}

static void add_edit(
	struct slot *x, size_t off, size_t len, const struct spell_guess *guess)
{
	bool pair = str_find(guess->text, 0, ' ') < guess->text.len;
	uint32_t at = x->count;
	for (; at > 0 && x->edits[at - 1].guess.worth < guess->worth; at--)
		x->edits[at] = x->edits[at - 1];
	x->edits[at] = (struct edit){off, len, *guess, pair};
	x->count++;
}

/* Both words in one, if the index has that. */
static enum status join(
	struct suggesting *g, struct slot *x, const struct slot *first)
{
	struct str query = g->request.query;
	const struct slot *second = first + 1;
	struct spell_guess guess = {0};
	struct buf both = {0};
	for (size_t i = first->off + first->len; i < second->off; i++)
		if (query.p[i] != ' ')
			return OK;
	if (second->off <= first->off + first->len)
		return OK;
	buf_put_str(&both, first->word);
	buf_put_str(&both, second->word);
	guess.text = arena_dup(&g->arena, buf_str(&both));
	enum status status = guess.text.p ? both.status : ERR_NOMEM;
	buf_release(&both);
	if (status == OK)
		status = spell_df(&g->spell, guess.text, &guess.df);
	guess.worth = log((double)guess.df) - COST_JOIN;
	if (status == OK && guess.df)
		add_edit(x, first->off, second->off + second->len - first->off,
			&guess);
	return status;
}

static unsigned letters(struct str word)
{
	unsigned n = 0;
	uint32_t rune;
	for (size_t at = 0; at < word.len; n++)
		at += rune_get(word, at, &rune);
	return n;
}

static enum status find_edits(struct suggesting *g, struct slot *x)
{
	struct spell_guess guesses[SPELL_GUESSES];
	struct spell spell = g->spell;
	uint32_t count = 0;
	enum status status = OK;
	if (x->kind == TERM_NAME)
		return OK;
	spell.kind = x->kind;
	if (letters(x->word) >= LETTERS_MIN)
		status = spell_word(&spell, x->word, guesses, &count);
	if (status != OK)
		return status;
	double most = x->kind ? INFINITY : COST_LETTER * letters(x->word);
	for (uint32_t i = 0; i < count; i++)
		if (guesses[i].cost <= most ||
			str_find(guesses[i].text, 0, ' ') < guesses[i].text.len)
			add_edit(x, x->off, x->len, &guesses[i]);
	if (x > g->slots && !x->kind && !x[-1].kind)
		status = join(g, x, x - 1);
	if (status == OK && x + 1 < g->slots + g->count && !x->kind &&
		!x[1].kind)
		status = join(g, x, x);
	return status;
}

/* The query with all that is chosen; `strict`: as it is counted. */
static enum status put_chosen(struct suggesting *g, bool strict)
{
	struct str query = g->request.query;
	size_t at = 0;
	buf_clear(&g->text);
	for (uint32_t i = 0; i < g->count; i++) {
		const struct edit *e = g->slots[i].chosen;
		if (!e || e->off < at)
			continue;
		bool quote = (strict || g->slots[i].kind) && e->pair &&
			     !g->slots[i].quoted;
		buf_put_str(&g->text, str_slice(query, at, e->off));
		buf_puts(&g->text, quote ? "\"" : "");
		buf_put_str(&g->text, e->guess.text);
		buf_puts(&g->text, quote ? "\"" : "");
		at = e->off + e->len;
	}
	buf_put_str(&g->text, str_slice(query, at, query.len));
	return g->text.status;
}

/* How much it finds. */
static enum status search_chosen(struct suggesting *g)
{
	struct search_request q = g->request;
	enum status status = put_chosen(g, true);
	if (status != OK)
		return status;
	q.query = buf_str(&g->text);
	g->searches++;
	status = search_run(g->searcher, &q, &g->result, g->err);
	g->hits = g->result.total;
	return status;
}

/* Tries the edits of a slot, with those that others have; keeps the best that
 * finds `least` or more; if there is none, the first for an unknown word, no
 * other for a known one.  What is found beside the other words stands half for
 * how frequent the guess is. */
static enum status choose(struct suggesting *g, struct slot *x, uint64_t least,
	double *value, bool *found)
{
	const struct edit *best = NULL;
	enum status status = OK;
	*value = -INFINITY;
	for (uint32_t i = 0; i < x->count && i < TRIES && status == OK &&
			     g->searches < SEARCHES;
		i++) {
		const struct spell_guess *guess = &x->edits[i].guess;
		x->chosen = &x->edits[i];
		status = search_chosen(g);
		double v =
			guess->worth +
			(log1p((double)g->hits) - log1p((double)guess->df)) / 2;
		if (status == OK && g->hits >= least && v > *value) {
			*value = v;
			best = x->chosen;
		}
	}
	x->chosen = best ? best : x->df ? NULL : &x->edits[0];
	*found = best != NULL;
	return status;
}

/* Every word that the index does not have is another. */
static enum status correct_unknown(
	struct suggesting *g, uint64_t least, bool *found)
{
	enum status status = OK;
	double value;
	for (uint32_t i = 0; i < g->count && status == OK; i++) {
		struct slot *x = &g->slots[i];
		if (x->df)
			continue;
		status = find_edits(g, x);
		x->chosen = x->count ? &x->edits[0] : NULL;
	}
	for (uint32_t i = 0; i < g->count && status == OK; i++) {
		if (g->slots[i].df || !g->slots[i].count)
			continue;
		status = choose(g, &g->slots[i], least, &value, found);
	}
	return status;
}

/* One word is a rare one by mistake, beside the unknown ones. */
static enum status correct_rare(
	struct suggesting *g, uint64_t least, bool *found)
{
	uint64_t rare = g->searcher->collection.docs / RARE_IN + 2;
	struct slot *best = NULL;
	const struct edit *edit = NULL;
	double most = -INFINITY, value;
	enum status status = OK;
	for (uint32_t i = 0; i < g->count && status == OK; i++) {
		struct slot *x = &g->slots[i];
		if (x->df == 0 || x->df > rare)
			continue;
		uint32_t kept = 0;
		status = find_edits(g, x);
		double least_worth = log((double)x->df) + DOUBT;
		for (uint32_t k = 0; k < x->count; k++)
			if (x->edits[k].guess.worth > least_worth ||
				x->edits[k].len > x->len)
				x->edits[kept++] = x->edits[k];
		x->count = kept;
		if (status == OK)
			status = choose(g, x, least, &value, found);
		if (x->chosen && value > most) {
			most = value;
			best = x;
			edit = x->chosen;
		}
		x->chosen = NULL;
	}
	*found = best != NULL;
	if (best)
		best->chosen = edit;
	return status;
}

static enum status suggest(
	struct suggesting *g, const struct search_result *r, bool *found)
{
	enum status status = has_dear_patterns(r) ? OK : find_slots(g, r->tree);
	if (status != OK)
		return status;
	uint64_t least = r->full ? CLEARLY * r->full : 1;
	status = correct_unknown(g, least, found);
	if (status == OK && *found)
		status = search_chosen(g);
	bool few = !*found || g->hits < PAGE, more = false;
	if (status == OK && few)
		status = correct_rare(
			g, *found ? CLEARLY * g->hits : least, &more);
	*found = *found || more;
	if (status == OK && *found)
		status = search_chosen(g);
	if (status == OK)
		status = put_chosen(g, false);
	*found = *found && g->hits >= least;
	return status;
}

enum status search_correct(struct searcher *s, const struct search_request *q,
	struct search_result *r, struct error *err)
{
	if (!q->total || r->full >= PAGE || deadline_passed())
		return OK;
	struct suggesting *g = arena_alloc(&r->arena, sizeof *g);
	bool found = false;
	if (!g)
		return error_set(err, ERR_NOMEM, "out of memory");
	g->searcher = s;
	g->planner = &r->passes[0].planner;
	g->request = *q;
	g->request.match = q->match == SEARCH_AUTO ? SEARCH_ALL : q->match;
	g->request.limit = g->request.offset = 0;
	g->request.sort.count = 0;
	g->request.exhaustive = false;
	g->corpus = searcher_corpus(s);
	g->spell = (struct spell){.corpus = &g->corpus, .arena = &g->arena};
	g->err = err;
	enum status status = suggest(g, r, &found);
	/* An answer without a suggestion is a whole one. */
	if (deadline_missed())
		found = deadline.missed = false;
	if (status != OK && status != ERR_NOMEM && s->shards) {
		(void)s->source->recover(s, status);
		found = false;
		status = OK;
	}
	if (status == OK && found) {
		r->suggestion = arena_dup(&r->arena, buf_str(&g->text));
		status = r->suggestion.p ? OK : ERR_NOMEM;
	}
	search_result_release(&g->result);
	buf_release(&g->text);
	arena_release(&g->arena);
	return status == OK ? OK : searcher_failed(s, status, err);
}
