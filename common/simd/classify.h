/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * classify.h - what 64 bytes of text are to the tokenizer, one bit a byte.
 *
 *	struct classes c;
 *	kernel()->classify->block(text, &c);
 *	if (c.letters >> i & 1)
 *		...
 *
 * Errors: none.  Threads: no state.
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
	void (*block)(const char in[CLASSIFY_BYTES], struct classes *out);
};

extern const struct classify_kernel classify_scalar; /* the definition */

#endif
