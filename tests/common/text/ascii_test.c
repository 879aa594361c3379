/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/text/ascii.h"
#include "tests/support/test.h"

enum { LEN_MAX = 40 };

static void test_within(void **state)
{
	(void)state;
	for (unsigned c = 0; c < 256; c++) {
		uint64_t all = ASCII_EACH(UINT64_C(0x80));
		bool digit = c >= '0' && c <= '9';
		bool small = c >= 'a' && c <= 'z';
		assert_int_equal(
			ascii_within(ASCII_EACH((uint64_t)c), '0', '9'),
			digit ? all : 0);
		assert_int_equal(
			ascii_within(ASCII_EACH((uint64_t)c), 'a', 'z'),
			small ? all : 0);
	}
}

/* The bytes of random text, at the end of a page, against one at a time. */
static void test_bytes(void **state)
{
	(void)state;
	struct rng r;
	rng_init(&r, seed());
	for (unsigned round = rounds(5000); round > 0; round--) {
		char to[LEN_MAX + ASCII_STEP] = {0};
		size_t len = rng_below(&r, LEN_MAX + 1);
		bool ascii = true, digit = false;
		unsigned kinds = rng_below(&r, 2) ? 128 : 256;
		char *p = guarded_alloc(len);
		for (size_t i = 0; i < len; i++) {
			p[i] = (char)rng_below(&r, kinds);
			ascii &= (uint8_t)p[i] < 0x80;
			digit |= p[i] >= '0' && p[i] <= '9';
		}
		assert_int_equal(ascii_lower((struct str){p, len}, to), ascii);
		for (size_t i = 0; i < len && ascii; i++) {
			bool capital = p[i] >= 'A' && p[i] <= 'Z';
			assert_int_equal(to[i], capital ? p[i] + 32 : p[i]);
		}
		assert_int_equal(ascii_has_digit((struct str){p, len}), digit);
		uint64_t x = ascii_few(p, len < 8 ? len : 8);
		for (size_t i = 0; i < 8; i++)
			assert_int_equal((uint8_t)(x >> 8 * i),
				i < len ? (uint8_t)p[i] : 0);
		guarded_free(p, len);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_within),
		cmocka_unit_test(test_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
