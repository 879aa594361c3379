/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/kernels.h"

enum { N = PREFIX_BYTES, BEHIND = PREFIX_PLACES - 1 };

/* `marks` has a ^ below each byte that is told. */
static void expect(const char *beginning, const char *text, const char *marks)
{
	char bytes[1 + N + BEHIND];
	struct prefix_set set = {0};
	struct prefix_places got;
	memset(bytes, ' ', sizeof bytes);
	memcpy(bytes + 1, text, strlen(text));
	prefix_add(&set, str_from(beginning));
	prefix_scalar.blocks(bytes + 1, 1, &set, &got);
	for (size_t i = 0; i < N; i++) {
		bool expected = i < strlen(marks) && marks[i] == '^';
		if ((got.begins >> i & 1) != expected)
			fail_msg("%s in \"%s\": byte %zu", beginning, text, i);
	}
}

static void definition_is_right(void **state)
{
	(void)state;
	expect("gut", "gut Gut gUT gun gu", "^   ^   ^");
	expect("gut", "gut-gut_gut.gut'gut", "^   ^   ^   ^   ^");
	expect("gut", "gutgut gutGut GUTgut", "^      ^  ^   ^");
	expect("gut", "legut 3gut g-x gu-x gx-u", "           ^   ^");
	expect("use", "using used us usage user", "^     ^             ^");
	expect("gu", "gut guy go", "^   ^");
	expect("c", "C++ cx 3c c", "^   ^     ^");
	expect(".net", ".NET x.net x .not", "^");
	expect("gut", "a\xc3\xa4 g\xc3\xa4", " ^  ^^");
	expect("gut", "\xe2\x80\x9cgut\xe2\x80\xa7g \xe2\x80\xa8",
		"   ^       ^");
	expect("gut", "\xe2\x80\x8f \xe2\x81\x90 \xe3\x80\x90", "^   ^   ^");
	expect("\xc3\xa4", "abc", "");
	expect("", "abc", "");
}

static void white_is_what_it_is(void **state)
{
	(void)state;
	struct prefix_set none = {0};
	for (unsigned first = 0; first < 256; first++) {
		char bytes[1 + N + BEHIND];
		struct prefix_places got;
		for (unsigned i = 0; i < sizeof bytes; i++)
			bytes[i] = (char)(first + i);
		prefix_scalar.blocks(bytes + 1, 1, &none, &got);
		for (unsigned i = 0; i < N; i++) {
			uint8_t c = (uint8_t)bytes[1 + i];
			bool white = c && c < 0x80 && strchr(" \t\n\v\f\r", c);
			assert_int_equal(got.white >> i & 1, white);
			assert_int_equal(got.begins >> i & 1, c >= 0xc0);
		}
	}
}

static char random_byte(struct rng *r)
{
	static const char bytes[] = "aeigtyAEIGTY09 -_.\n'"
				    "\xe2\x80\x8f\x90\xa7\xa8\xc3";
	return rng_below(r, 8) ? bytes[rng_below(r, sizeof bytes - 1)]
			       : (char)rng_below(r, 256);
}

/* None is missed, however many there are. */
static void assert_told(const char *p, struct str beginning, uint64_t begins)
{
	for (size_t i = 0; i < N; i++, p++) {
		bool word = (p[-1] | 0x20) >= 'a' && (p[-1] | 0x20) <= 'z';
		word = word || (p[-1] >= '0' && p[-1] <= '9');
		bool capital = *p >= 'A' && *p <= 'Z';
		struct str there = {p, beginning.len};
		if (beginning.len && !(*p & 0x80) &&
			str_eq_nocase(there, beginning) && (capital || !word))
			assert_true(begins >> i & 1);
	}
}

static void finds(const struct kernel *k, struct rng *r)
{
	enum { BLOCKS = 3, SIZE = 1 + BLOCKS * N + BEHIND, COUNT = 20 };
	char *bytes = guarded_alloc(SIZE);
	for (unsigned round = rounds(5000); round > 0; round--) {
		char words[COUNT][PREFIX_PLACES];
		struct str v[COUNT];
		struct prefix_set set = {0};
		struct prefix_places expected[BLOCKS], got[BLOCKS];
		unsigned count = (unsigned)rng_below(r, COUNT);
		for (unsigned i = 0; i < count; i++) {
			size_t len = rng_below(r, PREFIX_PLACES + 1);
			for (size_t at = 0; at < len; at++)
				words[i][at] = random_byte(r);
			v[i] = (struct str){words[i], len};
			prefix_add(&set, v[i]);
		}
		for (unsigned i = 0; i < SIZE; i++)
			bytes[i] = random_byte(r);
		prefix_scalar.blocks(bytes + 1, BLOCKS, &set, expected);
		k->prefix->blocks(bytes + 1, BLOCKS, &set, got);
		assert_memory_equal(got, expected, sizeof got);
		for (unsigned i = 0; i < count * BLOCKS; i++)
			assert_told(bytes + 1 + i % BLOCKS * N, v[i / BLOCKS],
				got[i % BLOCKS].begins);
	}
	guarded_free(bytes, SIZE);
}

static void every_kernel_finds(void **state)
{
	(void)state;
	with_every_kernel(finds);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(definition_is_right),
		cmocka_unit_test(white_is_what_it_is),
		cmocka_unit_test(every_kernel_finds),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
