/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * print_check.h - relevance tests in a file, run and reported.
 */
#ifndef MEJU_QUERY_PRINT_CHECK_H
#define MEJU_QUERY_PRINT_CHECK_H

#include "query/assist/cases.h"

struct check_options {
	const char *path;
	bool json;
	/* What to compare with, if there is a name for it: other indexes, if
	 * any, and other settings.  "in DIR", "with match=any" */
	struct str against;
	const char *const *folders;
	uint32_t folder_count;
	const struct search_request *request;
};

/* Appends to `out`.  *all: every case is as it should be. */
MUST_CHECK enum status print_check(struct searcher *s,
	const struct search_request *q, const struct check_options *o,
	struct buf *out, bool *all, struct error *err);

#endif
