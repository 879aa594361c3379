/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * shard_check.h - does an index of shards hold together?
 *
 * Xapian says what in a database contradicts itself; all of them must be of
 * one index and its last commit, and each document must be readable, in its
 * shard, in its order, and the only one of its id.
 *
 * Errors:    ERR_CORRUPT if something was found; others: it could not be
 *            checked.
 * Threads:   one at a time.
 */
#ifndef MEJU_INDEXER_SHARD_CHECK_H
#define MEJU_INDEXER_SHARD_CHECK_H

#include "common/index/check.h"

MUST_CHECK enum status shard_check(const char *folder, check_report *report,
	void *data, struct error *err);

#endif
