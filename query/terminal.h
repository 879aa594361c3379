/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * terminal.h - what the terminal that results are shown on is and can do, as
 * far as it tells.
 */
#ifndef MEJU_QUERY_TERMINAL_H
#define MEJU_QUERY_TERMINAL_H

#include <stdbool.h>

/* Shall there be colours?  `when`: what --color says, NULL for "auto": if it is
 * shown on a terminal, and nobody objects. */
bool terminal_color(const char *when, bool is_terminal);

/* Columns of standard output, else $COLUMNS, else 80; from 20 to 120, beyond
 * which lines are hard to read. */
unsigned terminal_width(void);

enum terminal_links {
	LINKS_NONE,
	LINKS_PLAIN,
	LINKS_LINES, /* a line's number may follow a file's name as "#12" */
};

/*
 * Which hyperlinks (OSC 8) does the terminal have that the environment tells
 * of?  In doubt none: there are terminals that print the address as garbage.
 */
enum terminal_links terminal_links(void);

#endif
