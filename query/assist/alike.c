/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/assist/alike.h"

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

unsigned alike_distance(struct str a, struct str b, unsigned most)
{
	unsigned row[ALIKE_MAX + 1];
	a = str_slice(a, 0, ALIKE_MAX);
	b = str_slice(b, 0, ALIKE_MAX);
	if (a.len > b.len + most || b.len > a.len + most)
		return ALIKE_FAR;
	for (unsigned k = 0; k <= b.len; k++)
		row[k] = k;
	for (unsigned i = 0; i < a.len; i++) {
		unsigned corner = row[0], lowest = row[0] = i + 1;
		for (unsigned k = 0; k < b.len; k++) {
			unsigned other = corner + (a.p[i] != b.p[k]);
			corner = row[k + 1];
			row[k + 1] = least(other, least(corner, row[k]) + 1);
			lowest = least(lowest, row[k + 1]);
		}
		if (lowest > most)
			return ALIKE_FAR;
	}
	return row[b.len] <= most ? row[b.len] : ALIKE_FAR;
}
