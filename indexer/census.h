/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * census.h - how many documents of an index are in which language: those that
 * live, so that it does not matter which segments have been merged.  Where the
 * dictionary is damaged the deleted ones count, too.
 */
#ifndef MEJU_INDEXER_CENSUS_H
#define MEJU_INDEXER_CENSUS_H

#include "common/index/snapshot.h"
#include "common/text/language.h"

/* Adds them up. */
void census(const struct snapshot *s, uint32_t docs[LANGUAGE_MAX]);

#endif
