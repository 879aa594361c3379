/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/oracle/cases.h"

static const char *const WORDS[] = {"gut", "skin", "the", "health", "of",
	"running", "runs", "run", "gut-skin", "and", "Polish", "polish",
	"microbiome", "node.js", "camelCase", "C++", "acne", "diet", "diets",
	"rosacea", "gut's", "3.14", "state-of-the-art", "healthy", "is",
	"\xe8\x82\xa0\xe9\x81\x93\xe5\x81\xa5\xe5\xba\xb7", /* four Han */
	"\xe7\x9a\xae\xe8\x82\xa4",                         /* two      */
	"\xe8\x82\xa0",                                     /* one      */
	"\xed\x94\xbc\xeb\xb6\x80\xea\xb4\x80\xeb\xa6\xac", /* Hangul   */
	"\xec\x9e\xa5", "Haut", "Darm", "und", "der", "H\xc3\xa4user", "Haus",
	"Gesundheit", "gesund", "laufen", "l\xc3\xa4uft"};

enum { WORD_COUNT = sizeof WORDS / sizeof *WORDS };

static unsigned below(struct cases *c, unsigned n)
{
	return (unsigned)rng_below(&c->rng, n);
}

/* True once in `n` times. */
static bool once_in(struct cases *c, unsigned n)
{
	return below(c, n) == 0;
}

/* Early words come far more often. */
static const char *word(struct cases *c)
{
	unsigned n = c->word_count;
	return c->words[below(c, below(c, n) + 1)];
}

static void put_words(struct cases *c, struct buf *out, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		buf_printf(out, "%s%s", i ? " " : "", word(c));
}

static void put_date(struct cases *c, struct buf *out)
{
	buf_printf(out, "2024-%02u-%02u", 1 + below(c, 12), 1 + below(c, 28));
}

static unsigned text_words(struct cases *c)
{
	return once_in(c, 20) ? 100 + below(c, 200) : below(c, 30);
}

static void put_json(struct cases *c, struct buf *out, struct str id)
{
	static const char *const languages[] = {"", "en", "de", "zh"};
	const char *l = languages[below(c, 4)];
	buf_printf(out, "{\"id\":\"" STR_FMT "\",\"text\":\"", STR_ARG(id));
	put_words(c, out, text_words(c));
	buf_printf(out, " version%u\"", c->version);
	if (!once_in(c, 3)) {
		buf_puts(out, ",\"title\":\"");
		put_words(c, out, below(c, 5));
		buf_putc(out, '"');
	}
	if (*l)
		buf_printf(out, ",\"lang\":\"%s\"", l);
	if (!once_in(c, 3)) {
		buf_puts(out, ",\"date\":\"");
		put_date(c, out);
		buf_putc(out, '"');
	}
	if (once_in(c, 9))
		buf_printf(out, ",\"boost\":%u.%u", below(c, 3), below(c, 10));
	if (once_in(c, 9)) {
		buf_puts(out, ",\"linkTitle\":\"");
		put_words(c, out, 1 + below(c, 2));
		buf_putc(out, '"');
	}
	if (once_in(c, 2))
		buf_printf(out, ",\"author\":\"Ada %s\"",
			once_in(c, 2) ? "Byron" : "King");
	if (once_in(c, 2))
		buf_printf(out, ",\"tags\":[\"t%u\",\"t%u\"]", below(c, 4),
			below(c, 4));
	buf_putc(out, '}');
}

static void put_markdown(struct cases *c, struct buf *out)
{
	buf_puts(out, "---\ntitle: ");
	put_words(c, out, 1 + below(c, 4));
	buf_printf(out, "\ntags: [t%u]\n---\n", below(c, 4));
	put_words(c, out, below(c, 10));
	for (unsigned i = below(c, 3); i > 0; i--) {
		buf_puts(out, "\n\n## ");
		put_words(c, out, 1 + below(c, 4));
		buf_puts(out, "\n\n");
		put_words(c, out, text_words(c));
	}
	buf_printf(out, "\n\nversion%u\n", c->version);
}

static struct str id_of(uint32_t number, struct arena *arena)
{
	char id[16];
	snprintf(id, sizeof id, number % 8 == 5 ? "d%u.md" : "d%u", number);
	return arena_dup(arena, str_from(id));
}

static void commit(struct cases *c, unsigned documents)
{
	struct index_commit x = {.threads = 1 + below(c, 3)};
	struct arena arena = {0};
	struct buf bytes = {0};
	for (unsigned i = below(c, documents / 4 + 1); i > 0; i--) {
		uint32_t number = below(c, c->ids);
		assert_int_equal(
			vec_push(&x.deleted, id_of(number, &arena)), OK);
		c->versions[number] = 0;
	}
	for (unsigned i = 0; i < documents; i++) {
		uint32_t number = below(c, c->ids);
		struct str id = id_of(number, &arena);
		buf_clear(&bytes);
		c->versions[number] = ++c->version;
		if (str_ends(id, STR(".md")))
			put_markdown(c, &bytes);
		else
			put_json(c, &bytes, id);
		struct str copy = arena_dup(&arena, buf_str(&bytes));
		assert_int_equal(
			vec_push(&x.articles, (struct index_article){id, copy}),
			OK);
	}
	index_commit(c->folder, &x);
	x.shards = c->shards;
	if (x.shards)
		index_commit(c->folder, &x);
	vec_release(&x.articles);
	vec_release(&x.deleted);
	arena_release(&arena);
	buf_release(&bytes);
}

static void close_index(struct cases *c)
{
	if (c->searcher.snapshots) {
		naive_close(&c->naive);
		searcher_close(&c->searcher);
	}
	c->searcher = (struct searcher){0};
	remove_tree(index_folder(c->folder));
	remove_tree(index_of_shards(c->folder));
}

/* The last version of each document is there, and nothing else. */
static void check_living(const struct cases *c)
{
	uint32_t living = 0;
	for (uint32_t i = 0; i < c->ids; i++) {
		char term[32];
		living += c->versions[i] > 0;
		if (!c->versions[i])
			continue;
		snprintf(term, sizeof term, "Wversion%u", c->versions[i]);
		uint32_t number = map_find(&c->naive.terms, str_from(term));
		assert_true(number != MAP_NONE);
		assert_int_equal(c->naive.dfs.v[number], 1);
	}
	assert_int_equal(c->naive.docs.len, living);
	assert_int_equal(c->searcher.collection.docs, living);
}

static void choose_words(struct cases *c)
{
	unsigned from = once_in(c, 3) ? 0 : below(c, WORD_COUNT);
	c->word_count = 5 + below(c, 36);
	for (unsigned i = 0; i < c->word_count; i++)
		c->words[i] = WORDS[(from + i) % WORD_COUNT];
}

static void make_rules(struct cases *c)
{
	static const char *const joints[] = {", ", ", ", " => "};
	synonyms_release(&c->synonyms);
	buf_clear(&c->rules);
	for (unsigned i = below(c, 12); i > 0; i--) {
		put_words(c, &c->rules, 1 + below(c, 3));
		buf_puts(&c->rules, joints[below(c, 3)]);
		put_words(c, &c->rules, 1 + below(c, 3));
		if (once_in(c, 3))
			buf_printf(&c->rules, ", %s", word(c));
		buf_putc(&c->rules, '\n');
	}
	assert_int_equal(
		synonyms_parse(&c->synonyms, "rules", buf_str(&c->rules)), OK);
	assert_int_equal(c->synonyms.complaints.len, 0);
}

void cases_index(struct cases *c)
{
	bool large = c->corpora++ % 3 == 0; /* lists of several blocks */
	struct error err = {0};
	close_index(c);
	choose_words(c);
	make_rules(c);
	memset(c->versions, 0, sizeof c->versions);
	c->ids = large ? CASES_IDS : 20 + below(c, 100);
	for (unsigned i = 1 + below(c, 4); i > 0; i--)
		commit(c, large ? 100 + below(c, 500) : below(c, 60));
	const char *folder = index_folder(c->folder);
	if (searcher_open(&c->searcher, &folder, 1, &err) != OK)
		fail_msg("%s", err.text);
	naive_open(&c->naive, &c->searcher);
	check_living(c);
}

void cases_begin(struct cases *c, uint64_t s)
{
	*c = (struct cases){.seed = s, .folder = temp_dir()};
	rng_init(&c->rng, s);
}

void cases_end(struct cases *c)
{
	close_index(c);
	remove_tree(c->folder);
	synonyms_release(&c->synonyms);
	buf_release(&c->rules);
}

static void put_phrase(struct cases *c, struct buf *out)
{
	buf_putc(out, '"');
	put_words(c, out, 1 + below(c, 4));
	buf_putc(out, '"');
	if (once_in(c, 3))
		buf_printf(out, "~%u", below(c, 6));
}

static void put_near(struct cases *c, struct buf *out)
{
	bool field = once_in(c, 4);
	buf_printf(out, "%s%s", field ? "title:(" : "", word(c));
	for (unsigned i = 1 + below(c, 2); i > 0; i--)
		buf_printf(out, " NEAR/%u %s", 1 + below(c, 8), word(c));
	if (field)
		buf_putc(out, ')');
}

static void put_range(struct cases *c, struct buf *out)
{
	static const char *const names[] = {
		"date:", "after:", "before:", "date:>="};
	buf_puts(out, names[below(c, 4)]);
	put_date(c, out);
	if (once_in(c, 3)) {
		buf_puts(out, " date:..");
		put_date(c, out);
	}
}

static void put_leaf(struct cases *c, struct buf *out)
{
	switch (below(c, 24)) {
	case 0:
	case 1:
	case 2:
		put_phrase(c, out);
		break;
	case 3:
	case 4:
		put_near(c, out);
		break;
	case 5:
		buf_printf(out, "title:%s", word(c));
		break;
	case 6:
		buf_puts(out, once_in(c, 2) ? "title:" : "heading:");
		put_phrase(c, out);
		break;
	case 7:
		buf_printf(out, "tag:t%u", below(c, 5));
		break;
	case 8:
		buf_puts(out, once_in(c, 2) ? "author:ada" : "author:Byron");
		break;
	case 9:
	case 10:
		buf_printf(out, "%.*s*", 1 + (int)below(c, 3), word(c));
		break;
	case 11:
		buf_printf(out, "=%s", word(c));
		break;
	case 12:
		put_range(c, out);
		break;
	case 13:
		buf_printf(out, "%s^%u", word(c), below(c, 4));
		break;
	case 14:
		buf_printf(out, "%s%s", word(c), word(c));
		break;
	case 15:
		buf_puts(out, "absent");
		break;
	case 16:
		buf_puts(out, once_in(c, 2) ? "*" : "lang:de");
		break;
	default:
		buf_puts(out, word(c));
	}
}

static void put_query(struct cases *c, struct buf *out, unsigned depth)
{
	static const char *const signs[] = {"-", "+", "+", "NOT "};
	static const char *const joints[] = {
		" ", " ", " ", " OR ", " OR ", " AND "};
	for (unsigned i = below(c, depth ? 3 : 5); i < 6; i += 2) {
		if (once_in(c, 4))
			buf_puts(out, signs[below(c, 4)]);
		if (depth < 3 && once_in(c, 5)) {
			buf_putc(out, '(');
			put_query(c, out, depth + 1);
			buf_putc(out, ')');
		} else {
			put_leaf(c, out);
		}
		if (i < 4)
			buf_puts(out, joints[below(c, 6)]);
	}
}

struct str cases_query(struct cases *c)
{
	struct buf b = {0};
	put_query(c, &b, 0);
	snprintf(c->query, sizeof c->query, STR_FMT, STR_ARG(buf_str(&b)));
	buf_release(&b);
	c->used = once_in(c, 2) ? &c->synonyms : NULL;
	return str_from(c->query);
}
