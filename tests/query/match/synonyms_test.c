/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/match/synonyms.h"
#include "tests/support/test.h"

static struct synonyms rules;
static struct analyzer *analyzer;

static int begin(void **state)
{
	(void)state;
	return analyzer_new(&analyzer) == OK ? 0 : -1;
}

static int end(void **state)
{
	(void)state;
	analyzer_free(analyzer);
	return 0;
}

static void parse(const char *text)
{
	synonyms_release(&rules);
	assert_int_equal(synonyms_parse(&rules, "file", str_from(text)), OK);
}

/* What a text has on its right, joined; "none" if no rule begins with it,
 * "more" if only longer ones do. */
static void check(const char *code, const char *text, const char *wanted)
{
	language l = language_find(str_from(code));
	struct buf key = {0}, got = {0};
	uint32_t left = SYNONYMS_NONE;
	assert_int_equal(synonyms_key(analyzer, l, str_from(text), &key), OK);
	enum status status =
		synonyms_find(&rules, analyzer, l, buf_str(&key), &left);
	if (status == ERR_NOT_FOUND)
		buf_puts(&got, "none");
	else if (left == SYNONYMS_NONE)
		buf_puts(&got, "more");
	for (; left != SYNONYMS_NONE; left = synonyms_next(&rules, l, left)) {
		struct synonym_rule r = rules.rules.v[rules.all.v[left].rule];
		uint32_t i = r.arrow == r.end ? r.first : r.arrow;
		for (; i < r.end; i++) {
			if (i == left)
				continue;
			buf_puts(&got, got.len ? "|" : "");
			buf_put_str(&got, synonyms_text(&rules, i));
		}
	}
	buf_putc(&got, '\0');
	assert_string_equal(got.p, wanted);
	buf_release(&key);
	buf_release(&got);
}

static void two_ways_and_one(void **state)
{
	(void)state;
	parse("js, javascript , ecmascript\ntv =>television,telly");
	assert_int_equal(rules.complaints.len, 0);
	check("en", "javascript", "js|ecmascript");
	check("en", "JS", "javascript|ecmascript");
	check("en", "tv", "television|telly");
	check("en", "telly", "none");
	check("en", "java", "none");
}

static void stems_of_the_language(void **state)
{
	(void)state;
	parse("heart attack, myocardial infarction\n"
	      "H\xc3\xa4user => Wohnungen\n");
	check("en", "Hearts attacked", "myocardial infarction");
	check("en", "heart", "more");
	check("en", "attack", "none");
	check("en", "heart-attack", "myocardial infarction");
	check("", "heart attacks", "none");
	check("de", "Haus", "Wohnungen");
	check("en", "Haus", "none");
}

static void the_same_words_add_up_in_order(void **state)
{
	(void)state;
	parse("a1, b1\nc1 => a1\na1 => c1, d1\nA1 => e1\n");
	check("en", "a1", "b1|c1|d1|e1");
	check("en", "b1", "a1");
	check("en", "c1", "a1");
}

static void words_of_any_script(void **state)
{
	(void)state;
	parse("\xef\xbb\xbf"
	      "C#, csharp # the language\r\n"
	      "#c++, never\n"
	      "node.js, nodejs\n"
	      "\xe8\x82\xa0\xe9\x81\x93\xe5\x81\xa5 => "
	      "\xe7\x9a\xae\xe8\x82\xa4\n");
	assert_int_equal(rules.complaints.len, 0);
	assert_int_equal(rules.rules.len, 3);
	check("en", "c#", "csharp");
	check("en", "node js", "nodejs");
	check("zh", "\xe8\x82\xa0\xe9\x81\x93\xe5\x81\xa5",
		"\xe7\x9a\xae\xe8\x82\xa4");
	check("zh", "\xe8\x82\xa0", "none");
	check("en", "never", "none");
	check("en", "", "none");
}

static void complains(const char *text, const char *wanted)
{
	parse(text);
	assert_int_equal(rules.complaints.len, 1);
	assert_string_equal(rules.complaints.v[0].p, wanted);
}

static void a_bad_line_is_left_out(void **state)
{
	(void)state;
	complains("a1, b1\nword\nc1, d1\n",
		"file:2: a rule has a comma or a => between words that mean "
		"the same");
	assert_int_equal(rules.rules.len, 2);
	check("en", "c1", "d1");
	complains("word,", "file:1: a rule has a comma or a => between words "
			   "that mean the same");
	complains("=> b", "file:1: there are no words before the =>");
	complains("\n\na, =>", "file:3: there are no words behind the =>");
	complains("a => b => c", "file:1: a rule has only one =>");
	complains("a, !", "file:1: '!' has no letter or digit");
	complains("a, \xff", "file:1: the line is not in UTF-8");
	complains("a, \x1b!", "file:1: '?!' has no letter or digit");
	assert_int_equal(rules.all.len, 0);
}

static void put(struct buf *b, const char *text, unsigned times)
{
	for (; times > 0; times--)
		buf_puts(b, text);
}

static void limits(void **state)
{
	struct buf b = {0};
	(void)state;
	put(&b, "a1 ", SYNONYMS_WORDS_MAX);
	buf_puts(&b, ", b1");
	buf_putc(&b, '\0');
	parse(b.p);
	assert_int_equal(rules.complaints.len, 0);
	check("en", "b1 a1", "none");
	buf_clear(&b);
	put(&b, "a1 ", SYNONYMS_WORDS_MAX + 1);
	buf_puts(&b, ", b1");
	buf_putc(&b, '\0');
	complains(b.p, "file:1: more than 32 words are between two commas");
	buf_clear(&b);
	put(&b, "a1,", SYNONYMS_SIDES_MAX + 1);
	buf_putc(&b, '\0');
	complains(b.p, "file:1: more than 128 words or phrases are in a rule");
	buf_clear(&b);
	put(&b, "a1,b1\n", SYNONYMS_RULES_MAX + 2);
	buf_putc(&b, '\0');
	complains(b.p, "file:100001: there are more than 100,000 rules; those "
		       "from here on are left out");
	assert_int_equal(rules.rules.len, SYNONYMS_RULES_MAX);
	buf_clear(&b);
	put(&b, "a1\n", SYNONYMS_COMPLAINTS_MAX + 7);
	buf_putc(&b, '\0');
	parse(b.p);
	assert_int_equal(rules.complaints.len, SYNONYMS_COMPLAINTS_MAX + 1);
	assert_string_equal(rules.complaints.v[SYNONYMS_COMPLAINTS_MAX].p,
		"file: 7 more lines are left out");
	buf_release(&b);
}

static void from_a_file(void **state)
{
	struct error err = {0};
	char path[4200];
	const char *folder = temp_dir();
	(void)state;
	synonyms_release(&rules);
	snprintf(path, sizeof path, "%s/rules", folder);
	assert_int_equal(synonyms_read(&rules, path, &err), ERR_NOT_FOUND);
	assert_non_null(strstr(err.text, path));
	write_all(path, STR("a1, b1\nc1\n"));
	assert_int_equal(synonyms_read(&rules, path, &err), OK);
	assert_int_equal(rules.complaints.len, 1);
	assert_non_null(strstr(rules.complaints.v[0].p, path));
	check("en", "a1", "b1");
	synonyms_release(&rules);
	remove_tree(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_ways_and_one),
		cmocka_unit_test(stems_of_the_language),
		cmocka_unit_test(the_same_words_add_up_in_order),
		cmocka_unit_test(words_of_any_script),
		cmocka_unit_test(a_bad_line_is_left_out),
		cmocka_unit_test(limits),
		cmocka_unit_test(from_a_file),
	};
	return cmocka_run_group_tests(tests, begin, end);
}
