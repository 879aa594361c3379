/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A function for zsh, to be found in $fpath. */
#include "common/base/usage_forms.h"

static const char HEAD[] = "#compdef PROGRAM\n"
			   "# Completions of PROGRAM for zsh; `PROGRAM "
			   "--generate zsh` wrote them.\n"
			   "\n";

/* $words are those after the options. */
static const char SUGGEST[] =
	"SYMBOL_words() {\n"
	"	local before=\"${words[1,CURRENT-1]} \" "
	"odd='*[^[:alnum:]:+-]*'\n"
	"	local -a folders found\n"
	"	local dir word\n"
	"	[[ -n $PREFIX && $PREFIX != ${~odd} ]] || return 1\n"
	"	for dir in ${(s.:.)opt_args[-d]} ${(s.:.)opt_args[--index]}; "
	"do\n"
	"		folders+=(-d ${~dir})\n"
	"	done\n"
	"	before=${before# }\n"
	"	$program $folders --suggest $before$PREFIX 2>/dev/null |\n"
	"		while read -r word; do\n"
	"			[[ $word != $before* ]] || "
	"found+=(${word#$before})\n"
	"		done\n"
	"	compadd -- ${found:#* *}\n"
	"}\n\n";

static void put_quoted(const char *text, const char *special, struct buf *out)
{
	for (; *text; text++) {
		char one[] = {*text, '\0'};
		if (*text == '\'')
			buf_puts(out, "'\\''");
		else
			usage_escape(one, special, out);
	}
}

static void put_argument(const struct option_row *row, struct buf *out)
{
	enum usage_kind kind = usage_kind(row);
	buf_putc(out, ':');
	put_quoted(row->argument, ":", out);
	buf_putc(out, ':');
	if (kind == USAGE_FILE)
		buf_puts(out, "_files");
	else if (kind == USAGE_DIR)
		buf_puts(out, "_files -/");
	else if (kind == USAGE_WORD)
		buf_putc(out, '(');
	else if (kind == USAGE_WORDS)
		buf_puts(out, "_sequence compadd - ");
	if (kind == USAGE_WORD || kind == USAGE_WORDS)
		usage_values(row, out);
	if (kind == USAGE_WORD)
		buf_putc(out, ')');
}

/* As _arguments wants it: '(-n --limit)'{-n+,--limit=}'[how many]:N:' */
static void put_spec(const struct option_row *row, struct buf *out)
{
	const char *plus = row->argument ? "+" : "";
	const char *equals = row->argument ? "=" : "";
	if (!row->letter)
		buf_printf(out, "'%s--%s%s", row->again ? "*" : "", row->name,
			equals);
	else if (row->again)
		buf_printf(out, "'*'{-%c%s,--%s%s}'", row->letter, plus,
			row->name, equals);
	else
		buf_printf(out, "'(-%c --%s)'{-%c%s,--%s%s}'", row->letter,
			row->name, row->letter, plus, row->name, equals);
	buf_putc(out, '[');
	put_quoted(row->help, "[]:\\", out);
	buf_putc(out, ']');
	if (row->argument)
		put_argument(row, out);
	buf_putc(out, '\'');
}

static void put_options(const struct usage *u, struct buf *out)
{
	buf_puts(out, "	options=(\n");
	for (const struct option_row *row = u->options; row->name; row++) {
		if (row->commands)
			continue;
		buf_puts(out, "		");
		put_spec(row, out);
		buf_putc(out, '\n');
	}
	buf_puts(out, "	)\n");
	for (const struct option_row *row = u->options; row->name; row++) {
		if (!row->commands)
			continue;
		struct str words = str_from(row->commands), word;
		buf_puts(out, "	[[ $command != (");
		while (str_next_word(&words, &word))
			buf_printf(out, "|" STR_FMT, STR_ARG(word));
		buf_puts(out, ") ]] || options+=(");
		put_spec(row, out);
		buf_puts(out, ")\n");
	}
}

static void put_commands(const struct usage *u, struct buf *out)
{
	buf_puts(out, "	local -a before=(\"${(@)words[2,CURRENT-1]}\")\n"
		      "	local -a commands=(\n");
	for (const struct usage_command *c = u->commands; c->name; c++) {
		buf_printf(out, "		'%s:", c->name);
		put_quoted(c->help, ":\\", out);
		buf_puts(out, "'\n");
	}
	buf_puts(out, "	)\n"
		      "	command=${before[(r)(");
	for (const struct usage_command *c = u->commands; c->name; c++)
		buf_printf(out, "%s%s", c == u->commands ? "" : "|", c->name);
	buf_puts(out, ")]}\n");
}

/* What follows a command, and what the first word can be. */
static void put_rest(const struct usage *u, struct buf *out)
{
	usage_script(u,
		"SYMBOL_first() {\n"
		"	_describe -t commands command commands\n"
		"	_files\n"
		"}\n\n"
		"SYMBOL_rest() {\n"
		"	case $command in\n	(",
		out);
	usage_commands(u, USAGE_DIR, "|", out);
	buf_puts(out, ") _files -/ ;;\n	(");
	usage_commands(u, USAGE_NOTHING, "|", out);
	buf_puts(out, ") _message 'nothing to complete' ;;\n"
		      "	(*) _files ;;\n"
		      "	esac\n"
		      "}\n\n");
}

void usage_zsh(const struct usage *u, struct buf *out)
{
	usage_script(u, HEAD, out);
	if (u->suggests)
		usage_script(u, SUGGEST, out);
	if (u->commands)
		put_rest(u, out);
	usage_script(u,
		"SYMBOL() {\n"
		"	local program=$words[1] command=\n"
		"	local -a options\n"
		"	local -A opt_args\n",
		out);
	if (u->commands)
		put_commands(u, out);
	put_options(u, out);
	buf_printf(out, "	_arguments -s -S%s $options",
		u->words_end ? " -A '-*'" : "");
	if (u->commands)
		usage_script(u, " '1: :SYMBOL_first' '*: :SYMBOL_rest'", out);
	if (u->suggests)
		usage_script(u, " '*:: :SYMBOL_words'", out);
	usage_script(u, "\n}\n\nSYMBOL \"$@\"\n", out);
}
