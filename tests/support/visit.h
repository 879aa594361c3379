/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * visit.h - read all of a leaf that a query could, and abort where a reader
 * breaks its word.  The leaf may be damaged in any way.
 */
#ifndef MEJU_TESTS_VISIT_H
#define MEJU_TESTS_VISIT_H

#include "common/index/snapshot.h"

void visit_leaf(const struct leaf *p);

#endif
