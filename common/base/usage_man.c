/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goes below the heading OPTIONS of a page in scdoc's markup. */
#include "common/base/usage_forms.h"

#include <ctype.h>

enum { CHOICE_MAX = 60 }; /* more words than a line has are for the text */

static void put_placeholder(const char *argument, struct buf *out)
{
	size_t name = strcspn(argument, ".,");
	buf_putc(out, '_');
	for (size_t i = 0; i < name; i++)
		buf_putc(out, (char)tolower((unsigned char)argument[i]));
	buf_printf(out, "_%s", argument + name);
}

static void put_argument(const struct option_row *row, struct buf *out)
{
	struct buf values = {0};
	if (usage_kind(row) == USAGE_WORD)
		usage_values(row, &values);
	struct str words = buf_str(&values), word;
	if (words.len == 0 || words.len > CHOICE_MAX)
		put_placeholder(row->argument, out);
	else
		for (const char *bar = ""; str_next_word(&words, &word);
			bar = "|")
			buf_printf(out, "%s*" STR_FMT "*", bar, STR_ARG(word));
	buf_release(&values);
}

static void put_text(const char *text, struct buf *out)
{
	bool begins = true;
	for (; *text; text++) {
		if (begins && *text != '\n')
			buf_putc(out, '\t');
		buf_putc(out, *text);
		begins = *text == '\n';
	}
}

void usage_man(const struct usage *u, struct buf *out)
{
	for (const struct option_row *row = u->options; row->name; row++) {
		buf_puts(out, "\n");
		if (row->letter)
			buf_printf(out, "*-%c*, ", row->letter);
		buf_printf(out, "*--%s*", row->name);
		if (row->argument) {
			buf_putc(out, ' ');
			put_argument(row, out);
		}
		buf_putc(out, '\n');
		put_text(row->manual, out);
		buf_putc(out, '\n');
	}
}
