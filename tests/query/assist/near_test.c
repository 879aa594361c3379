/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/assist/near.h"
#include "tests/support/test.h"

enum { WORDS = 400 };

/* `count` words from `from` on, of which every `other`-th is another one. */
static struct str words(
	struct buf *b, unsigned from, unsigned count, unsigned other)
{
	buf_clear(b);
	for (unsigned i = from; i < from + count; i++)
		buf_printf(
			b, other && i % other == 0 ? "other%u " : "word%u ", i);
	return buf_str(b);
}

static unsigned likeness(struct str a, struct str b)
{
	struct near_sketch x, y;
	near_sketch(&x, a);
	near_sketch(&y, b);
	assert_int_equal(near_likeness(&x, &y), near_likeness(&y, &x));
	assert_int_equal(near_same(&x, &y), near_likeness(&x, &y) >= 75);
	return near_likeness(&x, &y);
}

static void the_same_is_the_same(void **state)
{
	static const char *const texts[] = {"salt", "salt pepper",
		"salt pepper salt", "one two three four five"};
	(void)state;
	for (unsigned i = 0; i < 4; i++)
		for (unsigned k = 0; k < 4; k++)
			assert_true((likeness(str_from(texts[i]),
					     str_from(texts[k])) == 100) ==
				    (i == k));
	assert_int_equal(
		likeness(STR("one, two -- three."), STR("one two three")), 100);
}

static void without_words_nothing_is_alike(void **state)
{
	(void)state;
	assert_int_equal(likeness(STR(""), STR("")), 0);
	assert_int_equal(likeness(STR(" .-. "), STR("")), 0);
	assert_int_equal(likeness(STR("salt"), STR("")), 0);
}

static void likeness_is_about_what_is_shared(void **state)
{
	struct buf a = {0}, b = {0};
	(void)state;
	for (unsigned count = WORDS; count < 5000; count *= 2) {
		struct str whole = words(&a, 0, count, 0);
		/* one word in 50: 3 rows of 50 on either side differ */
		unsigned n = likeness(whole, words(&b, 0, count, 50));
		assert_in_range(n, 80, 96);
		n = likeness(whole, words(&b, 0, count / 2, 0));
		assert_in_range(n, 35, 65);
		n = likeness(whole, words(&b, count / 10, count, 0));
		assert_in_range(n, 72, 92);
		n = likeness(whole, words(&b, count, count, 0));
		assert_int_equal(n, 0);
	}
	buf_release(&a);
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_is_the_same),
		cmocka_unit_test(without_words_nothing_is_alike),
		cmocka_unit_test(likeness_is_about_what_is_shared),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
