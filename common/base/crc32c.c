/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/crc32c.h"
#include "common/base/bytes.h"

/*
 * TABLE[k][byte] is the checksum of that byte and k zero bytes.  It is linear
 * in the byte's bits, so a row is spelled out by the eight bytes of one bit:
 * x^(8k + 39) mod P for the lowest to x^(8k + 32) mod P for the highest.
 */
#define BIT(i, n, x) (((i) >> (n)&1) * UINT32_C(x))
#define BYTE(i, a, b, c, d, e, f, g, h)                                        \
	BIT(i, 0, a)                                                           \
	^BIT(i, 1, b) ^ BIT(i, 2, c) ^ BIT(i, 3, d) ^ BIT(i, 4, e) ^           \
		BIT(i, 5, f) ^ BIT(i, 6, g) ^ BIT(i, 7, h)
#define BYTES4(i, ...)                                                         \
	BYTE(i, __VA_ARGS__), BYTE(i + 1, __VA_ARGS__),                        \
		BYTE(i + 2, __VA_ARGS__), BYTE(i + 3, __VA_ARGS__)
#define BYTES16(i, ...)                                                        \
	BYTES4(i, __VA_ARGS__), BYTES4(i + 4, __VA_ARGS__),                    \
		BYTES4(i + 8, __VA_ARGS__), BYTES4(i + 12, __VA_ARGS__)
#define BYTES64(i, ...)                                                        \
	BYTES16(i, __VA_ARGS__), BYTES16(i + 16, __VA_ARGS__),                 \
		BYTES16(i + 32, __VA_ARGS__), BYTES16(i + 48, __VA_ARGS__)
#define ROW(...)                                                               \
	{                                                                      \
		BYTES64(0, __VA_ARGS__), BYTES64(64, __VA_ARGS__),             \
			BYTES64(128, __VA_ARGS__), BYTES64(192, __VA_ARGS__)   \
	}

static const uint32_t TABLE[8][256] = {
	ROW(0xf26b8303, 0xe13b70f7, 0xc79a971f, 0x8ad958cf, 0x105ec76f,
		0x20bd8ede, 0x417b1dbc, 0x82f63b78),
	ROW(0x13a29877, 0x274530ee, 0x4e8a61dc, 0x9d14c3b8, 0x3fc5f181,
		0x7f8be302, 0xff17c604, 0xfbc3faf9),
	ROW(0xa541927e, 0x4f6f520d, 0x9edea41a, 0x38513ec5, 0x70a27d8a,
		0xe144fb14, 0xc76580d9, 0x8b277743),
	ROW(0xdd45aab8, 0xbf672381, 0x7b2231f3, 0xf64463e6, 0xe964b13d,
		0xd725148b, 0xaba65fe7, 0x52a0c93f),
	ROW(0x38116fac, 0x7022df58, 0xe045beb0, 0xc5670b91, 0x8f2261d3,
		0x1ba8b557, 0x37516aae, 0x6ea2d55c),
	ROW(0xef306b19, 0xdb8ca0c3, 0xb2f53777, 0x6006181f, 0xc00c303e,
		0x85f4168d, 0x0e045beb, 0x1c08b7d6),
	ROW(0x68032cc8, 0xd0065990, 0xa5e0c5d1, 0x4e2dfd53, 0x9c5bfaa6,
		0x3d5b83bd, 0x7ab7077a, 0xf56e0ef4),
	ROW(0x493c7d27, 0x9278fa4e, 0x211d826d, 0x423b04da, 0x847609b4,
		0x0d006599, 0x1a00cb32, 0x34019664),
};

uint32_t crc32c_portable(uint32_t crc, const void *bytes, size_t len)
{
	const uint8_t *p = bytes;
	crc = ~crc;
	for (; len >= 8; p += 8, len -= 8) {
		uint64_t v = get_u64(p) ^ crc;
		crc = 0;
		for (unsigned i = 0; i < 8; i++)
			crc ^= TABLE[7 - i][v >> (8 * i) & 0xff];
	}
	for (; len > 0; p++, len--)
		crc = crc >> 8 ^ TABLE[0][(crc ^ *p) & 0xff];
	return ~crc;
}

#if defined __x86_64__
#include <immintrin.h>

#define INSTRUCTION __attribute__((target("sse4.2,pclmul")))

static bool has_instruction(void)
{
	return __builtin_cpu_supports("sse4.2") &&
	       __builtin_cpu_supports("pclmul");
}

INSTRUCTION static inline uint32_t step8(uint32_t crc, const uint8_t *p)
{
	return (uint32_t)_mm_crc32_u64(crc, get_u64(p));
}

INSTRUCTION static inline uint32_t step1(uint32_t crc, const uint8_t *p)
{
	return _mm_crc32_u8(crc, *p);
}

/* The product of two polynomials, times x, as 64 reflected bits. */
INSTRUCTION static inline uint64_t product(uint32_t a, uint32_t b)
{
	__m128i v = _mm_clmulepi64_si128(_mm_cvtsi64_si128((int64_t)a),
		_mm_cvtsi64_si128((int64_t)b), 0);
	return (uint64_t)_mm_cvtsi128_si64(v);
}

/*
 * The instruction takes three cycles but one can start in each, so three
 * streams of LANE bytes run side by side.  A checksum c is moved past n bytes
 * by c * x^8n mod P; reducing modulo P is the instruction's own work, whose
 * x^32 and the product's x leave x^(8n - 33) to multiply with.
 */
enum { LANE = 1360, STRIDE = 3 * LANE }; /* a stride nearly fills 4096 */
#define PAST_ONE 0x3f70cc6f              /* x^(8 * LANE - 33) mod P */
#define PAST_TWO 0x5aa1f3cf              /* x^(16 * LANE - 33) mod P */

INSTRUCTION static uint32_t stride(uint32_t crc, const uint8_t *p)
{
	uint32_t second = 0, third = 0;
	for (const uint8_t *end = p + LANE; p < end; p += 8) {
		crc = step8(crc, p);
		second = step8(second, p + LANE);
		third = step8(third, p + 2 * LANE);
	}
	uint64_t moved = product(crc, PAST_TWO) ^ product(second, PAST_ONE);
	return (uint32_t)_mm_crc32_u64(0, moved) ^ third;
}

/*
 * Vectors of 64 bytes go over memory in order, which is what it is fastest
 * at.  Four of them are moved past the FOLD bytes that follow each and added
 * to what stands there; of 16 bytes the first eight are to be moved past eight
 * more.  The constants are doubled for the products' x.
 */
enum { FOLD = 256, FOLDS_MIN = 2 * FOLD };
#define PAST_FIRST 0xdcb17aa4  /* x^(8 * FOLD + 32) mod P, times 2 */
#define PAST_SECOND 0xb9e02b86 /* x^(8 * FOLD - 32) mod P, times 2 */

#define WIDE __attribute__((target("avx512f,vpclmulqdq,sse4.2")))

static bool has_wide(void)
{
	return __builtin_cpu_supports("avx512f") &&
	       __builtin_cpu_supports("vpclmulqdq");
}

WIDE static inline __m512i fold(__m512i v, const uint8_t *p)
{
	__m512i past =
		_mm512_broadcast_i32x4(_mm_set_epi64x(PAST_SECOND, PAST_FIRST));
	__m512i first = _mm512_clmulepi64_epi128(v, past, 0x00);
	__m512i second = _mm512_clmulepi64_epi128(v, past, 0x11);
	return _mm512_ternarylogic_epi64(
		first, second, _mm512_loadu_si512(p), 0x96);
}

/* As many bytes as `len` has FOLDs, which are two or more. */
WIDE static uint32_t folds(uint32_t crc, const uint8_t *p, size_t len)
{
	uint64_t words[FOLD / 8], rest = 0;
	__m512i a = _mm512_loadu_si512(p), b = _mm512_loadu_si512(p + 64),
		c = _mm512_loadu_si512(p + 128),
		d = _mm512_loadu_si512(p + 192);
	a = _mm512_xor_si512(
		a, _mm512_zextsi128_si512(_mm_cvtsi32_si128((int)crc)));
	for (size_t at = FOLD; len - at >= FOLD; at += FOLD) {
		a = fold(a, p + at);
		b = fold(b, p + at + 64);
		c = fold(c, p + at + 128);
		d = fold(d, p + at + 192);
	}
	_mm512_storeu_si512(words, a);
	_mm512_storeu_si512(words + 8, b);
	_mm512_storeu_si512(words + 16, c);
	_mm512_storeu_si512(words + 24, d);
	for (unsigned i = 0; i < FOLD / 8; i++)
		rest = _mm_crc32_u64(rest, words[i]);
	return (uint32_t)rest;
}

#elif defined __aarch64__
#include <sys/auxv.h>

#define INSTRUCTION
#define ARM_HWCAP_CRC32 (1 << 7)

static bool has_instruction(void)
{
	return getauxval(AT_HWCAP) & ARM_HWCAP_CRC32;
}

static inline uint32_t step8(uint32_t crc, const uint8_t *p)
{
	__asm__(".arch_extension crc\n\tcrc32cx %w0, %w0, %x1"
		: "+r"(crc)
		: "r"(get_u64(p)));
	return crc;
}

static inline uint32_t step1(uint32_t crc, const uint8_t *p)
{
	__asm__(".arch_extension crc\n\tcrc32cb %w0, %w0, %w1"
		: "+r"(crc)
		: "r"((uint32_t)*p));
	return crc;
}

enum { STRIDE = 64 };

static uint32_t stride(uint32_t crc, const uint8_t *p)
{
	for (const uint8_t *end = p + STRIDE; p < end; p += 8)
		crc = step8(crc, p);
	return crc;
}
#endif

#ifdef INSTRUCTION
INSTRUCTION static uint32_t fast(uint32_t crc, const uint8_t *p, size_t len)
{
	crc = ~crc;
	for (; len >= STRIDE; p += STRIDE, len -= STRIDE)
		crc = stride(crc, p);
	for (; len >= 8; p += 8, len -= 8)
		crc = step8(crc, p);
	for (; len > 0; p++, len--)
		crc = step1(crc, p);
	return ~crc;
}

uint32_t crc32c_narrow(uint32_t crc, const void *p, size_t len)
{
	return has_instruction() ? fast(crc, p, len)
				 : crc32c_portable(crc, p, len);
}
#else
uint32_t crc32c_narrow(uint32_t crc, const void *p, size_t len)
{
	return crc32c_portable(crc, p, len);
}
#endif

uint32_t crc32c(uint32_t crc, const void *bytes, size_t len)
{
	const uint8_t *p = bytes;
#ifdef WIDE
	if (len >= FOLDS_MIN && has_wide()) {
		crc = ~folds(~crc, p, len);
		p += len / FOLD * FOLD;
		len %= FOLD;
	}
#endif
	return crc32c_narrow(crc, p, len);
}
