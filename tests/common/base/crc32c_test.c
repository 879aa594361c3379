/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/crc32c.h"
#include "tests/support/test.h"

enum { MOST = 20000 };

/* The polynomial, bit by bit. */
static uint32_t by_bits(const uint8_t *p, size_t len)
{
	uint32_t crc = ~UINT32_C(0);
	for (size_t i = 0; i < len; i++) {
		crc ^= p[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0x82f63b78 : 0);
	}
	return ~crc;
}

static void check_value(void **state)
{
	(void)state;
	assert_int_equal(crc32c(0, "123456789", 9), 0xe3069283);
	assert_int_equal(crc32c_portable(0, "123456789", 9), 0xe3069283);
	assert_int_equal(crc32c(0, "", 0), 0);
	assert_int_equal(crc32c(7, NULL, 0), 7);
}

/* RFC 3720, appendix B.4. */
static void published_values(void **state)
{
	(void)state;
	uint8_t bytes[32];
	memset(bytes, 0, sizeof bytes);
	assert_int_equal(crc32c(0, bytes, 32), 0x8a9136aa);
	memset(bytes, 0xff, sizeof bytes);
	assert_int_equal(crc32c(0, bytes, 32), 0x62a8ab43);
	for (uint8_t i = 0; i < 32; i++)
		bytes[i] = i;
	assert_int_equal(crc32c(0, bytes, 32), 0x46dd794e);
	for (uint8_t i = 0; i < 32; i++)
		bytes[i] = 31 - i;
	assert_int_equal(crc32c(0, bytes, 32), 0x113fdb5c);
}

static void all_paths_agree(void **state)
{
	(void)state;
	struct rng r;
	rng_init(&r, seed());
	uint8_t *bytes = guarded_alloc(MOST);
	for (size_t i = 0; i < MOST; i++)
		bytes[i] = (uint8_t)rng_next(&r);
	for (unsigned n = rounds(400); n > 0; n--) {
		size_t len = rng_below(&r, n % 2 ? 100 : MOST);
		size_t back = len + rng_below(&r, 16);
		const uint8_t *p = bytes + MOST - (back > MOST ? MOST : back);
		uint32_t expected = by_bits(p, len);
		assert_int_equal(crc32c(0, p, len), expected);
		assert_int_equal(crc32c_narrow(0, p, len), expected);
		assert_int_equal(crc32c_portable(0, p, len), expected);
		size_t cut = rng_below(&r, len + 1);
		uint32_t head = crc32c(0, p, cut);
		assert_int_equal(crc32c(head, p + cut, len - cut), expected);
		head = crc32c_narrow(0, p, cut);
		assert_int_equal(
			crc32c_narrow(head, p + cut, len - cut), expected);
		head = crc32c_portable(0, p, cut);
		assert_int_equal(
			crc32c_portable(head, p + cut, len - cut), expected);
	}
	guarded_free(bytes, MOST);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(check_value),
		cmocka_unit_test(published_values),
		cmocka_unit_test(all_paths_agree),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
