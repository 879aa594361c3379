/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * classify_template.h - classify.h for the vectors of vector.h.
 *
 * The including file defines
 *
 *	uint64_t top_bits(vecb v);
 *	        bit i: the top bit of byte i
 */

static inline void classify_piece(vecb v, unsigned at, struct classes *c)
{
	vecb letter = (vecb)((v | 0x20) - 'a' <= 'z' - 'a');
	vecb digit = (vecb)(v - '0' <= 9);
	vecb point = (vecb)(v == '.') | (vecb)(v == '\'');
	vecb comma = (vecb)(v == ',') | (vecb)(v == ';');
	vecb sign = (vecb)(v == '+') | (vecb)(v == '#');
	c->letters |= top_bits(letter) << at;
	c->digits |= top_bits(digit) << at;
	c->high |= top_bits(v) << at;
	c->hyphens |= top_bits((vecb)(v == '-')) << at;
	c->points |= top_bits(point) << at;
	c->colons |= top_bits((vecb)(v == ':')) << at;
	c->commas |= top_bits(comma) << at;
	c->lines |= top_bits((vecb)(v == '_')) << at;
	c->signs |= top_bits(sign) << at;
}

static void classify_block(const char in[CLASSIFY_BYTES], struct classes *out)
{
	struct classes c = {0};
	for (unsigned at = 0; at < CLASSIFY_BYTES; at += sizeof(vecb)) {
		vecb v;
		memcpy(&v, in + at, sizeof v);
		classify_piece(v, at, &c);
	}
	*out = c;
}

static const struct classify_kernel classify_kernel = {classify_block};
