/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chain of lists of sources says what a plain table would, and is short and
 * cheap. */
#include "indexer/source.h"
#include "common/index/manifest.h"
#include "tests/support/test.h"

enum { PATHS = 300 };

struct model {
	const char *folder;
	uint64_t chain[MANIFEST_SOURCES_MAX], generation, written, changes;
	uint32_t count;
	uint64_t hashes[PATHS]; /* 0: none */
};

static struct str path_of(uint64_t n)
{
	static char text[32];
	snprintf(text, sizeof text, "folder/%llu.md", (unsigned long long)n);
	return str_from(text);
}

static void change(struct model *m, struct sources *s, struct rng *r)
{
	uint64_t n = rng_below(r, PATHS);
	struct source *old = sources_find(s, path_of(n));
	struct source x = {.hash = 1 + rng_below(r, 3), .recheck = INT64_MAX};
	m->changes++;
	if (old && rng_below(r, 3) == 0) {
		m->hashes[n] = 0;
		sources_drop(old);
		return;
	}
	m->hashes[n] = x.hash;
	assert_int_equal(sources_put(s, path_of(n), &x), OK);
}

static void expect(const struct model *m, struct sources *s)
{
	for (uint64_t n = 0; n < PATHS; n++) {
		const struct source *x = sources_find(s, path_of(n));
		assert_int_equal(x ? x->hash : 0, m->hashes[n]);
	}
}

static void commit(struct model *m, unsigned changes, struct rng *r)
{
	struct sources s;
	struct error err = {0};
	assert_int_equal(
		sources_read(&s, m->folder, m->chain, m->count, &err), OK);
	expect(m, &s);
	for (unsigned i = 0; i < changes; i++)
		change(m, &s, r);
	assert_int_equal(sources_meet(&s, STR("not indexed"), 0), OK);
	assert_int_equal(sources_write(&s, m->folder, ++m->generation, m->chain,
				 &m->count, &err),
		OK);
	sources_release(&s);
	assert_int_equal(
		sources_read(&s, m->folder, m->chain, m->count, &err), OK);
	expect(m, &s);
	assert_null(sources_find(&s, STR("not indexed")));
	for (uint32_t i = 0; i < m->count; i++)
		if (m->chain[i] == m->generation)
			m->written += s.entries.v[i];
	for (uint32_t i = 0; i + 1 < m->count; i++)
		assert_true(s.entries.v[i] / 2 > s.entries.v[i + 1]);
	sources_release(&s);
}

static void chain_is_table(void **state)
{
	(void)state;
	struct rng r;
	struct model m = {.folder = temp_dir()};
	rng_init(&r, seed());
	for (unsigned i = rounds(500); i > 0; i--)
		commit(&m, (unsigned)rng_below(&r, i % 50 ? 3 : 100), &r);
	assert_true(m.count <= 9); /* log2(300) + 1 */
	assert_true(m.written <= m.changes * 14);
	remove_tree(m.folder);
}

static void nothing_changed(void **state)
{
	(void)state;
	struct sources s;
	struct error err = {0};
	const char *folder = temp_dir();
	uint64_t chain[MANIFEST_SOURCES_MAX];
	uint32_t count = 0;
	struct source x = {.hash = 1, .recheck = INT64_MAX};
	s = (struct sources){0};
	assert_int_equal(sources_put(&s, STR("a"), &x), OK);
	assert_int_equal(sources_write(&s, folder, 1, chain, &count, &err), OK);
	sources_release(&s);
	assert_int_equal(count, 1);
	assert_int_equal(sources_read(&s, folder, chain, count, &err), OK);
	x.seen = true;
	assert_int_equal(sources_put(&s, STR("a"), &x), OK);
	assert_int_equal(sources_write(&s, folder, 2, chain, &count, &err), OK);
	assert_int_equal(count, 1);
	assert_int_equal(chain[0], 1);
	sources_drop(sources_find(&s, STR("a")));
	assert_int_equal(sources_write(&s, folder, 3, chain, &count, &err), OK);
	assert_int_equal(count, 0);
	sources_release(&s);
	remove_tree(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(chain_is_table),
		cmocka_unit_test(nothing_changed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
