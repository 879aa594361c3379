/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/rice.h"
#include "common/index/bits.h"
#include "common/simd/kernel.h"

enum {
	UNIT = 6,
	QUICK = 1 << 23,
};

static int bits_of(uint64_t v)
{
	return 64 - __builtin_clzll(v);
}

/* floor(log2(a / b)), of neither 0, both below 2^33. */
static int log_ratio(uint64_t a, uint64_t b)
{
	int log = bits_of(a) - bits_of(b);
	bool less = log < 0 ? a << -log < b : a < b << log;
	return log - less;
}

static unsigned within(int width, unsigned most)
{
	return width < 0 ? 0 : (unsigned)width < most ? (unsigned)width : most;
}

typedef uint32_t four_counts __attribute__((vector_size(16)));
typedef int32_t four __attribute__((vector_size(16)));
typedef float four_floats __attribute__((vector_size(16)));

/* floor(log2()) of (lengths + 100) / (counts + 1), all below 2^23, is the
 * exponent of the quotient as a float: one that is below a power of two by less
 * than rounding could lift it there has a greater divisor. */
static inline four quick_ratios(four lengths, four counts)
{
	four exponent;
	four_floats ratio =
		__builtin_convertvector(lengths + 100, four_floats) /
		__builtin_convertvector(counts + 1, four_floats);
	memcpy(&exponent, &ratio, sizeof exponent);
	return (exponent >> 23) - 127;
}

static inline four four_at(const uint32_t *p)
{
	four v;
	memcpy(&v, p, sizeof v);
	return v;
}

/* Low bits of a gap of each document, first before the shift. */
struct widths {
	int32_t base[RICE_DOCS_MAX];
	uint8_t of[RICE_DOCS_MAX];
};

static void base_widths(const struct rice_docs *d, struct widths *w)
{
	const uint32_t *starts = d->starts;
	uint32_t any = starts[d->n];
	unsigned i = 0;
	for (unsigned k = 0; k < d->n; k++)
		any |= d->lengths[k];
	for (; any < QUICK && i + 4 <= d->n; i += 4) {
		four count = four_at(starts + i + 1) - four_at(starts + i);
		four base = quick_ratios(four_at(d->lengths + i), count);
		memcpy(w->base + i, &base, sizeof base);
	}
	for (; i < d->n; i++)
		w->base[i] = log_ratio((uint64_t)d->lengths[i] + 100,
			(uint64_t)starts[i + 1] - starts[i] + 1);
}

static unsigned shifted(int base, unsigned shift)
{
	return within(base + (int)shift - RICE_SHIFT_ZERO, RICE_WIDTH_MAX);
}

/*
 * The best for gaps that fall off geometrically around the mean of what they
 * are in units of their documents' low bits.
 */
static unsigned best_shift(const struct rice_docs *d, const uint32_t *positions,
	const struct widths *w)
{
	uint64_t total = 0, count = d->starts[d->n];
	for (unsigned i = 0; i < d->n; i++) {
		if (d->starts[i] == d->starts[i + 1])
			continue;
		uint64_t last = positions[d->starts[i + 1] - 1];
		total += (last << UNIT) >> (w->base[i] < 0 ? 0 : w->base[i]);
	}
	if (total == 0)
		return 0;
	return within(RICE_SHIFT_ZERO - UNIT + log_ratio(total, count),
		RICE_SHIFT_MAX);
}

/* Bits of the low stream, and the most that the high one can have. */
struct cost {
	uint64_t low, high;
};

static struct cost settle_widths(const struct rice_docs *d,
	const uint32_t *positions, unsigned shift, struct widths *w)
{
	struct cost c = {0, d->starts[d->n]};
	for (unsigned i = 0; i < d->n; i++) {
		unsigned width = shifted(w->base[i], shift);
		uint32_t count = d->starts[i + 1] - d->starts[i];
		if (count)
			c.high += positions[d->starts[i + 1] - 1] >> width;
		c.low += (uint64_t)width * count;
		w->of[i] = (uint8_t)width;
	}
	return c;
}

/* Ones among zeros; 8 bytes behind the last are writable. */
struct ones_out {
	uint8_t *p;
	uint64_t word;
	uint64_t at; /* bits of the word, up to 64 */
};

static inline void put_word(struct ones_out *o)
{
	memcpy(o->p, &o->word, 8);
	o->p += 8;
	o->word = 0;
}

static inline void put_one(struct ones_out *o, uint64_t zeros)
{
	o->at += zeros;
	for (; o->at >= 64; o->at -= 64)
		put_word(o);
	o->word |= UINT64_C(1) << o->at++;
}

/* Most documents have a gap or two.  Which is the last is no branch, for nobody
 * could foresee it. */
static void put_gaps(const struct rice_docs *d, const uint32_t *positions,
	const struct widths *w, struct bits_out *low, struct ones_out *high)
{
	const uint32_t *start = d->starts;
	struct bits_out l = *low;
	struct ones_out h = *high;
	uint32_t before = 0;
	for (uint32_t k = 0; k < d->starts[d->n]; k++) {
		bool next = k == start[1];
		start += next;
		while (k == start[1])
			start++;
		unsigned width = w->of[start - d->starts];
		uint32_t gap = positions[k] - (next ? 0 : before);
		before = positions[k];
		bits_put(&l, gap, width);
		put_one(&h, gap >> width);
	}
	*low = l;
	*high = h;
}

void rice_put(
	struct buf *b, const struct rice_docs *d, const uint32_t *positions)
{
	enum { SLACK = 8 };
	struct widths w;
	base_widths(d, &w);
	unsigned shift = best_shift(d, positions, &w);
	struct cost c = settle_widths(d, positions, shift, &w);
	size_t low_size = (c.low + 7) / 8;
	buf_putc(b, (char)shift);
	uint8_t *p = (uint8_t *)buf_reserve(
		b, low_size + (c.high + 7) / 8 + 3 * SLACK);
	if (!p)
		return;
	/* Each is written a little beyond its end, so they begin apart. */
	uint8_t *apart = p + low_size + SLACK;
	struct bits_out low = {.p = p};
	struct ones_out high = {.p = apart};
	put_gaps(d, positions, &w, &low, &high);
	bits_end(&low);
	size_t high_size = (size_t)(high.p - apart) + (high.at + 7) / 8;
	put_word(&high);
	memmove(p + low_size, apart, high_size);
	b->len += low_size + high_size;
}

static void quick_widths(struct rice_reader *x, const uint32_t *lengths,
	const uint32_t *counts, unsigned shift)
{
	for (unsigned i = 0; i < RICE_DOCS_MAX; i += 4) {
		four width =
			quick_ratios(four_at(lengths + i), four_at(counts + i));
		width += (int)shift - RICE_SHIFT_ZERO;
		width &= width > 0;
		four over = width > RICE_WIDTH_MAX;
		width = (width & ~over) | (RICE_WIDTH_MAX & over);
		memcpy(x->widths + i, &width, sizeof width);
	}
}

static void find_widths(struct rice_reader *x, const uint32_t *lengths,
	const uint32_t *counts, unsigned shift)
{
	uint32_t any = 0;
	for (unsigned i = 0; i < RICE_DOCS_MAX; i++)
		any |= lengths[i] | counts[i];
	if (any < QUICK) {
		quick_widths(x, lengths, counts, shift);
		return;
	}
	for (unsigned i = 0; i < RICE_DOCS_MAX; i++)
		x->widths[i] = shifted(log_ratio((uint64_t)lengths[i] + 100,
					       (uint64_t)counts[i] + 1),
			shift);
}

enum status rice_open(struct rice_reader *x, struct reader *r,
	const uint32_t lengths[RICE_DOCS_MAX],
	const uint32_t counts[RICE_DOCS_MAX])
{
	const struct bitpack_kernel *k = bitpack();
	unsigned shift = read_u8(r);
	if (shift > RICE_SHIFT_MAX)
		return ERR_CORRUPT;
	find_widths(x, lengths, counts, shift);
	/* sum() adds one to each */
	for (unsigned i = 0; i < RICE_DOCS_MAX; i += 4) {
		four_counts count, width;
		memcpy(&count, counts + i, sizeof count);
		memcpy(&width, x->widths + i, sizeof width);
		four_counts end = count - 1, low = count * width - 1;
		memcpy(x->counts + i, &count, sizeof count);
		memcpy(x->ends + i, &end, sizeof end);
		memcpy(x->lows + i, &low, sizeof low);
	}
	k->sum(x->ends, 0);
	uint64_t bits = k->sum(x->lows, 0);
	x->low = (const uint8_t *)read_bytes(r, (bits + 7) / 8).p;
	if (r->bad)
		return ERR_CORRUPT;
	x->high = r->p;
	x->end = 8 * (uint64_t)reader_left(r);
	x->at = 0;
	x->ones = 0;
	return OK;
}

/* Behind the n-th one, of all that there are. */
static bool skip_to(struct rice_reader *x, uint32_t n)
{
	if (n < x->ones)
		x->at = x->ones = 0;
	if (n == x->ones)
		return true;
	x->at = kernel()->bitmap->skip(x->high, x->at, x->end, n - x->ones);
	x->ones = n;
	return x->at != UINT64_MAX;
}

enum status rice_doc(struct rice_reader *x, unsigned slot, uint32_t *positions)
{
	uint32_t count = x->counts[slot];
	unsigned width = x->widths[slot], left = 0; /* bits of word */
	uint64_t low_at = x->lows[slot] - count * width, word = 0;
	uint64_t mask = (UINT64_C(1) << width) - 1, position = 0;
	if (!skip_to(x, x->ends[slot] - count))
		return ERR_CORRUPT;
	uint64_t at = x->at;
	for (uint32_t k = 0; k < count; k++) {
		uint64_t from = at;
		while (!word) {
			at += left;
			if (at >= x->end)
				return ERR_CORRUPT;
			left = 64 - at % 8;
			word = get_u64(x->high + at / 8) >> at % 8;
		}
		unsigned zeros = (unsigned)__builtin_ctzll(word);
		at += zeros;
		uint64_t bits = get_u64(x->low + low_at / 8) >> low_at % 8;
		position += (at++ - from) << width | (bits & mask);
		positions[k] = (uint32_t)position;
		word = word >> zeros >> 1;
		left -= zeros + 1;
		low_at += width;
	}
	x->at = at;
	x->ones += count;
	return at <= x->end && position <= UINT32_MAX ? OK : ERR_CORRUPT;
}
