/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * prefix.h - where in a text a word may begin in one of some ways.
 *
 *	struct prefix_set set = {0};
 *	prefix_add(&set, STR("gut"));
 *	prefix_add(&set, STR("ski"));
 *	kernel()->prefix->blocks(text + 64, 2, &set, at);
 *	while (at[0].begins)
 *		...
 *
 * A place is told if a character other than ASCII begins there, but for the
 * hyphens, dashes and quotation marks from U+2010 to U+2027, or if
 *
 *	its byte is a capital, or no letter or digit stands before it;
 *	and it is the first of a beginning, in either case;
 *	and so on for what follows, but anything may stand behind a sign, which
 *	may join two parts of a word ("e-mail", "email"); e, i and y are one
 *	letter here, for endings exchange them ("using", "use").
 *
 * All others are known not to begin so; of those that are told some do not
 * either, the more the more beginnings there are: they share PREFIX_GROUPS
 * bits, and each bit is known of a byte's halves.
 *
 * Errors: none.  Threads: no state.
 */
#ifndef MEJU_SIMD_PREFIX_H
#define MEJU_SIMD_PREFIX_H

#include "common/base/str.h"

#include <stdint.h>

enum {
	PREFIX_BYTES = 64,
	PREFIX_PLACES = 3, /* bytes of a beginning that count             */
	PREFIX_GROUPS = 8,
};

/* Bit g: a byte with this half may stand there in a beginning of group g. */
struct prefix_set {
	uint8_t low[PREFIX_PLACES][16], high[PREFIX_PLACES][16];
	unsigned count;
};

/* A zeroed set is empty.  What is shorter than PREFIX_PLACES may go on in any
 * way; an empty one is none. */
void prefix_add(struct prefix_set *set, struct str beginning);

/* Would a word of letters and digits, alone, be told? */
bool prefix_has(const struct prefix_set *set, struct str word);

/* Bit i belongs to byte i. */
struct prefix_places {
	uint64_t begins;
	uint64_t white; /* space, or one of \t \n \v \f \r */
};

struct prefix_kernel {
	/* Of `count` times PREFIX_BYTES.  Also reads in[-1] and
	 * PREFIX_PLACES - 1 bytes behind. */
	void (*blocks)(const char *in, size_t count,
		const struct prefix_set *set, struct prefix_places out[]);
};

extern const struct prefix_kernel prefix_scalar; /* the definition */

#endif
