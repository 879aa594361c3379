/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cases.h - what an index should find, as a file that people keep, and whether
 * it does.
 *
 *	top = 3                         # of all cases, unless they say
 *	[[case]]
 *	query = "leaky gut"
 *	expect = ["gut/leaky-gut.md", {id = "gut/sibo.md", top = 10}]
 *	never = ["kitchen/kefir.md"]    # not among the first 10
 *	match = "all"                   # auto, all, any
 *	language = "en"
 *	[[case]]
 *	query = "zyzzyva"
 *	none = true                     # nothing is found
 *
 * Errors:    ERR_INVALID with the line; a key that is not one of these is one.
 * Ownership: cases own what they name; what was checked lives in the arena.
 */
#ifndef MEJU_QUERY_ASSIST_CASES_H
#define MEJU_QUERY_ASSIST_CASES_H

#include "common/base/vec.h"
#include "query/search.h"

enum {
	CASES_TOP = 3,     /* where an article must be, unless said       */
	CASES_NEVER = 10,  /* where one that must not come must not be    */
	CASES_DEPTH = 100, /* how far articles are looked for             */
};

struct expectation {
	struct str id;
	uint32_t top; /* 0: it must not come */
};

struct test_case {
	struct str query;
	unsigned line; /* in the file */
	enum search_match match;
	language language;
	struct expectation *expect;
	uint32_t count;
	bool none;
};

struct cases {
	struct arena arena;
	VEC(struct test_case) all;
};

/* `defaults` gives match and language where neither file nor case does. */
MUST_CHECK enum status cases_read(struct cases *c, const char *path,
	const struct search_request *defaults, struct error *err);
void cases_release(struct cases *c);

struct checked {
	uint32_t rank; /* 0: not among the first CASES_DEPTH */
	bool known;    /* the article is in the index        */
	bool good;
};

struct case_result {
	struct checked *checked; /* as the case's expectations */
	uint32_t found;          /* at most CASES_DEPTH        */
	uint32_t best;           /* rank of the first that is expected, or 0 */
	bool good;
};

/* What a case does not say is as in the request. */
MUST_CHECK enum status case_check(struct searcher *s,
	const struct search_request *defaults, const struct test_case *c,
	struct arena *arena, struct case_result *out, struct error *err);

#endif
