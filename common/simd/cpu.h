/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cpu.h - which vector instructions may be used.
 *
 * The environment variable MEJU_KERNEL lowers the ceiling: with "avx2" nothing
 * beyond it is used, with "scalar" nothing at all.  A name that means nothing
 * here, or more than the processor has, changes nothing.
 *
 * Threads: any; the answer never changes within a process.
 */
#ifndef MEJU_SIMD_CPU_H
#define MEJU_SIMD_CPU_H

#include <stdbool.h>

/* Each is the whole set that a file's suffix is compiled for (CMakeLists). */
enum {
	CPU_SSE41 = 1,
	CPU_AVX2 = 2,   /* and BMI2 */
	CPU_AVX512 = 4, /* F BW VL DQ VBMI VBMI2 VPOPCNTDQ, and BMI2 */
	CPU_NEON = 8,
};

/* All of `needs`, a sum of the above, are there and allowed. */
bool cpu_has(unsigned needs);

#endif
