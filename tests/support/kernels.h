/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * kernels.h - a test of every kernel that this processor runs.
 */
#ifndef MEJU_TESTS_KERNELS_H
#define MEJU_TESTS_KERNELS_H

#include "common/simd/kernel.h"
#include "tests/support/test.h"

typedef void kernel_check(const struct kernel *k, struct rng *r);

static inline void with_every_kernel(kernel_check *run)
{
	struct rng r;
	rng_init(&r, seed());
	for (size_t i = 0; kernels[i]; i++) {
		if (cpu_has(kernels[i]->cpu))
			run(kernels[i], &r);
		else
			printf("skipped: no %s here\n", kernels[i]->name);
	}
}

#endif
