/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * option.h - command-line options from one table, a row each.
 *
 *	const struct option_row rows[] = {
 *		{'n', "limit", "N", "how many results (10)",
 *			.manual = "Show at most _n_ documents."},
 *		...
 *		{0},
 *	};
 *
 * Everything else that is said of an option is made of its row: see usage.h.
 *
 * Errors:    a sentence about the first option that is wrong.
 * Ownership: arguments are borrowed from argv.
 */
#ifndef MEJU_BASE_OPTION_H
#define MEJU_BASE_OPTION_H

#include "common/base/buf.h"
#include "common/base/status.h"

struct option_row {
	char letter;          /* 0: it has only a name                    */
	const char *name;     /* of the long form; NULL ends the table    */
	const char *argument; /* NULL: it takes none.  FILE and DIR are
				 completed as such; what ends in ",..." is
				 some of `values` with commas             */
	const char *help;     /* half a line, for help and completions    */
	const char *manual;   /* the whole story, in scdoc's markup       */
	const char *values;   /* words it can take, with spaces between   */
	void (*list)(struct buf *out); /* or who has those words          */
	const char *commands; /* those that heed it; NULL: all            */
	bool often;           /* help has more of it than its name        */
	bool again;           /* it can be given more than once           */
};

enum { OPTION_ROWS_MAX = 64 };

/* What an option is given to; `row` is its index, `value` NULL without. */
typedef enum status option_use(
	void *data, size_t row, const char *value, struct error *err);

/*
 * Hand every option of argv[1 .. argc) to `use`.  Options end at the first
 * word if `words_end`, else they may stand anywhere; "--" ends them always.
 * `*first` is then the index of the first word; words may have been moved.
 */
MUST_CHECK enum status option_parse(int argc, char **argv,
	const struct option_row *rows, bool words_end, option_use *use,
	void *data, int *first, struct error *err);

/*
 * Which of the row's words `value` is, or a sentence that lists them.
 * REQUIRES: the row has values.
 */
MUST_CHECK enum status option_word(const struct option_row *row,
	const char *value, size_t *out, struct error *err);

/* A number in [low, high], or a sentence that names the option. */
MUST_CHECK enum status option_number(const char *option, const char *text,
	long long low, long long high, long long *out, struct error *err);

/* A size: a number with k, M or G for 2^10, 2^20, 2^30. */
MUST_CHECK enum status option_size(
	const char *option, const char *text, size_t *out, struct error *err);

/*
 * The index folder that is meant: the one given, else $MEJU_INDEX, else the
 * nearest .meju in this folder or one above, else ".meju".
 */
void option_index(const char *given, char *out, size_t size);

#endif
