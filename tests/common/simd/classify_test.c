/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/kernels.h"

enum { N = CLASSIFY_BYTES };

static void assert_mask(
	uint64_t mask, const uint8_t bytes[N], const char *members)
{
	for (unsigned i = 0; i < N; i++) {
		bool is_member = bytes[i] && strchr(members, bytes[i]);
		assert_int_equal(mask >> i & 1, is_member);
	}
}

/* Every byte at every place. */
static void definition_is_right(void **state)
{
	(void)state;
	for (unsigned first = 0; first < 256; first++) {
		uint8_t bytes[N];
		struct classes c;
		for (unsigned i = 0; i < N; i++)
			bytes[i] = (uint8_t)(first + i);
		classify_scalar.block((const char *)bytes, &c);
		assert_mask(c.letters, bytes,
			"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			"abcdefghijklmnopqrstuvwxyz");
		assert_mask(c.digits, bytes, "0123456789");
		assert_mask(c.hyphens, bytes, "-");
		assert_mask(c.points, bytes, ".'");
		assert_mask(c.colons, bytes, ":");
		assert_mask(c.commas, bytes, ",;");
		assert_mask(c.lines, bytes, "_");
		assert_mask(c.signs, bytes, "+#");
		for (unsigned i = 0; i < N; i++)
			assert_int_equal(c.high >> i & 1, bytes[i] >> 7);
	}
}

static void classifies(const struct kernel *k, struct rng *r)
{
	uint8_t *bytes = guarded_alloc(N);
	for (unsigned round = rounds(20000); round > 0; round--) {
		struct classes expected, got;
		bool high = rng_below(r, 2);
		for (unsigned i = 0; i < N; i++)
			bytes[i] = (uint8_t)rng_below(r, high ? 256 : 128);
		classify_scalar.block((const char *)bytes, &expected);
		k->classify->block((const char *)bytes, &got);
		assert_memory_equal(&got, &expected, sizeof got);
	}
	guarded_free(bytes, N);
}

static void every_kernel_classifies(void **state)
{
	(void)state;
	with_every_kernel(classifies);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(definition_is_right),
		cmocka_unit_test(every_kernel_classifies),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
