/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * html.h - gumbo's tree of a page: looking at it, its metadata (html_meta.c)
 * and its main content (html_main.c).
 *
 * Ownership: nodes belong to the tree, texts to it too.
 * Walks go no deeper than HTML_DEPTH_MAX, so that they may recurse.
 */
#ifndef MEJU_INDEXER_PARSE_HTML_H
#define MEJU_INDEXER_PARSE_HTML_H

#include "indexer/parse/budget.h"
#include "indexer/parse/metadata.h"
#include "indexer/parse/parse.h"

#include <gumbo.h>

enum { HTML_DEPTH_MAX = 1000 };

typedef VEC(const GumboNode *) html_nodes;

/* ---- html.c ---- */

/* The tree, which lasts until the budget, zeros before, is released; ERR_LIMIT
 * if the page is too long or too intricate. */
MUST_CHECK enum status html_tree(
	struct budget *b, struct str html, const GumboNode **root);

/* ---- html_tree.c ---- */

/* Is it an element (of HTML, of that kind)? */
bool html_is(const GumboNode *n, GumboTag tag);

/* The element, or NULL for any other node. */
const GumboElement *html_element(const GumboNode *n);

/* The value of an attribute, trimmed; .p NULL if there is none. */
struct str html_attribute(const GumboNode *n, const char *name);

/* Has its attribute `name` (a list of words) the word, in any case? */
bool html_has_word(const GumboNode *n, const char *name, const char *word);

/* The text in a text node, or of no bytes. */
struct str html_text(const GumboNode *n);

/* Append all text below a node. */
void html_all_text(const GumboNode *n, struct buf *out);

/* Call `visit` for every element below and at `n`, in order; false from it
 * leaves out what is below. */
void html_each(const GumboNode *n,
	bool (*visit)(void *data, const GumboNode *element), void *data);

/* Make all texts and attributes UTF-8: gumbo writes some references to
 * characters ("&#x...;") as bytes that are not. */
void html_repair(const GumboNode *root);

/* ---- html_meta.c ---- */

/* Offer all that the page says of itself. */
MUST_CHECK enum status html_metadata(
	struct parser *p, const GumboNode *root, struct metadata *m);

/* ---- html_main.c ---- */

/* Is this element, and all below it, no part of any article? */
bool html_is_dropped(const GumboNode *n, bool in_article);

/* The elements that hold the article, at least one if the tree has any, and
 * what they were chosen for. */
MUST_CHECK enum status html_main(
	const GumboNode *root, html_nodes *out, const char **why);

#endif
