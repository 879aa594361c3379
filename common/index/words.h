/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * words.h - a walk over the surface words of a segment in byte order: its
 * terms of kind TERM_WORD, and the stems that stand for words as well.
 *
 *	struct word_cursor c;
 *	for (words_seek(&c, &d, prefix); c.valid; words_next(&c))
 *		if (!str_starts(c.word, prefix))
 *			break;
 *		else
 *			use(c.word, c.info);
 *	return c.status;
 *
 * Of `info` use df and the documents, as dictionary_find_word() says.
 *
 * Ownership: borrows the dictionary; word and info hold until the next call.
 * Threads:   a cursor belongs to one thread.
 */
#ifndef MEJU_INDEX_WORDS_H
#define MEJU_INDEX_WORDS_H

#include "common/index/dictionary.h"

struct word_cursor {
	bool valid;         /* word and info are a word's            */
	enum status status; /* ERR_CORRUPT if damage ended the walk  */
	struct str word;    /* without the letter of its kind        */
	const struct term_info *info;
	struct dictionary_cursor words, stems;
};

/* To the first word >= `from`. */
void words_seek(
	struct word_cursor *c, const struct dictionary *d, struct str from);
void words_next(struct word_cursor *c);

/* The same, perhaps passing over words of `df` documents or fewer. */
void words_next_above(struct word_cursor *c, uint32_t df);

#endif
