/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/terminal.h"
#include "tests/support/test.h"

#include <stdlib.h>

static const char *const VARIABLES[] = {"TERM", "TMUX", "TERM_PROGRAM",
	"TERM_PROGRAM_VERSION", "VTE_VERSION", "KONSOLE_VERSION", "WT_SESSION",
	"DOMTERM", "NO_COLOR", "COLUMNS"};

/* Nothing is set but these, "NAME=value". */
static void set(char *const *these)
{
	for (size_t i = 0; i < sizeof VARIABLES / sizeof *VARIABLES; i++)
		unsetenv(VARIABLES[i]);
	for (; *these; these++)
		putenv(*these);
}

#define LINKS(...) (set((char *[]){__VA_ARGS__, NULL}), (int)terminal_links())

static void test_links(void **state)
{
	(void)state;
	assert_int_equal(LINKS("TERM="), LINKS_NONE);
	assert_int_equal(LINKS("TERM=xterm-256color"), LINKS_NONE);
	assert_int_equal(LINKS("TERM=xterm", "VTE_VERSION=4602"), LINKS_NONE);
	assert_int_equal(LINKS("TERM=xterm", "VTE_VERSION=7200"), LINKS_PLAIN);
	assert_int_equal(LINKS("TERM=xterm", "WT_SESSION=x"), LINKS_PLAIN);
	assert_int_equal(LINKS("TERM=xterm", "DOMTERM=x"), LINKS_PLAIN);
	assert_int_equal(
		LINKS("TERM=xterm", "KONSOLE_VERSION=220401"), LINKS_PLAIN);
	assert_int_equal(
		LINKS("TERM=xterm", "TERM_PROGRAM=iTerm.app"), LINKS_PLAIN);
	assert_int_equal(LINKS("TERM=xterm", "TERM_PROGRAM=iTerm"), LINKS_NONE);
	assert_int_equal(
		LINKS("TERM=xterm", "TERM_PROGRAM=Apple_Terminal"), LINKS_NONE);
	assert_int_equal(LINKS("TERM=foot"), LINKS_PLAIN);
	assert_int_equal(LINKS("TERM=xterm-kitty"), LINKS_LINES);
	assert_int_equal(LINKS("TERM=linux", "VTE_VERSION=7200"), LINKS_NONE);
	assert_int_equal(LINKS("TERM=dumb", "VTE_VERSION=7200"), LINKS_NONE);
}

/* All that are known to follow links. */
static void test_known(void **state)
{
	static const struct {
		const char *variable, *values;
	} cases[] = {
		{"TERM", "alacritty alacritty-direct contour foot foot-extra "
			 "wezterm xterm-ghostty"},
		{"TERM_PROGRAM", "Hyper WarpTerminal WezTerm ghostty iTerm.app "
				 "mintty rio terminology vscode zed"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str left = str_from(cases[i].values), word;
		while (str_next_word(&left, &word)) {
			char one[80];
			snprintf(one, sizeof one, "%s=" STR_FMT,
				cases[i].variable, STR_ARG(word));
			assert_int_equal(LINKS("TERM=xterm", one), LINKS_PLAIN);
		}
	}
}

/* They keep variables of the terminal outside. */
static void test_links_through_multiplexers(void **state)
{
	(void)state;
	assert_int_equal(LINKS("TERM=screen", "VTE_VERSION=7200"), LINKS_NONE);
	assert_int_equal(
		LINKS("TERM=tmux-256color", "TMUX=x", "TERM_PROGRAM=tmux",
			"TERM_PROGRAM_VERSION=3.3a", "VTE_VERSION=7200"),
		LINKS_NONE);
	assert_int_equal(
		LINKS("TERM=tmux-256color", "TMUX=x", "TERM_PROGRAM=tmux",
			"TERM_PROGRAM_VERSION=3.4"),
		LINKS_PLAIN);
	assert_int_equal(LINKS("TERM=xterm", "TMUX=x", "TERM_PROGRAM=tmux",
				 "TERM_PROGRAM_VERSION=next-3.5"),
		LINKS_NONE);
}

static void test_color(void **state)
{
	(void)state;
	set((char *[]){"TERM=xterm", "NO_COLOR=1", NULL});
	assert_true(terminal_color("always", false));
	assert_false(terminal_color("never", true));
	assert_false(terminal_color("auto", true));
	assert_false(terminal_color(NULL, true));
	set((char *[]){"TERM=xterm", "NO_COLOR=", NULL});
	assert_true(terminal_color(NULL, true));
	assert_true(terminal_color("auto", true));
	assert_false(terminal_color("auto", false));
	set((char *[]){"TERM=dumb", NULL});
	assert_false(terminal_color(NULL, true));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_links),
		cmocka_unit_test(test_known),
		cmocka_unit_test(test_links_through_multiplexers),
		cmocka_unit_test(test_color),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
