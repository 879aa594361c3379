/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * prefix_template.h - prefix.h for the vectors of vector.h.
 *
 * The including file defines
 *
 *	uint64_t top_bits(vecb v);
 *	        bit i: the top bit of byte i
 *	vecb of_sixteen(const uint8_t table[16], vecb i);
 *	        table[i[0]], table[i[1]] and so on, all i below 16
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

static inline vecb groups(const struct prefix_set *set, unsigned place, vecb v)
{
	return of_sixteen(set->low[place], v & 15) &
	       of_sixteen(set->high[place], v >> 4);
}

static inline vecb begin(const char *in, const struct prefix_set *set)
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
	return (vecb)((left & may) != 0) | v;
}

static void prefix_block(
	const char *in, const struct prefix_set *set, struct prefix_places *out)
{
	struct prefix_places places = {0};
	for (unsigned at = 0; at < PREFIX_BYTES; at += PIECE) {
		vecb v = load_bytes(in + at);
		vecb white = (vecb)(v == ' ') | (vecb)(v - '\t' <= '\r' - '\t');
		places.begins |= top_bits(begin(in + at, set)) << at;
		places.white |= top_bits(white) << at;
	}
	*out = places;
}

#undef PIECE

static const struct prefix_kernel prefix_kernel = {prefix_block};
