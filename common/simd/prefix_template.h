/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * prefix_template.h - prefix.h for the vectors of vector.h.
 *
 * The including file defines
 *
 *	uint64_t top_bits(vecb v);
 *	        bit i: the top bit of byte i
 *	vecb table_of(const uint8_t bytes[16]);
 *	vecb look_up(vecb table, vecb i);
 *	        bytes[i[0]], bytes[i[1]] and so on, all i below 16
 */
#define PIECE sizeof(vecb)

static inline vecb load_bytes(const char *p)
{
	vecb v;
	memcpy(&v, p, sizeof v);
	return v;
}

static inline vecb are_words(vecb v)
{
	return (vecb)((v | 0x20) - 'a' <= 'z' - 'a') | (vecb)(v - '0' <= 9);
}

/* prefix.h's set in vectors. */
struct wide_set {
	vecb low[PREFIX_PLACES], high[PREFIX_PLACES];
};

static inline struct wide_set widen(const struct prefix_set *set)
{
	struct wide_set w;
	for (unsigned i = 0; i < PREFIX_PLACES; i++) {
		w.low[i] = table_of(set->low[i]);
		w.high[i] = table_of(set->high[i]);
	}
	return w;
}

static inline vecb groups(const struct wide_set *set, unsigned place, vecb v)
{
	return look_up(set->low[place], v & 15) &
	       look_up(set->high[place], v >> 4);
}

static inline vecb begin(const char *in, const struct wide_set *set)
{
	vecb v = load_bytes(in), left = groups(set, 0, v);
	vecb goes_on = (vecb){0} - 1;
	for (unsigned i = 1; i < PREFIX_PLACES; i++) {
		vecb next = load_bytes(in + i);
		goes_on &= are_words(next) | (vecb)(next <= ' ');
		left &= groups(set, i, next) | ~goes_on;
	}
	vecb may =
		(vecb)(v - 'A' <= 'Z' - 'A') | ~are_words(load_bytes(in - 1));
	vecb sign = (vecb)(v == 0xe2) & (vecb)(load_bytes(in + 1) == 0x80) &
		    (vecb)(load_bytes(in + 2) - 0x90 <= 0xa7 - 0x90);
	return ((vecb)((left & may) != 0) & (vecb)(v < 0x80)) |
	       ((vecb)(v >= 0xc0) & ~sign);
}

static void prefix_blocks(const char *in, size_t count,
	const struct prefix_set *set, struct prefix_places out[])
{
	struct wide_set wide = widen(set);
	for (const char *end = in + count * PREFIX_BYTES; in < end; out++) {
		struct prefix_places places = {0};
		for (unsigned at = 0; at < PREFIX_BYTES; at += PIECE) {
			vecb v = load_bytes(in);
			vecb white = (vecb)(v == ' ') |
				     (vecb)(v - '\t' <= '\r' - '\t');
			places.begins |= top_bits(begin(in, &wide)) << at;
			places.white |= top_bits(white) << at;
			in += PIECE;
		}
		*out = places;
	}
}

#undef PIECE

static const struct prefix_kernel prefix_kernel = {prefix_blocks};
