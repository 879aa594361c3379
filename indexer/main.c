/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/file.h"
#include "common/base/stop.h"
#include "common/index/glass.h"
#include "common/text/language.h"
#include "indexer/build.h"
#include "indexer/command.h"
#include "indexer/options.h"
#include "indexer/writer.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

struct invocation {
	struct arguments arguments;
	const char *folder;
	uint64_t given; /* a bit for each option, by its row */
	bool help, version;
};

/* "3,2,1" */
static enum status use_weights(
	const char *value, uint32_t weights[3], struct error *err)
{
	char end;
	if (sscanf(value, "%3" SCNu32 ",%3" SCNu32 ",%3" SCNu32 "%c",
		    &weights[0], &weights[1], &weights[2], &end) != 3)
		weights[0] = 0;
	for (unsigned i = 0; i < 3; i++)
		if (weights[i] < 1 || weights[i] > WEIGHT_MAX)
			return error_set(err, ERR_INVALID,
				"--weights takes three numbers from 1 to %d, "
				"as in 3,2,1, not '%s'",
				WEIGHT_MAX, value);
	return OK;
}

static enum status use_option(
	void *data, size_t row, const char *value, struct error *err)
{
	struct invocation *v = data;
	struct arguments *a = &v->arguments;
	long long n = 0;
	size_t word = 0;
	enum status status = OK;
	v->given |= UINT64_C(1) << row;
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
	case ROW_WEIGHTS:
		status = use_weights(value, a->weights, err);
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
	case ROW_ENGINE:
		status = option_word(
			&index_usage.options[row], value, &word, err);
		a->engine = word == 1 ? "xapian" : "native";
		break;
	case ROW_SHARDS:
		status = option_number(
			"shards", value, 1, GLASS_SHARDS_MAX, &n, err);
		a->shards = (unsigned)n;
		break;
	case ROW_MEMORY:
		status = option_size("memory", value, &a->memory, err);
		break;
	case ROW_FORMAT:
		status = option_word(
			&index_usage.options[row], value, &word, err);
		a->json = word == 1;
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

/* A form of usage.h, or the help of a command. */
static int print_usage(const char *form, const struct usage_command *command)
{
	struct buf out = {0};
	struct error err = {0};
	enum status status = OK;
	if (command)
		usage_command_help(&index_usage, command, &out);
	else
		status = usage_generate(&index_usage, form, &out, &err);
	if (status == OK)
		status = command_print(&out, &err);
	buf_release(&out);
	if (status != OK)
		fprintf(stderr, "meju-index: %s\n", err.text);
	return status == OK ? EXIT_GOOD : EXIT_TROUBLE;
}

/* The command that a word names, or NULL. */
static const struct usage_command *find_command(const char *word)
{
	const struct usage_command *c = index_usage.commands;
	while (c->name && strcmp(c->name, word) != 0)
		c++;
	return c->name ? c : NULL;
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
	struct invocation v = {.arguments = {.threads = crew_usual(),
				       .memory = WRITER_MEMORY}};
	int first = 0;
	standard_files_guard();
	const char *usage = usage_wanted(argc, argv);
	if (usage)
		return print_usage(usage, NULL);
	if (option_parse(argc, argv, index_usage.options, false, use_option, &v,
		    &first, &err) != OK) {
		fprintf(stderr, "meju-index: %s\n", err.text);
		return EXIT_TROUBLE;
	}
	const struct usage_command *command =
		first < argc ? find_command(argv[first]) : NULL;
	if (v.help)
		return print_usage("help", command);
	if (v.version) {
		puts("meju-index " MEJU_VERSION);
		return EXIT_GOOD;
	}
	first += command != NULL;
	v.arguments.words = argv + first;
	v.arguments.count = argc - first;
	option_index(v.folder, v.arguments.folder, sizeof v.arguments.folder);
	if (!command)
		command = index_usage.commands;
	int result = EXIT_TROUBLE;
	if (usage_check(&index_usage, command, v.given, v.arguments.words,
		    v.arguments.count, &err) == OK)
		result = command->run(&v.arguments, &err);
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
