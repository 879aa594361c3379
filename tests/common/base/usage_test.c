/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/test.h"
#include "common/base/usage.h"

static void fruits(struct buf *out)
{
	buf_puts(out, "apple pear");
}

static const struct option_row ROWS[] = {
	{'d', "index", "DIR", "where it's kept", .manual = "Where.\n\nReally.",
		.often = true, .again = true},
	{0, "fruit", "F,...", "some [of them]: \\", .manual = "Which.",
		.list = fruits},
	{0, "ripe", "WHEN", "now or later", .manual = "When.",
		.values = "now later", .commands = "eat", .often = true},
	{'q', "quiet", NULL, "no word", .manual = "Say nothing."},
	{0},
};

static const struct usage_command COMMANDS[] = {
	{"eat", "FILE...", "all of it", NULL},
	{"keep", "", "none", NULL},
	{"move", "DIR", "some", NULL},
	{0},
};

static const struct usage PLAIN = {.name = "a-b",
	.head = "a-b WORDS\n",
	.tail = "That is all.\n",
	.options = ROWS,
	.words_end = true,
	.suggests = true};

static const struct usage COMMANDED = {.name = "c",
	.head = "c COMMAND\n",
	.tail = "",
	.options = ROWS,
	.commands = COMMANDS};

static const char *generate(
	const struct usage *u, const char *form, struct buf *out)
{
	struct error err = {0};
	buf_clear(out);
	assert_int_equal(usage_generate(u, form, out, &err), OK);
	buf_putc(out, '\0');
	assert_int_equal(out->status, OK);
	return out->p;
}

static void has(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("no [%s] in:\n%s", part, text);
}

static void help(void **state)
{
	(void)state;
	struct buf out = {0};
	assert_string_equal(generate(&PLAIN, "help", &out),
		"a-b WORDS\n"
		"  -d, --index DIR         where it's kept\n"
		"      --ripe WHEN         now or later\n"
		"More, see `man a-b`:\n"
		"  --fruit F,... --quiet\n"
		"That is all.\n");
	has(generate(&COMMANDED, "help", &out),
		"c COMMAND\n"
		"  eat     FILE...     all of it\n"
		"  keep                none\n"
		"  move    DIR         some\n"
		"\n"
		"  -d, --index DIR");
	buf_clear(&out);
	usage_command_help(&COMMANDED, &COMMANDS[0], &out);
	buf_putc(&out, '\0');
	assert_string_equal(out.p,
		"c eat [OPTION]... FILE...\n"
		"  all of it\n"
		"\n"
		"  -d, --index DIR         where it's kept\n"
		"      --fruit F,...       some [of them]: \\\n"
		"      --ripe WHEN         now or later\n"
		"  -q, --quiet             no word\n");
	buf_clear(&out);
	usage_command_help(&COMMANDED, &COMMANDS[1], &out);
	buf_putc(&out, '\0');
	assert_null(strstr(out.p, "--ripe"));
	buf_release(&out);
}

static void names_of_many_options_are_wrapped(void **state)
{
	(void)state;
	struct option_row rows[32] = {0};
	for (size_t i = 0; i < 31; i++)
		rows[i] = (struct option_row){
			0, "seventeen-letters", NULL, "", .manual = ""};
	struct usage u = {.name = "x", .head = "", .tail = "", .options = rows};
	struct buf out = {0};
	const char *text = generate(&u, "help", &out);
	for (const char *line = text; *line;) {
		const char *end = strchr(line, '\n');
		assert_non_null(end);
		assert_in_range(end - line, 1, 80);
		line = end + 1;
	}
	buf_release(&out);
}

static void manual(void **state)
{
	(void)state;
	struct buf out = {0};
	assert_string_equal(generate(&PLAIN, "man", &out),
		"\n*-d*, *--index* _dir_\n\tWhere.\n\n\tReally.\n"
		"\n*--fruit* _f_,...\n\tWhich.\n"
		"\n*--ripe* *now*|*later*\n\tWhen.\n"
		"\n*-q*, *--quiet*\n\tSay nothing.\n");
	buf_release(&out);
}

static void shells(void **state)
{
	(void)state;
	struct buf out = {0};
	const char *text = generate(&PLAIN, "bash", &out);
	has(text, "	-d | --index) _a_b_paths -d ;;\n"
		  "	--fruit) _a_b_list 'apple pear' ;;\n"
		  "	--ripe) _a_b_offer -W 'now later' ;;\n");
	has(text, "complete -F _a_b a-b\n");
	text = generate(&COMMANDED, "bash", &out);
	has(text, "		keep) _c_offer -W '-d --index --fruit "
		  "-q --quiet' ;;\n");
	text = generate(&PLAIN, "zsh", &out);
	has(text, "'*'{-d+,--index=}'[where it'\\''s kept]:DIR:_files -/'\n");
	has(text, "'--fruit=[some \\[of them\\]\\: \\\\]:F,...:"
		  "_sequence compadd - apple pear'\n");
	has(text, "'(-q --quiet)'{-q,--quiet}'[no word]'\n");
	text = generate(&PLAIN, "fish", &out);
	has(text, " -s d -l index -x -a '(__fish_complete_directories)' "
		  "-d 'where it\\'s kept'\n");
	has(text, "(__fish_append , apple pear)' -d 'some [of them]: \\\\'\n");
	text = generate(&COMMANDED, "fish", &out);
	has(text, "-n '_c_command \"\" eat' -l ripe -x -a 'now later'");
	buf_release(&out);
}

static void other_forms(void **state)
{
	(void)state;
	struct buf out = {0};
	struct error err = {0};
	assert_int_equal(
		usage_generate(&PLAIN, "csh", &out, &err), ERR_INVALID);
	assert_string_equal(err.text,
		"--generate takes help, man, bash, zsh or fish, not 'csh'");
	assert_int_equal(out.len, 0);
	out.max = 20;
	assert_int_equal(usage_generate(&PLAIN, "zsh", &out, &err), ERR_LIMIT);
	buf_release(&out);
}

static void wanted(void **state)
{
	(void)state;
	char *all[] = {"x", "--generate", "man", "y", NULL};
	assert_string_equal(usage_wanted(3, all), "man");
	assert_null(usage_wanted(1, all));
	assert_null(usage_wanted(2, all));
	assert_null(usage_wanted(4, all));
	assert_null(usage_wanted(3, all + 1));
}

static void heeded(void **state)
{
	(void)state;
	struct error err = {0};
	char *word[] = {"x"};
	assert_int_equal(
		usage_check(&COMMANDED, &COMMANDS[0], 15, word, 1, &err), OK);
	assert_int_equal(
		usage_check(&COMMANDED, &COMMANDS[1], 11, word, 0, &err), OK);
	assert_int_equal(
		usage_check(&COMMANDED, &COMMANDS[1], 4, word, 0, &err),
		ERR_INVALID);
	assert_string_equal(err.text, "--ripe is not for keep, but for eat");
	assert_int_equal(
		usage_check(&COMMANDED, &COMMANDS[1], 0, word, 1, &err),
		ERR_INVALID);
	assert_string_equal(
		err.text, "keep takes options only, not 'x' (see --help)");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(help),
		cmocka_unit_test(names_of_many_options_are_wrapped),
		cmocka_unit_test(manual),
		cmocka_unit_test(shells),
		cmocka_unit_test(other_forms),
		cmocka_unit_test(wanted),
		cmocka_unit_test(heeded),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
