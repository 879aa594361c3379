/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xap_writer.h - the one that may change a database, as long as it is open.
 *
 *	xap_writer_open("index", NULL, &writer, &err);
 *	xap_writer_replace_term(writer, STR("Q17"), doc, &number, &err);
 *	xap_writer_commit(writer, &err);
 *	xap_writer_free(writer);
 *
 * Readers see nothing before a commit, and it all after one.  One happens by
 * itself after 10,000 changes, or as many as XAPIAN_FLUSH_THRESHOLD said in
 * the environment when the writer was opened, but not in a transaction.
 */
#ifndef MEJU_XAPIAN_XAP_WRITER_H
#define MEJU_XAPIAN_XAP_WRITER_H

#include "common/xapian/xap_db.h"

XAP_BEGIN

enum xap_mode { XAP_CREATE_OR_OPEN, XAP_OVERWRITE, XAP_CREATE, XAP_OPEN };

struct xap_writing {
	enum xap_mode mode;
	bool wait;           /* for another writer to end               */
	bool no_sync;        /* commits are not made sure to reach disk */
	bool full_sync;      /* ... are, where fsync() is not enough    */
	bool in_place;       /* blocks are overwritten: no reader and no
	                        crash meanwhile                         */
	bool no_terms;       /* a new one cannot walk a document's terms,
	                        which deleting and replacing need       */
	unsigned block_size; /* of a new one; as in struct xap_compact  */
};

/* A folder; `how` may be NULL.  ERR_LOCKED if another writer has it. */
MUST_CHECK enum status xap_writer_open(const char *path,
	const struct xap_writing *how, struct xap_writer **out,
	struct error *err);

/* A new one in memory.  What walks its terms must end before it is written
 * to. */
MUST_CHECK enum status xap_writer_memory(
	struct xap_writer **out, struct error *err);

/* That of a xapian-tcpsrv --writable; as xap_db_connect(), but 0 or NULL waits
 * for an answer without a limit. */
MUST_CHECK enum status xap_writer_connect(const char *address,
	const struct xap_patience *patience, struct xap_writer **out,
	struct error *err);

/*
 * Close: a transaction is cancelled, other changes are committed; then the
 * lock is free.  ..._free() does the same, but no one hears of what goes
 * wrong, and what was made from the writer's database keeps it open and
 * locked.
 */
MUST_CHECK enum status xap_writer_close(
	struct xap_writer *writer, struct error *err);
void xap_writer_free(struct xap_writer *writer);

/* To read with the changes so far; the writer's, ends with it. */
struct xap_db *xap_writer_db(struct xap_writer *writer);

/* Documents are numbered from 1; `number` may be NULL. */
MUST_CHECK enum status xap_writer_add(struct xap_writer *writer,
	const struct xap_doc *doc, uint32_t *number, struct error *err);

/* In place of the one with this number, or as it. */
MUST_CHECK enum status xap_writer_replace(struct xap_writer *writer,
	uint32_t number, const struct xap_doc *doc, struct error *err);

/* In place of all that have a term, which the document should have; with the
 * number of the first, or a new one. */
MUST_CHECK enum status xap_writer_replace_term(struct xap_writer *writer,
	struct str term, const struct xap_doc *doc, uint32_t *number,
	struct error *err);

/* ERR_NOT_FOUND if there is none. */
MUST_CHECK enum status xap_writer_delete(
	struct xap_writer *writer, uint32_t number, struct error *err);

/* All that have a term, if any. */
MUST_CHECK enum status xap_writer_delete_term(
	struct xap_writer *writer, struct str term, struct error *err);

MUST_CHECK enum status xap_writer_commit(
	struct xap_writer *writer, struct error *err);

/*
 * From here on nothing is committed before xap_writer_end(), and
 * xap_writer_cancel() takes it all back.  `commits`: what was changed before
 * is committed now, and the end commits; else the transaction will be part of
 * a commit.  ERR_UNSUPPORTED in memory.
 */
MUST_CHECK enum status xap_writer_begin(
	struct xap_writer *writer, bool commits, struct error *err);
MUST_CHECK enum status xap_writer_end(
	struct xap_writer *writer, struct error *err);
MUST_CHECK enum status xap_writer_cancel(
	struct xap_writer *writer, struct error *err);

/* Nothing removes it. */
MUST_CHECK enum status xap_writer_set_metadata(struct xap_writer *writer,
	struct str key, struct str value, struct error *err);

/* More or fewer of a word that spelling suggests. */
MUST_CHECK enum status xap_writer_add_spelling(struct xap_writer *writer,
	struct str word, uint32_t times, struct error *err);
MUST_CHECK enum status xap_writer_remove_spelling(struct xap_writer *writer,
	struct str word, uint32_t times, struct error *err);

/* Removing an empty synonym removes all of the term. */
MUST_CHECK enum status xap_writer_add_synonym(struct xap_writer *writer,
	struct str term, struct str synonym, struct error *err);
MUST_CHECK enum status xap_writer_remove_synonym(struct xap_writer *writer,
	struct str term, struct str synonym, struct error *err);

XAP_END

#endif
