/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/term_order.h"
#include "common/base/huge.h"

#include <stdlib.h>

static uint64_t prefix_of(struct str key)
{
	unsigned char bytes[8] = {0};
	uint64_t v;
	memcpy(bytes, key.p, key.len < 8 ? key.len : 8);
	memcpy(&v, bytes, sizeof v);
	return __builtin_bswap64(v);
}

struct str term_order_key(
	const struct term_ref *t, struct inverter *const *inverters)
{
	const struct inverter *v = inverters[t->inverter];
	return map_key(t->plain ? &v->plains : &v->stems, t->id);
}

static void gather(struct term_ref **at, struct inverter *const *inverters,
	unsigned inverter, bool plain)
{
	const struct inverter *v = inverters[inverter];
	const struct map *m = plain ? &v->plains : &v->stems;
	for (uint32_t id = 0; id < m->count; id++)
		*(*at)++ = (struct term_ref){prefix_of(map_key(m, id)), id,
			(uint16_t)inverter, plain};
}

/* By prefix, least significant byte first; a byte that all share is passed
 * over.  Ends in `v`. */
static void radix_sort(struct term_ref *v, struct term_ref *other, size_t n)
{
	struct term_ref *from = v, *to = other;
	for (unsigned shift = 0; shift < 64; shift += 8) {
		size_t starts[257] = {0};
		for (size_t i = 0; i < n; i++)
			starts[(from[i].prefix >> shift & 255) + 1]++;
		if (starts[(from[0].prefix >> shift & 255) + 1] == n)
			continue;
		for (unsigned b = 0; b < 256; b++)
			starts[b + 1] += starts[b];
		for (size_t i = 0; i < n; i++)
			to[starts[from[i].prefix >> shift & 255]++] = from[i];
		struct term_ref *swap = from;
		from = to;
		to = swap;
	}
	if (from != v)
		memcpy(v, from, n * sizeof *v);
}

static int compare(const void *a, const void *b, void *inverters)
{
	const struct term_ref *x = a, *y = b;
	int c = str_cmp(
		term_order_key(x, inverters), term_order_key(y, inverters));
	return c ? c : x->inverter - y->inverter;
}

/* Terms of equal prefix, by all of their bytes. */
static void sort_ties(struct term_order *o, struct inverter *const *inverters)
{
	for (size_t i = 0; i < o->len;) {
		size_t end = i + 1;
		while (end < o->len && o->v[end].prefix == o->v[i].prefix)
			end++;
		if (end - i > 1)
			qsort_r(o->v + i, end - i, sizeof *o->v, compare,
				(void *)(uintptr_t)inverters);
		i = end;
	}
}

enum status term_order_make(
	struct term_order *o, struct inverter *const *inverters, unsigned count)
{
	size_t n = 0;
	for (unsigned i = 0; i < count; i++)
		n += (size_t)inverters[i]->stems.count +
		     inverters[i]->plains.count;
	o->v = huge_alloc((n + 1) * sizeof *o->v);
	struct term_ref *other = huge_alloc((n + 1) * sizeof *other);
	o->len = n;
	if (!o->v || !other) {
		free(other);
		term_order_release(o);
		return ERR_NOMEM;
	}
	struct term_ref *at = o->v;
	for (unsigned i = 0; i < count; i++) {
		gather(&at, inverters, i, false);
		gather(&at, inverters, i, true);
	}
	if (n)
		radix_sort(o->v, other, n);
	free(other);
	sort_ties(o, inverters);
	return OK;
}

void term_order_release(struct term_order *o)
{
	free(o->v);
	*o = (struct term_order){0};
}
