/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pair_check.h - is a pair's list what the positions of its stems say?
 *
 * Of each document in it; whether there should be more is not asked.
 *
 * Errors:    ERR_NOMEM through *status.
 * Ownership: borrows the leaf.
 */
#ifndef MEJU_INDEX_PAIR_CHECK_H
#define MEJU_INDEX_PAIR_CHECK_H

#include "common/index/snapshot.h"

/* What is wrong with it, or NULL.  REQUIRES: a term of kind TERM_PAIR. */
const char *pair_check(const struct leaf *leaf, struct str term,
	const struct term_info *info, enum status *status);

#endif
