/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * tree_check.h - what holds for every parsed query, whatever was typed.
 */
#ifndef MEJU_TESTS_TREE_CHECK_H
#define MEJU_TESTS_TREE_CHECK_H

#include "query/lang/parser.h"

#include <stdio.h>
#include <stdlib.h>

struct tree_check {
	size_t text_len;
	unsigned leaves;
};

#define CHECK(condition)                                                       \
	do {                                                                   \
		if (!(condition)) {                                            \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__,     \
				#condition);                                   \
			abort();                                               \
		}                                                              \
	} while (0)

static inline bool tree_is_wordlike(const struct node *n)
{
	return n->type == NODE_WORD || n->type == NODE_EXACT ||
	       n->type == NODE_PREFIX || n->type == NODE_PHRASE ||
	       n->type == NODE_GLOB || n->type == NODE_FUZZY;
}

static inline void tree_check_leaf(const struct node *n)
{
	CHECK(n->boost >= 0 && n->boost <= 1000);
	CHECK(n->field <= FIELD_DATE);
	CHECK((n->field == FIELD_DATE) == (n->type == NODE_RANGE));
	CHECK(n->slop <= 99);
	if (tree_is_wordlike(n))
		CHECK(n->text.len > 0);
	if (n->type == NODE_FUZZY)
		CHECK(n->slop == 1 || n->slop == 2);
	if (n->type == NODE_RANGE)
		CHECK(n->low <= n->high);
	if (n->type == NODE_ALL)
		CHECK(n->field == FIELD_ANY);
}

static inline void tree_check_kid(const struct node *n, const struct node *kid)
{
	CHECK(kid->off >= n->off);
	CHECK(kid->off + kid->len <= n->off + n->len);
	CHECK(!kid->must || n->type == NODE_AND);
	if (n->type == NODE_NEAR)
		CHECK(kid->type == NODE_WORD && kid->field == n->field &&
			!field_is_boolean(kid->field));
	if (n->type == NODE_AND)
		CHECK(kid->type != NODE_AND && kid->type != NODE_ALL);
	if (n->type == NODE_OR)
		CHECK(kid->type != NODE_OR);
	if (n->type == NODE_NOT)
		CHECK(kid->type != NODE_NOT);
}

static inline void tree_check_node(
	struct tree_check *c, const struct node *n, unsigned depth)
{
	CHECK(depth <= 3 * QUERY_DEPTH_MAX + 3);
	CHECK(n->off + (size_t)n->len <= c->text_len);
	if (n->type < NODE_NEAR || n->type == NODE_RANGE) {
		CHECK(n->count == 0);
		c->leaves++;
		tree_check_leaf(n);
		return;
	}
	CHECK(n->type == NODE_NOT ? n->count == 1 : n->count >= 2);
	CHECK(n->type == NODE_NEAR || n->boost == 1);
	for (unsigned i = 0; i < n->count; i++) {
		tree_check_kid(n, n->kids[i]);
		tree_check_node(c, n->kids[i], depth + 1);
	}
}

static inline void tree_check_warning(struct str s)
{
	CHECK(s.len > 0 && s.len < 300);
	for (size_t i = 0; i < s.len; i++)
		CHECK((unsigned char)s.p[i] >= 0x20 && s.p[i] != 0x7f);
}

static inline void tree_check(const struct parsed *q, size_t text_len)
{
	struct tree_check c = {.text_len = text_len};
	CHECK(q->root != NULL);
	CHECK(!q->root->must);
	tree_check_node(&c, q->root, 0);
	CHECK(c.leaves <= QUERY_TERMS_MAX);
	CHECK(q->warning_count <= 16);
	for (unsigned i = 0; i < q->warning_count; i++)
		tree_check_warning(q->warnings[i]);
}

#endif
