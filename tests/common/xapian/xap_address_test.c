/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addresses, and the servers there: in time, late, gone. */
#include "tests/support/glass.h"
#include "tests/support/tcpsrv.h"
#include "tests/support/test.h"

#include <signal.h>
#include <time.h>

static const char *const TEXTS[] = {"one skin", "two skin", "three gut"};

static const struct xap_patience SHORT = {.connect = 300, .answer = 300};

struct fixture {
	char *dir, *path;
	struct tcpsrv server;
	bool runs;
};

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	assert_non_null(f);
	f->dir = strdup(temp_dir());
	f->path = glass_make(f->dir, "index", TEXTS, 3);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;
	if (f->runs)
		tcpsrv_stop(&f->server);
	remove_tree(f->dir);
	free(f->dir);
	free(f->path);
	free(f);
	return 0;
}

static struct fixture *start(void **state, bool writable)
{
	struct fixture *f = *state;
	f->runs = tcpsrv_start(&f->server, f->path, writable);
	if (!f->runs)
		skip();
	return f;
}

static struct xap_db *connect_to(const char *address)
{
	struct error err = {0};
	struct xap_db *db = NULL;
	glass_ok(xap_db_connect(address, &SHORT, &db, &err), &err);
	return db;
}

static enum status search(
	struct xap_db *db, const char *term, struct buf *out, struct error *err)
{
	struct xap_search how = {.limit = 10, .exact = true};
	struct xap_query *q = glass_term(term);
	struct xap_result *found = NULL;
	uint32_t count;
	enum status status = xap_db_search(db, q, &how, &found, err);
	xap_query_free(q);
	if (status != OK)
		return status;
	const struct xap_hit *hits = xap_result_hits(found, &count);
	for (uint32_t i = 0; i < count; i++)
		buf_printf(out, "%u ", hits[i].doc);
	xap_result_free(found);
	return OK;
}

static void search_is(struct xap_db *db, const char *term, const char *want)
{
	struct error err = {0};
	struct buf got = {0};
	glass_ok(search(db, term, &got, &err), &err);
	buf_putc(&got, 0);
	assert_string_equal(got.p, want);
	buf_release(&got);
}

static void malformed(void **state)
{
	static const char *const bad[] = {"", "host", "host:", ":80", "host:0",
		"host:65536", "host:1x", "host:-1", "host:99999999999999"};
	struct xap_db *db = NULL;
	struct xap_writer *w = NULL;
	struct error err = {0};
	(void)state;
	for (unsigned i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_int_equal(
			xap_db_connect(bad[i], NULL, &db, &err), ERR_INVALID);
		assert_non_null(
			strstr(err.text, "a server's address is host:port"));
		assert_int_equal(xap_writer_connect(bad[i], NULL, &w, &err),
			ERR_INVALID);
	}
	assert_null(db);
	assert_null(w);
}

static void nobody_listens(void **state)
{
	struct error err = {0};
	struct xap_db *db = NULL;
	char address[64];
	(void)state;
	snprintf(address, sizeof address, "[127.0.0.1]:%u", free_port());
	assert_int_equal(
		xap_db_connect(address, &SHORT, &db, &err), ERR_NETWORK);
	assert_null(db);
	assert_true(str_starts(xap_error_server(&err), STR("127.0.0.1:")));
	assert_int_equal(
		xap_db_connect("no.such.host.invalid:1", &SHORT, &db, &err),
		ERR_NETWORK);
}

static void served(void **state)
{
	struct error err = {0};
	struct xap_stats s;
	struct xap_walk *walk;
	struct xap_doc *doc;
	uint64_t revision;
	struct buf data = {0};
	struct fixture *f = start(state, false);
	struct xap_db *db = connect_to(f->server.address);
	glass_ok(xap_db_stats(db, &s, &err), &err);
	assert_int_equal(s.docs, 3);
	assert_true(s.has_positions);
	glass_ok(xap_db_keep_alive(db, &err), &err);
	assert_int_equal(xap_db_revision(db, &revision, &err), ERR_UNSUPPORTED);
	search_is(db, "skin", "1 2 ");
	glass_ok(xap_db_terms(db, STR("t"), &walk, &err), &err);
	glass_walk_is(walk, "three/0/1 two/0/1 ");
	glass_ok(xap_db_doc(db, 2, &doc, &err), &err);
	glass_ok(xap_doc_data(doc, &data, &err), &err);
	assert_true(str_eq(buf_str(&data), STR("two skin")));
	glass_ok(xap_doc_terms(doc, &walk, &err), &err);
	glass_walk_is(walk, "Qtwo/0/0 skin/0/1 two/0/1 ");
	xap_doc_free(doc);
	assert_int_equal(xap_db_doc(db, 9, &doc, &err), ERR_NOT_FOUND);
	xap_db_free(db);
	buf_release(&data);
}

/* A search of `db` fails so, and names the server. */
static void search_fails(const struct fixture *f, struct xap_db *db,
	const char *term, enum status want)
{
	struct error err = {0};
	struct buf none = {0};
	assert_int_equal(search(db, term, &none, &err), want);
	struct str server = xap_error_server(&err);
	if (!str_eq(server, str_from(f->server.address)))
		fail_msg("no server in: %s", err.text);
	buf_release(&none);
}

static void reopen_fails(
	const struct fixture *f, struct xap_db *db, enum status want)
{
	struct error err = {0};
	assert_int_equal(xap_db_reopen(db, NULL, &err), want);
	if (!str_eq(xap_error_server(&err), str_from(f->server.address)))
		fail_msg("no server in: %s", err.text);
}

static void group_with_a_folder(void **state)
{
	struct error err = {0};
	struct buf none = {0};
	struct fixture *f = start(state, false);
	struct xap_db *all = glass_open(f->path);
	struct xap_db *db = connect_to(f->server.address);
	glass_ok(xap_db_add(all, db, &err), &err);
	xap_db_free(db);
	search_is(all, "skin", "1 2 3 4 ");
	tcpsrv_signal(&f->server, SIGSTOP);
	search_fails(f, all, "gut", ERR_TIMEOUT);
	assert_int_equal(search(all, "gut", &none, &err), ERR_INVALID);
	reopen_fails(f, all, ERR_TIMEOUT);
	tcpsrv_signal(&f->server, SIGCONT);
	glass_ok(xap_db_reopen(all, NULL, &err), &err);
	search_is(all, "skin", "1 2 3 4 ");
	tcpsrv_stop(&f->server);
	f->runs = false;
	assert_int_equal(search(all, "skin", &none, &err), ERR_NETWORK);
	reopen_fails(f, all, ERR_NETWORK);
	reopen_fails(f, all, ERR_NETWORK);
	xap_db_free(all);
	buf_release(&none);
}

/* Another server goes on where one fails. */
static void group_of_servers(void **state)
{
	struct error err = {0};
	struct tcpsrv late;
	struct fixture *f = start(state, false);
	char *other = glass_make(f->dir, "other", TEXTS, 3);
	assert_true(tcpsrv_start(&late, other, false));
	struct xap_db *all = connect_to(f->server.address);
	struct xap_db *db = connect_to(late.address);
	glass_ok(xap_db_add(all, db, &err), &err);
	xap_db_free(db);
	search_is(all, "skin", "1 2 3 4 ");
	for (unsigned i = 0; i < 3; i++) {
		struct buf none = {0};
		tcpsrv_signal(&late, SIGSTOP);
		assert_int_equal(search(all, "gut", &none, &err), ERR_TIMEOUT);
		assert_true(
			str_eq(xap_error_server(&err), str_from(late.address)));
		tcpsrv_signal(&late, SIGCONT);
		glass_ok(xap_db_reopen(all, NULL, &err), &err);
		search_is(all, "gut", "5 6 ");
	}
	xap_db_free(all);
	tcpsrv_stop(&late);
	free(other);
}

static void restarted(void **state)
{
	struct error err = {0};
	bool changed = false;
	struct fixture *f = start(state, false);
	struct xap_db *db = connect_to(f->server.address);
	search_is(db, "skin", "1 2 ");
	tcpsrv_stop(&f->server);
	tcpsrv_restart(&f->server, f->path);
	glass_ok(xap_db_reopen(db, &changed, &err), &err);
	assert_true(changed);
	search_is(db, "skin", "1 2 ");
	xap_db_free(db);
}

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void stalled(void **state)
{
	struct error err = {0};
	struct xap_db *late = NULL;
	struct fixture *f = start(state, false);
	struct xap_db *db = connect_to(f->server.address);
	search_is(db, "gut", "3 ");
	tcpsrv_signal(&f->server, SIGSTOP);
	double before = now();
	search_fails(f, db, "skin", ERR_TIMEOUT);
	assert_true(now() - before < 5);
	assert_int_equal(xap_db_connect(f->server.address, &SHORT, &late, &err),
		ERR_TIMEOUT);
	tcpsrv_signal(&f->server, SIGCONT);
	xap_db_free(db);
	db = connect_to(f->server.address);
	search_is(db, "gut", "3 ");
	xap_db_free(db);
}

static void written_to(void **state)
{
	struct error err = {0};
	struct xap_writer *w = NULL, *other = NULL;
	struct fixture *f = start(state, true);
	glass_ok(xap_writer_connect(f->server.address, NULL, &w, &err), &err);
	assert_int_equal(
		xap_writer_connect(f->server.address, &SHORT, &other, &err),
		ERR_LOCKED);
	glass_add(w, "four skin");
	glass_ok(xap_writer_delete_term(w, STR("Qone"), &err), &err);
	glass_ok(xap_writer_commit(w, &err), &err);
	search_is(xap_writer_db(w), "skin", "2 4 ");
	glass_ok(xap_writer_close(w, &err), &err);
	xap_writer_free(w);
	struct xap_db *db = glass_open(f->path);
	search_is(db, "skin", "2 4 ");
	xap_db_free(db);
}

static void add_many(struct xap_writer *w)
{
	struct error err = {0};
	for (unsigned k = 0; k < 500; k++)
		glass_add(w, "skin and more skin, and more of it");
	glass_ok(xap_writer_commit(w, &err), &err);
}

/* A writer on the server's own machine has reused what we read; a server of
 * another is none the worse for it. */
static void overtaken(void **state)
{
	struct error err = {0};
	struct tcpsrv still;
	struct fixture *f = start(state, false);
	char *other = glass_make(f->dir, "other", TEXTS, 3);
	assert_true(tcpsrv_start(&still, other, false));
	struct xap_writer *w = glass_writer(f->path);
	add_many(w);
	struct xap_db *all = connect_to(still.address);
	struct xap_db *db = connect_to(f->server.address);
	glass_ok(xap_db_add(all, db, &err), &err);
	xap_db_free(db);
	for (unsigned i = 0; i < 8; i++)
		add_many(w);
	search_fails(f, all, "skin", ERR_CHANGED);
	for (unsigned i = 0; i < 3; i++) {
		glass_ok(xap_db_reopen(all, NULL, &err), &err);
		search_is(all, "one", "1 2 ");
	}
	xap_db_free(all);
	xap_writer_free(w);
	tcpsrv_stop(&still);
	free(other);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(malformed),
		cmocka_unit_test(nobody_listens),
		TEST(served),
		TEST(group_with_a_folder),
		TEST(group_of_servers),
		TEST(restarted),
		TEST(stalled),
		TEST(written_to),
		TEST(overtaken),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
