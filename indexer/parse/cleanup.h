/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cleanup.h - Markdown without what site generators put into it.
 *
 *	{{< x >}} {{% x %}}       Hugo: the tags go, what is between stays
 *	{% x %} {{ x }}           Liquid; {% comment %} goes with its contents
 *	{{Macro("a", "b")}}       MDN: the text that it shows stays
 *	import, export, <Tag a={b}>, {slash-star comments}
 *	                          MDX (imports and exports only in .mdx)
 *	:::note T  !!! note "T"   admonitions: the title stays
 *	[!NOTE] {: .x} [[toc]] [TOC] [^1] <!-- x -->
 *	## Heading {#id}          the id is kept aside
 *	|---|---|                 the second line of a table
 *
 * Code blocks and code spans stay as they are.  Every line stays on its line.
 *
 * Errors:    through the status of `out`, and ERR_NOMEM.
 * Ownership: anchors borrow from the input.
 */
#ifndef MEJU_INDEXER_PARSE_CLEANUP_H
#define MEJU_INDEXER_PARSE_CLEANUP_H

#include "common/base/buf.h"
#include "common/base/vec.h"

/* An id that a heading's line states. */
struct heading_id {
	uint32_t line; /* from 1, in the text given */
	struct str id;
};

typedef VEC(struct heading_id) heading_ids; /* by ascending line */

/* Append the clean text to `out`.  `mdx`: the file is one of MDX. */
MUST_CHECK enum status cleanup(
	struct str text, bool mdx, struct buf *out, heading_ids *ids);

#endif
