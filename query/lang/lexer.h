/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lexer.h - a query's text to lexemes; what it promises spares the parser most
 * repairs: parentheses are balanced and at most QUERY_DEPTH_MAX deep, phrases
 * closed, numbers within their limits.
 *
 *	struct lexer x = {.text = text, .warnings = &w, .arena = &arena};
 *	if (lexer_run(&x) != OK)        // memory only
 *		...
 *	for (unsigned i = 0; x.lexemes[i].type != LEX_END; i++)
 *		...
 *
 * Curly and angle quotes, full-width signs and the ideographic space are read
 * as their ASCII selves.
 *
 * Ownership: lexemes live in the arena; their texts there or in the text given.
 */
#ifndef MEJU_QUERY_LANG_LEXER_H
#define MEJU_QUERY_LANG_LEXER_H

#include "query/lang/date.h"
#include "query/lang/tree.h"
#include "query/lang/warning.h"

/* Words from which on a query all in capitals has no named operators. */
enum { SHOUTING_WORDS = 5 };

/* Words between those of a phrase, and n of NEAR/n: fields lie 100 apart. */
enum { SLOP_MAX = 99, NEAR_USUAL = 10, BOOST_MAX = 1000, WRONG_MAX = 2 };

enum lexeme_type {
	LEX_END,
	LEX_WORD,   /* text                                           */
	LEX_EXACT,  /* text, of "=text" or of one word in quotes      */
	LEX_PREFIX, /* text, without its star                         */
	LEX_GLOB,   /* text, with wildcards before its end            */
	LEX_FUZZY,  /* text, without its tilde; number                */
	LEX_ALL,    /* a star alone                                   */
	LEX_PHRASE, /* text, trimmed, of two words or more; number    */
	LEX_FIELD,  /* scope, for the unit that follows               */
	LEX_OPEN,
	LEX_CLOSE, /* boost                                          */
	LEX_NOT,
	LEX_PLUS,
	LEX_AND, /* from here on: between two operands */
	LEX_OR,
	LEX_NEAR, /* number */
	LEX_ADJ,  /* number */
};

struct scope {
	enum field field;
	enum bound bound; /* of FIELD_DATE */
};

/* The field that is typed so ("Tag", "label"); false if there is none. */
bool field_find(struct str name, struct scope *out);

/* One after the other the names of fields that have words or values; false at
 * the end. */
bool field_listed(size_t i, struct str *name);

struct lexeme {
	enum lexeme_type type;
	struct scope scope;
	struct str text;   /* as typed for all but words and phrases */
	uint32_t off, len; /* of text in the query                   */
	unsigned number;   /* slop, n, or wrong letters              */
	double boost;      /* 1: none                                */
};

struct lexer {
	struct str text;
	struct warnings *warnings;
	struct arena *arena;
	struct lexeme *lexemes; /* the last one is LEX_END */
	/* The lexer's own. */
	size_t at;
	unsigned count, depth, ignored;
	bool fresh;    /* a sign here may be an operator              */
	bool shouting; /* all in capitals: named operators are words  */
};

/* REQUIRES: text.len <= QUERY_BYTES_MAX. */
MUST_CHECK enum status lexer_run(struct lexer *x);

#endif
