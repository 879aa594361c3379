/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/batch.h"

void batch_release(struct batch *b)
{
	vec_release(&b->inputs);
	vec_release(&b->outcomes);
	vec_release(&b->docs);
	buf_release(&b->records);
	inverted_release(&b->inverted);
	buf_release(&b->messages);
	arena_release(&b->arena);
	arena_release(&b->texts);
	*b = (struct batch){0};
}
