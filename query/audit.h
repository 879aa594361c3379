/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * audit.h - meju-query --audit: every article is searched by its own title.
 */
#ifndef MEJU_QUERY_AUDIT_H
#define MEJU_QUERY_AUDIT_H

#include "query/assist/audit.h"

enum audit_form { AUDIT_TEXT, AUDIT_JSON, AUDIT_JSONL };

struct audit_options {
	enum audit_form form;
	uint64_t limit; /* so many articles, evenly spread; 0: all */
};

/* Prints those that are not among the first AUDIT_TOP as they come, then a
 * summary.  *all: every one is. */
MUST_CHECK enum status audit_all(struct searcher *s,
	const struct search_request *q, const struct audit_options *o,
	bool *all, struct error *err);

#endif
