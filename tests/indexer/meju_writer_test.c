/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A writer as other programs have it: what goes in is found, and told. */
#include "common/meju.h"
#include "tests/support/test.h"

#include <sys/stat.h>

static char folder[64], index_folder[80];
static struct meju_error err;
static struct buf told; /* sentences, a line each */

static int begin(void **state)
{
	(void)state;
	snprintf(folder, sizeof folder, "%s", temp_dir());
	snprintf(index_folder, sizeof index_folder, "%s/index", folder);
	return 0;
}

static int end(void **state)
{
	(void)state;
	buf_release(&told);
	remove_tree(folder);
	return 0;
}

static void ok(enum meju_status status)
{
	if (status != MEJU_OK)
		fail_msg("%s", err.text);
}

static void tell(void *data, const char *sentence)
{
	(void)data;
	buf_puts(&told, sentence);
	buf_putc(&told, '\n');
}

static struct meju_writer *open_with(struct meju_writer_options o)
{
	struct meju_writer *w = NULL;
	o.size = sizeof o;
	o.message = tell;
	ok(meju_writer_open(index_folder, &o, &w, &err));
	return w;
}

static struct meju_writer *open_writer(void)
{
	return open_with((struct meju_writer_options){.threads = 2});
}

static struct meju_commit commit(struct meju_writer *w)
{
	struct meju_commit c = {0};
	ok(meju_writer_commit(w, &c, &err));
	return c;
}

static void put_file(const char *name, const char *text)
{
	char path[160];
	snprintf(path, sizeof path, "%s/files", folder);
	mkdir(path, 0777);
	snprintf(path, sizeof path, "%s/files/%s", folder, name);
	write_all(path, str_from(text));
}

/* The ids that a query finds, by score, with a space behind each. */
static void finds(const char *text, const char *want)
{
	const char *const names[] = {index_folder};
	const struct meju_query q = {.size = sizeof q, .text = text};
	struct meju_index *x;
	struct meju_result *r;
	struct buf got = {0};
	ok(meju_index_open(names, 1, NULL, &x, &err));
	ok(meju_search(x, &q, &r, &err));
	for (size_t i = 0; i < meju_result_summary(r)->count; i++) {
		const struct meju_hit *hit;
		ok(meju_result_hit(r, i, &hit, &err));
		buf_printf(&got, "%s ", hit->id);
	}
	buf_putc(&got, '\0');
	assert_string_equal(got.p, want);
	buf_release(&got);
	meju_result_free(r);
	meju_index_close(x);
}

static void keeps_all_of_a_document(void **state)
{
	(void)state;
	static const char *const authors[] = {"Kim, the elder", "Lee", NULL};
	static const char *const tags[] = {"skin", "red wine", NULL};
	static const char *const aliases[] = {"/old/", NULL};
	static const char text[] = "Before\0the zero byte.\n\nWine.";
	const struct meju_document d = {.size = sizeof d,
		.id = "a",
		.title = "\"Quoted\" \\ title",
		.text = text,
		.text_len = sizeof text - 1,
		.description = "What it is.",
		.url = "https://example.org/a",
		.language = "en",
		.type = "note",
		.date = "2024-03-05",
		.modified = "2024-04-06",
		.authors = authors,
		.tags = tags,
		.categories = tags,
		.aliases = aliases,
		.boost = 2,
		.extra = " {\"mood\":\n[\"red\"], \"n\": 7}\n"};
	struct meju_writer *w = open_writer();
	ok(meju_writer_add(w, &d, &err));
	assert_int_equal(commit(w).indexed, 1);
	meju_writer_close(w);
	assert_int_equal(told.len, 0);

	const char *const names[] = {index_folder};
	struct meju_index *x;
	const struct meju_document *f;
	ok(meju_index_open(names, 1, NULL, &x, &err));
	ok(meju_index_document(x, "a", &f, &err));
	assert_string_equal(f->title, d.title);
	assert_string_equal(f->description, d.description);
	assert_string_equal(f->url, d.url);
	assert_string_equal(f->language, "en");
	assert_string_equal(f->type, "note");
	assert_string_equal(f->date, "2024-03-05");
	assert_string_equal(f->modified, "2024-04-06");
	assert_string_equal(f->authors[0], "Kim, the elder");
	assert_string_equal(f->authors[1], "Lee");
	assert_null(f->authors[2]);
	assert_string_equal(f->tags[1], "red wine");
	assert_string_equal(f->categories[0], "skin");
	assert_string_equal(f->aliases[0], "/old/");
	assert_true(f->boost > 1.9 && f->boost < 2.1);
	assert_non_null(strstr(f->extra, "\"mood\""));
	assert_non_null(strstr(f->extra, "7"));
	assert_true(f->text_len > 10);
	meju_document_free(f);
	meju_index_close(x);
	finds("wine", "a ");
}

static void replaces_deletes_and_goes_on(void **state)
{
	(void)state;
	static const char lines[] = "{\"id\":\"a\",\"text\":\"wine\"}\n"
				    "{\"id\":\"b\",\"text\":\"wine\"}\n"
				    "{\"id\":\"c\",\"text\":\"beer\"}";
	struct meju_document d = {.size = sizeof d, .id = "a", .text = "water"};
	struct meju_writer *w = open_writer();
	ok(meju_writer_add_json(w, lines, sizeof lines - 1, &err));
	struct meju_commit c = commit(w);
	assert_int_equal(c.indexed, 3);
	assert_int_equal(c.generation, 1);
	finds("wine", "a b ");
	ok(meju_writer_add(w, &d, &err));
	ok(meju_writer_delete(w, "b", &err));
	ok(meju_writer_delete(w, "nobody", &err));
	finds("wine", "a b ");
	c = commit(w);
	assert_int_equal(c.generation, 2);
	assert_int_equal(c.indexed, 1);
	assert_int_equal(c.removed, 2);
	assert_int_equal(c.unknown, 1);
	finds("wine", "");
	finds("water", "a ");
	/* nothing has come */
	c = commit(w);
	assert_int_equal(c.generation, 2);
	assert_int_equal(c.indexed, 0);
	/* and what is not committed is forgotten */
	d.text = "wine";
	ok(meju_writer_add(w, &d, &err));
	meju_writer_close(w);
	finds("water", "a ");
}

static void add(struct meju_writer *w, const char *id, const char *text)
{
	const struct meju_document d = {
		.size = sizeof d, .id = id, .text = text};
	ok(meju_writer_add(w, &d, &err));
}

static void add_json(struct meju_writer *w, const char *lines)
{
	ok(meju_writer_add_json(w, lines, strlen(lines), &err));
}

static void delete (struct meju_writer *w, const char *id)
{
	ok(meju_writer_delete(w, id, &err));
}

static void sound(void)
{
	ok(meju_check(index_folder, NULL, &err));
}

/* Within a commit, too, the last word counts. */
static void heeds_the_order_of(struct meju_writer_options o)
{
	struct meju_writer *w = open_with(o);
	add(w, "a", "wine");
	add(w, "b", "wine");
	delete (w, "a");
	struct meju_commit c = commit(w);
	assert_int_equal(c.unknown, 0);
	finds("wine", "b ");
	delete (w, "b");
	add(w, "b", "beer");
	add_json(w, "{\"id\":\"c\",\"text\":\"beer\"}\n");
	delete (w, "b");
	delete (w, "nobody");
	c = commit(w);
	assert_int_equal(c.unknown, 1);
	finds("beer", "c ");
	finds("wine", "");
	for (unsigned i = 0; i < 3; i++) {
		add_json(w, "{\"id\":\"c\",\"text\":\"jam\"}\n"
			    "{\"id\":\"d\",\"text\":\"jam\"}\n"
			    "{\"id\":\"c\",\"text\":\"jam\"}\n");
		delete (w, "c");
		add(w, "e", "jam and tea");
		if (i == 1)
			delete (w, "d");
	}
	add(w, "c", "tea and some bread");
	c = commit(w);
	finds("jam", "d e ");
	finds("tea", "e c ");
	finds("beer", "");
	meju_writer_close(w);
	sound();
}

static void heeds_the_order(void **state)
{
	(void)state;
	heeds_the_order_of((struct meju_writer_options){.threads = 2});
}

static void heeds_the_order_in_shards(void **state)
{
	(void)state;
	heeds_the_order_of((struct meju_writer_options){
		.threads = 2, .engine = "xapian", .shards = 2});
}

/* Also where a commit has several segments. */
static void replaces_across_segments(void **state)
{
	(void)state;
	struct meju_writer *w = open_with(
		(struct meju_writer_options){.threads = 1, .memory = 200000});
	struct buf text = {0};
	char id[16];
	for (unsigned i = 0; i < 16000; i++)
		buf_printf(&text, "w%u ", i);
	buf_putc(&text, '\0');
	for (unsigned i = 0; i < 60; i++) {
		snprintf(id, sizeof id, "%u", i % 50);
		add(w, id, text.p);
	}
	add(w, "50", "wine");
	add(w, "0", "wine");
	commit(w);
	meju_writer_close(w);
	buf_release(&text);
	sound();
	finds("wine", "0 50 ");
	struct meju_text *t;
	ok(meju_stats(index_folder, MEJU_JSON, &t, &err));
	assert_non_null(strstr(t->data, "\"documents\": 51,"));
	meju_text_free(t);
}

static void follows_folders(void **state)
{
	(void)state;
	char path[100];
	snprintf(path, sizeof path, "%s/files", folder);
	put_file("a.md", "# Wine\n\nRed.");
	put_file("b.md", "# Beer\n\nBrown.");
	put_file("c.jsonl", "{\"id\":\"j\",\"text\":\"Jam.\"}\nno json\n");
	struct meju_writer *w = open_writer();
	ok(meju_writer_sync(w, path, 0, &err));
	struct meju_commit c = commit(w);
	assert_int_equal(c.indexed, 3);
	assert_int_equal(c.skipped, 1);
	buf_putc(&told, '\0');
	assert_non_null(strstr(told.p, "c.jsonl:2: not a JSON object"));
	finds("jam", "j ");
	snprintf(path, sizeof path, "%s/files/a.md", folder);
	remove(path);
	snprintf(path, sizeof path, "%s/files", folder);
	ok(meju_writer_sync(w, path, 0, &err));
	c = commit(w);
	assert_int_equal(c.removed, 1);
	finds("wine", "");
	snprintf(path, sizeof path, "%s/files/b.md", folder);
	ok(meju_writer_add_path(w, path, &err));
	assert_int_equal(commit(w).indexed, 1);
	/* all gone: only by force */
	remove(path);
	snprintf(path, sizeof path, "%s/files/c.jsonl", folder);
	remove(path);
	snprintf(path, sizeof path, "%s/files", folder);
	assert_int_equal(meju_writer_sync(w, path, 0, &err), MEJU_INVALID);
	assert_non_null(strstr(err.text, "--force"));
	/* it has failed for ever */
	assert_int_equal(meju_writer_commit(w, NULL, &err), MEJU_INVALID);
	assert_int_equal(meju_writer_delete(w, "x", NULL), MEJU_INVALID);
	assert_non_null(strstr(err.text, "--force"));
	meju_writer_close(w);
	w = open_writer();
	ok(meju_writer_sync(w, path, 1, &err));
	assert_int_equal(commit(w).removed, 2);
	meju_writer_close(w);
	finds("jam", "");
}

static void refuses(const char *part, struct meju_writer_options o)
{
	struct meju_writer *w = NULL;
	o.size = sizeof o;
	assert_int_not_equal(
		meju_writer_open(index_folder, &o, &w, &err), MEJU_OK);
	assert_null(w);
	if (!strstr(err.text, part))
		fail_msg("'%s' does not say '%s'", err.text, part);
}

static void says_what_makes_no_sense(void **state)
{
	(void)state;
	struct meju_writer *w = NULL, *other = NULL;
	struct meju_document d = {.size = sizeof d};
	refuses("there is no language 'zz'",
		(struct meju_writer_options){.language = "zz"});
	refuses("there is no engine 'zz'",
		(struct meju_writer_options){.engine = "zz"});
	refuses("a weight is 101; it can be 1 to 100, or all three 0",
		(struct meju_writer_options){.weights = {1, 101, 1}});
	refuses("an index cannot have 2000 shards; it can have 1000",
		(struct meju_writer_options){
			.engine = "xapian", .shards = 2000});
	refuses("has no shards", (struct meju_writer_options){.shards = 2});
	refuses("too long to wait",
		(struct meju_writer_options){.lock_timeout = UINT32_MAX});
	assert_int_equal(meju_writer_open("", NULL, &w, &err), MEJU_INVALID);
	assert_string_equal(err.text, "say which folder the index is in");
	const struct meju_writer_options none = {0};
	assert_int_equal(
		meju_writer_open(index_folder, &none, &w, &err), MEJU_INVALID);
	w = open_writer();
	assert_int_equal(meju_writer_open(index_folder, NULL, &other, &err),
		MEJU_LOCKED);
	assert_int_equal(meju_writer_add(w, &d, &err), MEJU_INVALID);
	assert_string_equal(err.text, "a document has no id");
	assert_int_equal(meju_writer_add_path(w, "", &err), MEJU_INVALID);
	assert_string_equal(err.text, "say which path to add");
	d.id = "a";
	d.extra = "[1]";
	assert_int_equal(meju_writer_add(w, &d, &err), MEJU_INVALID);
	assert_string_equal(
		err.text, "a: what else is known of it is no JSON object");
	assert_int_equal(meju_writer_delete(w, NULL, &err), MEJU_INVALID);
	assert_string_equal(err.text, "say which document to delete");
	assert_int_equal(meju_writer_add_path(w, "", &err), MEJU_INVALID);
	assert_int_equal(meju_writer_sync(w, "", 0, &err), MEJU_INVALID);
	assert_string_equal(err.text, "say which folder to sync with");
	/* these were mistakes of calls, not of the writer */
	d.extra = "{\"open\": [}";
	ok(meju_writer_add(w, &d, &err));
	ok(meju_writer_add_json(w, NULL, 7, &err));
	d.extra = NULL;
	d.text = "fine";
	ok(meju_writer_add(w, &d, &err));
	struct meju_commit c = commit(w);
	assert_int_equal(c.skipped, 1);
	assert_int_equal(c.indexed, 1);
	buf_putc(&told, '\0');
	assert_non_null(strstr(told.p, "a:1: not a JSON object"));
	meju_writer_close(w);
	meju_writer_close(NULL);
}

struct wish {
	int asked, most;
};

static int cancel(void *data)
{
	struct wish *w = data;
	return __atomic_add_fetch(&w->asked, 1, __ATOMIC_RELAXED) > w->most;
}

static void progress(void *data, uint64_t documents, uint64_t bytes)
{
	(void)data;
	assert_true(documents <= bytes);
}

/* Wherever it is stopped, the index is as it was; nobody is stopped else. */
static void stops_when_asked(void **state)
{
	(void)state;
	struct meju_document d = {
		.size = sizeof d, .id = "a", .text = "wine and beer"};
	struct meju_writer *w = open_writer();
	ok(meju_writer_add(w, &d, &err));
	commit(w);
	meju_writer_close(w);
	enum meju_status status = MEJU_STOPPED;
	for (int most = 0; status != MEJU_OK; most++) {
		struct wish wish = {.most = most};
		const struct meju_writer_options o = {.size = sizeof o,
			.threads = 2,
			.progress = progress,
			.cancelled = cancel,
			.data = &wish};
		d.text = "jam";
		ok(meju_writer_open(index_folder, &o, &w, &err));
		status = meju_writer_add(w, &d, &err);
		if (status == MEJU_OK)
			status = meju_writer_commit(w, NULL, &err);
		if (status != MEJU_OK)
			assert_int_equal(status, MEJU_STOPPED);
		meju_writer_close(w);
		if (status != MEJU_OK)
			finds("wine", "a ");
		assert_true(most < 1000);
	}
	finds("wine", "");
	finds("jam", "a ");
}

static void writes_shards(void **state)
{
	(void)state;
	struct meju_document d = {.size = sizeof d, .id = "a", .text = "wine"};
	struct meju_writer *w = open_with((struct meju_writer_options){
		.engine = "xapian", .shards = 2, .threads = 2});
	ok(meju_writer_add(w, &d, &err));
	d.id = "b";
	ok(meju_writer_add(w, &d, &err));
	assert_int_equal(commit(w).indexed, 2);
	ok(meju_writer_delete(w, "a", &err));
	assert_int_equal(commit(w).removed, 1);
	meju_writer_close(w);
	finds("wine", "b ");
}

static void leaves_it_alone(void **state)
{
	(void)state;
	struct meju_document d = {.size = sizeof d, .id = "a", .text = "wine"};
	struct meju_writer *w = open_writer();
	commit(w);
	meju_writer_close(w);
	w = open_with((struct meju_writer_options){.dry_run = 1});
	ok(meju_writer_add(w, &d, &err));
	assert_int_equal(commit(w).indexed, 1);
	meju_writer_close(w);
	finds("wine", "");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(keeps_all_of_a_document),
		CASE(replaces_deletes_and_goes_on),
		CASE(heeds_the_order),
		CASE(heeds_the_order_in_shards),
		CASE(replaces_across_segments),
		CASE(follows_folders),
		CASE(says_what_makes_no_sense),
		CASE(stops_when_asked),
		CASE(writes_shards),
		CASE(leaves_it_alone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
