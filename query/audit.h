/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * audit.h - meju-query --audit: every article is searched by its own title.
 */
#ifndef MEJU_QUERY_AUDIT_H
#define MEJU_QUERY_AUDIT_H

#include "query/print_audit.h"

/* Prints as it comes what print_audit() writes, and on a terminal how far it
 * is.  *all: every article is among the first AUDIT_TOP. */
MUST_CHECK enum status audit_all(struct searcher *s,
	const struct search_request *q, const struct audit_options *o,
	bool *all, struct error *err);

#endif
