/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/assist/sections.h"
#include "tests/query/assist/snippet_fixture.h"

struct made {
	struct fixture f;
	struct record record;
	struct record_section sections[8];
	struct buf text;
	struct sections found;
};

/* Sections as "heading|text", the first without a heading, and a search. */
static void make(struct made *m, const char *words, const char *const *parts)
{
	uint32_t n = 0;
	*m = (struct made){0};
	begin(&m->f, words, "en");
	for (; parts[n]; n++) {
		struct str all = str_from(parts[n]);
		size_t bar = str_find(all, 0, '|');
		m->sections[n] = (struct record_section){
			.off = (uint32_t)m->text.len,
			.line = 10 * (n + 1),
			.level = n > 0,
			.heading = str_slice(all, 0, bar),
			.anchor = str_slice(all, 0, str_find(all, 0, ' '))};
		buf_put_str(&m->text, str_slice(all, bar + 1, all.len));
		buf_puts(&m->text, parts[n + 1] ? "\n\n" : "");
	}
	m->record = (struct record){.sections = m->sections,
		.section_count = n,
		.text = buf_str(&m->text)};
	find(&m->f, m->record.text, 2, 60);
	assert_int_equal(
		sections_find(&m->f.snippeter, &m->record, 3, 60, &m->found),
		OK);
}

static void release(struct made *m)
{
	sections_release(&m->found);
	buf_release(&m->text);
	end(&m->f);
}

static void expect(const struct made *m, unsigned i, const char *heading,
	const char *want, bool adds)
{
	struct buf got = {0};
	const struct found_section *f = &m->found.v[i];
	assert_in_range(i, 0, m->found.count - 1);
	assert_true(str_eq(f->section->heading, str_from(heading)));
	snippet_put(&f->snippet, m->record.text, SNIPPET_HTML, &got);
	buf_putc(&got, '\0');
	assert_string_equal(got.p, want);
	assert_int_equal(section_adds(f, &m->f.found), adds);
	buf_release(&got);
}

static void best_first(void **state)
{
	(void)state;
	struct made m;
	static const char *const parts[] = {"|Gut and skin, in front.",
		"One|Nothing here.", "Two|The skin alone. It is long enough.",
		"Three|First of all, a gut. Then gut and skin in one.",
		"The Guts|Something else, at length.", "Five|", NULL};
	make(&m, "gut skin", parts);
	assert_int_equal(m.found.count, 3);
	expect(&m, 0, "Three",
		"First of all, a <mark>gut</mark>. Then <mark>gut</mark> and "
		"<mark>skin</mark> in one.",
		false);
	expect(&m, 1, "Two", "The <mark>skin</mark> alone. It is long enough.",
		false);
	expect(&m, 2, "The Guts", "Something else, at length.", true);
	release(&m);
}

static void what_adds(void **state)
{
	(void)state;
	struct made m;
	static const char *const parts[] = {
		"|The gut and the skin, in front of all that is to come here.",
		"One|Of gut and skin, then, something.",
		"Two|Of gut and skin once more. Or more than that, by far.",
		"Three|Gut, gut, gut.", "Gut|", NULL};
	make(&m, "gut skin", parts);
	assert_int_equal(m.found.count, 3);
	expect(&m, 0, "One",
		"Of <mark>gut</mark> and <mark>skin</mark>, then, something.",
		false);
	expect(&m, 1, "Two",
		"Of <mark>gut</mark> and <mark>skin</mark> once more. Or more "
		"than that, by far.",
		true);
	expect(&m, 2, "Three",
		"<mark>Gut</mark>, <mark>gut</mark>, <mark>gut</mark>.", false);
	release(&m);
}

static void words_to_go_to(void **state)
{
	(void)state;
	struct made m;
	static const char *const parts[] = {"|Nothing here.",
		"One|Of gut skin.", "Two|Gut, and skin.", NULL};
	make(&m, "gut skin", parts);
	assert_int_equal(m.found.count, 2);
	assert_memory_equal(m.text.p + m.found.v[0].words.off, "gut skin.", 9);
	assert_int_equal(m.found.v[1].words.end, 0);
	release(&m);
}

static void nothing(void **state)
{
	(void)state;
	struct made m;
	static const char *const parts[] = {
		"|Gut.", "One|Skin.", "|Gut.", NULL};
	make(&m, "gut", parts);
	assert_int_equal(m.found.count, 0);
	release(&m);
	static const char *const none[] = {NULL};
	make(&m, "gut", none);
	assert_int_equal(m.found.count, 0);
	release(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(best_first),
		cmocka_unit_test(what_adds),
		cmocka_unit_test(words_to_go_to),
		cmocka_unit_test(nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
