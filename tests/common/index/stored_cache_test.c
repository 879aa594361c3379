/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/stored_cache.h"
#include "tests/support/test.h"

static const struct hash128 ONE = {1, 2}, TWO = {2, 1};

static void finds(struct stored_cache *c, const struct hash128 *segment,
	uint32_t doc, const char *text)
{
	struct str s = stored_cache_find(c, segment, doc);
	assert_non_null(s.p);
	assert_true(str_eq(s, str_from(text)));
}

static void keeps(void **state)
{
	struct stored_cache c = {.max = 1 << 20};
	(void)state;
	assert_null(stored_cache_find(&c, &ONE, 7).p);
	stored_cache_put(&c, &ONE, 7, STR("seven"));
	stored_cache_put(&c, &TWO, 7, STR("zwei"));
	stored_cache_put(&c, &ONE, 8, STR(""));
	finds(&c, &ONE, 7, "seven");
	finds(&c, &TWO, 7, "zwei");
	finds(&c, &ONE, 8, "");
	assert_null(stored_cache_find(&c, &TWO, 8).p);
	stored_cache_put(&c, &ONE, 7, STR("again"));
	finds(&c, &ONE, 7, "again");
	stored_cache_release(&c);
}

/* What is asked for all the time stays, and memory has an end. */
static void forgets(void **state)
{
	struct stored_cache c = {.max = 8 << 20};
	char text[1000];
	(void)state;
	stored_cache_put(&c, &TWO, 1, STR("favourite"));
	for (uint32_t doc = 0; doc < 20000; doc++) {
		memset(text, 'a' + (int)(doc % 26), sizeof text);
		stored_cache_put(
			&c, &ONE, doc, (struct str){text, sizeof text});
		finds(&c, &TWO, 1, "favourite");
		assert_true(c.young.bytes.total + c.old.bytes.total <
			    c.max + (4 << 20));
	}
	assert_null(stored_cache_find(&c, &ONE, 0).p);
	assert_non_null(stored_cache_find(&c, &ONE, 19999).p);
	stored_cache_release(&c);
}

static void refuses_the_large(void **state)
{
	struct stored_cache c = {.max = 64 << 10};
	char text[2000] = {0};
	(void)state;
	stored_cache_put(&c, &ONE, 1, (struct str){text, sizeof text});
	assert_null(stored_cache_find(&c, &ONE, 1).p);
	stored_cache_release(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps),
		cmocka_unit_test(forgets),
		cmocka_unit_test(refuses_the_large),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
