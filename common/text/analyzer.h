/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * analyzer.h - text to terms: the one header of this folder, with language.h
 * and term.h, that other folders include.
 *
 * Documents and queries, the native engine and Xapian all go through here.
 * It works in two steps, because a token that was seen before need not be
 * analysed again (callers keep a cache from raw token to terms):
 *
 *	struct tokens t;
 *	struct token tok;
 *	tokens_init(&t, text);
 *	while (tokens_next(&t, &tok)) {
 *		struct str raw = str_slice(text, tok.off, tok.off + tok.len);
 *		if (analyzer_word(a, raw, lang, &an) != OK)
 *			...
 *		for (unsigned i = 0; i < an.count; i++)
 *			add(an.parts[i].stem, at + an.parts[i].offset);
 *		at += an.advance;
 *	}
 *
 * Step one, tokens: words by Unicode's UAX #29, tailored (README.md of this
 * folder has the rules): a run without a letter or digit is no token; "C++",
 * "C#", ".NET" stay whole; words joined by single hyphens are one token
 * ("state-of-the-art"); text of scripts written without spaces comes as
 * overlapping pairs of characters, each a token of its own, the last character
 * of a run alone.  Tokens come in order of their start; pairs overlap.
 *
 * Step two, parts: the raw bytes of a token alone (and the language) say what
 * it becomes:
 *
 *	token          parts (role: stem @ offset)                  advance
 *	Rosacea's      WORD: rosacea @ 0                            1
 *	gut-skin       WHOLE: gutskin @ 0, WORD: gut @ 0, skin @ 1  2
 *	camelCase      WHOLE: camelcas @ 0, WORD: camel @ 0, case @ 1  2
 *	node.js        WHOLE: nodejs @ 0, WORD: node @ 0, js @ 1    2
 *	my-file-2.md   WORD: my @ 0, file @ 1, 2 @ 2, md @ 3        4
 *	               (no WHOLE of more than three pieces that hyphens or
 *	               dots join; camelCase and snake_case have theirs)
 *	3.14           WORD: 3.14 @ 0                               1
 *	pair of Han    GRAM: the pair @ 0, CHAR: its first @ 0      1
 *	last Han       CHAR: the character @ 0                      1
 *	Hangul word of n > 2 syllables
 *	               WHOLE: the word @ 0, GRAM: pair i @ i        n - 1
 *	               (one or two syllables are a WORD)
 *
 * Errors:    bytes that are no UTF-8 are read as U+FFFD, which is no letter;
 *            only memory can fail.
 * Ownership: struct tokens borrows the text.  An analysis, a cut and its parts
 *            borrow from the analyzer until the next token.
 * Threads:   an analyzer belongs to one thread; make one for each.
 */
#ifndef MEJU_TEXT_ANALYZER_H
#define MEJU_TEXT_ANALYZER_H

#include "common/base/status.h"
#include "common/base/str.h"
#include "common/text/language.h"

#include <stdint.h>

/*
 * Recorded in every index.  Raise it with any change that gives some text
 * other terms: an index of another version must be rebuilt.
 */
enum { ANALYZER_VERSION = 1 };

struct classify_kernel;

struct token {
	uint32_t off, len; /* bytes of the text; len <= TOKEN_MAX */
};

enum {
	TOKEN_MAX = 1024,          /* a longer run of letters is cut here */
	TOKENS_TEXT_MAX = 1 << 30, /* the longest text                    */
	PARTS_MAX = 64,            /* of one token; further parts are cut */
};

struct tokens {
	struct str text;
	uint32_t at;      /* where the next token is looked for        */
	uint32_t run_end; /* end of the unspaced run that `at` is in   */
	uint32_t block;   /* the 64 bytes that the masks are of        */
	uint64_t runs;    /* bit i: byte i is of an ASCII word         */
	uint64_t stops;   /* ... is its letter or digit, or not ASCII  */
	uint64_t hard;    /* ... is no simple border of a word         */
	const struct classify_kernel *kernel;
};

/* REQUIRES: text.len <= TOKENS_TEXT_MAX. */
void tokens_init(struct tokens *t, struct str text);

/* The next token into `out`; false at the end. */
bool tokens_next(struct tokens *t, struct token *out);

/* Up to `most` of them; fewer only at the end. */
unsigned tokens_some(struct tokens *t, struct token *out, unsigned most);

/* The next token if it begins before `end`; else there is none yet. */
bool tokens_next_before(struct tokens *t, size_t end, struct token *out);

/*
 * What tokens_next() gives, if all up to `end` is one word of ASCII with at most
 * a few signs around; false, and nothing is done, where that is not known.
 * REQUIRES: it starts where tokens_start() says; `end` is white space or the
 * end of the text.
 */
bool tokens_lone(struct tokens *t, size_t end, struct token *out);

/*
 * Where tokens may be looked for without the text before: the last place of
 * (least, at] that is ASCII behind white space of ASCII, or `least`.
 */
size_t tokens_start(struct str text, size_t least, size_t at);

/* Go on from there: the tokens are those that come when all are asked for. */
void tokens_seek(struct tokens *t, size_t start);

enum part_role {
	PART_WORD,  /* a word, or one of the parts of a compound            */
	PART_WHOLE, /* all parts of a compound, joined                      */
	PART_GRAM,  /* a pair of characters of a script without spaces      */
	PART_CHAR,  /* a single such character                              */
};

struct part {
	struct str stem; /* folded and stemmed; carries ranking and phrases */
	struct str fold; /* folded, unstemmed: what a stop word list has    */
	struct str word; /* lower-cased, unfolded; empty for GRAM and CHAR  */
	uint32_t offset; /* position, counted from the token's own          */
	enum part_role role;
};

struct analysis {
	const struct part *parts; /* ordered by offset, WHOLE before WORD */
	unsigned count;           /* may be 0: nothing left after folding */
	uint32_t advance;         /* positions that the token takes up    */
};

/* What becomes a part.  In one language, pieces of the same text become equal
 * parts, but for the offset, if both or neither are of characters. */
struct raw_part {
	struct str text; /* as it stands there, or in lower case */
	uint32_t offset;
	enum part_role role;
};

struct cut {
	const struct raw_part *pieces;
	unsigned count;
	uint32_t advance;
};

struct analyzer;

MUST_CHECK enum status analyzer_new(struct analyzer **out);
void analyzer_free(struct analyzer *a);

/* What the raw bytes of one token become in language `l`. */
MUST_CHECK enum status analyzer_word(
	struct analyzer *a, struct str raw, language l, struct analysis *out);

/*
 * The same in two steps, for who remembers what pieces become: a token is cut,
 * and each piece of it becomes a part, which is none if its stem is empty.
 */
MUST_CHECK enum status analyzer_cut(
	struct analyzer *a, struct str raw, language l, struct cut *out);

/* REQUIRES: the piece is of the last cut. */
MUST_CHECK enum status analyzer_part(
	struct analyzer *a, const struct raw_part *piece, struct part *out);

/*
 * A text folded as a whole, for exact titles, tags and names: NFKC case fold,
 * marks stripped, runs of anything but letters and digits made one space.
 * `out` is cleared first.  Borrows nothing.
 */
struct buf;
void analyzer_fold(struct str text, language l, struct buf *out);

#endif
