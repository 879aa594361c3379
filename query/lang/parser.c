/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/lang/parser.h"
#include "common/base/rune.h"
#include "query/lang/lexer.h"

/* An operand of AND; a loose one may be pooled with others of its field. */
struct operand {
	struct node *node;
	bool loose;
};

struct parser {
	struct arena *arena;
	struct warnings warnings;
	struct lexeme *t; /* the next one */
	int64_t now;
	unsigned terms;
	/* Operands not yet joined: subtrees with a term or more in each. */
	struct operand stack[QUERY_TERMS_MAX];
	unsigned count;
};

static struct node *parse_or(struct parser *p, struct scope scope);

static bool is_between(enum lexeme_type t)
{
	return t >= LEX_AND;
}

static bool is_proximity(enum lexeme_type t)
{
	return t == LEX_NEAR || t == LEX_ADJ;
}

static bool is_end(enum lexeme_type t)
{
	return t == LEX_END || t == LEX_CLOSE;
}

static void *alloc(struct parser *p, size_t size)
{
	void *v = arena_alloc(p->arena, size);
	if (!v)
		p->warnings.status = ERR_NOMEM;
	return v;
}

static struct node *new_node(
	struct parser *p, enum node_type type, unsigned kids)
{
	struct node *n = alloc(p, sizeof *n + kids * sizeof *n->kids);
	if (!n)
		return NULL;
	n->type = type;
	n->boost = 1;
	n->count = kids;
	n->kids = kids ? (struct node **)(n + 1) : NULL;
	return n;
}

static void push(struct parser *p, struct node *n, bool loose)
{
	if (n)
		p->stack[p->count++] = (struct operand){n, loose};
}

/* From the first byte of a kid to the last of one: pooled kids may lie far
 * apart, with others between. */
static void cover(struct node *n)
{
	uint32_t low = UINT32_MAX, high = 0;
	for (unsigned i = 0; i < n->count; i++) {
		uint32_t end = n->kids[i]->off + n->kids[i]->len;
		low = n->kids[i]->off < low ? n->kids[i]->off : low;
		high = end > high ? end : high;
	}
	n->off = low;
	n->len = high - low;
}

static void require(struct node *n)
{
	n->must = n->type != NODE_NOT && n->type != NODE_AND;
	for (unsigned i = 0; n->type == NODE_AND && i < n->count; i++)
		require(n->kids[i]);
}

static struct node *new_not(struct parser *p, struct node *kid)
{
	if (kid->type == NODE_NOT)
		return kid->kids[0];
	struct node *n = new_node(p, NODE_NOT, 1);
	if (!n)
		return NULL;
	kid->must = false;
	n->kids[0] = kid;
	cover(n);
	return n;
}

static void put_kid(struct node *n, struct node *kid)
{
	kid->must = kid->must && n->type == NODE_AND;
	n->kids[n->count++] = kid;
}

/* How many kids the stack from `from` on makes, flattened. */
static unsigned count_kids(
	const struct parser *p, enum node_type type, unsigned from)
{
	unsigned count = 0;
	for (unsigned i = from; i < p->count; i++) {
		const struct node *n = p->stack[i].node;
		count += n->type == type ? n->count : 1;
	}
	return count;
}

/* Everything narrows nothing, so it goes from among other kids of AND. */
static void drop_all(struct parser *p, unsigned from)
{
	unsigned to = from;
	for (unsigned i = from; i < p->count; i++)
		if (p->stack[i].node->type != NODE_ALL ||
			(to == from && i + 1 == p->count))
			p->stack[to++] = p->stack[i];
	p->count = to;
}

/* Pops the stack down to `from` into one node; NULL if there is nothing. */
static struct node *join(struct parser *p, enum node_type type, unsigned from)
{
	if (type == NODE_AND)
		drop_all(p, from);
	unsigned count = p->count - from;
	p->count = from;
	if (count == 0)
		return NULL;
	struct node *first = p->stack[from].node;
	if (count == 1) {
		first->must = false;
		return first;
	}
	p->count += count;
	struct node *n = new_node(p, type, count_kids(p, type, from));
	p->count = from;
	if (!n)
		return NULL;
	n->count = 0;
	for (unsigned i = from; i < from + count; i++) {
		struct node *kid = p->stack[i].node;
		if (kid->type != type)
			put_kid(n, kid);
		for (unsigned k = 0; kid->type == type && k < kid->count; k++)
			put_kid(n, kid->kids[k]);
	}
	cover(n);
	return n;
}

static bool is_poolable(const struct operand *o)
{
	return o->loose && o->node->count == 0 &&
	       field_is_boolean(o->node->field);
}

/* "tag:a tag:b": either. */
static void pool(struct parser *p, unsigned from)
{
	for (unsigned i = from; i < p->count; i++) {
		if (!is_poolable(&p->stack[i]))
			continue;
		struct node *same[QUERY_TERMS_MAX];
		enum field field = p->stack[i].node->field;
		unsigned count = 0, to = i;
		for (unsigned k = i; k < p->count; k++) {
			struct operand *o = &p->stack[k];
			if (is_poolable(o) && o->node->field == field)
				same[count++] = o->node;
			if (k == i || same[count - 1] != o->node)
				p->stack[to++] = *o;
		}
		struct node *n = count > 1 ? new_node(p, NODE_OR, count) : NULL;
		if (!n)
			continue;
		n->count = 0;
		for (unsigned k = 0; k < count; k++)
			put_kid(n, same[k]);
		cover(n);
		p->stack[i].node = n;
		p->count = to;
	}
}

/* What a lexeme that cannot do its work says as a word. */
static void make_word(struct parser *p, struct lexeme *t)
{
	t->type = LEX_WORD;
	warn(&p->warnings, t->text,
		"has nothing to join here, so it is an ordinary word");
}

/*
 * At an operator between operands, step over it and over others behind it.
 * False if no operand follows: then they have all become words.
 */
static bool take_between(struct parser *p)
{
	struct lexeme *first = p->t, *end = first;
	while (is_between(end->type))
		end++;
	bool joins = !is_end(end->type);
	for (struct lexeme *t = first + joins; t < end; t++) {
		if (joins)
			warn(&p->warnings, t->text,
				"follows another operator and is left out");
		else
			make_word(p, t);
	}
	p->t = joins ? end : first;
	return joins;
}

static struct node *new_leaf(struct parser *p, enum node_type type,
	const struct lexeme *t, struct scope scope)
{
	if (p->terms == QUERY_TERMS_MAX)
		warn(&p->warnings, t->text,
			"and what follows is left out; a query has room for "
			"128 words");
	if (p->terms++ >= QUERY_TERMS_MAX)
		return NULL;
	struct node *n = new_node(p, type, 0);
	if (!n)
		return NULL;
	n->field = scope.field;
	n->text = t->text;
	n->off = t->off;
	n->len = t->len;
	n->boost = t->boost;
	n->slop = t->number;
	return n;
}

static struct node *new_range(
	struct parser *p, const struct lexeme *t, struct scope scope)
{
	static const struct scope anywhere = {FIELD_ANY, BOUND_WITHIN};
	struct span span;
	if (!date_span(t->text, scope.bound, p->now, &span)) {
		warn(&p->warnings, t->text,
			"is no date such as 2024-05-03, so it is searched "
			"as text");
		return new_leaf(p,
			t->type == LEX_PHRASE ? NODE_PHRASE : NODE_WORD, t,
			anywhere);
	}
	if (span.turned)
		warn(&p->warnings, t->text,
			"has its dates the wrong way round; they are swapped");
	struct node *n = new_leaf(p, NODE_RANGE, t, scope);
	if (n) {
		n->low = span.low;
		n->high = span.high;
		n->slop = 0;
	}
	return n;
}

static struct node *new_all(
	struct parser *p, const struct lexeme *t, struct scope scope)
{
	static const struct scope anywhere = {FIELD_ANY, BOUND_WITHIN};
	if (scope.field != FIELD_ANY)
		warn(&p->warnings, field_name(scope.field),
			"is given no more than a star, which any document "
			"fits");
	return new_leaf(p, NODE_ALL, t, anywhere);
}

static struct node *new_pattern(
	struct parser *p, const struct lexeme *t, struct scope scope)
{
	enum node_type type = t->type == LEX_GLOB ? NODE_GLOB : NODE_FUZZY;
	if (field_is_boolean(scope.field)) {
		warn(&p->warnings, t->text,
			"names a whole value there, which is looked up as it "
			"is written");
		type = NODE_WORD;
	}
	struct node *n = new_leaf(p, type, t, scope);
	if (n && type == NODE_WORD)
		n->slop = 0;
	return n;
}

/* Stars at the end are no part of a lexeme's text. */
static void warn_of_star(
	struct parser *p, const struct lexeme *t, struct scope scope)
{
	if (scope.field == FIELD_PATH &&
		str_find(t->text, 0, '*') < t->text.len)
		warn(&p->warnings, t->text,
			"is looked up as it is written; a path has room for a "
			"star at its end, as in path:posts/*");
}

static struct node *parse_leaf(struct parser *p, struct scope scope)
{
	const struct lexeme *t = p->t++;
	if (t->type == LEX_ALL)
		return new_all(p, t, scope);
	if (scope.field == FIELD_DATE)
		return new_range(p, t, scope);
	warn_of_star(p, t, scope);
	switch (t->type) {
	case LEX_GLOB:
	case LEX_FUZZY:
		return new_pattern(p, t, scope);
	case LEX_EXACT:
		return new_leaf(p, NODE_EXACT, t, scope);
	case LEX_PREFIX:
		return new_leaf(p, NODE_PREFIX, t, scope);
	case LEX_PHRASE:
		return new_leaf(p, NODE_PHRASE, t, scope);
	default:
		return new_leaf(p, NODE_WORD, t, scope);
	}
}

static void boost(struct node *n, double by)
{
	for (unsigned i = 0; i < n->count; i++)
		boost(n->kids[i], by);
	if (n->count == 0 || n->type == NODE_NEAR)
		n->boost =
			n->boost * by < BOOST_MAX ? n->boost * by : BOOST_MAX;
}

static struct node *parse_unit(struct parser *p, struct scope scope)
{
	while (p->t->type == LEX_FIELD)
		scope = p->t++->scope;
	if (p->t->type != LEX_OPEN)
		return p->t->type > LEX_END && p->t->type < LEX_FIELD
			       ? parse_leaf(p, scope)
			       : NULL;
	p->t++;
	struct node *n = parse_or(p, scope);
	double by = p->t++->boost;
	if (n && by != 1)
		boost(n, by);
	return n;
}

static bool is_near_word(const struct node *n)
{
	return (n->type == NODE_WORD || n->type == NODE_EXACT) &&
	       !field_is_boolean(n->field);
}

/* ADJ/n is a phrase whose words have room for n - 1 others. */
static struct node *new_adjacent(struct parser *p, struct node *near)
{
	size_t len = near->count - 1;
	for (unsigned i = 0; i < near->count; i++)
		len += near->kids[i]->text.len;
	char *to = alloc(p, len);
	if (!to)
		return NULL;
	near->text = (struct str){to, len};
	for (unsigned i = 0; i < near->count; i++) {
		struct str word = near->kids[i]->text;
		if (i)
			*to++ = ' ';
		memcpy(to, word.p, word.len);
		to += word.len;
	}
	near->type = NODE_PHRASE;
	near->slop--;
	near->count = 0;
	return near;
}

/* The operands of NEAR from `from` on, if it can join them. */
static bool can_be_near(struct parser *p, unsigned from)
{
	for (unsigned i = from; i < p->count; i++) {
		struct node *n = p->stack[i].node;
		if (!is_near_word(n) || n->field != p->stack[from].node->field)
			return false;
	}
	return p->count - from > 1;
}

static struct node *join_near(
	struct parser *p, unsigned from, enum lexeme_type type, unsigned within)
{
	struct node *first = p->stack[from].node;
	struct node *n = new_node(p, NODE_NEAR, p->count - from);
	if (!n)
		return NULL;
	for (unsigned i = 0; i < n->count; i++) {
		struct node *kid = p->stack[from + i].node;
		if (kid->type == NODE_EXACT)
			warn(&p->warnings, kid->text,
				"is searched in all its forms, as always near "
				"other words");
		kid->type = NODE_WORD;
		n->boost = kid->boost > n->boost ? kid->boost : n->boost;
		kid->boost = 1;
		n->kids[i] = kid;
	}
	cover(n);
	n->field = first->field;
	n->slop = within;
	p->count = from;
	return type == LEX_ADJ ? new_adjacent(p, n) : n;
}

static struct node *parse_near(struct parser *p, struct scope scope)
{
	unsigned from = p->count, within = 0;
	enum lexeme_type type = p->t->type;
	struct lexeme *op = NULL;
	bool mixed = false;
	push(p, parse_unit(p, scope), false);
	while (is_proximity(p->t->type)) {
		struct lexeme *t = p->t;
		if (!take_between(p))
			break;
		mixed = mixed || (op && op->type != t->type);
		op = op ? op : t;
		type = mixed ? LEX_NEAR : t->type;
		within = t->number > within ? t->number : within;
		if (p->t->type == LEX_NOT || p->t->type == LEX_PLUS)
			break;
		push(p, parse_unit(p, scope), false);
	}
	if (!op || p->count - from == 0)
		return join(p, NODE_AND, from);
	if (!can_be_near(p, from)) {
		warn(&p->warnings, op->text,
			"joins only words of one field, so AND takes its "
			"place");
		return join(p, NODE_AND, from);
	}
	if (mixed)
		warn(&p->warnings, op->text,
			"is mixed with ADJ or NEAR, so all are read as NEAR");
	return join_near(p, from, type, within);
}

static struct node *parse_not(struct parser *p, struct scope scope)
{
	struct lexeme *first = p->t;
	bool negative = false, plus = false;
	for (; p->t->type == LEX_NOT || p->t->type == LEX_PLUS; p->t++) {
		negative ^= p->t->type == LEX_NOT;
		plus = plus || p->t->type == LEX_PLUS;
	}
	if (p->t > first && (is_end(p->t->type) || is_between(p->t->type))) {
		for (struct lexeme *t = first; t < p->t; t++)
			make_word(p, t);
		p->t = first;
		return parse_near(p, scope);
	}
	struct node *n = parse_near(p, scope);
	if (n && negative)
		return new_not(p, n);
	if (n && plus)
		require(n);
	return n;
}

static struct node *parse_and(struct parser *p, struct scope scope)
{
	unsigned from = p->count;
	bool any = false, tied = false;
	while (!is_end(p->t->type)) {
		if (is_between(p->t->type) && !any) {
			make_word(p, p->t);
		} else if (p->t->type == LEX_OR) {
			struct lexeme *op = p->t;
			if (take_between(p)) {
				p->t = op;
				break;
			}
		} else if (is_between(p->t->type) && take_between(p)) {
			tied = true;
			if (p->count > from) {
				p->stack[p->count - 1].loose = false;
				require(p->stack[p->count - 1].node);
			}
		}
		bool loose = !tied && p->t->type != LEX_OPEN &&
			     p->t->type != LEX_PLUS;
		struct node *n = parse_not(p, scope);
		if (n && tied)
			require(n);
		push(p, n, loose);
		any = true;
		tied = false;
	}
	pool(p, from);
	return join(p, NODE_AND, from);
}

static struct node *parse_or(struct parser *p, struct scope scope)
{
	unsigned from = p->count;
	push(p, parse_and(p, scope), false);
	while (p->t->type == LEX_OR && take_between(p))
		push(p, parse_and(p, scope), false);
	return join(p, NODE_OR, from);
}

static struct str cut(struct parser *p, struct str text)
{
	if (text.len <= QUERY_BYTES_MAX)
		return text;
	size_t end = rune_floor(text, QUERY_BYTES_MAX);
	warn(&p->warnings, str_slice(text, end, text.len),
		"and what follows is left out; a query has room for 4096 "
		"bytes");
	return str_slice(text, 0, end);
}

enum status query_parse(
	struct arena *arena, struct str text, int64_t now, struct parsed *out)
{
	struct parser p = {
		.arena = arena,
		.warnings = {.arena = arena},
		.now = now,
	};
	struct lexer x = {
		.text = arena_dup(arena, cut(&p, text)),
		.warnings = &p.warnings,
		.arena = arena,
	};
	if (!x.text.p || lexer_run(&x) != OK)
		return ERR_NOMEM;
	p.t = x.lexemes;
	struct node *root =
		parse_or(&p, (struct scope){FIELD_ANY, BOUND_WITHIN});
	if (!root)
		root = new_node(&p, NODE_ALL, 0);
	if (p.warnings.status != OK)
		return p.warnings.status;
	*out = (struct parsed){root, p.warnings.v, p.warnings.count};
	return OK;
}
