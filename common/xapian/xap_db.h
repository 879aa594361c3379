/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xap_db.h - a database to read: a folder, a server's, or several as one.
 *
 *	xap_db_open("shard0", &db, &err);
 *	xap_db_connect("10.0.0.7:33333", NULL, &other, &err);
 *	xap_db_add(db, other, &err);
 *	xap_db_free(other);
 *
 * A database shows the commit at which it was opened.  After two more, Xapian
 * 1.4 may have reused what it reads: any call is ERR_CHANGED then, and so are
 * those of documents and results that were got from it, until
 * xap_db_reopen().  Nothing is tried again by itself, since what is tried
 * again after reopening is of another commit than what was read before.
 *
 * Walks end with xap_walk_close(); xap_walk.h says what each gives.
 */
#ifndef MEJU_XAPIAN_XAP_DB_H
#define MEJU_XAPIAN_XAP_DB_H

#include "common/xapian/xap_base.h"

XAP_BEGIN

/* A folder that Xapian wrote, a single-file database or a stub file. */
MUST_CHECK enum status xap_db_open(
	const char *path, struct xap_db **out, struct error *err);

/* Milliseconds; what is 0 is 10,000.  Looking a name up has no limit. */
struct xap_patience {
	unsigned connect, answer;
};

/* "host:port" or "[address]:port" of a xapian-tcpsrv; NULL: 10 seconds. */
MUST_CHECK enum status xap_db_connect(const char *address,
	const struct xap_patience *patience, struct xap_db **out,
	struct error *err);

/* None yet, for xap_db_add(). */
MUST_CHECK enum status xap_db_group(struct xap_db **out);
void xap_db_free(struct xap_db *db);

/* Also search in `other`, which may be a group itself and should be freed then:
 * both use its connections, and only the group would make them anew. */
MUST_CHECK enum status xap_db_add(
	struct xap_db *db, const struct xap_db *other, struct error *err);

/*
 * A document of a group of `n` has the number (own - 1) * n + shard + 1, where
 * `own` is its number in the shard, counted from 0 as they were added.
 */
uint32_t xap_db_shards(const struct xap_db *db);
uint32_t xap_db_shard_of(const struct xap_db *db, uint32_t doc, uint32_t *own);

/* Go on to the latest commit, with new connections where they are lost or a
 * search has failed; `changed`, unless NULL, says whether there may be a later
 * one.  What was got before stays with what it was got from. */
MUST_CHECK enum status xap_db_reopen(
	struct xap_db *db, bool *changed, struct error *err);

/* Keep servers from hanging up on us. */
MUST_CHECK enum status xap_db_keep_alive(struct xap_db *db, struct error *err);

/* Close files and connections now, whatever else still holds them. */
MUST_CHECK enum status xap_db_close(struct xap_db *db, struct error *err);

struct xap_stats {
	uint32_t docs, last_doc; /* how many, the highest number given  */
	uint64_t total_length;   /* of all documents, in words          */
	double average_length;
	uint32_t shortest, longest; /* bounds, empty documents aside    */
	bool has_positions;
};

MUST_CHECK enum status xap_db_stats(
	const struct xap_db *db, struct xap_stats *stats, struct error *err);

/* Changes with every commit; ERR_UNSUPPORTED in memory and of servers,
 * ERR_INVALID of a group. */
MUST_CHECK enum status xap_db_revision(
	const struct xap_db *db, uint64_t *revision, struct error *err);

/* That of its creation, compaction or copy to a replica; of a group one for
 * each, with ':' between. */
MUST_CHECK enum status xap_db_uuid(
	const struct xap_db *db, struct buf *out, struct error *err);

/* Has a writer any of them?  Not known of servers: false. */
MUST_CHECK enum status xap_db_is_locked(
	const struct xap_db *db, bool *locked, struct error *err);

/*
 * How many documents have a term, how often they have it together, and a bound
 * on how often one has it; all 0 if none does.  What is NULL is not asked for,
 * which saves a server a question each.
 */
MUST_CHECK enum status xap_db_term(const struct xap_db *db, struct str term,
	uint32_t *docs, uint64_t *total, uint32_t *bound, struct error *err);

/* How many documents have a value in a slot; bounds on these, which may be
 * NULL. */
MUST_CHECK enum status xap_db_slot(const struct xap_db *db, unsigned slot,
	uint32_t *docs, struct buf *low, struct buf *high, struct error *err);

/* A document's length and number of different terms, which may be NULL. */
MUST_CHECK enum status xap_db_doc_length(const struct xap_db *db, uint32_t doc,
	uint32_t *length, uint32_t *terms, struct error *err);

/* Its terms, values and data are read when they are asked for. */
MUST_CHECK enum status xap_db_doc(const struct xap_db *db, uint32_t number,
	struct xap_doc **out, struct error *err);

/* Nothing if the key has none.  Of a group, that of the first. */
MUST_CHECK enum status xap_db_metadata(const struct xap_db *db, struct str key,
	struct buf *out, struct error *err);

/* The likeliest spelling within `edits` edits; nothing if there is no better.
 * Not from servers. */
MUST_CHECK enum status xap_db_spelling(const struct xap_db *db, struct str word,
	unsigned edits, struct buf *out, struct error *err);

/* Terms that begin so, in order. */
MUST_CHECK enum status xap_db_terms(const struct xap_db *db, struct str prefix,
	struct xap_walk **out, struct error *err);

/* Documents that have a term, all if it is empty. */
MUST_CHECK enum status xap_db_postings(const struct xap_db *db, struct str term,
	struct xap_walk **out, struct error *err);

/* Places of a term in a document. */
MUST_CHECK enum status xap_db_positions(const struct xap_db *db, uint32_t doc,
	struct str term, struct xap_walk **out, struct error *err);

/* Values in a slot, by document. */
MUST_CHECK enum status xap_db_values(const struct xap_db *db, unsigned slot,
	struct xap_walk **out, struct error *err);

/* Words that spelling knows. */
MUST_CHECK enum status xap_db_spellings(
	const struct xap_db *db, struct xap_walk **out, struct error *err);

/* Synonyms of a term; terms that begin so and have any. */
MUST_CHECK enum status xap_db_synonyms(const struct xap_db *db, struct str term,
	struct xap_walk **out, struct error *err);
MUST_CHECK enum status xap_db_synonym_keys(const struct xap_db *db,
	struct str prefix, struct xap_walk **out, struct error *err);

/* Keys of metadata that begin so. */
MUST_CHECK enum status xap_db_metadata_keys(const struct xap_db *db,
	struct str prefix, struct xap_walk **out, struct error *err);

enum xap_level { XAP_STANDARD, XAP_FULL, XAP_FULLER };

struct xap_compact {
	enum xap_level level; /* how much to save; FULLER is not to be
	                         written to again                        */
	bool keep_numbers;    /* of documents: those of several databases
	                         must not overlap                        */
	bool multipass;       /* less memory for more than 3 of them     */
	bool single_file;
	unsigned block_size; /* bytes, a power of 2 in [2048, 65536]; 0: 8192 */
};

/* Write a small copy, of a group one of all; `how` may be NULL.  Not of
 * servers, nor with what a writer has not committed. */
MUST_CHECK enum status xap_db_compact(struct xap_db *db, const char *to,
	const struct xap_compact *how, struct error *err);

/*
 * Count what is wrong with a database on disk; `report`, unless NULL, says
 * what.  Xapian has no checksums: it finds what contradicts itself, and may
 * crash over what was damaged with care.
 */
MUST_CHECK enum status xap_db_check(const char *path, uint64_t *faults,
	struct buf *report, struct error *err);

XAP_END

#endif
