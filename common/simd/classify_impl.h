/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * classify_impl.h - the kernels, for classify.c and the files that define them.
 */
#ifndef MEJU_SIMD_CLASSIFY_IMPL_H
#define MEJU_SIMD_CLASSIFY_IMPL_H

#include "common/simd/classify.h"
#include "common/simd/cpu.h"

extern const struct classify_kernel classify_scalar, classify_sse41,
	classify_avx2, classify_avx512, classify_neon;

#endif
