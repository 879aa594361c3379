/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/option.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { FIRST_LONG = 256 };

static size_t build_tables(const struct option_row *rows, bool words_end,
	struct option *longs, char *shorts)
{
	size_t n = 0;
	*shorts++ = words_end ? '+' : ':';
	if (words_end)
		*shorts++ = ':';
	for (; rows[n].name; n++) {
		bool takes = rows[n].argument;
		longs[n] = (struct option){
			rows[n].name, takes, NULL, FIRST_LONG + (int)n};
		if (!rows[n].letter)
			continue;
		*shorts++ = rows[n].letter;
		if (takes)
			*shorts++ = ':';
	}
	longs[n] = (struct option){0};
	*shorts = '\0';
	return n;
}

static size_t row_of(const struct option_row *rows, int code)
{
	if (code >= FIRST_LONG)
		return (size_t)(code - FIRST_LONG);
	size_t n = 0;
	while (rows[n].name && rows[n].letter != code)
		n++;
	return n;
}

enum status option_parse(int argc, char **argv, const struct option_row *rows,
	bool words_end, option_use *use, void *data, int *first,
	struct error *err)
{
	struct option longs[OPTION_ROWS_MAX + 1];
	char shorts[2 * OPTION_ROWS_MAX + 3];
	build_tables(rows, words_end, longs, shorts);
	optind = 0;
	opterr = 0;
	for (;;) {
		int before = optind ? optind : 1;
		int code = getopt_long(argc, argv, shorts, longs, NULL);
		if (code == -1)
			break;
		if (code == ':')
			return error_set(err, ERR_INVALID,
				"the option %s needs a value (see --help)",
				argv[optind - 1]);
		if (code == '?')
			return error_set(err, ERR_INVALID,
				"there is no option %s, or it takes no value "
				"(see --help)",
				argv[before < argc ? before : argc - 1]);
		enum status status = use(data, row_of(rows, code), optarg, err);
		if (status != OK)
			return status;
	}
	*first = optind;
	return OK;
}

static void put_choice(struct str words, struct buf *out)
{
	struct str word;
	while (str_next_word(&words, &word)) {
		if (out->len)
			buf_puts(out, words.len ? ", " : " or ");
		buf_put_str(out, word);
	}
	buf_putc(out, '\0');
}

enum status option_word(const struct option_row *row, const char *value,
	size_t *out, struct error *err)
{
	struct str words = str_from(row->values), word;
	for (size_t n = 0; str_next_word(&words, &word); n++) {
		if (str_eq(word, str_from(value))) {
			*out = n;
			return OK;
		}
	}
	struct buf choice = {0};
	put_choice(str_from(row->values), &choice);
	enum status status = error_set(err, ERR_INVALID,
		"--%s takes %s, not '%s'", row->name,
		choice.status == OK ? choice.p : row->values, value);
	buf_release(&choice);
	return status;
}

enum status option_number(const char *option, const char *text, long long low,
	long long high, long long *out, struct error *err)
{
	char *end;
	errno = 0;
	long long n = strtoll(text, &end, 10);
	if (errno || end == text || *end || n < low || n > high)
		return error_set(err, ERR_INVALID,
			"--%s takes a number from %lld to %lld, not '%s'",
			option, low, high, text);
	*out = n;
	return OK;
}

enum status option_size(
	const char *option, const char *text, size_t *out, struct error *err)
{
	char *end;
	errno = 0;
	unsigned long long n = strtoull(text, &end, 10);
	unsigned shift = 0;
	if (*end == 'k' || *end == 'K')
		shift = 10;
	else if (*end == 'M' || *end == 'm')
		shift = 20;
	else if (*end == 'G' || *end == 'g')
		shift = 30;
	if (errno || end == text || text[0] == '-' || end[shift > 0] ||
		n > SIZE_MAX >> shift >> 1)
		return error_set(err, ERR_INVALID,
			"--%s takes a size such as 512M, not '%s'", option,
			text);
	*out = (size_t)n << shift;
	return OK;
}

static bool holds_index(const char *folder)
{
	char path[4096 + 32];
	snprintf(path, sizeof path, "%s/manifest", folder);
	return access(path, F_OK) == 0;
}

void option_index(const char *given, char *out, size_t size)
{
	const char *named = given ? given : getenv("MEJU_INDEX");
	char here[4096];
	snprintf(out, size, "%s", named && named[0] ? named : ".meju");
	if ((named && named[0]) || !getcwd(here, sizeof here - 16))
		return;
	for (size_t len = strlen(here);; len--) {
		char path[4096 + 8];
		snprintf(path, sizeof path, "%.*s/.meju", (int)len, here);
		if (holds_index(path)) {
			snprintf(out, size, "%s", path);
			return;
		}
		while (len > 0 && here[len - 1] != '/')
			len--;
		if (len == 0)
			return;
	}
}
