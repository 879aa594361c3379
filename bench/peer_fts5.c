/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SQLite FTS5: `porter unicode61`, positions, no stored text, its bm25().
 * All is written in one transaction and merged into one segment at the end.
 */
#include "bench/peer.h"
#include "common/base/buf.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

static sqlite3 *db;
static sqlite3_stmt *insert, *top, *count_all;

static bool good(int status)
{
	if (status == SQLITE_OK || status == SQLITE_DONE)
		return true;
	fprintf(stderr, "sqlite: %s\n", sqlite3_errmsg(db));
	return false;
}

static bool run(const char *sql)
{
	return good(sqlite3_exec(db, sql, NULL, NULL, NULL));
}

static bool prepare(const char *sql, sqlite3_stmt **out)
{
	return good(sqlite3_prepare_v2(db, sql, -1, out, NULL));
}

static bool open_file(const char *folder)
{
	char path[4096];
	snprintf(path, sizeof path, "%s/fts5.db", folder);
	return good(sqlite3_open(path, &db)) &&
	       run("PRAGMA mmap_size = 8589934592; "
		   "PRAGMA cache_size = -262144; "
		   "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
}

static bool create(const char *folder)
{
	return open_file(folder) &&
	       run("CREATE VIRTUAL TABLE t USING fts5(title, text, "
		   "content = '', detail = full, "
		   "tokenize = 'porter unicode61'); "
		   "INSERT INTO t(t, rank) VALUES('hashsize', 134217728); "
		   "BEGIN") &&
	       prepare("INSERT INTO t(title, text) VALUES(?1, ?2)", &insert);
}

static bool add(
	const char *title, size_t title_len, const char *text, size_t text_len)
{
	sqlite3_bind_text(insert, 1, title, (int)title_len, SQLITE_STATIC);
	sqlite3_bind_text(insert, 2, text, (int)text_len, SQLITE_STATIC);
	sqlite3_step(insert);
	return good(sqlite3_reset(insert));
}

static bool finish(void)
{
	sqlite3_finalize(insert);
	return run("INSERT INTO t(t) VALUES('optimize'); COMMIT; VACUUM") &&
	       good(sqlite3_close(db));
}

static bool open(const char *folder)
{
	return open_file(folder) &&
	       prepare("SELECT rowid FROM t WHERE t MATCH ?1 "
		       "ORDER BY rank LIMIT ?2",
		       &top) &&
	       prepare("SELECT count(*) FROM t WHERE t MATCH ?1", &count_all);
}

/* FTS5 has no words that only add to the score of others. */
static bool make_match(const struct peer_query *q, struct buf *match)
{
	buf_clear(match);
	buf_puts(match, "(");
	uint32_t must = peer_join(q, '+', "\"", " AND ", match);
	uint32_t may = peer_join(q, ' ', "\"", " OR ", match);
	size_t end = match->len;
	buf_puts(match, ") NOT (");
	if (peer_join(q, '-', "\"", " OR ", match) == 0)
		match->len = end;
	buf_puts(match, ")");
	return match->status == OK && (must > 0) != (may > 0);
}

static bool answer(const struct peer_query *q, uint64_t *count)
{
	static struct buf match;
	if (!make_match(q, &match))
		return false;
	*count = 0;
	if (q->limit) {
		sqlite3_bind_text(
			top, 1, match.p, (int)match.len, SQLITE_STATIC);
		sqlite3_bind_int64(top, 2, q->limit);
		while (sqlite3_step(top) == SQLITE_ROW)
			++*count;
		if (!good(sqlite3_reset(top)))
			return false;
	}
	if (q->total) {
		sqlite3_bind_text(
			count_all, 1, match.p, (int)match.len, SQLITE_STATIC);
		if (sqlite3_step(count_all) == SQLITE_ROW)
			*count = (uint64_t)sqlite3_column_int64(count_all, 0);
		return good(sqlite3_reset(count_all));
	}
	return true;
}

const struct peer PEER = {
	sqlite3_libversion, create, add, finish, open, answer};
