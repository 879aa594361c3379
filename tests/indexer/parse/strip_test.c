/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/parse/strip.h"
#include "tests/support/test.h"

static void tags_go(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{"a<b>b</b> c", "ab c"},
		{"<p>a</p><p>b\n c", "a\n\nb c"},
		{"a<!-- <p> -->b", "ab"},
		{"<script>x</script>a<style>y</style>", "a"},
		{"a &amp; b &lt;c &x; &", "a & b <c &x; &"},
		{"<a title='>'>b</a>", "b"},
		{"a < b > c", "a < b > c"},
		{"<a title='never ends>b", "b"},
		{"<script>never ends", ""},
		{"a<br>b", "a b"},
		{"<", "<"},
		{"", ""},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct document d = {0};
		struct body b;
		document_clear(&d);
		body_begin(&b, &d);
		strip_tags(&b, str_from(cases[i][0]), 1);
		assert_int_equal(body_finish(&b), OK);
		if (!str_eq(buf_str(&d.text), str_from(cases[i][1])))
			fail_msg("'%s' became '" STR_FMT "'", cases[i][0],
				STR_ARG(buf_str(&d.text)));
		document_release(&d);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tags_go),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
