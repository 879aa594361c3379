/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * display.h - the terminal as a page to draw on and keys that are pressed; the
 * border to ncurses.
 *
 * It is the terminal of the process, wherever standard output goes.
 *
 *	struct display d;
 *	if (display_open(&d, true, &err) != OK)
 *		...
 *	display_clear(&d);
 *	unsigned end = display_put(&d, 0, 0, STR("\033[1mgut\033[0m"));
 *	display_show(&d, 0, end);
 *	status = display_read(&d, -1, &press, &err);
 *	display_close(&d);              // all is as it was
 *
 * Errors:    ERR_UNSUPPORTED: there is no terminal, or none on which one could
 *            draw.  ERR_STOPPED: a signal wants an end (stop.h).
 * Threads:   there is one display in a process.
 */
#ifndef MEJU_QUERY_PROMPT_DISPLAY_H
#define MEJU_QUERY_PROMPT_DISPLAY_H

#include "common/base/status.h"
#include "common/base/str.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum press_key {
	PRESS_NONE, /* nothing was pressed, or nothing that has a meaning */
	PRESS_CHARACTER,
	PRESS_CONTROL, /* with the letter in `character` */
	PRESS_ENTER,
	PRESS_TAB,
	PRESS_ESCAPE,
	PRESS_BACKSPACE,
	PRESS_DELETE,
	PRESS_LEFT,
	PRESS_RIGHT,
	PRESS_WORD_LEFT,
	PRESS_WORD_RIGHT,
	PRESS_HOME,
	PRESS_END,
	PRESS_UP,
	PRESS_DOWN,
	PRESS_PAGE_UP,
	PRESS_PAGE_DOWN,
	PRESS_RESIZE, /* the display is another size now */
};

struct press {
	enum press_key key;
	uint32_t character;
};

struct display {
	unsigned rows, columns;
	bool color; /* else styles only */
	/* Its own. */
	FILE *tty;
	void *curses;
	struct press next; /* pressed, not yet read */
	bool pasting;      /* what comes was not typed: no key is obeyed */
};

MUST_CHECK enum status display_open(
	struct display *d, bool color, struct error *err);
void display_close(struct display *d);

/* What is pressed next; PRESS_NONE after so many milliseconds (-1: never). */
MUST_CHECK enum status display_read(struct display *d, int milliseconds,
	struct press *out, struct error *err);

/* Has it been pressed already? */
bool display_has_press(struct display *d);

/* Stop, as Ctrl-Z does, until the shell goes on. */
void display_suspend(struct display *d);

void display_clear(struct display *d);

/*
 * Put text, in which "\033[...m" changes the style until it does so again, and
 * return the column behind it; cut to the row, it ends in an ellipsis.
 */
unsigned display_put(
	struct display *d, unsigned row, unsigned column, struct str text);

/* Columns that it would take. */
unsigned display_columns(struct str text);

/* Show what was put since display_clear(), the cursor there. */
void display_show(struct display *d, unsigned row, unsigned column);

#endif
