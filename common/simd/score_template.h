/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * score_template.h - score.h for the vectors of vector.h.
 *
 * The including file defines
 *
 *	vec halves_at(const uint16_t *p, const uint32_t *i);
 *	        p[i[0]], p[i[1]] and so on.  Inserting them one by one is twice
 *	        as fast as the instruction that gathers, and faster than writing
 *	        them to memory first
 */

static inline vecf to_floats(vec v)
{
	return __builtin_convertvector((veci)v, vecf);
}

static inline vec lengths_at(const struct score *s, const uint32_t *ids)
{
	if (s->lengths)
		return halves_at(s->lengths, ids);
	vec v;
	for (unsigned i = 0; i < LANES; i++)
		v[i] = s->long_lengths[ids[i]];
	return v;
}

static inline void score(const struct score *s, const uint32_t *ids,
	const uint32_t *freqs, float *out)
{
	vecf tf = to_floats(load(freqs));
	vecf k = s->base + s->slope * to_floats(lengths_at(s, ids));
	store_floats(out, s->weight * tf / (tf + k));
}

static void score_block(const struct score *s,
	const uint32_t ids[BITPACK_COUNT], const uint32_t freqs[BITPACK_COUNT],
	float out[BITPACK_COUNT])
{
	uint32_t sound[BITPACK_COUNT];
	if (ids[BITPACK_COUNT - 1] == UINT32_MAX) {
		for (unsigned i = 0; i < BITPACK_COUNT; i++)
			sound[i] = ids[i] == UINT32_MAX ? ids[0] : ids[i];
		ids = sound;
	}
	for (unsigned i = 0; i < BITPACK_COUNT; i += LANES)
		score(s, ids + i, freqs + i, out + i);
}

static const struct score_kernel score_kernel = {score_block};
