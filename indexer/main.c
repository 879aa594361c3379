/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/file.h"
#include "common/base/stop.h"
#include "common/text/language.h"
#include "indexer/build.h"
#include "indexer/command.h"
#include "indexer/options.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct {
	const char *name, *words, *help;
	command_run *run;
} COMMANDS[] = {
	{"sync", "PATH...",
		"index what is new or changed, drop what is gone (default)",
		command_sync},
	{"add", "PATH... | -", "add or replace; - reads JSONL from stdin",
		command_add},
	{"delete", "ID... | -", "take documents out; - reads ids from stdin",
		command_delete},
	{"merge", "[OTHER...]", "one segment of all, and of other indexes",
		command_merge},
	{"dump", "", "write all documents as JSONL, for add -", command_dump},
	{"backup", "FOLDER", "copy the index, also while it is written",
		command_backup},
	{"stats", "", "say what the index holds", command_stats},
	{"explain", "FILE... | -",
		"say what is understood of a file, by which rule",
		command_explain},
	{"diff", "OLD NEW", "say how two indexes differ", command_diff},
	{"check", "", "verify every checksum, structure and list",
		command_check},
};

enum { COMMAND_COUNT = sizeof COMMANDS / sizeof *COMMANDS };

struct invocation {
	struct arguments arguments;
	const char *folder;
	bool help, version;
};

static enum status use_option(
	void *data, size_t row, const char *value, struct error *err)
{
	struct invocation *v = data;
	struct arguments *a = &v->arguments;
	long long n = 0;
	enum status status = OK;
	switch (row) {
	case ROW_INDEX:
		v->folder = value;
		break;
	case ROW_SITE:
		a->site = value;
		break;
	case ROW_PERMALINK:
		a->permalink = value;
		break;
	case ROW_LANGUAGE:
		a->language = value;
		if (language_find(str_from(value)) == LANGUAGE_NONE)
			status = error_set(err, ERR_INVALID,
				"there is no language '%s'", value);
		break;
	case ROW_THREADS:
		status = option_number("threads", value, 1, CREW_MAX, &n, err);
		a->threads = (unsigned)n;
		break;
	case ROW_LOCK_TIMEOUT:
		status = option_number(
			"lock-timeout", value, 0, INT32_MAX, &n, err);
		a->lock_timeout = (unsigned)n;
		break;
	case ROW_MEMORY:
		status = option_size("memory", value, &a->memory, err);
		break;
	case ROW_FORMAT:
		a->json = strcmp(value, "json") == 0;
		if (!a->json && strcmp(value, "text") != 0)
			status = error_set(err, ERR_INVALID,
				"--format is text or json, not '%s'", value);
		break;
	default:
		a->drafts |= row == ROW_DRAFTS;
		a->dry_run |= row == ROW_DRY_RUN;
		a->force |= row == ROW_FORCE;
		a->watch |= row == ROW_WATCH;
		a->reorder |= row == ROW_REORDER;
		a->link |= row == ROW_LINK;
		a->repair |= row == ROW_REPAIR;
		a->zero |= row == ROW_ZERO;
		a->tokens |= row == ROW_TOKENS;
		a->quiet |= row == ROW_QUIET;
		v->help |= row == ROW_HELP;
		v->version |= row == ROW_VERSION;
	}
	return status;
}

static int print_help(void)
{
	struct buf out = {0};
	buf_puts(&out, "meju-index [COMMAND] [OPTION]... PATH...\n"
		       "Index articles (.md .html .txt .jsonl) for meju-query "
		       "and meju-serve.\n\n");
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		buf_printf(&out, "  %-8s%-12s%s\n", COMMANDS[i].name,
			COMMANDS[i].words, COMMANDS[i].help);
	buf_putc(&out, '\n');
	option_help(INDEX_OPTIONS, &out);
	buf_puts(&out, "\nExit status: 0 done, 1 some inputs were skipped or "
		       "segments not merged,\n2 trouble, 75 another writer "
		       "holds the index.\n");
	fwrite(out.p, 1, out.len, stdout);
	buf_release(&out);
	return EXIT_GOOD;
}

static unsigned processors(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);
	return n < 1 ? 1 : n > CREW_MAX ? CREW_MAX : (unsigned)n;
}

/* The command that a word names, or COMMAND_COUNT. */
static size_t find_command(const char *word)
{
	size_t i = 0;
	while (i < COMMAND_COUNT && strcmp(COMMANDS[i].name, word) != 0)
		i++;
	return i;
}

/* As the signal would have had it, now that everything is tidy. */
static void die(const struct arguments *a)
{
	int number = stop_signal();
	fprintf(stderr,
		"meju-index: stopped by %s; the index %s is as it was\n",
		stop_name(number), a->folder);
	fflush(stderr);
	signal(number, SIG_DFL);
	raise(number);
}

int main(int argc, char **argv)
{
	struct error err = {0};
	struct invocation v = {.arguments = {.threads = processors(),
				       .memory = (size_t)512 << 20}};
	int first = 0;
	standard_files_guard();
	if (option_parse(argc, argv, INDEX_OPTIONS, false, use_option, &v,
		    &first, &err) != OK) {
		fprintf(stderr, "meju-index: %s\n", err.text);
		return EXIT_TROUBLE;
	}
	if (v.help)
		return print_help();
	if (v.version) {
		puts("meju-index " MEJU_VERSION);
		return EXIT_GOOD;
	}
	size_t command =
		first < argc ? find_command(argv[first]) : COMMAND_COUNT;
	bool named = command < COMMAND_COUNT;
	v.arguments.words = argv + first + named;
	v.arguments.count = argc - first - named;
	option_index(v.folder, v.arguments.folder, sizeof v.arguments.folder);
	int result = COMMANDS[named ? command : 0].run(&v.arguments, &err);
	if (err.status == ERR_STOPPED && result == EXIT_TROUBLE)
		die(&v.arguments);
	if (err.status != OK && err.status != ERR_STOPPED)
		fprintf(stderr, "meju-index: %s\n", err.text);
	else if (stop_signal() && !v.arguments.watch)
		fprintf(stderr,
			"meju-index: %s came after the commit, which stands\n",
			stop_name(stop_signal()));
	return result;
}
