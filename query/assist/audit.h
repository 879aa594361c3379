/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * audit.h - is an article found by its own title, and if not, why?
 *
 *	struct auditor a = {.searcher = &s, .request = &q};
 *	for every live document
 *		if (audit_article(&a, leaf, doc, &x, &err) == OK && x.lost)
 *			say(&x);
 *	auditor_release(&a);
 *
 * Ownership: what is said of an article holds until the next call.
 * Threads:   as the searcher.
 */
#ifndef MEJU_QUERY_ASSIST_AUDIT_H
#define MEJU_QUERY_ASSIST_AUDIT_H

#include "query/assist/why.h"

enum {
	AUDIT_TOP = 3,     /* where it must be                    */
	AUDIT_DEPTH = 100, /* how far it is looked for            */
};

enum audit_reason {
	AUDIT_FOUND,
	AUDIT_UNTITLED,
	AUDIT_NO_WORD,    /* the title has none                      */
	AUDIT_SAME_TITLE, /* as `behind`, which comes first          */
	AUDIT_STOP_WORDS, /* the title has no others                 */
	AUDIT_UNFIT,      /* `word` of the title, as a query, forbids */
	AUDIT_BEHIND,     /* others come first, of them `behind`     */
	AUDIT_REASONS,
};

/* "found", "untitled" ..., for machines. */
const char *audit_reason_name(enum audit_reason r);

struct audited {
	struct str id, title;
	enum audit_reason reason;
	uint32_t rank; /* 0: not among the first AUDIT_DEPTH */
	struct str behind;
	struct str word;
	enum why_state state; /* of the word */
};

struct auditor {
	struct searcher *searcher;
	const struct search_request *request; /* match, language, now */
	struct search_result result;
	struct stored_reader articles, others;
	struct arena arena;
};

/* Document `doc` of the searcher's leaf `number`. */
MUST_CHECK enum status audit_article(struct auditor *a, uint32_t number,
	uint32_t doc, struct audited *out, struct error *err);
void auditor_release(struct auditor *a);

#endif
