/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * check.h - meju-query --check: relevance tests in a file.
 */
#ifndef MEJU_QUERY_CHECK_H
#define MEJU_QUERY_CHECK_H

#include "query/print_check.h"

/* Prints what print_check() writes.  *all: every case is as it should be. */
MUST_CHECK enum status check_all(struct searcher *s,
	const struct search_request *q, const struct check_options *o,
	bool *all, struct error *err);

#endif
