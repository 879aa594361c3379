/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * print_audit.h - every article is searched by its own title: those that are not
 * among the first AUDIT_TOP, then a summary.
 */
#ifndef MEJU_QUERY_PRINT_AUDIT_H
#define MEJU_QUERY_PRINT_AUDIT_H

#include "query/assist/audit.h"

enum audit_form { AUDIT_TEXT, AUDIT_JSON, AUDIT_JSONL };

struct audit_options {
	enum audit_form form;
	uint64_t limit; /* so many articles, evenly spread; 0: all */
	/* After each article, of so many; what is written by then may be taken
	 * away.  NULL: nobody waits for it. */
	enum status (*step)(
		void *data, uint64_t done, uint64_t total, struct error *err);
	void *data;
};

/* Appends to `out`.  *all: every article is among the first. */
MUST_CHECK enum status print_audit(struct searcher *s,
	const struct search_request *q, const struct audit_options *o,
	struct buf *out, bool *all, struct error *err);

#endif
