/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/test.h"
#include "query/lang/lexer.h"

/* One letter a lexeme, in the order of enum lexeme_type. */
static void expect(const char *text, const char *types)
{
	static const char letters[] = ".w=*?~ap:()-+&|NA";
	struct arena arena = {0};
	struct warnings w = {.arena = &arena};
	struct lexer x = {
		.text = str_from(text), .warnings = &w, .arena = &arena};
	assert_int_equal(lexer_run(&x), OK);
	struct buf got = {0};
	for (unsigned i = 0; i < x.count; i++)
		buf_putc(&got, letters[x.lexemes[i].type]);
	if (!str_eq(buf_str(&got), str_from(types)))
		fail_msg("%s gave " STR_FMT, text, STR_ARG(buf_str(&got)));
	buf_release(&got);
	arena_release(&arena);
}

static void types(void **state)
{
	(void)state;
	expect("", ".");
	expect("gut =gut \"gut\" gut* * \"a b\"", "w==*ap.");
	expect("g*t g?t* gut~ gut~2 a~b gut?", "??~~ww.");
	expect("title:x title:(x) x:(y)", ":w:(w)w(w).");
	expect("-a +b !c NOT d a-b - + !", "-w+w-w-wwwww.");
	expect("a AND b && c OR d | e || f", "w&w&w|w|w|w.");
	expect("NEAR NEAR/3 ADJ ADJ/3 NEAR/ NEAR/x AND/3", "NNAAwww.");
	expect("(a))((b", "(w)((w)).");
	expect("date:[2024 TO 2025] x", ":ww.");
	expect("date:[2024 TO 2025", ":www.");
	expect("\xe3\x80\x80\xef\xbc\x8d\xef\xbc\x88x\xef\xbc\x89", "-(w).");
	expect("\xc2\xa0\xc2\xabx y\xc2\xbb", "p.");
}

static void places(void **state)
{
	(void)state;
	struct arena arena = {0};
	struct warnings w = {.arena = &arena};
	struct str text = STR("-title:gut^2 =Xy \" a b \"~3 pre*");
	struct lexer x = {.text = text, .warnings = &w, .arena = &arena};
	assert_int_equal(lexer_run(&x), OK);
	for (unsigned i = 0; i < x.count; i++) {
		struct lexeme *t = &x.lexemes[i];
		assert_true(str_eq(
			t->text, str_slice(text, t->off, t->off + t->len)));
	}
	assert_true(str_eq(x.lexemes[2].text, STR("gut")));
	assert_true(str_eq(x.lexemes[4].text, STR("a b")));
	assert_int_equal(x.lexemes[4].number, 3);
	assert_true(str_eq(x.lexemes[5].text, STR("pre")));
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(types),
		cmocka_unit_test(places),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
