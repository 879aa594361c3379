/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bitpack_impl.h - the kernels by name, for bitpack.c and its siblings. */
#ifndef MEJU_SIMD_BITPACK_IMPL_H
#define MEJU_SIMD_BITPACK_IMPL_H

#include "common/simd/bitpack.h"
#include "common/simd/cpu.h"

#include <stddef.h>

extern const struct bitpack_kernel bitpack_scalar, bitpack_sse41, bitpack_avx2,
	bitpack_avx512, bitpack_neon;

#endif
