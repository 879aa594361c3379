/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/prompt/display.h"
#include "common/base/stop.h"
#include "common/text/utf8.h"

#include <curses.h>
#include <langinfo.h>
#include <limits.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <termcap.h>
#include <unistd.h>
#include <wchar.h>

enum {
	ESCAPE_DELAY = 25, /* ms until an Escape is no longer part of a key */
	/* ncurses counts from KEY_MAX for keys that have no name of their own */
	PASTE = KEY_MAX + 4000,
	PASTE_END,
	WORD_LEFT,
	WORD_RIGHT,
	FIRST_COLOR = 30, /* SGR */
	COLORS_USED = 8,
};

/* What the description of the terminal has not, or has otherwise than the
 * terminal: descriptions are often those of another one. */
static const struct {
	const char *bytes;
	int code;
} SEQUENCES[] = {
	{"\033[200~", PASTE},
	{"\033[201~", PASTE_END},
	{"\033[1;5D", WORD_LEFT},
	{"\033[1;5C", WORD_RIGHT},
	{"\033b", WORD_LEFT},
	{"\033f", WORD_RIGHT},
	{"\033[A", KEY_UP},
	{"\033[B", KEY_DOWN},
	{"\033[C", KEY_RIGHT},
	{"\033[D", KEY_LEFT},
	{"\033[H", KEY_HOME},
	{"\033[F", KEY_END},
	{"\033[1~", KEY_HOME},
	{"\033[4~", KEY_END},
};

/* The terminal brackets what is pasted; one that cannot takes no notice. */
static void tell_paste(struct display *d, bool wanted)
{
	fputs(wanted ? "\033[?2004h" : "\033[?2004l", d->tty);
	fflush(d->tty);
}

/* All that is shown is UTF-8, whatever the locale. */
static void use_utf8(void)
{
	if (!setlocale(LC_CTYPE, "") ||
		strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		setlocale(LC_CTYPE, "C.UTF-8");
}

static void use_color(struct display *d, bool color)
{
	d->color = color && has_colors() && start_color() == OK;
	if (!d->color)
		return;
	use_default_colors();
	for (short i = 1; i < COLORS_USED; i++)
		init_pair(i, i, -1);
}

enum status display_open(struct display *d, bool color, struct error *err)
{
	const char *term = getenv("TERM");
	*d = (struct display){.tty = fopen("/dev/tty", "r+e")};
	if (!d->tty)
		return error_set(err, ERR_UNSUPPORTED,
			"there is no terminal to ask on; say what to search "
			"for (see --help)");
	stop_catch();
	use_utf8();
	if (term && tgetent(NULL, term) == 1 && tigetstr("cup"))
		d->curses = newterm(NULL, d->tty, d->tty);
	if (!d->curses) {
		display_close(d);
		return error_set(err, ERR_UNSUPPORTED,
			"on a terminal '%s' there is no prompt; say what to "
			"search for (see --help)",
			term ? term : "");
	}
	raw();
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	set_escdelay(ESCAPE_DELAY);
	for (size_t i = 0; i < sizeof SEQUENCES / sizeof *SEQUENCES; i++)
		define_key(SEQUENCES[i].bytes, SEQUENCES[i].code);
	use_color(d, color);
	tell_paste(d, true);
	d->rows = (unsigned)LINES;
	d->columns = (unsigned)COLS;
	return OK;
}

void display_close(struct display *d)
{
	if (d->curses) {
		tell_paste(d, false);
		endwin();
		delscreen(d->curses);
	}
	if (d->tty)
		fclose(d->tty);
	*d = (struct display){0};
}

static const struct {
	int code;
	enum press_key key;
} KEYS[] = {
	{KEY_ENTER, PRESS_ENTER},
	{KEY_BACKSPACE, PRESS_BACKSPACE},
	{KEY_DC, PRESS_DELETE},
	{KEY_LEFT, PRESS_LEFT},
	{KEY_RIGHT, PRESS_RIGHT},
	{KEY_HOME, PRESS_HOME},
	{KEY_END, PRESS_END},
	{KEY_UP, PRESS_UP},
	{KEY_DOWN, PRESS_DOWN},
	{KEY_PPAGE, PRESS_PAGE_UP},
	{KEY_NPAGE, PRESS_PAGE_DOWN},
	{KEY_RESIZE, PRESS_RESIZE},
	{WORD_LEFT, PRESS_WORD_LEFT},
	{WORD_RIGHT, PRESS_WORD_RIGHT},
};

static struct press press_of_code(struct display *d, int code)
{
	if (code == PASTE || code == PASTE_END)
		d->pasting = code == PASTE;
	for (size_t i = 0; i < sizeof KEYS / sizeof *KEYS; i++)
		if (KEYS[i].code == code)
			return (struct press){.key = KEYS[i].key};
	return (struct press){PRESS_NONE, 0};
}

/* The Escape key, or the beginning of a key that is not known: the rest of that
 * is there already, and means nothing. */
static struct press press_of_escape(void)
{
	wint_t c;
	if (get_wch(&c) == ERR)
		return (struct press){.key = PRESS_ESCAPE};
	bool sequence = c == '[' || c == 'O';
	while (sequence && get_wch(&c) != ERR && !(c >= '@' && c <= '~'))
		;
	return (struct press){.key = PRESS_NONE};
}

static struct press press_of_character(struct display *d, uint32_t c)
{
	if (d->pasting && c < ' ')
		return (struct press){PRESS_CHARACTER, ' '};
	if (c == '\r' || c == '\n')
		return (struct press){.key = PRESS_ENTER};
	if (c == '\t')
		return (struct press){.key = PRESS_TAB};
	if (c == '\033')
		return press_of_escape();
	if (c == '\b' || c == 0x7f)
		return (struct press){.key = PRESS_BACKSPACE};
	if (c < ' ')
		return (struct press){PRESS_CONTROL, c | 0x40};
	return (struct press){PRESS_CHARACTER, c};
}

/* What means nothing is passed over. */
bool display_has_press(struct display *d)
{
	wint_t c;
	int kind;
	while (d->next.key == PRESS_NONE && (kind = get_wch(&c)) != ERR)
		d->next = kind == KEY_CODE_YES ? press_of_code(d, (int)c)
					       : press_of_character(d, c);
	if (d->next.key == PRESS_RESIZE) {
		d->rows = (unsigned)LINES;
		d->columns = (unsigned)COLS;
	}
	return d->next.key != PRESS_NONE;
}

enum status display_read(struct display *d, int milliseconds, struct press *out,
	struct error *err)
{
	struct pollfd wait = {.fd = fileno(d->tty), .events = POLLIN};
	if (!display_has_press(d)) {
		(void)stop_poll(&wait, 1, milliseconds);
		(void)display_has_press(d);
	}
	if (stop_check() != OK)
		return error_set(err, ERR_STOPPED, "stopped by %s",
			stop_name(stop_signal()));
	if (wait.revents & (POLLHUP | POLLERR | POLLNVAL))
		return error_set(err, ERR_IO, "the terminal is gone");
	*out = d->next;
	d->next.key = PRESS_NONE;
	return OK;
}

/* Only a shell's own job: nobody would wake up what a `$(...)` waits for. */
void display_suspend(struct display *d)
{
	if (getpgrp() != getpid())
		return;
	tell_paste(d, false);
	raise(SIGTSTP);
	tell_paste(d, true);
}

void display_clear(struct display *d)
{
	(void)d;
	erase();
}

/* One number of "\033[1;31m". */
static void use_style(struct display *d, unsigned code)
{
	if (code == 0)
		attrset(A_NORMAL);
	else if (code == 1)
		attron(A_BOLD);
	else if (code == 2)
		attron(A_DIM);
	else if (code == 7)
		attron(A_REVERSE);
	else if (d->color && code >= FIRST_COLOR &&
		 code < FIRST_COLOR + COLORS_USED)
		attron(COLOR_PAIR(code - FIRST_COLOR));
}

/* Styles of the sequence at `at`, if there is a display; returns its end. */
static size_t put_style(struct display *d, struct str text, size_t at)
{
	unsigned code = 0;
	for (at += 1; at < text.len; at++) {
		char c = text.p[at];
		if (c >= '0' && c <= '9')
			code = code * 10 % 1000 + (unsigned)(c - '0');
		if (c != ';' && c != 'm')
			continue;
		if (d)
			use_style(d, code);
		code = 0;
		if (c == 'm')
			return at + 1;
	}
	return at;
}

/*
 * Terminals do not agree on what is joined to a picture, nor whether it joins
 * it; without it all show the same.  `before`: columns of what stands before.
 */
static bool is_shown(uint32_t c, int before)
{
	bool joins = c == 0x200d || (c >= 0x1f3fb && c <= 0x1f3ff);
	return c != 0xfe0f && !(joins && before == 2);
}

/* Columns of what has room in so many; drawn if there is a display.  Styles are
 * heeded to the end. */
static unsigned walk(struct display *d, struct str text, unsigned room)
{
	unsigned columns = 0;
	int before = 0;
	bool full = false;
	for (size_t at = 0; at < text.len;) {
		if (text.p[at] == '\033') {
			at = put_style(d, text, at);
			continue;
		}
		wchar_t c = (wchar_t)utf8_next(text, &at);
		if (full || !is_shown((uint32_t)c, before))
			continue;
		if (wcwidth(c) < 0)
			c = UTF8_BAD;
		int width = wcwidth(c);
		full = columns + (unsigned)width > room;
		if (full)
			continue;
		if (d)
			addnwstr(&c, 1);
		columns += (unsigned)width;
		before = width ? width : before;
	}
	return columns;
}

unsigned display_columns(struct str text)
{
	return walk(NULL, text, UINT_MAX);
}

unsigned display_put(
	struct display *d, unsigned row, unsigned column, struct str text)
{
	if (row >= d->rows || column >= d->columns)
		return column;
	unsigned room = d->columns - column;
	bool cut = display_columns(text) > room;
	move((int)row, (int)column);
	column += walk(d, text, cut ? room - 1 : room);
	if (!cut)
		return column;
	mvaddnwstr((int)row, (int)column, L"\u2026", 1);
	return column + 1;
}

void display_show(struct display *d, unsigned row, unsigned column)
{
	unsigned last = d->columns ? d->columns - 1 : 0;
	move((int)row, (int)(column < last ? column : last));
	refresh();
}
