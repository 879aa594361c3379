/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/test.h"
#include "common/base/option.h"

static const struct option_row ROWS[] = {
	{'n', "limit", "N", "how many", .manual = ""},
	{'q', "quiet", NULL, "no word", .manual = ""},
	{0, "ripe", "WHEN", "now or later", .manual = "",
		.values = "now later never"},
	{0},
};

struct seen {
	size_t rows[8];
	const char *values[8];
	size_t count;
};

static enum status see(
	void *data, size_t row, const char *value, struct error *err)
{
	(void)err;
	struct seen *s = data;
	s->rows[s->count] = row;
	s->values[s->count++] = value;
	return OK;
}

static void options_and_words(void **state)
{
	(void)state;
	char *words[] = {"x", "-qn5", "one", "--ripe=now", "--", "-q", NULL};
	struct seen s = {0};
	struct error err = {0};
	int first = 0;
	assert_int_equal(
		option_parse(6, words, ROWS, false, see, &s, &first, &err), OK);
	assert_int_equal(s.count, 3);
	assert_int_equal(s.rows[0], 1);
	assert_null(s.values[0]);
	assert_string_equal(s.values[1], "5");
	assert_string_equal(s.values[2], "now");
	assert_string_equal(words[first], "one");
	assert_string_equal(words[first + 1], "-q");
	char *ended[] = {"x", "-q", "one", "-q", NULL};
	s.count = 0;
	assert_int_equal(
		option_parse(4, ended, ROWS, true, see, &s, &first, &err), OK);
	assert_int_equal(s.count, 1);
	assert_int_equal(first, 2);
}

static void wrong_options(void **state)
{
	(void)state;
	static const struct {
		char *word;
		const char *sentence;
	} cases[] = {
		{"--limit", "the option --limit needs a value (see --help)"},
		{"--lemon", "there is no option --lemon, or it takes no value "
			    "(see --help)"},
		{"--quiet=1", "there is no option --quiet=1, or it takes no "
			      "value (see --help)"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *words[] = {"x", cases[i].word, NULL};
		struct seen s = {0};
		struct error err = {0};
		int first;
		assert_int_equal(option_parse(2, words, ROWS, true, see, &s,
					 &first, &err),
			ERR_INVALID);
		assert_string_equal(err.text, cases[i].sentence);
	}
}

static void one_of_the_values(void **state)
{
	(void)state;
	struct error err = {0};
	size_t n = 7;
	assert_int_equal(option_word(&ROWS[2], "never", &n, &err), OK);
	assert_int_equal(n, 2);
	assert_int_equal(
		option_word(&ROWS[2], "now later", &n, &err), ERR_INVALID);
	assert_int_equal(n, 2);
	assert_string_equal(
		err.text, "--ripe takes now, later or never, not 'now later'");
	assert_int_equal(option_word(&ROWS[2], "", &n, &err), ERR_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(options_and_words),
		cmocka_unit_test(wrong_options),
		cmocka_unit_test(one_of_the_values),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
