/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/test.h"
#include "common/base/rune.h"

static size_t put(uint32_t c, char out[4])
{
	if (c < 0x80)
		return out[0] = (char)c, 1;
	size_t len = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	for (size_t i = len; i-- > 1; c >>= 6)
		out[i] = (char)(0x80 | (c & 0x3f));
	out[0] = (char)(0xf00u >> len | c);
	return len;
}

static void every_character(void **state)
{
	(void)state;
	for (uint32_t c = 0; c < 0x110000; c++) {
		char p[4];
		uint32_t got;
		struct str s = {p, put(c, p)};
		bool surrogate = c >= 0xd800 && c < 0xe000;
		assert_int_equal(rune_get(s, 0, &got), surrogate ? 1 : s.len);
		assert_int_equal(got, surrogate ? RUNE_BAD : c);
		if (surrogate || s.len == 1)
			continue;
		for (size_t at = 0; at < s.len; at++)
			assert_int_equal(rune_floor(s, at), 0);
		s.len--;
		assert_int_equal(rune_get(s, 0, &got), 1);
		assert_int_equal(got, RUNE_BAD);
	}
}

static void bad_bytes(void **state)
{
	(void)state;
	static const char *const bad[] = {"\x80", "\xc0\x80", "\xc1\xbf",
		"\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
		"\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xc3(",
		"\xe2\x82(", "\xf0\x9f\x98("};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		uint32_t c;
		assert_int_equal(rune_get(str_from(bad[i]), 0, &c), 1);
		assert_int_equal(c, RUNE_BAD);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_character),
		cmocka_unit_test(bad_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
