/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * kernel.h - everything that is done with vectors, once per instruction set.
 *
 * A family of functions is a struct that its own header explains.  A kernel
 * has all families for one instruction set; a family that gains nothing from
 * it is borrowed from another.
 *
 *	const struct bitpack_kernel *k = kernel()->bitpack;
 *
 * All kernels give the same numbers, floats to the last bit: additions,
 * multiplications and divisions are done in the same order and never fused.
 *
 * Threads:   no state.
 */
#ifndef MEJU_SIMD_KERNEL_H
#define MEJU_SIMD_KERNEL_H

#include "common/simd/bitmap.h"
#include "common/simd/bitpack.h"
#include "common/simd/classify.h"
#include "common/simd/cpu.h"
#include "common/simd/prefix.h"
#include "common/simd/score.h"
#include "common/simd/window.h"

struct kernel {
	const char *name; /* "scalar", "sse41", "avx2", "avx512", "neon" */
	unsigned cpu;     /* CPU_* it needs */
	const struct bitpack_kernel *bitpack;
	const struct bitmap_kernel *bitmap;
	const struct score_kernel *score;
	const struct window_kernel *window;
	const struct classify_kernel *classify;
	const struct prefix_kernel *prefix;
};

/* Those compiled in, best first, ending in NULL.  Scalar is the definition. */
extern const struct kernel *const kernels[];

/* The best that this processor runs (cpu.h); keep the pointer. */
const struct kernel *kernel(void);

/* For kernel.c and its siblings. */
extern const struct kernel kernel_sse41, kernel_avx2, kernel_avx512,
	kernel_neon;
extern const struct bitpack_kernel bitpack_sse41;
unsigned bitpack_unpack_bitmap(const uint8_t *in, unsigned words, uint32_t from,
	uint32_t out[BITPACK_COUNT]);

#endif
