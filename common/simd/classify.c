/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/simd/classify_impl.h"

#include <stddef.h>

const struct classify_kernel *const classify_kernels[] = {
#if defined __x86_64__
	&classify_avx512,
	&classify_avx2,
	&classify_sse41,
#elif defined __aarch64__
	&classify_neon,
#endif
	&classify_scalar,
	NULL,
};

const struct classify_kernel *classify(void)
{
	const struct classify_kernel *const *kernel = classify_kernels;
	while (!cpu_has((*kernel)->cpu))
		kernel++;
	return *kernel;
}
