/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * form.h - what the files of one form each share: their entries of the table
 * in parse.c and how a document leaves the parser.
 */
#ifndef MEJU_INDEXER_PARSE_FORM_H
#define MEJU_INDEXER_PARSE_FORM_H

#include "indexer/parse/parse.h"

enum status markdown_parse(struct parser *p, struct str bytes);
enum status html_parse(struct parser *p, struct str bytes);
enum status text_parse(struct parser *p, struct str bytes);
enum status jsonl_parse(struct parser *p, struct str bytes);

/* Empty p->doc for the next document of the file. */
void parser_begin(struct parser *p);

/*
 * Complete p->doc by what the path says (id, title, date, language, drafts)
 * and by what the dates say, and hand it to the caller.
 */
MUST_CHECK enum status parser_emit(struct parser *p);

/* Tell the caller that a document cannot be used. */
void parser_skip(struct parser *p, unsigned line, const char *sentence);

#endif
