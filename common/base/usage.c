/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/usage.h"
#include "common/base/usage_forms.h"

enum { HELP_COLUMN = 26, HELP_WIDTH = 79 };

static const struct {
	const char *name;
	usage_form *write;
} FORMS[] = {
	{"help", usage_help},
	{"man", usage_man},
	{"bash", usage_bash},
	{"zsh", usage_zsh},
	{"fish", usage_fish},
};

static void put_row(const struct option_row *row, struct buf *out)
{
	size_t start = out->len;
	if (row->letter)
		buf_printf(out, "  -%c, --%s", row->letter, row->name);
	else
		buf_printf(out, "      --%s", row->name);
	if (row->argument)
		buf_printf(out, " %s", row->argument);
	do
		buf_putc(out, ' ');
	while (out->status == OK && out->len - start < HELP_COLUMN);
	buf_printf(out, "%s\n", row->help);
}

/* Half a line for each option is more than a screen; what is needed daily must
 * not be sought among what is needed once.  The names show what there is. */
static void put_seldom(const struct option_row *rows, struct buf *out)
{
	size_t column = 0;
	for (; rows->name; rows++) {
		if (rows->often)
			continue;
		size_t len = strlen(rows->name) + 3;
		if (rows->argument)
			len += strlen(rows->argument) + 1;
		if (column == 0 || column + len > HELP_WIDTH) {
			buf_puts(out, column ? "\n " : " ");
			column = 1;
		}
		buf_printf(out, " --%s%s%s", rows->name,
			rows->argument ? " " : "",
			rows->argument ? rows->argument : "");
		column += len;
	}
	buf_puts(out, column ? "\n" : "");
}

void usage_help(const struct usage *u, struct buf *out)
{
	buf_puts(out, u->head);
	for (const struct usage_command *c = u->commands; c && c->name; c++)
		buf_printf(out, "  %-8s%-12s%s\n", c->name, c->words, c->help);
	buf_puts(out, u->commands ? "\n" : "");
	for (const struct option_row *row = u->options; row->name; row++)
		if (row->often)
			put_row(row, out);
	buf_printf(out, "More, see `man %s`", u->name);
	if (u->commands)
		buf_printf(out, " or `%s COMMAND --help`", u->name);
	buf_puts(out, ":\n");
	put_seldom(u->options, out);
	buf_puts(out, u->tail);
}

void usage_command_help(
	const struct usage *u, const struct usage_command *c, struct buf *out)
{
	buf_printf(out, "%s %s [OPTION]... %s\n  %s\n\n", u->name, c->name,
		c->words, c->help);
	for (const struct option_row *row = u->options; row->name; row++)
		if (usage_heeds(c, row))
			put_row(row, out);
}

const char *usage_wanted(int argc, char **argv)
{
	return argc == 3 && strcmp(argv[1], "--generate") == 0 ? argv[2] : NULL;
}

enum status usage_generate(const struct usage *u, const char *form,
	struct buf *out, struct error *err)
{
	for (size_t i = 0; i < sizeof FORMS / sizeof *FORMS; i++) {
		if (strcmp(FORMS[i].name, form) != 0)
			continue;
		FORMS[i].write(u, out);
		return out->status == OK
			       ? OK
			       : error_set(err, out->status, "out of memory");
	}
	return error_set(err, ERR_INVALID,
		"--generate takes help, man, bash, zsh or fish, not '%s'",
		form);
}

enum usage_kind usage_kind(const struct option_row *row)
{
	struct str argument = str_from(row->argument);
	if (row->values || row->list)
		return str_ends(argument, STR(",...")) ? USAGE_WORDS
						       : USAGE_WORD;
	return str_eq(argument, STR("FILE"))  ? USAGE_FILE
	       : str_eq(argument, STR("DIR")) ? USAGE_DIR
					      : USAGE_NOTHING;
}

enum usage_kind usage_command_kind(const struct usage_command *command)
{
	if (strstr(command->words, "FILE") || strstr(command->words, "PATH"))
		return USAGE_FILE;
	return strstr(command->words, "DIR") ? USAGE_DIR : USAGE_NOTHING;
}

void usage_values(const struct option_row *row, struct buf *out)
{
	if (row->list)
		row->list(out);
	else
		buf_puts(out, row->values);
}

bool usage_heeds(
	const struct usage_command *command, const struct option_row *row)
{
	struct str words = str_from(row->commands), word;
	while (str_next_word(&words, &word))
		if (str_eq(word, str_from(command->name)))
			return true;
	return !row->commands;
}

static enum status refuse(const struct usage_command *c,
	const struct option_row *row, struct error *err)
{
	struct str words = str_from(row->commands), word;
	struct buf those = {0};
	while (str_next_word(&words, &word)) {
		if (those.len)
			buf_puts(&those, words.len ? ", " : " and ");
		buf_put_str(&those, word);
	}
	enum status status = error_set(err, ERR_INVALID,
		"--%s is not for %s, but for " STR_FMT, row->name, c->name,
		STR_ARG(buf_str(&those)));
	buf_release(&those);
	return status;
}

enum status usage_check(const struct usage *u, const struct usage_command *c,
	uint64_t given, char **words, int count, struct error *err)
{
	for (size_t i = 0; u->options[i].name; i++)
		if (given >> i & 1 && !usage_heeds(c, &u->options[i]))
			return refuse(c, &u->options[i], err);
	if (count && !c->words[0])
		return error_set(err, ERR_INVALID,
			"%s takes options only, not '%s' (see --help)", c->name,
			words[0]);
	return OK;
}

void usage_commands(const struct usage *u, enum usage_kind kind,
	const char *between, struct buf *out)
{
	const char *before = "";
	for (const struct usage_command *c = u->commands; c->name; c++) {
		if (usage_command_kind(c) != kind)
			continue;
		buf_printf(out, "%s%s", before, c->name);
		before = between;
	}
}

static void put_symbol(const char *program, struct buf *out)
{
	buf_putc(out, '_');
	for (; *program; program++)
		buf_putc(out, *program == '-' ? '_' : *program);
}

void usage_script(const struct usage *u, const char *text, struct buf *out)
{
	const struct str program = STR("PROGRAM"), symbol = STR("SYMBOL");
	for (struct str rest = str_from(text); rest.len;) {
		size_t n = 1;
		if (str_starts(rest, program)) {
			buf_puts(out, u->name);
			n = program.len;
		} else if (str_starts(rest, symbol)) {
			put_symbol(u->name, out);
			n = symbol.len;
		} else {
			buf_putc(out, rest.p[0]);
		}
		rest = str_slice(rest, n, rest.len);
	}
}

void usage_escape(const char *text, const char *special, struct buf *out)
{
	for (; *text; text++) {
		if (strchr(special, *text))
			buf_putc(out, '\\');
		buf_putc(out, *text);
	}
}
