/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands for fish, whose own argparse says where the options end. */
#include "common/base/usage_forms.h"

static const char HEAD[] = "# Completions of PROGRAM for fish; `PROGRAM "
			   "--generate fish` wrote them.\n"
			   "\n";

/* What has a space is a title, which other words need not follow. */
static const char SUGGEST[] =
	"function SYMBOL_suggest\n"
	"	set -l program (commandline -opc)[1]\n"
	"	type -q $program; or return\n"
	"	set -l current (commandline -ct)\n"
	"	set -l before (string join ' ' -- (SYMBOL_given) '')\n"
	"	string match -qr '^[\\w:+-]+$' -- $current; or return\n"
	"	$program -d(SYMBOL_given index) --suggest $before$current "
	"2>/dev/null |\n"
	"		string replace -- \"$before\" '' | string match -v '* "
	"*'\n"
	"end\n\n";

static void put_quoted(const char *text, struct buf *out)
{
	buf_putc(out, '\'');
	usage_escape(text, "\\'", out);
	buf_putc(out, '\'');
}

/* Print the words that are given, or the values of --index. */
static void put_given(const struct usage *u, struct buf *out)
{
	usage_script(u,
		"function SYMBOL_given\n"
		"	set -l what $argv\n"
		"	argparse",
		out);
	buf_puts(out, u->words_end ? " -s" : "");
	for (const struct option_row *row = u->options; row->name; row++) {
		buf_putc(out, ' ');
		if (row->letter)
			buf_printf(out, "%c/", row->letter);
		buf_printf(out, "%s%s", row->name, row->argument ? "=+" : "");
	}
	buf_puts(out, " \\\n"
		      "		-- (commandline -opc)[2..] 2>/dev/null\n"
		      "	test -z \"$what\"; or set argv $_flag_index\n"
		      "	string join \\n -- $argv\n"
		      "end\n\n");
}

static void put_argument(const struct option_row *row, struct buf *out)
{
	switch (usage_kind(row)) {
	case USAGE_FILE:
		buf_puts(out, " -r -F");
		return;
	case USAGE_DIR:
		buf_puts(out, " -x -a '(__fish_complete_directories)'");
		return;
	case USAGE_WORD:
		buf_puts(out, " -x -a '");
		break;
	case USAGE_WORDS:
		buf_puts(out, " -x -a '(__fish_append , ");
		break;
	case USAGE_NOTHING:
		buf_puts(out, row->argument ? " -x" : "");
		return;
	}
	usage_values(row, out);
	buf_puts(out, usage_kind(row) == USAGE_WORD ? "'" : ")'");
}

/* Where commands are, those that heed it, or none yet; else before words. */
static void put_condition(
	const struct usage *u, const struct option_row *row, struct buf *out)
{
	if (u->words_end)
		usage_script(u, " -n 'test (count (SYMBOL_given)) = 0'", out);
	else if (row->commands)
		usage_script(u, " -n 'SYMBOL_command \"\" ", out);
	if (row->commands)
		buf_printf(out, "%s'", row->commands);
}

static void put_options(const struct usage *u, struct buf *out)
{
	for (const struct option_row *row = u->options; row->name; row++) {
		buf_printf(out, "complete -c %s", u->name);
		put_condition(u, row, out);
		if (row->letter)
			buf_printf(out, " -s %c", row->letter);
		buf_printf(out, " -l %s", row->name);
		put_argument(row, out);
		buf_puts(out, " -d ");
		put_quoted(row->help, out);
		buf_putc(out, '\n');
	}
}

static void put_commands(const struct usage *u, struct buf *out)
{
	usage_script(u,
		"function SYMBOL_command\n"
		"	set -l words (SYMBOL_given) ''\n"
		"	contains -- $words[1] $argv\n"
		"end\n\n",
		out);
	for (const struct usage_command *c = u->commands; c->name; c++) {
		buf_printf(out, "complete -c %s", u->name);
		usage_script(u, " -n 'SYMBOL_command \"\"'", out);
		buf_printf(out, " -a %s -d ", c->name);
		put_quoted(c->help, out);
		buf_putc(out, '\n');
	}
	usage_script(u, "complete -c PROGRAM -n 'SYMBOL_command ", out);
	usage_commands(u, USAGE_NOTHING, " ", out);
	usage_script(u, "' -f\ncomplete -c PROGRAM -n 'SYMBOL_command ", out);
	usage_commands(u, USAGE_DIR, " ", out);
	buf_puts(out, "' -f -a '(__fish_complete_directories)'\n");
}

void usage_fish(const struct usage *u, struct buf *out)
{
	usage_script(u, HEAD, out);
	put_given(u, out);
	if (u->suggests)
		usage_script(u, SUGGEST, out);
	if (u->commands)
		put_commands(u, out);
	put_options(u, out);
	if (u->suggests)
		usage_script(u,
			"complete -c PROGRAM -f -a '(SYMBOL_suggest)'\n", out);
}
