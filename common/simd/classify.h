/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * classify.h - what 64 bytes of text are to the tokenizer, one bit a byte.
 *
 *	struct classes c;
 *	classify()->classify(text, &c);
 *	if (c.letters >> i & 1)
 *		...
 *
 * Threads: no state.
 */
#ifndef MEJU_SIMD_CLASSIFY_H
#define MEJU_SIMD_CLASSIFY_H

#include <stdint.h>

enum { CLASSIFY_BYTES = 64 };

/* Bit i is set if byte i is one of them; all but `high` are ASCII. */
struct classes {
	uint64_t letters, digits;
	uint64_t high;    /* not ASCII */
	uint64_t hyphens; /* -         */
	uint64_t points;  /* . '       */
	uint64_t colons;  /* :         */
	uint64_t commas;  /* , ;       */
	uint64_t lines;   /* _         */
	uint64_t signs;   /* + #       */
};

struct classify_kernel {
	const char *name; /* "scalar", "sse41", "avx2", "avx512", "neon" */
	unsigned cpu;     /* CPU_* it needs */
	void (*classify)(const char in[CLASSIFY_BYTES], struct classes *out);
};

/* Those compiled in, best first, ending in NULL.  Scalar is the definition. */
extern const struct classify_kernel *const classify_kernels[];

/* The best that this processor runs (cpu.h); keep the pointer. */
const struct classify_kernel *classify(void);

#endif
