/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * vector.h - vectors of LANES lanes, 4, 8 or 16, for a kernel's file.
 */
#include <stdbool.h>
#include <string.h>

typedef uint32_t vec __attribute__((vector_size(4 * LANES)));
typedef int32_t veci __attribute__((vector_size(4 * LANES)));
typedef uint8_t vecb __attribute__((vector_size(4 * LANES)));
typedef float vecf __attribute__((vector_size(4 * LANES)));

static inline vec load(const uint32_t *p)
{
	vec v;
	memcpy(&v, p, sizeof v);
	return v;
}

static inline void store(uint32_t *p, vec v)
{
	memcpy(p, &v, sizeof v);
}

static inline vecf load_floats(const float *p)
{
	vecf v;
	memcpy(&v, p, sizeof v);
	return v;
}

static inline void store_floats(float *p, vecf v)
{
	memcpy(p, &v, sizeof v);
}

#if LANES == 4

/* The bytes of those lanes whose bit is set. */
#define LANE(i) (0x03020100 + (i)*0x04040404)
static const uint32_t lanes_set[16][4] = {{0}, {LANE(0)}, {LANE(1)},
	{LANE(0), LANE(1)}, {LANE(2)}, {LANE(0), LANE(2)}, {LANE(1), LANE(2)},
	{LANE(0), LANE(1), LANE(2)}, {LANE(3)}, {LANE(0), LANE(3)},
	{LANE(1), LANE(3)}, {LANE(0), LANE(1), LANE(3)}, {LANE(2), LANE(3)},
	{LANE(0), LANE(2), LANE(3)}, {LANE(1), LANE(2), LANE(3)},
	{LANE(0), LANE(1), LANE(2), LANE(3)}};

static inline unsigned count_lanes(unsigned mask)
{
	return 0x4332322132212110 >> 4 * mask & 7;
}

#else

static inline unsigned count_lanes(unsigned mask)
{
	return (unsigned)__builtin_popcount(mask);
}

static inline uint64_t pair(const uint32_t *p)
{
	uint64_t v;
	memcpy(&v, p, sizeof v);
	return v;
}

static inline __m128i eight_halves(const uint16_t *p, const uint32_t *i)
{
	uint64_t a = pair(i), b = pair(i + 2), c = pair(i + 4), d = pair(i + 6);
	__m128i v = _mm_cvtsi32_si128(p[(uint32_t)a]);
	v = _mm_insert_epi16(v, p[a >> 32], 1);
	v = _mm_insert_epi16(v, p[(uint32_t)b], 2);
	v = _mm_insert_epi16(v, p[b >> 32], 3);
	v = _mm_insert_epi16(v, p[(uint32_t)c], 4);
	v = _mm_insert_epi16(v, p[c >> 32], 5);
	v = _mm_insert_epi16(v, p[(uint32_t)d], 6);
	return _mm_insert_epi16(v, p[d >> 32], 7);
}

#endif
