/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/term_sort.h"
#include "common/base/huge.h"

#include <stdlib.h>

enum { BYTES = TERM_REF_SHORT, FEW = 24 };

static uint64_t bytes_at(struct str text, size_t off)
{
	unsigned char bytes[BYTES] = {0};
	uint64_t v;
	if (off < text.len)
		memcpy(bytes, text.p + off,
			text.len - off < BYTES ? text.len - off : BYTES);
	memcpy(&v, bytes, sizeof v);
	return __builtin_bswap64(v);
}

/* How often each byte occurs, by its place. */
static void count_bytes(
	const struct term_ref *v, size_t n, size_t counts[BYTES][256])
{
	memset(counts, 0, BYTES * sizeof *counts);
	for (size_t i = 0; i < n; i++)
		for (unsigned k = 0; k < BYTES; k++)
			counts[k][v[i].bytes >> 8 * k & 255]++;
}

/* Least significant byte first; one that all share is passed over. */
static void radix_sort(struct term_ref *v, struct term_ref *other, size_t n)
{
	struct term_ref *from = v, *to = other;
	size_t counts[BYTES][256];
	count_bytes(v, n, counts);
	for (unsigned shift = 0; shift < 64; shift += 8) {
		const size_t *count = counts[shift / 8];
		size_t starts[257] = {0};
		if (count[from[0].bytes >> shift & 255] == n)
			continue;
		for (unsigned b = 0; b < 256; b++)
			starts[b + 1] = starts[b] + count[b];
		for (size_t i = 0; i < n; i++)
			to[starts[from[i].bytes >> shift & 255]++] = from[i];
		struct term_ref *swap = from;
		from = to;
		to = swap;
	}
	if (from != v)
		memcpy(v, from, n * sizeof *v);
}

static int compare(const void *a, const void *b, void *refs)
{
	return str_cmp(term_ref_key(refs, a), term_ref_key(refs, b));
}

static void sort_few(struct term_ref *v, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct term_ref t = v[i];
		size_t at = i;
		for (; at > 0 && v[at - 1].bytes > t.bytes; at--)
			v[at] = v[at - 1];
		v[at] = t;
	}
}

/* What is left of keys that are equal up to `off`. */
enum rest {
	REST_NONE, /* all of them end before */
	REST_SOME,
	REST_ALL,
};

static enum rest rest_of(const struct term_ref *v, size_t n, size_t off)
{
	bool ends = v[0].len <= off, equal = true;
	for (size_t i = 1; i < n; i++) {
		ends |= v[i].len <= off;
		equal &= v[i].len == v[0].len;
	}
	return !ends ? REST_ALL : equal ? REST_NONE : REST_SOME;
}

/* Keys that are equal up to `off`; `other` is as long as all of r. */
static void sort_from(struct term_refs *r, struct term_ref *other,
	struct term_ref *v, size_t n, size_t off)
{
	for (size_t i = 0; i < n; i++)
		v[i].bytes = bytes_at(term_ref_key(r, &v[i]), off);
	if (n < FEW)
		sort_few(v, n);
	else
		radix_sort(v, other, n);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && v[end].bytes == v[i].bytes;)
			end++;
		if (end - i == 1)
			continue;
		enum rest rest = rest_of(v + i, end - i, off + BYTES);
		if (rest == REST_SOME)
			qsort_r(v + i, end - i, sizeof *v, compare, r);
		else if (rest == REST_ALL)
			sort_from(r, other, v + i, end - i, off + BYTES);
	}
}

enum status term_sort(
	struct term_refs *out, const struct map *const *maps, unsigned count)
{
	size_t n = 0;
	for (unsigned i = 0; i < count; i++)
		n += maps[i]->count;
	struct term_ref *other = huge_alloc((n + 1) * sizeof *other);
	*out = (struct term_refs){
		maps, huge_alloc((n + 1) * sizeof *out->v), n};
	if (!out->v || !other) {
		free(other);
		term_refs_release(out);
		return ERR_NOMEM;
	}
	struct term_ref *at = out->v;
	for (unsigned i = 0; i < count; i++)
		for (uint32_t k = 0; k < maps[i]->count; k++) {
			size_t len = map_key(maps[i], k).len;
			*at++ = (struct term_ref){0, k, (uint16_t)i,
				(uint16_t)(len < UINT16_MAX ? len
							    : UINT16_MAX)};
		}
	sort_from(out, other, out->v, n, 0);
	free(other);
	return OK;
}

void term_refs_release(struct term_refs *r)
{
	free(r->v);
	*r = (struct term_refs){0};
}

static bool same(const struct term_refs *r, const struct term_ref *a,
	const struct term_ref *b)
{
	if (a->bytes != b->bytes || a->len != b->len)
		return false;
	return a->len <= TERM_REF_SHORT ||
	       str_eq(term_ref_key(r, a), term_ref_key(r, b));
}

size_t term_refs_end(const struct term_refs *r, size_t i)
{
	size_t end = i + 1;
	while (end < r->len && same(r, &r->v[end], &r->v[i]))
		end++;
	return end;
}
