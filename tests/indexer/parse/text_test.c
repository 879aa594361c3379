/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/indexer/parse/parsed.h"

static const char article[] =
	"Why Oats Calm an Upset Belly.\n"
	"Published on 3 May 2023, by Ada Quist | Oslo, Norway.\n"
	"\n"
	"Oats have soothed people for as long as they were grown, it seems.\n"
	"What Fibre Does\n"
	"Fibre swells in water, and what swells moves on with less trouble.\n"
	"Time: it takes some days until one can tell that anything is new.\n"
	"How to Begin\n"
	"Begin with one bowl in the morning and see how it goes for a week.\n"
	"Comments\n";

static void newspaper_form(void **state)
{
	(void)state;
	struct parsed t = {0};
	struct document *d = parsed_one(&t, "news/oats.txt", article);
	assert_str(d->title, "Why Oats Calm an Upset Belly");
	assert_str(d->place, "Oslo, Norway");
	assert_list(&d->authors, "Ada Quist");
	assert_int_equal(d->date, 1683072000);
	assert_int_equal(d->sections.len, 3);
	assert_str(d->sections.v[1].heading, "What Fibre Does");
	assert_str(d->sections.v[1].anchor, "what-fibre-does");
	assert_int_equal(d->sections.v[1].line, 5);
	assert_str(d->sections.v[2].heading, "How to Begin");
	assert_true(str_ends(buf_str(&d->text), STR("goes for a week.")));
	assert_int_equal(document_line(d, d->sections.v[2].off), 9);
	assert_int_equal(document_line(d, 0), 4);
	assert_str(d->id, "news/oats.txt");
	parser_release(&t.p);
}

static void plain_text(void **state)
{
	(void)state;
	struct parsed t = {0};
	struct document *d = parsed_one(&t, "a/my-notes_2.txt",
		"One line here.\nAnd two.\r\n\n\nA block.\n");
	assert_str(d->title, "My notes 2");
	assert_text(d, "One line here.\nAnd two.\n\nA block.");
	assert_int_equal(document_line(d, 16), 2);
	assert_int_equal(document_line(d, d->text.len - 1), 5);
	d = parsed_one(&t, "a.txt", "A Title\n\nThen text.\n");
	assert_str(d->title, "A Title");
	assert_text(d, "Then text.");
	d = parsed_one(&t, "empty.txt", "");
	assert_text(d, "");
	assert_str(d->title, "Empty");
	parser_release(&t.p);
}

static void article_of_the_field(void **state)
{
	(void)state;
	const char *path = shared_file("articles/000_f7a549f89111a0be.txt");
	if (!path)
		return;
	struct buf bytes = read_all(path);
	struct parsed t = {0};
	parsed_bytes(&t, "a.txt", buf_str(&bytes));
	struct document *d = &t.p.doc;
	assert_str(d->title,
		"The Gut-Skin Connection: Glowing From The Inside Out");
	assert_str(d->place, "Seoul, South Korea");
	assert_list(&d->authors, "Shin Min-Hae");
	assert_int_equal(d->date, 1707782400);
	assert_int_equal(d->sections.len, 5);
	assert_false(str_ends(buf_str(&d->text), STR("Comments")));
	parser_release(&t.p);
	buf_release(&bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(newspaper_form),
		cmocka_unit_test(plain_text),
		cmocka_unit_test(article_of_the_field),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
