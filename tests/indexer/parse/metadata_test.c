/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/indexer/parse/parsed.h"

static struct parsed t; /* one for all: parsers are for many files */

/* A Markdown file with that YAML. */
static struct document *yaml(const char *block)
{
	struct buf b = {0};
	buf_printf(&b, "---\n%s\n---\ntext\n", block);
	parsed_bytes(&t, "a.md", buf_str(&b));
	buf_release(&b);
	assert_int_equal(t.docs, 1);
	assert_text(&t.p.doc, "text");
	return &t.p.doc;
}

static void titles(void **state)
{
	(void)state;
	struct document *d = yaml("title: 'A  b'\nlinkTitle: L\nslug: a-b\n"
				  "short-title: S\nsidebar: {label: Q}");
	assert_str(d->title, "A b");
	assert_list(&d->names, "L|a-b|S|Q");
	d = yaml("headline: H\nname: N\nlinkTitle: https://x.org/");
	assert_str(d->title, "H");
	assert_list(&d->names, "");
	assert_int_equal(d->extras.len, 2);
}

static void people_and_tags(void **state)
{
	(void)state;
	struct document *d = yaml("author: {name: Eva, url: u}\n"
				  "tags: gut skin\ncategories: [a b, c]");
	assert_list(&d->authors, "Eva");
	assert_list(&d->tags, "gut|skin");
	assert_list(&d->categories, "a b|c");
	d = yaml("authors: A B, C\ntags: x y, z\ncategory: one two");
	assert_list(&d->authors, "A B|C");
	assert_list(&d->tags, "x y|z");
	assert_list(&d->categories, "one two");
	d = yaml(
		"authors: 'Doe, J; Roe, K'\ntags:\n- {label: t, permalink: p}\n"
		"- u");
	assert_list(&d->authors, "Doe, J|Roe, K");
	assert_list(&d->tags, "t|u");
	d = yaml("taxonomies:\n  tags: [x]\nextra: {author: Z, color: red}");
	assert_list(&d->tags, "x");
	assert_list(&d->authors, "Z");
	assert_str(d->extras.v[0].key, "extra.color");
	assert_str(d->extras.v[0].json, "\"red\"");
}

static void dates(void **state)
{
	(void)state;
	struct document *d = yaml("pubDate: 2020-01-02\ndate: 2020-01-01\n"
				  "last_modified_at: 2021-01-02\n"
				  "lastmod: 2021-01-01");
	assert_int_equal(d->date, 1577836800);
	assert_int_equal(d->modified, 1609459200);
	d = yaml("PUB_DATE: 2020-01-01\nlast_update: {date: 2021-01-01}");
	assert_int_equal(d->date, 1577836800);
	assert_int_equal(d->modified, 1609459200);
	d = yaml("date: soon\ncreated: 2020-01-01");
	assert_int_equal(d->date, 1577836800);
	assert_int_equal(d->warnings.len, 1);
	assert_str(d->warnings.v[0], "line 2: 'soon' of 'date' is not a date");
}

static void drafts(void **state)
{
	(void)state;
	static const char *const blocks[] = {"draft: true", "draft: 'yes'",
		"published: false", "status: draft", "Status: skip",
		"date: 2044-01-01", "date: 2001-01-01\npublishDate: 2044-01-01",
		"expiryDate: 2001-01-01", "unpublishdate: 2001-01-01"};
	for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
		if (!yaml(blocks[i])->draft)
			fail_msg("%s: should be a draft", blocks[i]);
	struct document *d = yaml("draft: false\npublished: true\n"
				  "expirydate: 2044-01-01\ndate: 2001-01-01");
	assert_false(d->draft);
	assert_false(d->noindex);
}

static void not_to_be_found(void **state)
{
	(void)state;
	static const char *const blocks[] = {"unlisted: true", "hidden: true",
		"search: false", "search: exclude", "search: {exclude: true}",
		"pagefind: false", "in_search_index: false", "sitemap: false",
		"sitemap: {disable: true}", "build: {list: never}",
		"_build:\n  render: false", "headless: true", "noindex: true",
		"robots: noindex, follow", "status: hidden"};
	for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
		if (!yaml(blocks[i])->noindex)
			fail_msg("%s: should not be searchable", blocks[i]);
	struct document *d = yaml("search: {exclude: false, boost: 2.5}\n"
				  "sitemap: {changefreq: weekly}");
	assert_false(d->noindex);
	assert_true(d->boost == 2.5);
}

static void addresses(void **state)
{
	(void)state;
	struct document *d = yaml("permalink: /:year/:title/\nslug: /a/b\n"
				  "redirect_from: [/x, /y]\naliases: /z");
	assert_str(d->url, "/a/b");
	assert_list(&d->aliases, "/x|/y|/z");
	d = yaml("url: /whole\npath: p\nlang: pt-BR\ntype: t\nlayout: l");
	assert_str(d->url, "/whole");
	assert_str(d->language, "pt-BR");
	assert_str(d->type, "t");
}

/* A rule is found whatever its place: the table is sorted. */
static void assert_origin(const struct document *d, enum field f,
	const char *what, const char *parent, const char *key)
{
	const struct origin *o = &d->origins[f];
	assert_string_equal(o->what, what);
	assert_string_equal(o->parent ? o->parent : "", parent);
	assert_str(o->key, key);
}

static void origins(void **state)
{
	(void)state;
	struct document *d =
		yaml("headline: H\nTitle: T\npubDate: 2020-01-02\n"
		     "params: {Tags: [a]}\nstatus: draft\nkeywords: b");
	const char *yaml_matter = "YAML front matter";
	assert_origin(d, FIELD_TITLE, yaml_matter, "", "Title");
	assert_origin(d, FIELD_DATE, yaml_matter, "", "pubDate");
	assert_origin(d, FIELD_TAG, yaml_matter, "", "keywords");
	assert_origin(d, FIELD_DRAFT, yaml_matter, "", "status");
	assert_origin(d, FIELD_ID, "path", "", "");
	assert_null(d->origins[FIELD_AUTHOR].what);
	d = yaml("params: {Tags: [a]}\nexpiryDate: 2001-01-01");
	assert_origin(d, FIELD_TAG, yaml_matter, "params", "Tags");
	assert_origin(d, FIELD_TITLE, "file name", "", "");
	assert_origin(d, FIELD_DRAFT, "it has expired", "", "");
}

static void every_key_is_found(void **state)
{
	(void)state;
	static const char *const keys[] = {"alias", "byline", "dek", "deck",
		"displayname", "excerpt", "keywords", "publishedAt", "url",
		"datePublished", "createdAt", "updatedDate", "topics"};
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		char block[64];
		snprintf(block, sizeof block, "%s: 2020-01-01", keys[i]);
		if (yaml(block)->extras.len)
			fail_msg("%s: no rule found", keys[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(titles),
		cmocka_unit_test(people_and_tags),
		cmocka_unit_test(dates),
		cmocka_unit_test(drafts),
		cmocka_unit_test(not_to_be_found),
		cmocka_unit_test(addresses),
		cmocka_unit_test(origins),
		cmocka_unit_test(every_key_is_found),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	parser_release(&t.p);
	return failed;
}
