/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/prompt/typing.h"
#include "tests/support/made.h"

static const char *const DOCUMENTS =
	"{\"id\":\"a\",\"lang\":\"en\",\"text\":\"zebra crossing\"}\n"
	"{\"id\":\"b\",\"lang\":\"en\",\"text\":\"zebra crotch\"}\n"
	"{\"id\":\"c\",\"lang\":\"en\",\"text\":\"cro, a crossing, "
	"microbiome\"}\n"
	"{\"id\":\"d\",\"lang\":\"en\",\"title\":\"Crossroads\",\"text\":\"x\"}"
	"\n"
	"{\"id\":\"e\",\"lang\":\"en\",\"text\":\"célébrité\"}\n";

static char folder[64];
static struct searcher searcher;

static int begin(void **state)
{
	const char *folders[1] = {folder};
	struct error err = {0};
	(void)state;
	snprintf(folder, sizeof folder, "%s", temp_dir());
	made_commit(folder, "a.jsonl", DOCUMENTS, NULL);
	return searcher_open(&searcher, folders, 1, &err) == OK ? 0 : -1;
}

static int end(void **state)
{
	(void)state;
	searcher_close(&searcher);
	remove_tree(folder);
	return 0;
}

/* How many are found for the text, with all its words; what is offered. */
static void check(
	const char *text, uint64_t full, const char *offer, bool corrects)
{
	struct error err = {0};
	struct typing t = {
		.searcher = &searcher, .request = {.limit = 10, .total = true}};
	typing_set(&t, str_from(text));
	assert_int_equal(typing_finish(&t, &err), OK);
	buf_putc(&t.offer, '\0');
	if (t.result.full != full || strcmp(t.offer.p, offer) != 0)
		print_error("'%s': %llu, '%s'\n", text,
			(unsigned long long)t.result.full, t.offer.p);
	assert_int_equal(t.result.full, full);
	assert_string_equal(t.offer.p, offer);
	if (offer[0])
		assert_int_equal(t.corrects, corrects);
	typing_release(&t);
}

static void test_last_word_is_half_there(void **state)
{
	(void)state;
	check("zebra cross", 1, "zebra crossing", false);
	check("zebra cro", 2, "zebra crossing", false);
	check("ZEBRA CRO", 2, "ZEBRA crossing", false);
	check("zebra crossing", 1, "", false);
	check("zebra cro ", 0, "", false); /* it is ended */
	check("cros", 3, "crossing", false);
	check("title:cros", 1, "title:crossroads", false);
	check("(zebra OR x) cros", 2, "(zebra OR x) crossing", false);
	check("-cros", 5, "-crossing", false);
	check("\"zebra cros", 0, "\"zebra crossing", false);
	check("z", 0, "", false); /* one letter may become anything */
	check("", 0, "", false);
	check("  ", 0, "", false);
}

static void test_offers(void **state)
{
	(void)state;
	check("celeb", 1, "célébrité", true);
	check("microbime", 0, "microbiome", true);
	check("zyzzyva", 0, "", false);
}

/* A page, then twice as many; not if a limit was asked for. */
static void test_more(void **state)
{
	struct error err = {0};
	struct typing t = {
		.searcher = &searcher, .request = {.limit = 1, .total = true}};
	(void)state;
	typing_set(&t, STR("zebra OR crossing OR x"));
	assert_int_equal(typing_step(&t, &err), OK);
	assert_int_equal(t.result.count, 1);
	assert_int_equal(t.next, TYPING_COMPLETE);
	for (uint32_t wanted = 2; wanted <= 4; wanted *= 2) {
		assert_int_equal(typing_more(&t, &err), OK);
		assert_int_equal(t.result.count, wanted);
	}
	assert_int_equal(typing_more(&t, &err), OK);
	assert_int_equal(typing_more(&t, &err), OK);
	assert_int_equal(t.result.count, 4);
	t.limited = true;
	typing_set(&t, STR("zebra OR crossing OR x"));
	assert_int_equal(typing_step(&t, &err), OK);
	assert_int_equal(typing_more(&t, &err), OK);
	assert_int_equal(t.result.count, 1);
	typing_release(&t);
}

static void test_follows_the_index(void **state)
{
	struct error err = {0};
	struct typing t = {
		.searcher = &searcher, .request = {.limit = 10, .total = true}};
	(void)state;
	typing_set(&t, STR("quagga"));
	assert_int_equal(typing_finish(&t, &err), OK);
	assert_int_equal(t.result.count, 0);
	typing_follow(&t);
	assert_int_equal(t.next, TYPING_DONE);
	made_commit(folder, "b.jsonl",
		"{\"id\":\"q\",\"lang\":\"en\",\"text\":\"quagga\"}\n", NULL);
	typing_follow(&t);
	assert_int_equal(t.next, TYPING_SEARCH);
	assert_int_equal(typing_finish(&t, &err), OK);
	assert_int_equal(t.result.count, 1);
	typing_release(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_last_word_is_half_there),
		cmocka_unit_test(test_offers),
		cmocka_unit_test(test_more),
		cmocka_unit_test(test_follows_the_index),
	};
	return cmocka_run_group_tests(tests, begin, end);
}
