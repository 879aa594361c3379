/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A script for bash; it needs nothing of the package bash-completion. */
#include "common/base/usage_forms.h"

static const char HEAD[] =
	"# Completions of PROGRAM for bash; `PROGRAM --generate bash` wrote "
	"them.\n"
	"\n"
	"SYMBOL_offer()\n"
	"{\n"
	"	mapfile -t COMPREPLY < <(compgen \"$@\" -- \"$current\")\n"
	"}\n\n"
	"SYMBOL_paths()\n"
	"{\n"
	"	compopt -o filenames 2>/dev/null\n"
	"	SYMBOL_offer \"$@\"\n"
	"}\n\n"
	"SYMBOL_list()\n"
	"{\n"
	"	local before=\n"
	"	[[ $current != *,* ]] || before=${current%,*},\n"
	"	current=${current##*,}\n"
	"	compopt -o nospace 2>/dev/null\n"
	"	SYMBOL_offer -P \"$before\" -W \"$1\"\n"
	"}\n\n";

/* Bash breaks words at colons, too.  What would need quotes is left alone. */
static const char SUGGEST[] =
	"SYMBOL_suggest()\n"
	"{\n"
	"	local before=\"${words[*]} \" odd='[^[:alnum:]+-]' word\n"
	"	[[ $current && ! $current =~ $odd ]] || return\n"
	"	before=${before# }\n"
	"	before=${before// : /:}\n"
	"	while read -r word; do\n"
	"		[[ $word == \"$before\"* ]] || continue\n"
	"		word=${word#\"$before\"}\n"
	"		[[ $word =~ $odd ]] || COMPREPLY+=(\"$word\")\n"
	"	done < <(\"${COMP_WORDS[0]}\" \"${folders[@]}\" \\\n"
	"		--suggest \"$before$current\" 2>/dev/null)\n"
	"}\n\n";

/* Go through the words before the one that is completed. */
static const char WALK[] =
	"SYMBOL()\n"
	"{\n"
	"	local current=${COMP_WORDS[COMP_CWORD]} option='' ended='' "
	"word i\n"
	"	local words=() folders=()\n"
	"	COMPREPLY=()\n"
	"	[[ $current != [:=] ]] || current=\n"
	"	for ((i = 1; i < COMP_CWORD; i++)); do\n"
	"		word=${COMP_WORDS[i]}\n"
	"		if [[ $option ]]; then\n"
	"			[[ $word != = ]] || continue\n"
	"			[[ $option != @(-d|--index) ]] ||\n"
	"				folders+=(-d \"${word/#~/$HOME}\")\n"
	"			option=\n"
	"		elif [[ $ended ]]; then\n"
	"			words+=(\"$word\")\n"
	"		else\n"
	"			case $word in\n"
	"			--) ended=1 ;;\n";

static void put_names(
	const struct option_row *row, const char *between, struct buf *out)
{
	if (row->letter)
		buf_printf(out, "-%c%s", row->letter, between);
	buf_printf(out, "--%s", row->name);
}

static void put_walk(const struct usage *u, struct buf *out)
{
	usage_script(u, WALK, out);
	const char *before = "			";
	for (const struct option_row *row = u->options; row->name; row++) {
		if (!row->argument)
			continue;
		buf_puts(out, before);
		put_names(row, " | ", out);
		before = " | ";
	}
	buf_printf(out,
		") option=$word ;;\n"
		"			-*) ;;\n"
		"			*) words+=(\"$word\")%s ;;\n"
		"			esac\n"
		"		fi\n"
		"	done\n",
		u->words_end ? " ended=1" : "");
}

static void put_values(const struct usage *u, const struct option_row *row,
	const char *how, struct buf *out)
{
	usage_script(u, how, out);
	buf_putc(out, '\'');
	usage_values(row, out);
	buf_puts(out, "'");
}

static void put_argument(
	const struct usage *u, const struct option_row *row, struct buf *out)
{
	enum usage_kind kind = usage_kind(row);
	if (kind == USAGE_WORD)
		put_values(u, row, "SYMBOL_offer -W ", out);
	else if (kind == USAGE_WORDS)
		put_values(u, row, "SYMBOL_list ", out);
	else if (kind == USAGE_FILE)
		usage_script(u, "SYMBOL_paths -f", out);
	else if (kind == USAGE_DIR)
		usage_script(u, "SYMBOL_paths -d", out);
}

static void put_arguments(const struct usage *u, struct buf *out)
{
	buf_puts(out, "	case $option in\n");
	for (const struct option_row *row = u->options; row->name; row++) {
		if (usage_kind(row) == USAGE_NOTHING)
			continue;
		buf_puts(out, "	");
		put_names(row, " | ", out);
		buf_puts(out, ") ");
		put_argument(u, row, out);
		buf_puts(out, " ;;\n");
	}
	buf_puts(out, "	esac\n"
		      "	[[ ! $option ]] || return\n");
}

/* The options that `command` heeds; NULL: all. */
static void put_heeded(const struct usage *u,
	const struct usage_command *command, struct buf *out)
{
	usage_script(u, "SYMBOL_offer -W '", out);
	const char *before = "";
	for (const struct option_row *row = u->options; row->name; row++) {
		if (command && !usage_heeds(command, row))
			continue;
		buf_puts(out, before);
		put_names(row, " ", out);
		before = " ";
	}
	buf_puts(out, "'");
}

static void put_cases(const struct usage *u, struct buf *out)
{
	buf_puts(out, "case ${words-} in\n");
	for (const struct usage_command *c = u->commands; c->name; c++) {
		buf_printf(out, "		%s) ", c->name);
		put_heeded(u, c, out);
		buf_puts(out, " ;;\n");
	}
	buf_puts(out, "		*) ");
	put_heeded(u, NULL, out);
	buf_puts(out, " ;;\n"
		      "		esac");
}

static void put_options(const struct usage *u, struct buf *out)
{
	buf_puts(out, "	if [[ ! $ended && $current == -* ]]; then\n"
		      "		");
	if (u->commands)
		put_cases(u, out);
	else
		put_heeded(u, NULL, out);
	buf_puts(out, "\n"
		      "		return\n"
		      "	fi\n");
}

static void put_words(const struct usage *u, struct buf *out)
{
	buf_puts(out, "	case ${words-} in\n"
		      "	'')\n");
	usage_script(u, "		SYMBOL_paths -f -W '", out);
	for (const struct usage_command *c = u->commands; c->name; c++)
		buf_printf(out, "%s%s", c == u->commands ? "" : " ", c->name);
	buf_puts(out, "'\n		;;\n	");
	usage_commands(u, USAGE_NOTHING, " | ", out);
	buf_puts(out, ") ;;\n	");
	usage_commands(u, USAGE_DIR, " | ", out);
	usage_script(u,
		") SYMBOL_paths -d ;;\n"
		"	*) SYMBOL_paths -f ;;\n"
		"	esac\n",
		out);
}

void usage_bash(const struct usage *u, struct buf *out)
{
	usage_script(u, HEAD, out);
	if (u->suggests)
		usage_script(u, SUGGEST, out);
	put_walk(u, out);
	put_arguments(u, out);
	put_options(u, out);
	if (u->commands)
		put_words(u, out);
	if (u->suggests)
		usage_script(u, "	SYMBOL_suggest\n", out);
	usage_script(u, "}\n\ncomplete -F SYMBOL PROGRAM\n", out);
}
