/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * edit.h - one line of text that is being edited.
 *
 * The cursor stands before, between or behind characters as a reader sees
 * them: a letter with its accents, a family out of three faces.  Backspace
 * takes a whole one.
 *
 *	struct edit e = {0};
 *	edit_insert(&e, STR("gut"));
 *	edit_left(&e);
 *	edit_erase(&e);                 // "gt", the cursor on the t
 *	edit_release(&e);
 *
 * Errors:    no room: nothing is inserted.  e.text.status says of memory.
 * Ownership: owns its text; a zeroed struct is an empty line.
 */
#ifndef MEJU_QUERY_PROMPT_EDIT_H
#define MEJU_QUERY_PROMPT_EDIT_H

#include "common/base/buf.h"

enum { EDIT_MAX = 2000 }; /* bytes */

struct edit {
	struct buf text;
	size_t at; /* where the cursor stands, in bytes */
};

/* Another text, the cursor behind it. */
void edit_set(struct edit *e, struct str text);
void edit_insert(struct edit *e, struct str text);

void edit_left(struct edit *e);
void edit_right(struct edit *e);
void edit_word_left(struct edit *e);  /* to where a word begins */
void edit_word_right(struct edit *e); /* ... ends               */
void edit_home(struct edit *e);
void edit_end(struct edit *e);

/* Take out the character before the cursor, the one behind it, the word before
 * it, all before it, all behind it. */
void edit_erase(struct edit *e);
void edit_delete(struct edit *e);
void edit_erase_word(struct edit *e);
void edit_erase_front(struct edit *e);
void edit_erase_rest(struct edit *e);

void edit_release(struct edit *e);

#endif
