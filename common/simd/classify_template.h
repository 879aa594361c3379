/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * classify_template.h - the vector kernel of classify.h; no include guard.
 * Before it is included must be defined
 *
 *	vec             a vector of unsigned bytes
 *	mask_of(v)      the top bit of each of its bytes, side by side
 */

static inline void classify_piece(vec v, unsigned at, struct classes *c)
{
	vec letter = (vec)((v | 0x20) - 'a' <= 'z' - 'a');
	vec digit = (vec)(v - '0' <= 9);
	vec point = (vec)(v == '.') | (vec)(v == '\'');
	vec comma = (vec)(v == ',') | (vec)(v == ';');
	vec sign = (vec)(v == '+') | (vec)(v == '#');
	c->letters |= mask_of(letter) << at;
	c->digits |= mask_of(digit) << at;
	c->high |= mask_of(v) << at;
	c->hyphens |= mask_of((vec)(v == '-')) << at;
	c->points |= mask_of(point) << at;
	c->colons |= mask_of((vec)(v == ':')) << at;
	c->commas |= mask_of(comma) << at;
	c->lines |= mask_of((vec)(v == '_')) << at;
	c->signs |= mask_of(sign) << at;
}

static void run(const char in[CLASSIFY_BYTES], struct classes *out)
{
	struct classes c = {0};
	for (unsigned at = 0; at < CLASSIFY_BYTES; at += sizeof(vec)) {
		vec v;
		__builtin_memcpy(&v, in + at, sizeof v);
		classify_piece(v, at, &c);
	}
	*out = c;
}
