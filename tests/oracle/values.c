/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/oracle/values.h"

static struct str article(struct rng *r, const char *id, struct arena *arena)
{
	static const char *const words[] = {"gut", "skin", "acne", "diet"};
	struct buf b = {0};
	buf_printf(&b,
		"{\"id\": \"%s\", \"title\": \"%s\", \"text\": \"%s %s\"", id,
		words[rng_below(r, 4)], words[rng_below(r, 4)],
		words[rng_below(r, 4)]);
	buf_puts(&b, ", \"tags\": [");
	for (unsigned i = 0, n = (unsigned)rng_below(r, 4); i < n; i++)
		buf_printf(&b, "%s\"T%llu\"", i ? ", " : "",
			(unsigned long long)rng_below(r, VALUES_MAX));
	buf_puts(&b, "]");
	if (rng_below(r, 3))
		buf_printf(&b, ", \"author\": \"Kim %c\"",
			(char)('A' + rng_below(r, VALUES_MAX)));
	if (rng_below(r, 2))
		buf_printf(&b, ", \"category\": \"c%llu\"",
			(unsigned long long)rng_below(r, VALUES_MAX));
	if (rng_below(r, 2))
		buf_printf(&b, ", \"date\": \"2024-05-%02u\"",
			1 + (unsigned)rng_below(r, 28));
	buf_printf(&b, ", \"lang\": \"%s\"}", rng_below(r, 3) ? "en" : "de");
	struct str copy = arena_dup(arena, buf_str(&b));
	buf_release(&b);
	return copy;
}

void values_commit(struct rng *r, const char *folder, struct arena *arena)
{
	struct index_commit c = {.threads = 1};
	for (unsigned i = 0; i < VALUES_DOCS / 2; i++) {
		char id[16];
		snprintf(id, sizeof id, "d%u",
			(unsigned)rng_below(r, VALUES_DOCS));
		struct index_article a = {
			arena_dup(arena, str_from(id)), article(r, id, arena)};
		assert_int_equal(vec_push(&c.articles, a), OK);
	}
	index_commit(folder, &c);
	vec_release(&c.articles);
}

struct record_list values_of(
	const struct record *r, enum column_id column, struct str *single)
{
	switch (column) {
	case COLUMN_AUTHOR:
		return r->authors;
	case COLUMN_TAG:
		return r->tags;
	case COLUMN_CATEGORY:
		return r->categories;
	default:
		*single = r->language;
		return (struct record_list){.v = single, .len = 1};
	}
}
