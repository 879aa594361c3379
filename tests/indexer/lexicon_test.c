/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/lexicon.h"
#include "common/base/buf.h"
#include "common/base/map.h"
#include "tests/support/test.h"

/* Few letters, zeros among them, so that tokens differ by little. */
static struct str random_token(struct rng *r, struct buf *b)
{
	size_t len = 1 + rng_below(r, rng_below(r, 8) ? 6 : 40);
	buf_clear(b);
	while (b->len < len)
		buf_putc(b, "ab\0"[rng_below(r, 3)]);
	return buf_str(b);
}

/* The token at the end of memory, so that reading beyond it faults. */
static struct meaning *look_up(struct lexicon *x, struct str raw, uint32_t add)
{
	char *p = guarded_alloc(raw.len);
	memcpy(p, raw.p, raw.len);
	struct lexicon_key key = lexicon_key(x, (struct str){p, raw.len});
	struct meaning *m = lexicon_find(x, &key);
	if (!m && add != MAP_NONE)
		m = lexicon_add(x, &key, (struct meaning){.stem = add});
	guarded_free(p, raw.len);
	return m;
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
		struct meaning *m = look_up(&x, raw, MAP_NONE);
		assert_true((m == NULL) == (id == MAP_NONE));
		if (m) {
			assert_int_equal(m->stem, id);
			continue;
		}
		assert_int_equal(map_add(&model, raw, &id), OK);
		m = look_up(&x, raw, id);
		assert_non_null(m);
		assert_int_equal(m->stem, id);
	}
	assert_int_equal(x.count, model.count);
	for (uint32_t id = 0; id < model.count; id++)
		assert_int_equal(
			look_up(&x, map_key(&model, id), MAP_NONE)->stem, id);
	lexicon_clear(&x);
	assert_null(look_up(&x, map_key(&model, 0), MAP_NONE));
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
