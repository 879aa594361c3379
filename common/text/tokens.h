/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * tokens.h - what analyzer.c and the tests see of tokens.c besides
 * analyzer.h.
 */
#ifndef MEJU_TEXT_TOKENS_H
#define MEJU_TEXT_TOKENS_H

#include "common/text/analyzer.h"

/* As tokens_next() but without its short cut for ASCII: the definition. */
bool tokens_next_plain(struct tokens *t, struct token *out);

/*
 * Where the grapheme cluster that starts at `at` ends, at text.len at most.
 * REQUIRES: at < text.len.
 */
size_t tokens_cluster(struct str text, size_t at);

/*
 * The length of the sign that makes a letter a name when it follows it, as in
 * "C++" and "F#"; 0 if what stands at [from, to) is not such a name.
 */
size_t tokens_sign(struct str text, size_t from, size_t to);

/* The bytes of the hyphen at `at`, 0 if there is none. */
size_t tokens_hyphen(struct str text, size_t at);

#endif
