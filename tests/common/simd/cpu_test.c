/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/simd/cpu.h"
#include "tests/support/test.h"

/* The first question settles the ceiling for the whole process. */
static void scalar_allows_nothing(void **state)
{
	(void)state;
	assert_int_equal(setenv("MEJU_KERNEL", "scalar", 1), 0);
	assert_true(cpu_has(0));
	assert_int_equal(unsetenv("MEJU_KERNEL"), 0);
	assert_false(cpu_has(CPU_SSE41));
	assert_false(cpu_has(CPU_AVX2));
	assert_false(cpu_has(CPU_AVX512));
	assert_false(cpu_has(CPU_NEON));
	assert_true(cpu_has(0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scalar_allows_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
