/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/kernels.h"

enum { N = BITPACK_COUNT };

static uint32_t below(struct rng *r, unsigned bits)
{
	return (uint32_t)(rng_next(r) >> 32 >> (32 - bits));
}

static void fill(struct rng *r, uint32_t values[N], unsigned bits)
{
	uint64_t kind = rng_below(r, 3);
	uint32_t most = (uint32_t)((UINT64_C(1) << bits) - 1);
	for (unsigned i = 0; i < N; i++)
		values[i] = kind == 0 ? 0 : kind == 1 ? most : below(r, bits);
}

/* Packed bytes that end, with their slack, where the page does. */
static uint8_t *packed(const uint32_t values[N], unsigned bits)
{
	uint8_t *bytes = guarded_alloc(16 * bits + BITPACK_SLACK);
	memset(bytes + 16 * bits, 0xa5, BITPACK_SLACK);
	bitpack_pack(values, bytes, bits);
	for (unsigned i = 0; i < BITPACK_SLACK; i++)
		assert_int_equal(bytes[16 * bits + i], 0xa5);
	return bytes;
}

static void unpacks(const struct kernel *k, struct rng *r)
{
	for (unsigned round = rounds(33 * 20); round > 0; round--) {
		unsigned bits = round % 33;
		uint32_t values[N];
		uint32_t *out = guarded_alloc(sizeof values);
		fill(r, values, bits);
		uint8_t *bytes = packed(values, bits);
		k->bitpack->unpack(bytes, out, bits);
		assert_memory_equal(out, values, sizeof values);
		bitpack_scalar.add_one(values);
		k->bitpack->add_one(out);
		assert_memory_equal(out, values, sizeof values);
		guarded_free(bytes, 16 * bits + BITPACK_SLACK);
		guarded_free(out, sizeof values);
	}
}

static void sums_gaps(const struct kernel *k, struct rng *r)
{
	for (unsigned round = rounds(33 * 20); round > 0; round--) {
		unsigned bits = round % 33;
		uint32_t gaps[N], expected[N], out[N];
		uint32_t base = round % 3 ? below(r, 20) : below(r, 32);
		uint32_t sum = base;
		fill(r, gaps, bits);
		for (unsigned i = 0; i < N; i++) {
			sum += gaps[bitpack_slot(i)] + 1;
			expected[bitpack_slot(i)] = sum;
		}
		uint8_t *bytes = packed(gaps, bits);
		uint32_t last =
			k->bitpack->unpack_delta(bytes, out, bits, base);
		assert_memory_equal(out, expected, sizeof out);
		assert_int_equal(last, sum);
		assert_int_equal(k->bitpack->sum(gaps, base), sum);
		assert_memory_equal(gaps, expected, sizeof out);
		guarded_free(bytes, 16 * bits + BITPACK_SLACK);
	}
}

/* Dense and sparse ones, of 128 numbers or one more or less. */
static void unpacks_bitmaps(const struct kernel *k, struct rng *r)
{
	for (unsigned round = rounds(500); round > 0; round--) {
		unsigned words = 3 + (unsigned)rng_below(r, 62), set = 0;
		unsigned count = N - 1 + (unsigned)rng_below(r, 3);
		size_t size = 8 * words + BITPACK_SLACK;
		uint8_t *bytes = guarded_alloc(size);
		uint32_t from = below(r, 32), expected[N];
		uint32_t *out = guarded_alloc(sizeof expected);
		memset(bytes, 0, 8 * words);
		while (set < count) {
			size_t bit = rng_below(r, 64 * words);
			set += !(bytes[bit / 8] >> bit % 8 & 1);
			bytes[bit / 8] |= (uint8_t)(1 << bit % 8);
		}
		for (size_t bit = 0, i = 0; bit < 64 * words && i < N; bit++) {
			if (bytes[bit / 8] >> bit % 8 & 1)
				expected[bitpack_slot(i++)] =
					from + (uint32_t)bit;
		}
		assert_int_equal(
			k->bitpack->unpack_bitmap(bytes, words, from, out),
			count);
		if (count == N)
			assert_memory_equal(out, expected, sizeof expected);
		guarded_free(bytes, size);
		guarded_free(out, sizeof expected);
	}
}

static void finds(const struct kernel *k, struct rng *r)
{
	for (unsigned round = rounds(200); round > 0; round--) {
		uint32_t numbers[N], ascending[N], sum = below(r, 31);
		for (unsigned i = 0; i < N; i++) {
			sum += 1 + below(r, round % 24);
			ascending[i] = sum;
			numbers[bitpack_slot(i)] = sum;
		}
		for (unsigned i = 0; i < N; i++) {
			uint32_t target = ascending[i];
			unsigned less = i && ascending[i - 1] == target - 1;
			assert_int_equal(
				k->bitpack->lower_bound(numbers, target), i);
			assert_int_equal(
				k->bitpack->lower_bound(numbers, target + 1),
				i + 1);
			assert_int_equal(
				k->bitpack->lower_bound(numbers, target - 1),
				i - less);
		}
		assert_int_equal(k->bitpack->lower_bound(numbers, 0), 0);
		assert_int_equal(
			k->bitpack->lower_bound(numbers, UINT32_MAX), N);
	}
}

static void every_kernel_unpacks(void **state)
{
	(void)state;
	with_every_kernel(unpacks);
}

static void every_kernel_sums_gaps(void **state)
{
	(void)state;
	with_every_kernel(sums_gaps);
}

static void every_kernel_unpacks_bitmaps(void **state)
{
	(void)state;
	with_every_kernel(unpacks_bitmaps);
}

static void every_kernel_finds(void **state)
{
	(void)state;
	with_every_kernel(finds);
}

/* The bytes are a format: 128 times 5 in three bits. */
static void packs_little_endian(void **state)
{
	(void)state;
	const uint8_t expected[] = {0x6d, 0xdb, 0xb6};
	uint32_t values[N];
	for (unsigned i = 0; i < N; i++)
		values[i] = 5;
	uint8_t out[48];
	bitpack_pack(values, out, 3);
	for (unsigned i = 0; i < 48; i++)
		assert_int_equal(out[i], expected[i % 3]);
}

static void chooses_by_name(void **state)
{
	(void)state;
	const char *name = getenv("MEJU_KERNEL");
	if (name && strcmp(name, "scalar") == 0)
		assert_ptr_equal(bitpack(), &bitpack_scalar);
	assert_true(cpu_has(kernel()->cpu));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kernel_unpacks),
		cmocka_unit_test(every_kernel_sums_gaps),
		cmocka_unit_test(every_kernel_unpacks_bitmaps),
		cmocka_unit_test(every_kernel_finds),
		cmocka_unit_test(packs_little_endian),
		cmocka_unit_test(chooses_by_name),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
