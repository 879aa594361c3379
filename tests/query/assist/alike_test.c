/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/assist/alike.h"
#include "query/assist/near_forms.h"
#include "tests/support/test.h"

static unsigned slow(struct str a, struct str b)
{
	if (a.len == 0 || b.len == 0)
		return (unsigned)(a.len + b.len);
	struct str x = str_slice(a, 1, a.len), y = str_slice(b, 1, b.len);
	unsigned other = slow(x, y) + (a.p[0] != b.p[0]);
	unsigned out = slow(x, b) + 1, in = slow(a, y) + 1;
	out = out < in ? out : in;
	return other < out ? other : out;
}

static void distances(void **state)
{
	(void)state;
	struct rng r;
	rng_init(&r, seed());
	for (unsigned i = rounds(3000); i > 0; i--) {
		char bytes[14];
		for (unsigned k = 0; k < sizeof bytes; k++)
			bytes[k] = (char)('a' + rng_below(&r, 3));
		struct str a = {bytes, rng_below(&r, 8)};
		struct str b = {bytes + 7, rng_below(&r, 8)};
		unsigned most = (unsigned)rng_below(&r, 9), far = slow(a, b);
		assert_int_equal(alike_distance(a, b, most),
			far <= most ? far : ALIKE_FAR);
	}
}

static void forms(void **state)
{
	(void)state;
	struct analyzer *a;
	struct buf out = {0};
	const struct str texts[] = {STR("Cheeks"),
		STR("The cheesecake, a cheek; cheese-free. Cheers, Cheese!")};
	assert_int_equal(analyzer_new(&a), OK);
	assert_int_equal(near_forms(a, language_find(STR("en")), STR("cheeze"),
				 texts, 2, &out),
		OK);
	buf_putc(&out, 0);
	assert_string_equal(out.p, "cheese-free, Cheeks, cheek");
	buf_clear(&out);
	assert_int_equal(
		near_forms(a, LANGUAGE_NONE, STR("???"), texts, 2, &out), OK);
	assert_int_equal(out.len, 0);
	buf_release(&out);
	analyzer_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(distances),
		cmocka_unit_test(forms),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
