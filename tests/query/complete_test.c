/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/complete.h"
#include "tests/support/made.h"

/* Two segments; document x is deleted, and with it "rosacexx". */
static const char *const FIRST =
	"{\"id\":\"a\",\"title\":\"Rosacea: the basics\",\"lang\":\"en\","
	"\"text\":\"Rosacea reddens the skin barrier. Those rosaceas.\"}\n"
	"{\"id\":\"b\",\"title\":\"The red rose\",\"lang\":\"en\",\"tags\":"
	"[\"garden\"],\"text\":\"Rose, roses, 1907 and b12.\"}\n"
	"{\"id\":\"x\",\"title\":\"Gone\",\"lang\":\"en\",\"text\":"
	"\"rosacexx\"}\n";
static const char *const SECOND =
	"{\"id\":\"c\",\"title\":\"The red rose\",\"lang\":\"en\",\"text\":"
	"\"Röstzwiebel and rosacea, celery.\"}\n"
	"{\"id\":\"d\",\"title\":\"Célébrité\",\"lang\":"
	"\"en\",\"text\":\"Une célébrité with skin "
	"blood, blood on skin. Barrier.\"}\n"
	"{\"id\":\"e\",\"title\":\"Happiness\",\"lang\":\"en\",\"text\":"
	"\"skin barrier and blood\"}\n"
	"{\"id\":\"f\",\"title\":\"皮膚科\","
	"\"lang\":\"ja\",\"text\":\"皮膚\"}\n";

static char folder[64];
static struct searcher searcher;

static int begin(void **state)
{
	const char *folders[1] = {folder};
	struct error err = {0};
	(void)state;
	snprintf(folder, sizeof folder, "%s", temp_dir());
	made_commit(folder, "a.jsonl", FIRST, NULL);
	made_commit(folder, "b.jsonl", SECOND, "x");
	return searcher_open(&searcher, folders, 1, &err) == OK ? 0 : -1;
}

static int end(void **state)
{
	(void)state;
	searcher_close(&searcher);
	remove_tree(folder);
	return 0;
}

/* Suggestions, a title with its documents, joined. */
static void check_some(const char *text, const char *filter, uint32_t limit,
	const char *wanted)
{
	static struct completion c;
	struct error err = {0};
	struct buf got = {0};
	const struct completion_request q = {.text = str_from(text),
		.filter = str_from(filter),
		.limit = limit};
	assert_int_equal(complete_run(&searcher, &q, &c, &err), OK);
	assert_true(c.count <= limit);
	for (uint32_t i = 0; i < c.count; i++) {
		buf_puts(&got, i ? "|" : "");
		buf_put_str(&got, c.v[i].text);
		if (c.v[i].title)
			buf_printf(&got, "/%u", (unsigned)c.v[i].docs);
	}
	buf_putc(&got, '\0');
	assert_string_equal(got.p, wanted);
	buf_release(&got);
	completion_release(&c);
}

static void check(const char *text, const char *wanted)
{
	check_some(text, "", 8, wanted);
}

static void words_by_documents_each_stem_once(void **state)
{
	(void)state;
	check("ros", "rosacea|rose|röstzwiebel|Rosacea: the basics/1|"
		     "The red rose/2");
	check("Rosac", "rosacea|Rosacea: the basics/1");
	check_some("ros", "", 2, "rosacea|Rosacea: the basics/1");
	check_some("ros", "", 0, "");
}

static void accents_do_not_matter(void **state)
{
	(void)state;
	check("celeb", "célébrité|Célébrité/1");
	check("CÉl", "celery|célébrité|Célébrité/1");
	check("roest", "");
}

static void no_nonsense(void **state)
{
	(void)state;
	check("19", "");
	check("th", "those|The red rose/2|Rosacea: the basics/1");
	check("b1", "b12");
	check("b", "barrier|blood|basics|Rosacea: the basics/1");
	check("x", "");
	check("", "");
	check("   ", "");
	check("\"(", "");
	check("\xff\xfe", "");
}

static void words_before_and_filters_are_obeyed(void **state)
{
	(void)state;
	check("skin b", "skin barrier|skin blood|skin basics");
	check("red r", "red rose|red rosacea|red röstzwiebel|The red rose/2");
	check("red tag:garden ro", "red tag:garden rose|The red rose/2");
	check("tag:garden gar", "");
	check("tag:garden \"re", "tag:garden \"red|The red rose/2");
	check("tag:garden ro", "tag:garden rose|The red rose/2");
	check("-garden cel", "-garden celery|-garden célébrité|Célébrité/1");
	check_some("ro", "tag:garden", 8, "rose|The red rose/2");
	check("nothing ro", "");
	check("\"skin ba", "\"skin barrier");
	check("title:ros", "title:rosacea|title:rose|"
			   "Rosacea: the basics/1|The red rose/2");
	check("tag:ros", "");
	check("after:20", "");
	check("skin-ba", "skin-barrier");
}

static void titles_by_any_word(void **state)
{
	(void)state;
	check("basi", "basics|Rosacea: the basics/1");
	check("happin", "happiness|Happiness/1");
	check("red ", "The red rose/2");
	check("皮膚", "皮膚科/1");
}

/* Whatever is typed, what is suggested is found. */
static void any_text(void **state)
{
	static const char *const pieces[] = {"ros", "skin ", "b",
		"tag:", "title:", "\"", "(", ")", " OR ", "-", "*", "^2", "é",
		"cél", "皮", "膚", "\xff", "\xc3", " NEAR/2 ", "the ", "\t",
		"1", ".", "red r"};
	static struct completion c;
	struct search_result r = {0};
	struct error err = {0};
	struct rng rng;
	(void)state;
	rng_init(&rng, seed());
	for (unsigned i = 0; i < rounds(1000); i++) {
		struct buf text = {0};
		for (uint64_t n = rng_below(&rng, 6); n-- > 0;)
			buf_puts(&text,
				pieces[rng_below(
					&rng, sizeof pieces / sizeof *pieces)]);
		const struct completion_request q = {
			.text = buf_str(&text), .limit = 8};
		assert_int_equal(complete_run(&searcher, &q, &c, &err), OK);
		for (uint32_t k = 0; k < c.count; k++) {
			const struct suggestion *x = &c.v[k];
			assert_true(x->docs > 0 && x->text.len > 0);
			if (x->title)
				continue;
			const struct search_request s = {
				.query = x->text, .total = true};
			assert_int_equal(
				search_run(&searcher, &s, &r, &err), OK);
			if (r.total == 0)
				fail_msg("nothing has " STR_FMT,
					STR_ARG(x->text));
		}
		buf_release(&text);
	}
	search_result_release(&r);
	completion_release(&c);
}

static void long_texts_are_nothing(void **state)
{
	char text[9000];
	(void)state;
	memset(text, 'a', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	check(text, "");
	for (size_t i = 0; i + 1 < sizeof text; i += 2)
		text[i] = ' ';
	check(text, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_by_documents_each_stem_once),
		cmocka_unit_test(accents_do_not_matter),
		cmocka_unit_test(no_nonsense),
		cmocka_unit_test(words_before_and_filters_are_obeyed),
		cmocka_unit_test(titles_by_any_word),
		cmocka_unit_test(any_text),
		cmocka_unit_test(long_texts_are_nothing),
	};
	return cmocka_run_group_tests(tests, begin, end);
}
