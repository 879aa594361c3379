/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * parse.h - bytes of a file to documents, by the file's form.
 *
 * One file per form and one row each in a table (parse.c):
 *
 *	markdown  .md .markdown .mkd .mdx   front matter, then cmark
 *	html      .html .htm .xhtml         gumbo, main content, metadata
 *	text      .txt .text                plain or newspaper form
 *	jsonl     .jsonl .ndjson .json      one object a line (.json: also one
 *	                                    object or an array of objects)
 *
 * A form calls `emit` once for each document it finds, with the same struct
 * each time.  What is wrong with one document becomes a warning in it; what
 * makes a document unusable becomes a call of `skip` with one sentence, and
 * parsing goes on.
 *
 * Errors:    only memory (ERR_NOMEM), or what emit returned; bad input never.
 * Ownership: the document and all in it last until emit returns.
 * Threads:   a struct parser belongs to one thread.
 */
#ifndef MEJU_INDEXER_PARSE_PARSE_H
#define MEJU_INDEXER_PARSE_PARSE_H

#include "common/base/status.h"
#include "indexer/document.h"

struct parser;
struct json;

struct form {
	const char *name;       /* "markdown" */
	const char *extensions; /* lower case, space separated: "md markdown" */
	enum status (*parse)(struct parser *p, struct str bytes);
};

struct parser {
	/* The caller's part. */
	enum status (*emit)(void *data, struct document *d);
	void (*skip)(void *data, unsigned line, const char *sentence);
	void *data;
	int64_t now;     /* drafts: dates after this are the future    */
	struct str path; /* below the corpus root: "posts/2024-05-03-x.md" */
	unsigned line;   /* of the bytes' first in the file; 0: 1          */
	/* The parser's own. */
	struct document doc;
	struct json *json;       /* kept, for its memory                  */
	struct buf decoded;      /* the file's bytes as UTF-8, if changed */
	bool repaired;           /* bytes were not UTF-8                  */
	const struct form *form; /* of the file being parsed */
};

/* The form that a file name asks for, or NULL: not ours. */
const struct form *form_find(struct str path);

/* The form named `name`, or NULL. */
const struct form *form_named(struct str name);

/*
 * Parse one file.  Removes a byte order mark, turns UTF-16 with a mark into
 * UTF-8, refuses bytes with NULs as "binary"; bytes that are not UTF-8 become
 * U+FFFD.  For forms of one document a file the document's id is the path;
 * JSONL lines have theirs, or "path#line".
 */
MUST_CHECK enum status parse_bytes(
	struct parser *p, const struct form *form, struct str bytes);

void parser_release(struct parser *p);

#endif
