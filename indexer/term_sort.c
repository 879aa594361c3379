/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/term_sort.h"
#include "common/base/huge.h"

#include <stdlib.h>

enum { KEY = 8, FEW = 24 };

struct sorting {
	struct inverter *const *inverters;
	struct term_ref *other; /* as long as all refs */
};

static uint64_t key_at(struct str text, size_t off)
{
	unsigned char bytes[KEY] = {0};
	uint64_t v;
	if (off < text.len)
		memcpy(bytes, text.p + off,
			text.len - off < KEY ? text.len - off : KEY);
	memcpy(&v, bytes, sizeof v);
	return __builtin_bswap64(v);
}

/* Least significant byte first; one that all share is passed over. */
static void radix_sort(struct term_ref *v, struct term_ref *other, size_t n)
{
	struct term_ref *from = v, *to = other;
	for (unsigned shift = 0; shift < 64; shift += 8) {
		size_t starts[257] = {0};
		for (size_t i = 0; i < n; i++)
			starts[(from[i].key >> shift & 255) + 1]++;
		if (starts[(from[0].key >> shift & 255) + 1] == n)
			continue;
		for (unsigned b = 0; b < 256; b++)
			starts[b + 1] += starts[b];
		for (size_t i = 0; i < n; i++)
			to[starts[from[i].key >> shift & 255]++] = from[i];
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
	return str_cmp(
		term_ref_text(x, inverters), term_ref_text(y, inverters));
}

static void sort_few(struct term_ref *v, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct term_ref t = v[i];
		size_t at = i;
		for (; at > 0 && v[at - 1].key > t.key; at--)
			v[at] = v[at - 1];
		v[at] = t;
	}
}

static bool one_ends_before(
	const struct sorting *s, const struct term_ref *v, size_t n, size_t off)
{
	for (size_t i = 0; i < n; i++)
		if (term_ref_text(&v[i], s->inverters).len <= off)
			return true;
	return false;
}

/* Terms that are equal up to `off`. */
static void sort_from(
	const struct sorting *s, struct term_ref *v, size_t n, size_t off)
{
	for (size_t i = 0; i < n; i++)
		v[i].key = key_at(term_ref_text(&v[i], s->inverters), off);
	if (n < FEW)
		sort_few(v, n);
	else
		radix_sort(v, s->other, n);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && v[end].key == v[i].key;)
			end++;
		if (end - i == 1)
			continue;
		if (one_ends_before(s, v + i, end - i, off + KEY))
			qsort_r(v + i, end - i, sizeof *v, compare,
				(void *)(uintptr_t)s->inverters);
		else
			sort_from(s, v + i, end - i, off + KEY);
	}
}

/* Kind by kind; starts[k] becomes where kind k begins. */
static void gather(struct term_refs *r, struct inverter *const *inverters,
	unsigned count, size_t starts[257])
{
	for (unsigned pass = 0; pass < 2; pass++) {
		size_t at[257];
		memcpy(at, starts, sizeof at);
		for (unsigned i = 0; i < count; i++) {
			const struct map *m = &inverters[i]->terms;
			for (uint32_t n = 0; n < m->count; n++) {
				uint8_t kind = (uint8_t)map_key(m, n).p[0];
				if (pass == 0)
					starts[kind + 1]++;
				else
					r->v[at[kind]++] = (struct term_ref){
						0, n, (uint16_t)i, kind};
			}
		}
		for (unsigned k = 0; k < 256 && pass == 0; k++)
			starts[k + 1] += starts[k];
	}
}

enum status term_sort(struct term_refs *out, struct inverter *const *inverters,
	unsigned count)
{
	size_t starts[257] = {0}, n = 0;
	for (unsigned i = 0; i < count; i++)
		n += inverters[i]->terms.count;
	struct sorting s = {inverters, huge_alloc((n + 1) * sizeof *s.other)};
	*out = (struct term_refs){huge_alloc((n + 1) * sizeof *out->v), n};
	if (!out->v || !s.other) {
		free(s.other);
		term_refs_release(out);
		return ERR_NOMEM;
	}
	gather(out, inverters, count, starts);
	for (unsigned k = 0; k < 256; k++)
		if (starts[k + 1] > starts[k])
			sort_from(&s, out->v + starts[k],
				starts[k + 1] - starts[k], 1);
	free(s.other);
	return OK;
}

void term_refs_release(struct term_refs *r)
{
	free(r->v);
	*r = (struct term_refs){0};
}
