/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Groonga: TokenBigram (whole words where a script has spaces), stemmed,
 * positions; ranked by its scorer_tf_idf, as it has no BM25.  An index needs
 * its columns, so the texts are stored, and the index is made after them,
 * which is its fast way.
 */
#include "bench/peer.h"
#include "common/base/buf.h"

#include <groonga.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static grn_ctx ctx;
static grn_obj *db, *docs, *columns[2];

/* Groonga's answer to a command, in JSON, until the next; NULL: it failed. */
static const char *ask(const char *command, unsigned len)
{
	char *out;
	unsigned out_len;
	int flags;
	grn_ctx_send(&ctx, command, len, 0);
	grn_ctx_recv(&ctx, &out, &out_len, &flags);
	if (ctx.rc == GRN_SUCCESS)
		return out;
	fprintf(stderr, "groonga: %.*s: %s\n", (int)len, command, ctx.errbuf);
	return NULL;
}

static bool run(const char *command)
{
	return ask(command, (unsigned)strlen(command)) != NULL;
}

static bool begin(void)
{
	return grn_init() == GRN_SUCCESS &&
	       grn_ctx_init(&ctx, 0) == GRN_SUCCESS;
}

static const char *version(void)
{
	return grn_get_version();
}

static bool create(const char *folder)
{
	char path[4096];
	snprintf(path, sizeof path, "%s/db", folder);
	if (!begin() || !(db = grn_db_create(&ctx, path, NULL)))
		return false;
	if (!run("plugin_register token_filters/stem") ||
		!run("table_create Docs TABLE_NO_KEY") ||
		!run("column_create Docs title COLUMN_SCALAR Text") ||
		!run("column_create Docs text COLUMN_SCALAR Text"))
		return false;
	docs = grn_ctx_get(&ctx, "Docs", -1);
	columns[0] = grn_obj_column(&ctx, docs, "title", 5);
	columns[1] = grn_obj_column(&ctx, docs, "text", 4);
	return columns[0] && columns[1];
}

static bool set(grn_obj *column, grn_id id, const char *text, size_t len)
{
	grn_obj value;
	GRN_TEXT_INIT(&value, GRN_OBJ_DO_SHALLOW_COPY);
	GRN_TEXT_SET_REF(&value, text, len);
	grn_rc rc = grn_obj_set_value(&ctx, column, id, &value, GRN_OBJ_SET);
	GRN_OBJ_FIN(&ctx, &value);
	return rc == GRN_SUCCESS;
}

static bool add(
	const char *title, size_t title_len, const char *text, size_t text_len)
{
	grn_id id = grn_table_add(&ctx, docs, NULL, 0, NULL);
	return id != GRN_ID_NIL && set(columns[0], id, title, title_len) &&
	       set(columns[1], id, text, text_len);
}

static bool finish(void)
{
	bool good = run("table_create Terms TABLE_PAT_KEY ShortText "
			"--default_tokenizer TokenBigram "
			"--normalizer NormalizerAuto "
			"--token_filters TokenFilterStem") &&
		    run("column_create Terms docs "
			"COLUMN_INDEX|WITH_POSITION|WITH_SECTION Docs "
			"title,text");
	grn_obj_close(&ctx, db);
	return good;
}

static bool open(const char *folder)
{
	char path[4096];
	snprintf(path, sizeof path, "%s/db", folder);
	return begin() && (db = grn_db_open(&ctx, path)) &&
	       run("cache_limit 0");
}

static bool make_command(const struct peer_query *q, struct buf *out)
{
	const char *quote = "\\\"";
	buf_clear(out);
	buf_printf(out,
		"select Docs --match_columns 'scorer_tf_idf(Terms.docs)' "
		"--output_columns _id --sort_keys -_score --limit %u "
		"--query \"",
		q->limit);
	uint32_t must = peer_join(q, '+', quote, " ", out);
	uint32_t may = peer_join(q, ' ', quote, " OR ", out);
	buf_puts(out, " - ");
	if (peer_join(q, '-', quote, " - ", out) == 0)
		out->len -= strlen(" - ");
	buf_puts(out, "\"");
	return out->status == OK && (must > 0) != (may > 0);
}

static bool answer(const struct peer_query *q, uint64_t *count)
{
	static struct buf command;
	if (!make_command(q, &command))
		return false;
	const char *hits = ask(command.p, (unsigned)command.len);
	if (!hits)
		return false;
	/* [[[total],... */
	*count = strtoull(hits + strlen("[[["), NULL, 10);
	if (!q->total && *count > q->limit)
		*count = q->limit;
	return true;
}

const struct peer PEER = {version, create, add, finish, open, answer};
