/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * usage.h - how a program is used, from one description: to people as a screen
 * of help and the OPTIONS of a manual, to shells as completions.
 *
 *	status = usage_generate(&usage, "help", &out, &err);
 *
 * The build asks `PROGRAM --generate FORM` for the files that it installs.
 * To add a shell: its file usage_NAME.c, its row in usage.c.
 *
 * Errors:    out of memory, or there is no such form.
 * Ownership: everything is borrowed; it is constant.
 */
#ifndef MEJU_BASE_USAGE_H
#define MEJU_BASE_USAGE_H

#include "common/base/option.h"

struct arguments; /* of a command: the program says what that is */

struct usage_command {
	const char *name;  /* NULL ends the table */
	const char *words; /* FILE, PATH and DIR are completed as such */
	const char *help;  /* half a line */
	int (*run)(const struct arguments *a, struct error *err);
};

struct usage {
	const char *name;        /* of the program        */
	const char *head, *tail; /* of the help, whole lines */
	const struct option_row *options;
	const struct usage_command *commands; /* NULL: it has none */
	bool words_end; /* options end at the first word, see option_parse() */
	/* How words go on is what `PROGRAM [-d DIR]... --suggest TEXT` says, a
	 * line each. */
	bool suggests;
};

/* FORM of `PROGRAM --generate FORM`, an option that is not for users and so in
 * no table and no manual; NULL if that is not what the command line is. */
const char *usage_wanted(int argc, char **argv);

/*
 * The forms are
 *	help             one screen, 24 lines of 80 columns: the options that
 *	                 are used often with half a line each, the others by name
 *	man              what goes below OPTIONS of a manual for scdoc
 *	bash, zsh, fish  completions
 */
MUST_CHECK enum status usage_generate(const struct usage *u, const char *form,
	struct buf *out, struct error *err);

/* Of one command, with half a line for each option that it heeds. */
void usage_command_help(
	const struct usage *u, const struct usage_command *c, struct buf *out);

/*
 * Refuse what a command would ignore: the first of the options with a bit in
 * `given`, by its row, that the command does not heed, with those that do; or
 * the first of `count` words if it takes none.
 */
MUST_CHECK enum status usage_check(const struct usage *u,
	const struct usage_command *c, uint64_t given, char **words, int count,
	struct error *err);

#endif
