/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/simd/kernel.h"

static const struct kernel kernel_scalar = {"scalar", 0, &bitpack_scalar,
	&bitmap_scalar, &score_scalar, &window_scalar, &classify_scalar,
	&prefix_scalar};

const struct kernel *const kernels[] = {
#if defined __x86_64__
	&kernel_avx512,
	&kernel_avx2,
	&kernel_sse41,
#elif defined __aarch64__
	&kernel_neon,
#endif
	&kernel_scalar,
	NULL,
};

const struct kernel *kernel(void)
{
	const struct kernel *const *best = kernels;
	while (!cpu_has((*best)->cpu))
		best++;
	return *best;
}
