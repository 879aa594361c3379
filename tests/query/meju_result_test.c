/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/meju.h"
#include "tests/support/made.h"

static const char *const FIRST =
	"{\"id\":\"a\",\"title\":\"Rosacea: the basics\",\"lang\":\"en\","
	"\"author\":[\"Kim\",\"Lee\"],\"tags\":[\"skin\"],\"date\":"
	"\"2023-05-03\",\"url\":\"https://example.org/a\",\"text\":"
	"\"Rosacea reddens the <skin> barrier. Those rosaceas.\"}\n"
	"{\"id\":\"b\",\"title\":\"The red rose\",\"lang\":\"en\",\"tags\":"
	"[\"garden\",\"red\"],\"text\":\"Roses, roses and their roots.\"}\n";
static const char *const SECOND =
	"{\"id\":\"c\",\"title\":\"The red rose\",\"lang\":\"en\",\"tags\":"
	"[\"garden\"],\"text\":\"Roses, roses and their roots.\"}\n";

static char folder[64];
static struct meju_index *idx;
static struct meju_error err;

static int begin(void **state)
{
	const char *folders[1] = {folder};
	(void)state;
	snprintf(folder, sizeof folder, "%s", temp_dir());
	made_commit(folder, "a.jsonl", FIRST, NULL);
	made_commit(folder, "b.jsonl", SECOND, NULL);
	return (int)meju_index_open(folders, 1, NULL, &idx, &err);
}

static int end(void **state)
{
	(void)state;
	meju_index_close(idx);
	remove_tree(folder);
	return 0;
}

static struct meju_result *search(struct meju_query q)
{
	struct meju_result *r = NULL;
	q.size = sizeof q;
	assert_int_equal(meju_search(idx, &q, &r, &err), MEJU_OK);
	return r;
}

static const struct meju_hit *hit_of(struct meju_result *r, size_t n)
{
	const struct meju_hit *hit = NULL;
	assert_int_equal(meju_result_hit(r, n, &hit, &err), MEJU_OK);
	return hit;
}

static void gives_hits(void **state)
{
	(void)state;
	struct meju_result *r = search((struct meju_query){
		.text = "rosaceas", .highlight = MEJU_HTML});
	const struct meju_summary *sum = meju_result_summary(r);
	assert_int_equal(sum->count, 1);
	assert_int_equal(sum->total, 1);
	assert_false(sum->partial);
	assert_string_equal(sum->suggestion, "");
	assert_null(sum->warnings[0]);
	assert_null(sum->missing[0]);
	assert_null(sum->facets[0]);
	const struct meju_hit *hit = hit_of(r, 0);
	assert_string_equal(hit->id, "a");
	assert_string_equal(hit->title, "Rosacea: the basics");
	assert_string_equal(hit->url, "https://example.org/a");
	assert_string_equal(hit->source, "a.jsonl");
	assert_string_equal(hit->date, "2023-05-03");
	assert_string_equal(hit->language, "en");
	assert_string_equal(hit->authors[0], "Kim");
	assert_string_equal(hit->authors[1], "Lee");
	assert_null(hit->authors[2]);
	assert_string_equal(hit->tags[0], "skin");
	assert_null(hit->categories[0]);
	assert_null(hit->sections[0]);
	assert_string_equal(hit->snippet,
		"<mark>Rosacea</mark> reddens the &lt;skin&gt; barrier. Those "
		"<mark>rosaceas</mark>.");
	assert_true(hit->score > 0);
	assert_int_equal(hit->line, 1);
	assert_ptr_equal(hit, hit_of(r, 0));
	assert_int_equal(meju_result_hit(r, 1, &hit, &err), MEJU_INVALID);
	assert_string_equal(err.text, "there is no hit 1 of 1, counted from 0");
	assert_string_equal(hit->id, "a");
	meju_result_free(r);
}

static void check_snippet(struct meju_query q, const char *wanted)
{
	q.text = "rosaceas";
	struct meju_result *r = search(q);
	assert_string_equal(hit_of(r, 0)->snippet, wanted);
	meju_result_free(r);
}

static void marks_as_asked(void **state)
{
	(void)state;
	check_snippet((struct meju_query){0},
		"Rosacea reddens the <skin> barrier. Those rosaceas.");
	check_snippet((struct meju_query){.highlight = MEJU_HTML_ESCAPED},
		"Rosacea reddens the &lt;skin&gt; barrier. Those rosaceas.");
	check_snippet(
		(struct meju_query){
			.highlight = MEJU_ANSI, .passages = 1, .width = 16},
		"\033[1;31mRosacea\033[0m reddens\u2026");
	check_snippet((struct meju_query){.passages = MEJU_NONE}, "");
}

static void check_ids(struct meju_query q, const char *wanted)
{
	struct meju_result *r = search(q);
	struct buf got = {0};
	for (size_t i = 0; i < meju_result_summary(r)->count; i++)
		buf_printf(&got, "%s%s", i ? " " : "", hit_of(r, i)->id);
	buf_putc(&got, '\0');
	assert_string_equal(got.p, wanted);
	buf_release(&got);
	meju_result_free(r);
}

static void heeds_options(void **state)
{
	(void)state;
	check_ids((struct meju_query){.text = "rose", .limit = 1}, "b");
	check_ids((struct meju_query){.text = "rose", .offset = 1}, "c");
	check_ids((struct meju_query){.text = "rose", .limit = MEJU_NONE}, "");
	check_ids((struct meju_query){.text = "*", .sort = "-id"}, "c b a");
	check_ids((struct meju_query){.text = "*", .filter = "tag:skin"}, "a");
	check_ids((struct meju_query){.text = "rosacea rose"}, "a b c");
	check_ids(
		(struct meju_query){.text = "rosacea rose", .match = MEJU_ALL},
		"");
	check_ids((struct meju_query){.text = "rosacea rose",
			  .match = MEJU_ANY,
			  .rank = "plain",
			  .language = "en",
			  .exhaustive = 1},
		"a b c");
	check_ids((struct meju_query){.similar = "b"}, "c");
	check_ids((struct meju_query){.text = "date:30d",
			  .now = INT64_C(1685000000)},
		"a");
}

static void takes_half_a_word(void **state)
{
	(void)state;
	check_ids((struct meju_query){.text = "rosac"}, "");
	check_ids((struct meju_query){.text = "rosac", .unfinished = 1}, "a");
	check_ids((struct meju_query){.text = "barrier rosac",
			  .filter = "lang:en",
			  .unfinished = 1},
		"a");
}

static void counts_facets(void **state)
{
	(void)state;
	struct meju_result *r = search((struct meju_query){.text = "rose",
		.facets = "tag,author",
		.facet_values = 1,
		.collapse = 1});
	const struct meju_summary *sum = meju_result_summary(r);
	assert_int_equal(sum->total, 2);
	assert_int_equal(sum->count, 1);
	assert_int_equal(hit_of(r, 0)->alike, 1);
	assert_string_equal(sum->facets[0]->name, "tag");
	assert_string_equal(sum->facets[0]->values[0]->value, "garden");
	assert_int_equal(sum->facets[0]->values[0]->count, 2);
	assert_null(sum->facets[0]->values[1]);
	assert_string_equal(sum->facets[1]->name, "author");
	assert_null(sum->facets[1]->values[0]);
	assert_null(sum->facets[2]);
	meju_result_free(r);
}

static void tells_of_the_query(void **state)
{
	(void)state;
	struct meju_result *r = search((struct meju_query){
		.text = "rosaaceas \"open", .filter = "(tag:skin"});
	const struct meju_summary *sum = meju_result_summary(r);
	assert_non_null(strstr(sum->warnings[0], "has no closing quote"));
	assert_non_null(sum->warnings[1]);
	assert_null(sum->warnings[2]);
	meju_result_free(r);
	r = search((struct meju_query){.text = "rosaaceas"});
	assert_string_equal(meju_result_summary(r)->suggestion, "rosaceas");
	meju_result_free(r);
	r = search((struct meju_query){.text = "rosaaceas", .uncorrected = 1});
	assert_string_equal(meju_result_summary(r)->suggestion, "");
	meju_result_free(r);
	r = search((struct meju_query){.text = "rose", .deadline = 1e-6});
	assert_true(meju_result_summary(r)->partial);
	meju_result_free(r);
}

/* All but the time that it took. */
static struct str without_time(struct buf *b)
{
	buf_putc(b, '\0');
	char *at = strstr(b->p, "\"took_ms\":");
	assert_non_null(at);
	char *end = strchr(at, ',');
	memmove(at, end, strlen(end) + 1);
	return str_from(b->p);
}

static void read_program(const char *options, struct buf *out)
{
	char command[4096 + 64], chunk[4096];
	size_t n;
	snprintf(command, sizeof command,
		"%s/meju-query -d %s --format json %s", getenv("MEJU_BUILD"),
		folder, options);
	FILE *f = popen(command, "r");
	assert_non_null(f);
	while ((n = fread(chunk, 1, sizeof chunk, f)) > 0)
		buf_put(out, chunk, n);
	pclose(f);
}

static void writes_what_the_program_writes(void **state)
{
	(void)state;
	struct buf program = {0}, library = {0};
	struct meju_text *text;
	if (!getenv("MEJU_BUILD"))
		skip();
	struct meju_result *r = search((struct meju_query){
		.text = "tag:garden rose", .facets = "tag", .explain = 1});
	assert_int_equal(meju_result_json(r, &text, &err), MEJU_OK);
	buf_put(&library, text->data, text->len);
	meju_text_free(text);
	meju_result_free(r);
	read_program("--explain --facets tag tag:garden rose", &program);
	without_time(&program);
	without_time(&library);
	assert_string_equal(library.p, program.p);
	buf_release(&program);
	buf_release(&library);
}

static void check_text(struct meju_text *text, const char *part)
{
	assert_non_null(strstr(text->data, part));
	assert_int_equal(strlen(text->data), text->len);
	meju_text_free(text);
}

static void explains(void **state)
{
	(void)state;
	struct meju_text *text;
	struct meju_query q = {.size = sizeof q, .text = "rosacea"};
	struct meju_result *r = search(q);
	assert_int_equal(
		meju_result_explain(r, 0, MEJU_TEXT, &text, &err), MEJU_OK);
	check_text(text, "share = times / (times + ");
	assert_int_equal(
		meju_result_explain(r, 0, MEJU_JSON, &text, &err), MEJU_OK);
	check_text(text, "{\"parts\":[{\"word\":\"rosacea\"");
	assert_int_equal(meju_result_explain(r, 1, MEJU_TEXT, &text, &err),
		MEJU_INVALID);
	meju_result_free(r);
	assert_int_equal(
		meju_why_not(idx, &q, "b", MEJU_TEXT, &text, &err), MEJU_OK);
	check_text(text, "It is not found");
	assert_int_equal(
		meju_why_not(idx, &q, "zz", MEJU_JSON, &text, &err), MEJU_OK);
	check_text(text, "\"unknown\"");
}

/* Also when the index has been closed. */
static void a_result_keeps_its_commit(void **state)
{
	(void)state;
	struct meju_index *other;
	struct meju_result *r;
	const struct meju_query q = {.size = sizeof q, .text = "rosacea"};
	struct meju_text *text;
	int changed = 7;
	assert_int_equal(meju_index_clone(idx, &other, &err), MEJU_OK);
	assert_int_equal(meju_search(other, &q, &r, &err), MEJU_OK);
	made_commit(folder, NULL, NULL, "a");
	assert_int_equal(meju_index_refresh(other, &changed, &err), MEJU_OK);
	assert_int_equal(changed, 1);
	assert_int_equal(meju_index_documents(other), 2);
	assert_int_equal(meju_index_documents(idx), 3);
	meju_index_close(other);
	assert_string_equal(hit_of(r, 0)->id, "a");
	assert_int_equal(meju_result_json(r, &text, &err), MEJU_OK);
	check_text(text, "\"id\":\"a\"");
	meju_result_free(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_hits),
		cmocka_unit_test(marks_as_asked),
		cmocka_unit_test(heeds_options),
		cmocka_unit_test(takes_half_a_word),
		cmocka_unit_test(counts_facets),
		cmocka_unit_test(tells_of_the_query),
		cmocka_unit_test(writes_what_the_program_writes),
		cmocka_unit_test(explains),
		cmocka_unit_test(a_result_keeps_its_commit),
	};
	return cmocka_run_group_tests(tests, begin, end);
}
