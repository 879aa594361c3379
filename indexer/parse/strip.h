/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * strip.h - HTML without a tree: tags and comments go, what stands in script,
 * style and the like goes, entities become characters, block tags end blocks.
 * For the HTML inside Markdown, and for pages that are too much for gumbo.
 */
#ifndef MEJU_INDEXER_PARSE_STRIP_H
#define MEJU_INDEXER_PARSE_STRIP_H

#include "indexer/parse/body.h"

/* Append the text of `html`, whose first byte stands on source line `line`. */
void strip_tags(struct body *b, struct str html, uint32_t line);

/* Append the text of the first <title>, if there is one. */
void strip_title(struct str html, struct buf *out);

/* Offset behind the tag, comment or declaration that begins at `at`, where a
 * '<' is; `at` if it is none. */
size_t strip_tag_end(struct str html, size_t at);

#endif
