/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * peer.h - the documents of a naive index in Xapian, where plans are run as
 * Xapian queries over the same terms.
 *
 *	struct peer p;
 *	peer_open(&p, &naive);
 *	if (peer_can(&p, &planner, plan))
 *		peer_check(&p, &result, 10, about);
 *
 * The translation is its own, not query/translate.h: the oracle of our ranking
 * should not share a mistake with the engine that it is compared with later.
 *
 * What Xapian 1.4 means by something else:
 *
 * - A phrase has its terms side by side or anywhere in order; it cannot keep
 *   an inner gap, as a word of which analysis leaves nothing makes one.
 * - NEAR gives terms that stand at one place another one in the order of
 *   their positions, and may overlook that a third would have made room.  Two
 *   different terms share a place only where a compound is indexed whole and
 *   by part, so that this hardly shows; ours finds every assignment.
 * - A MAX below an OR or a MAYBE may crash it (common/xapian/xap_query.cc),
 *   now and then in spite of what the binding does about it.
 *
 * Errors:    fail the test.
 * Ownership: borrows the naive index.
 */
#ifndef MEJU_TESTS_PEER_H
#define MEJU_TESTS_PEER_H

#include "common/xapian/xap.h"
#include "tests/oracle/naive.h"

struct peer {
	const struct naive *naive;
	struct xap_writer *writer;
};

void peer_open(struct peer *p, const struct naive *n);
void peer_close(struct peer *p);

/* Does Xapian mean the same by the plan? */
bool peer_can(const struct peer *p, const struct planner *planner,
	const struct plan *plan);

/*
 * The first `limit` documents of pass 0 are those of Xapian; `r` has all that
 * match.  Scores within 1e-9 of each other are one tie, also at the cut.
 * `about` goes into the message of a failure.
 */
void peer_check(struct peer *p, const struct search_result *r, uint32_t limit,
	const char *about);

#endif
