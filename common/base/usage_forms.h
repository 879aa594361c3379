/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * usage_forms.h - the forms of usage.c's table, and what they have in common.
 */
#ifndef MEJU_BASE_USAGE_FORMS_H
#define MEJU_BASE_USAGE_FORMS_H

#include "common/base/usage.h"

typedef void usage_form(const struct usage *u, struct buf *out);

usage_form usage_help, usage_man, usage_bash, usage_zsh, usage_fish;

/* What an argument or a word can be completed with. */
enum usage_kind {
	USAGE_NOTHING,
	USAGE_FILE,
	USAGE_DIR,
	USAGE_WORD,  /* one of the row's values */
	USAGE_WORDS, /* several, with commas    */
};

enum usage_kind usage_kind(const struct option_row *row);
enum usage_kind usage_command_kind(const struct usage_command *command);

/* The row's values, with spaces between. */
void usage_values(const struct option_row *row, struct buf *out);

/* Does a command heed the option? */
bool usage_heeds(
	const struct usage_command *command, const struct option_row *row);

/* The commands of that kind of words, with `between` between. */
void usage_commands(const struct usage *u, enum usage_kind kind,
	const char *between, struct buf *out);

/* A script with PROGRAM for the program's name and SYMBOL for a function's. */
void usage_script(const struct usage *u, const char *text, struct buf *out);

/* With a backslash before each byte that is special. */
void usage_escape(const char *text, const char *special, struct buf *out);

#endif
