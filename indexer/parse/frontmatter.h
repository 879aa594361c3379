/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * frontmatter.h - the metadata at the head of a file.
 *
 *	--- YAML ---   +++ TOML +++   { JSON }   Key: value lines
 *
 * The first two end with a line like the first (or "..."), the third with its
 * last brace, the fourth (MultiMarkdown, Pelican) with an empty line; it is
 * taken as such only if all its lines look so and one of its keys is known or
 * a line "---" follows.
 *
 * Ownership: `block` borrows from the input.
 */
#ifndef MEJU_INDEXER_PARSE_FRONTMATTER_H
#define MEJU_INDEXER_PARSE_FRONTMATTER_H

#include "indexer/parse/metadata.h"
#include "indexer/parse/parse.h"

enum frontmatter_kind {
	FRONTMATTER_NONE,
	FRONTMATTER_YAML,
	FRONTMATTER_TOML,
	FRONTMATTER_JSON,
	FRONTMATTER_HEADERS,
};

struct frontmatter {
	enum frontmatter_kind kind;
	struct str block; /* what stands between the delimiters           */
	unsigned line;    /* of the block's first line, from 1            */
	size_t body;      /* where the text begins: offset and line       */
	unsigned body_line;
};

/* Find the block; without one the body is all of it. */
struct frontmatter frontmatter_find(struct str bytes);

/*
 * Read the block into p->doc by way of `m`.  A block in error is warned of and
 * otherwise ignored.  One that is no block of metadata after all (prose
 * between two thematic breaks) turns into FRONTMATTER_NONE.
 */
MUST_CHECK enum status frontmatter_read(
	struct frontmatter *f, struct parser *p, struct metadata *m);

#endif
