/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/serve/accept.h"
#include "tests/support/test.h"

static const char *const types[] = {
	"application/json", "text/html", "application/atom+xml", NULL};

static void chooses(void **state)
{
	static const struct {
		const char *header;
		unsigned best;
	} cases[] = {
		{"", 0},
		{"*/*", 0},
		{"text/html,application/xhtml+xml,application/xml;q=0.9,*/"
		 "*;q=0.8",
			1},
		{"TEXT/HTML", 1},
		{"text/*", 1},
		{"text/plain", 0},
		{"application/atom+xml, application/json", 0},
		{"application/json;q=0.5, application/atom+xml;q=0.51", 2},
		{"application/json;q=0, */*", 1},
		{"application/*;q=0.2, application/atom+xml ; level=1 ; q=0.3",
			2},
		{"text/html;q=0", 0},
		{"text/html;q=0.001", 1},
		{",,;q=1,/,*", 0},
		{"text/html;q=, application/json;q=x", 0},
		{"text/htmlx, xtext/html", 0},
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (accept_best(str_from(cases[i].header), types) !=
			cases[i].best)
			fail_msg("'%s' is not %u", cases[i].header,
				cases[i].best);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(chooses)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
