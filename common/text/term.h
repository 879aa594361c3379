/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * term.h - the names under which things stand in the dictionary.
 *
 * A term is one letter that says its kind, then bytes.  The letters are
 * Xapian's customary prefixes where it has one, and both engines use the same
 * bytes.  A term longer than TERM_MAX (Xapian's limit) is cut at a character
 * and ends in 16 hexadecimal digits of a hash of the whole, so that two long
 * terms stay two.
 *
 * Stems carry ranking; all other kinds only filter.
 */
#ifndef MEJU_TEXT_TERM_H
#define MEJU_TEXT_TERM_H

#include "common/base/buf.h"

enum term_kind {
	TERM_AUTHOR = 'A',
	TERM_CATEGORY = 'B',
	TERM_SOURCE = 'F',  /* file that a document came from, if not its id */
	TERM_HEADING = 'H', /* stem in a heading, with positions             */
	TERM_TAG = 'K',
	TERM_LANGUAGE = 'L', /* ISO 639-1                                     */
	TERM_NAME = 'N',     /* a whole title: see term_put_name()            */
	TERM_PATH = 'P',     /* each folder of the path: "a/", "a/b/"         */
	TERM_ID = 'Q',       /* document id, one document                     */
	TERM_TITLE = 'S',    /* stem in the title, with positions             */
	TERM_TYPE = 'T',     /* front matter's type, else the input form      */
	TERM_URL = 'U',
	TERM_WORD = 'W', /* surface word: lower-cased, unfolded           */
	TERM_STEM = 'Z', /* stem, with frequencies and positions          */
	TERM_PAIR = 'z', /* two stems side by side (index/pair.h); no kind is
	                    behind it                                     */
};

enum { TERM_MAX = 245 };

/* Append the term to an empty or used buffer; returns where it lies, valid
 * until the buffer changes (empty if memory ran out, see out->status). */
struct str term_put(struct buf *out, enum term_kind kind, struct str text);

/*
 * The same for a whole title as analyzer_fold() leaves it: kind TERM_NAME and
 * the title, or where that is longer than 16 bytes 16 hexadecimal digits of
 * its hash64(); titles are asked for whole, so nothing more need be kept.
 */
struct str term_put_name(struct buf *out, struct str folded);

#endif
