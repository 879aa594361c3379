/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Servers that are killed, stalled, cut off in the middle of an answer and
 * started again; writers that overtake readers: every search ends in time with
 * what the others have, by their own statistics, and says who is missing.
 */
#include "query/shards.h"
#include "common/base/clock.h"
#include "tests/oracle/cases.h"
#include "tests/oracle/shelf.h"
#include "tests/oracle/proxy.h"

#include <dirent.h>
#include <math.h>
#include <signal.h>
#include <unistd.h>

enum { PATIENCE = 1000, SHARDS = 4 };

static struct cases cases;
static struct shelf glass;
static struct searcher remote;

static int set_up(void **state)
{
	(void)state;
	struct error err = {0};
	cases_begin(&cases, 7);
	cases_index(&cases);
	shelf_make(&glass, cases.folder, SHARDS, &cases.searcher, &cases.naive);
	if (!shelf_serve(&glass))
		return 0;
	if (searcher_open_within(
		    &remote, glass.addresses, SHARDS, PATIENCE, &err) != OK)
		fail_msg("%s", err.text);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	searcher_close(&remote);
	shelf_release(&glass);
	cases_end(&cases);
	return 0;
}

static void run(struct searcher *s, struct search_result *r)
{
	struct error err = {0};
	const struct search_request q = {.query = str_from(cases.words[0]),
		.match = SEARCH_ANY,
		.limit = 50,
		.total = true,
		.rank = rank_defaults()};
	if (search_run(s, &q, r, &err) != OK)
		fail_msg("%s", err.text);
}

/* The same found by both. */
static void assert_same(struct searcher *a, struct searcher *b)
{
	struct search_result x = {0}, y = {0};
	run(a, &x);
	run(b, &y);
	assert_int_equal(x.total, y.total);
	assert_int_equal(x.count, y.count);
	for (uint32_t i = 0; i < x.count; i++)
		assert_true(fabs(x.hits[i].score - y.hits[i].score) < 1e-9);
	search_result_release(&x);
	search_result_release(&y);
}

/* One is missing, and the rest is as if it had never been. */
static void assert_without(struct searcher *s, uint32_t lost, struct str name)
{
	char paths[SHARDS][300];
	const char *others[SHARDS];
	struct search_result r = {0};
	struct searcher rest;
	struct error err = {0};
	uint32_t n = 0;
	for (uint32_t i = 0; i < SHARDS; i++) {
		if (i == lost)
			continue;
		glass_path(paths[i], sizeof paths[i], glass.folder, i, SHARDS);
		others[n++] = paths[i];
	}
	run(s, &r);
	assert_int_equal(r.missing_count, 1);
	assert_true(str_eq(r.missing[0], name));
	assert_true(search_is_partial(&r));
	assert_true(r.warning_count > 0);
	search_result_release(&r);
	if (searcher_open(&rest, others, n, &err) != OK)
		fail_msg("%s", err.text);
	assert_same(s, &rest);
	searcher_close(&rest);
}

/* Within some pauses all are there again. */
static void assert_whole_soon(struct searcher *s)
{
	struct search_result r = {0};
	unsigned tries = 0;
	do {
		usleep(200000);
		run(s, &r);
	} while (r.missing_count && ++tries < 100);
	assert_int_equal(r.missing_count, 0);
	search_result_release(&r);
	assert_same(s, &cases.searcher);
}

static bool no_servers(void)
{
	return glass.servers[0] == 0;
}

static void test_killed(void **state)
{
	(void)state;
	if (no_servers())
		skip();
	assert_same(&remote, &cases.searcher);
	shelf_stop(&glass, 2);
	assert_without(&remote, 2, str_from(glass.addresses[2]));
	shelf_start(&glass, 2);
	assert_whole_soon(&remote);
}

static void test_stalled(void **state)
{
	(void)state;
	if (no_servers())
		skip();
	kill(-glass.servers[1], SIGSTOP);
	double began = clock_milliseconds();
	assert_without(&remote, 1, str_from(glass.addresses[1]));
	double took = clock_milliseconds() - began;
	assert_true(took < 20 * PATIENCE);
	kill(-glass.servers[1], SIGCONT);
	assert_whole_soon(&remote);
}

static void test_all_down(void **state)
{
	(void)state;
	struct search_result r = {0};
	struct error err = {0};
	const struct search_request q = {.query = STR("gut"), .limit = 5};
	if (no_servers())
		skip();
	for (uint32_t i = 0; i < SHARDS; i++)
		shelf_stop(&glass, i);
	assert_int_not_equal(search_run(&remote, &q, &r, &err), OK);
	assert_true(err.text[0]);
	for (uint32_t i = 0; i < SHARDS; i++)
		shelf_start(&glass, i);
	usleep((SHARDS_PAUSE + 100) * 1000);
	search_result_release(&r);
	assert_whole_soon(&remote);
}

static unsigned descriptors(void)
{
	unsigned n = 0;
	DIR *dir = opendir("/proc/self/fd");
	while (dir && readdir(dir))
		n++;
	if (dir)
		closedir(dir);
	return n;
}

/* Through a proxy that cuts an answer off: once, which nobody sees, for the
 * server is called again; and each time. */
static void test_cut(void **state)
{
	(void)state;
	const char *names[SHARDS];
	struct searcher s;
	struct proxy proxy;
	struct error err = {0};
	if (no_servers())
		skip();
	proxy_start(&proxy, glass.ports[0]);
	for (uint32_t i = 0; i < SHARDS; i++)
		names[i] = i ? glass.addresses[i] : proxy.address;
	if (searcher_open_within(&s, names, SHARDS, PATIENCE, &err) != OK)
		fail_msg("%s", err.text);
	assert_same(&s, &cases.searcher);
	proxy_cut(&proxy, 1);
	assert_same(&s, &cases.searcher);
	unsigned before = descriptors();
	for (unsigned i = 0; i < 5; i++) {
		proxy_cut(&proxy, 1000);
		assert_without(&s, 0, str_from(proxy.address));
		proxy_cut(&proxy, 0);
		assert_whole_soon(&s);
	}
	assert_int_equal(descriptors(), before);
	searcher_close(&s);
	proxy_stop(&proxy);
}

/* Commits that reuse what a reader still has open. */
static void test_overtaken(void **state)
{
	(void)state;
	char path[300];
	const char *folder = path;
	struct searcher s;
	struct search_result r = {0};
	struct error err = {0};
	struct xap_writer *w;
	glass_path(path, sizeof path, glass.folder, 3, SHARDS);
	if (searcher_open(&s, &folder, 1, &err) != OK)
		fail_msg("%s", err.text);
	run(&s, &r);
	uint64_t before = r.total;
	assert_true(before > 0);
	assert_int_equal(xap_writer_open(path, NULL, &w, &err), OK);
	for (unsigned i = 0; i < 6; i++) {
		for (uint32_t doc = 1; doc < 400; doc++) {
			struct xap_doc *d;
			if (xap_db_doc(xap_writer_db(w), doc, &d, &err) != OK)
				continue;
			assert_int_equal(
				xap_doc_add_term(d, STR("Xagain"), i), OK);
			assert_int_equal(
				xap_writer_replace(w, doc, d, &err), OK);
			xap_doc_free(d);
		}
		assert_int_equal(xap_writer_commit(w, &err), OK);
		if (i % 2)
			run(&s, &r);
		assert_int_equal(r.total, before);
	}
	xap_writer_free(w);
	search_result_release(&r);
	searcher_close(&s);
}

static void refuse(const char *const *names, uint32_t count, const char *why)
{
	struct searcher s;
	struct error err = {0};
	assert_int_not_equal(searcher_open(&s, names, count, &err), OK);
	if (!strstr(err.text, why))
		fail_msg("'%s' does not say '%s'", err.text, why);
}

static void test_refused(void **state)
{
	(void)state;
	char path[300];
	const char *native = index_folder(cases.folder);
	glass_path(path, sizeof path, glass.folder, 3, SHARDS);
	refuse((const char *const[]){glass.folder, native}, 2, "one engine");
	refuse((const char *const[]){native, glass.folder}, 2, "one engine");
	refuse((const char *const[]){path, path}, 2, "named twice");
	refuse((const char *const[]){glass.folder, path}, 2, "named twice");
	refuse((const char *const[]){"127.0.0.1:1"}, 1, "127.0.0.1");
}

/* The last shard as one of which something else is said, and how it is refused
 * beside the one before; "": not at all. */
static void refuse_as(const struct glass_info *info, const char *why)
{
	char paths[2][300], said[1000];
	const char *const names[] = {paths[0], paths[1]};
	struct xap_writer *w;
	struct buf bytes = {0};
	struct error err = {0};
	for (uint32_t i = 0; i < 2; i++)
		glass_path(paths[i], sizeof paths[i], glass.folder,
			SHARDS - 2 + i, SHARDS);
	glass_info_put(info, &bytes);
	assert_int_equal(xap_writer_open(paths[1], NULL, &w, &err), OK);
	assert_int_equal(xap_writer_set_metadata(
				 w, STR(GLASS_KEY), buf_str(&bytes), &err),
		OK);
	assert_int_equal(xap_writer_commit(w, &err), OK);
	xap_writer_free(w);
	buf_release(&bytes);
	snprintf(said, sizeof said, why, paths[0], paths[1]);
	if (said[0])
		refuse(names, 2, said);
}

static void test_strangers(void **state)
{
	(void)state;
	char path[300];
	struct xap_db *db;
	struct arena arena = {0};
	struct error err = {0};
	struct glass_info own, info;
	glass_path(path, sizeof path, glass.folder, SHARDS - 1, SHARDS);
	assert_int_equal(xap_db_open(path, &db, &err), OK);
	assert_int_equal(glass_info_read(db, path, &arena, &own, &err), OK);
	xap_db_free(db);
	info = own;
	info.shards++;
	refuse_as(&info,
		"%s and %s differ in their number of shards; index again");
	info = own;
	info.settings.title_weight++;
	refuse_as(&info,
		"%s and %s differ in their weights of fields; index again");
	info = own;
	info.shard--;
	refuse_as(&info, "%s and %s are the same shard; name one of them");
	info = own;
	info.index.low++;
	refuse_as(&info, "%s and %s are of different indexes; search them one "
			 "at a time");
	refuse_as(&own, "");
	arena_release(&arena);
}

/* Another text where a record is, or none. */
static void replace_record(const char *path, uint32_t doc, bool gone)
{
	struct xap_writer *w;
	struct xap_doc *d;
	struct error err = {0};
	assert_int_equal(xap_doc_new(&d), OK);
	assert_int_equal(xap_writer_open(path, NULL, &w, &err), OK);
	assert_int_equal(xap_doc_set_data(d, STR("\xff\xff\xff")), OK);
	assert_int_equal(xap_writer_replace(w, doc, d, &err), OK);
	if (gone)
		assert_int_equal(xap_writer_delete(w, doc, &err), OK);
	assert_int_equal(xap_writer_commit(w, &err), OK);
	xap_writer_free(w);
	xap_doc_free(d);
}

static void test_spoilt(void **state)
{
	(void)state;
	static const char *const whys[] = {
		"a database of Xapian is damaged: a record cannot be read",
		"a document was deleted while it was to be shown; search "
		"again"};
	char path[300];
	const char *folder = path;
	glass_path(path, sizeof path, glass.folder, 0, SHARDS);
	for (unsigned gone = 0; gone < 2; gone++) {
		struct searcher s;
		struct search_result r = {0};
		struct stored_reader reader = {0};
		struct record record;
		struct error err = {0};
		assert_int_equal(searcher_open(&s, &folder, 1, &err), OK);
		run(&s, &r);
		assert_true(r.count > 0);
		struct search_hit hit = r.hits[0];
		searcher_close(&s);
		replace_record(path, hit.doc, gone);
		assert_int_equal(searcher_open(&s, &folder, 1, &err), OK);
		hit.shards = s.shards;
		hit.data = (struct str){0}; /* as of those further down */
		assert_int_not_equal(
			search_record(&reader, &r.arena, &hit, &record, &err),
			OK);
		assert_string_equal(err.text, whys[gone]);
		stored_reader_release(&reader);
		search_result_release(&r);
		searcher_close(&s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_killed),
		cmocka_unit_test(test_stalled),
		cmocka_unit_test(test_all_down),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_overtaken),
		cmocka_unit_test(test_strangers),
		cmocka_unit_test(test_spoilt),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
