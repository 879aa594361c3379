/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/lexicon.h"
#include "common/base/buf.h"
#include "common/base/map.h"
#include "tests/support/test.h"

/* Few letters, so that tokens differ by little. */
static struct str random_token(struct rng *r, struct buf *b)
{
	size_t len = 1 + rng_below(r, rng_below(r, 8) ? 6 : 40);
	buf_clear(b);
	while (b->len < len)
		buf_putc(b, "ab\xff"[rng_below(r, 3)]);
	return buf_str(b);
}

/* What is guessed is what is found. */
static uint32_t find(const struct lexicon *x, const struct lexicon_key *key)
{
	uint32_t guess, number = lexicon_find(x, key);
	if (lexicon_guess(x, key, &guess))
		assert_int_equal(guess, number);
	return number;
}

/* The token with more or less text behind it, at the end of memory, so that
 * reading beyond that faults. */
static uint32_t look_up(struct lexicon *x, struct str raw, uint32_t add)
{
	static size_t times;
	size_t behind = times++ % 17, size = raw.len + behind;
	char *p = guarded_alloc(size);
	memcpy(p, raw.p, raw.len);
	memset(p + raw.len, 'a', behind);
	struct str text = {p, size};
	struct lexicon_key key;
	lexicon_key(x, text, 0, raw.len, &key);
	uint32_t number = find(x, &key);
	if (number == LEXICON_NONE && add != LEXICON_NONE) {
		assert_true(lexicon_add(x, &key, add));
		number = find(x, &key);
		assert_int_equal(number, add);
	}
	guarded_free(p, size);
	return number;
}

static void same_as_a_map(void **state)
{
	(void)state;
	struct rng r;
	struct buf b = {0};
	struct map model = {0};
	struct lexicon x = {0};
	rng_init(&r, seed());
	assert_true(lexicon_ready(&x));
	for (unsigned i = 0; i < rounds(40000); i++) {
		struct str raw = random_token(&r, &b);
		uint32_t id = map_find(&model, raw);
		uint32_t number = look_up(&x, raw, LEXICON_NONE);
		assert_int_equal(number, id == MAP_NONE ? LEXICON_NONE : id);
		if (id != MAP_NONE)
			continue;
		assert_int_equal(map_add(&model, raw, &id), OK);
		look_up(&x, raw, id);
	}
	assert_int_equal(x.count, model.count);
	for (uint32_t id = 0; id < model.count; id++)
		assert_int_equal(
			look_up(&x, map_key(&model, id), LEXICON_NONE), id);
	lexicon_release(&x);
	map_release(&model);
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_as_a_map),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
