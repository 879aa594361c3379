/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench_bitpack.c - blocks of 128 numbers, in the first-level cache unless
 * said otherwise.
 *
 *	memcpy       copying the unpacked numbers, for comparison
 *	pack         one width
 *	unpack       one width, every kernel
 *	delta        one width, every kernel
 *	delta mixed  widths 1 to 12 in random order, as in a real list
 *	find         lower_bound in decoded blocks, random targets
 *	crc32c       64 KB, the unit of integrity on disk
 */
#include "bench/bench.h"
#include "common/base/crc32c.h"
#include "common/simd/kernel.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { N = BITPACK_COUNT, BLOCKS = 64, TIMES = 16 };

static _Alignas(64) uint32_t numbers[BLOCKS][N];
static _Alignas(64) uint8_t packed[BLOCKS][16 * 32 + BITPACK_SLACK];
static unsigned widths[BLOCKS];

static void prepare(unsigned least, unsigned most)
{
	srand(1);
	for (unsigned b = 0; b < BLOCKS; b++) {
		widths[b] = least + (unsigned)rand() % (most - least + 1);
		for (unsigned i = 0; i < N; i++)
			numbers[b][i] =
				(uint32_t)rand() &
				(uint32_t)((UINT64_C(1) << widths[b]) - 1);
		bitpack_pack(numbers[b], packed[b], widths[b]);
	}
}

static void report(const struct bench *b, const char *what, const char *kernel,
	const char *width)
{
	char which[64];
	snprintf(which, sizeof which, "%s\t%s", kernel, width);
	bench_report(b, what, which, TIMES * BLOCKS * N / 1e9, "G/s");
}

#define MEASURE(what, kernel, width, work)                                     \
	do {                                                                   \
		struct bench timer = bench_begin();                            \
		while (bench_again(&timer)) {                                  \
			for (unsigned n = 0; n < TIMES * BLOCKS; n++) {        \
				unsigned b = n % BLOCKS;                       \
				work;                                          \
				bench_use(out);                                \
			}                                                      \
		}                                                              \
		report(&timer, what, kernel, width);                           \
	} while (0)

static void bench_widths(const struct kernel *k)
{
	static const unsigned chosen[] = {
		0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 25, 28, 32};
	_Alignas(64) uint32_t out[N];
	for (unsigned i = 0; i < sizeof chosen / sizeof *chosen; i++) {
		char width[8];
		snprintf(width, sizeof width, "%u", chosen[i]);
		prepare(chosen[i], chosen[i]);
		MEASURE("unpack", k->name, width,
			k->bitpack->unpack(packed[b], out, widths[b]));
		MEASURE("delta", k->name, width,
			k->bitpack->unpack_delta(packed[b], out, widths[b], b));
	}
}

static void bench_mixed(const struct kernel *k)
{
	_Alignas(64) uint32_t out[N];
	prepare(1, 12);
	MEASURE("delta", k->name, "mixed",
		k->bitpack->unpack_delta(packed[b], out, widths[b], b));
}

static void bench_find(const struct kernel *k)
{
	static uint32_t targets[TIMES * BLOCKS];
	uint32_t out[1] = {0};
	prepare(8, 8);
	for (unsigned b = 0; b < BLOCKS; b++)
		k->bitpack->unpack_delta(packed[b], numbers[b], widths[b], 0);
	for (unsigned i = 0; i < TIMES * BLOCKS; i++)
		targets[i] = (uint32_t)rand() % (128 * 128);
	struct bench timer = bench_begin();
	while (bench_again(&timer)) {
		for (unsigned i = 0; i < TIMES * BLOCKS; i++) {
			out[0] += k->bitpack->lower_bound(
				numbers[i % BLOCKS], targets[i] + out[0] % 2);
			bench_use(out);
		}
	}
	bench_report(&timer, "find", k->name, TIMES * BLOCKS / 1e6, "M/s");
}

static void bench_common(void)
{
	_Alignas(64) uint32_t out[N];
	prepare(8, 8);
	MEASURE("memcpy", "-", "32", memcpy(out, numbers[b], sizeof out));
	static const unsigned chosen[] = {1, 4, 8, 16, 32};
	for (unsigned i = 0; i < sizeof chosen / sizeof *chosen; i++) {
		char width[8];
		uint8_t *out8 = (uint8_t *)out;
		snprintf(width, sizeof width, "%u", chosen[i]);
		prepare(chosen[i], chosen[i]);
		MEASURE("pack", "scalar", width,
			bitpack_pack(numbers[b], out8, widths[b]));
	}
}

static void bench_crc32c(const char *how,
	uint32_t (*checksum)(uint32_t crc, const void *p, size_t len))
{
	static uint8_t bytes[65536];
	uint32_t crc = 0;
	struct bench b = bench_begin();
	while (bench_again(&b))
		crc = checksum(crc, bytes, sizeof bytes);
	bench_report(&b, "crc32c", how, sizeof bytes / 1e9, "GB/s");
	bench_use(&crc);
}

int main(void)
{
	bench_common();
	bench_crc32c("best", crc32c);
	bench_crc32c("instruction", crc32c_narrow);
	bench_crc32c("portable", crc32c_portable);
	for (unsigned i = 0; kernels[i]; i++) {
		if (!cpu_has(kernels[i]->cpu))
			continue;
		bench_widths(kernels[i]);
		bench_mixed(kernels[i]);
		bench_find(kernels[i]);
	}
	return 0;
}
