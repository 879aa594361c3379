/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/assist/finder.h"
#include "tests/query/assist/any_text.h"

/* What is found is what looking at each token finds. */
static void compare(
	struct rng *r, struct analyzer *a, struct str text, language lang)
{
	struct map stems = {0};
	any_stems(r, a, text, lang, &stems);
	struct finder quick = {.analyzer = a, .stems = &stems};
	struct finder plain = {.analyzer = a, .stems = &stems};
	char *p = guarded_alloc(text.len);
	memcpy(p, text.p, text.len);
	text.p = p;
	assert_int_equal(finder_find(&quick, text, lang), OK);
	assert_int_equal(finder_find_plain(&plain, text, lang), OK);
	for (size_t i = 0; i < plain.found.len && i < quick.found.len; i++) {
		const struct finder_found *x = &quick.found.v[i];
		const struct finder_found *y = &plain.found.v[i];
		assert_int_equal(x->off, y->off);
		assert_int_equal(x->end, y->end);
		assert_int_equal(x->stems, y->stems);
	}
	assert_int_equal(quick.found.len, plain.found.len);
	guarded_free(p, text.len);
	finder_release(&quick);
	finder_release(&plain);
	map_release(&stems);
}

static void random_texts(void **state)
{
	(void)state;
	struct rng r;
	struct analyzer *a;
	struct buf text = {0};
	rng_init(&r, seed());
	assert_int_equal(analyzer_new(&a), OK);
	for (unsigned n = rounds(5000); n > 0; n--) {
		any_text(&r, &text);
		size_t from = rng_below(&r, text.len + 1);
		from = rng_below(&r, 4) ? 0 : from;
		language lang = (language)rng_below(&r, language_count());
		compare(&r, a, str_slice(buf_str(&text), from, text.len),
			rng_below(&r, 2) ? language_find(STR("en")) : lang);
	}
	buf_release(&text);
	analyzer_free(a);
}

static void real_texts(void **state)
{
	(void)state;
	struct rng r;
	struct analyzer *a;
	rng_init(&r, seed());
	assert_int_equal(analyzer_new(&a), OK);
	bool there = each_real_text(&r, a, compare);
	analyzer_free(a);
	if (!there)
		skip();
}

static void expect(const char *stem, const char *text, unsigned count)
{
	struct map stems = {0};
	uint32_t id;
	struct analyzer *a;
	assert_int_equal(analyzer_new(&a), OK);
	assert_int_equal(map_add(&stems, str_from(stem), &id), OK);
	struct finder f = {.analyzer = a, .stems = &stems};
	language en = language_find(STR("en"));
	assert_int_equal(finder_find(&f, str_from(text), en), OK);
	assert_int_equal(f.found.len, count);
	finder_release(&f);
	map_release(&stems);
	analyzer_free(a);
}

static void parts_and_endings(void **state)
{
	(void)state;
	expect("die", "dying Dies lay die.", 3);
	expect("use", "using, (used) \"user\" us-ing", 3);
	expect("js", "node.js NodeJS x/js js", 4);
	expect("email", "e-mail E-Mails eMail email e mail", 4);
	expect("case", "camelCase CamelCases case encase", 3);
	expect(".net", "on .NET, asp.net", 1);
	expect("c++", "C++ c++17 c", 2);
	expect("cafe", "caf\u00e9 cafe\u0301 Cafe", 3);
	expect("", "a b c", 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parts_and_endings),
		cmocka_unit_test(random_texts),
		cmocka_unit_test(real_texts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
