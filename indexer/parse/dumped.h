/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * dumped.h - a line that `meju-index dump` has written: a document as an index
 * had it.  Every member is taken as it stands, nothing is guessed, so that the
 * document is stored and found as it was.
 *
 *	"meju-dump": 1          what tells such a line from any other
 *	"id" "source" "title" "url" "description" "type" "place" "language"
 *	                        texts
 *	"date" "modified"       dates (date.h), or seconds since 1970
 *	"boost"                 a number
 *	"names" "aliases" "authors" "tags" "categories"
 *	                        lists of texts
 *	"extras"                an object of anything
 *	"sections"              [{"at": byte of the text, "line", "level",
 *	                        "heading", "anchor"}, ...], but for what stands
 *	                        before the first heading
 *	"lines"                 "at:line at:line ...": the marks of document.h
 *	"one_line"              true: all of the text is of the first line
 *	"text"
 *
 * Errors:    ERR_INVALID: `*why` says in a few words what cannot be; ERR_NOMEM.
 * Ownership: texts are borrowed from the value.
 */
#ifndef MEJU_INDEXER_PARSE_DUMPED_H
#define MEJU_INDEXER_PARSE_DUMPED_H

#include "indexer/document.h"
#include "common/value/value.h"

#define DUMPED_MARK "meju-dump"

enum { DUMPED_VERSION = 1 };

bool is_dumped(const struct value *object);

/* REQUIRES: is_dumped(object), and the document is empty. */
MUST_CHECK enum status dumped_take(
	struct document *d, const struct value *object, const char **why);

#endif
