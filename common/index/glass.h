/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * glass.h - an index whose documents are in databases of Xapian ("glass" is
 * what it calls their form), for more than one machine.
 *
 *	DIR/manifest, sources, lock   as of any index, without segments
 *	DIR/shard-0-of-4 ...          databases; an article is in the one that
 *	                              the hash of its id says
 *
 * What an article is in a database:
 *
 *	terms   the bytes of common/text/term.h: stems with their frequency and
 *	        positions, title and heading terms with positions and frequency
 *	        0, all others with frequency 0 alone; no pairs; positions count
 *	        from GLASS_POSITION
 *	values  by slot, see below; numbers so that byte order is theirs
 *	data    the record (record.h)
 *
 * So a document's length is ours.  Each shard says in its metadata what it is
 * part of: struct glass_info under GLASS_KEY, whose bytes are schema, analyzer
 * and the other settings as in the manifest, index u64 u64, shard, shards,
 * generation (varints), CRC32C of it all u32.
 *
 * Numbers of documents within a shard rise with their ordinals, for one that
 * is replaced gets a new number.
 *
 * Errors:    one sentence that names the shard.
 * Threads:   no shared state.
 */
#ifndef MEJU_INDEX_GLASS_H
#define MEJU_INDEX_GLASS_H

#include "common/index/column.h"
#include "common/index/manifest.h"
#include "common/xapian/xap.h"

enum {
	GLASS_SCHEMA = 1,
	GLASS_SHARDS_MAX = 1000,
};

/* Slots. */
enum {
	GLASS_ORDINAL = 0, /* order of indexing over all shards; a number */
	GLASS_COLUMN = 1,  /* and a column_id.  Of numbers: the number, or
	                      none; of the boost: glass_boost(), on every
	                      document; of keys: all of them, for each its
	                      length as a varint and its bytes              */
	GLASS_FIRST = 20,  /* and the column_id of keys: the first, folded as
	                      analyzer_fold() does in no language           */
	GLASS_ID = 30,     /* bytes                                         */
};

/* What is added to positions: of those that are 0 and 1 and no other Xapian
 * 1.4 forgets the first. */
enum { GLASS_POSITION = 1 };

#define GLASS_KEY "meju"

/* What is added to the logarithm of boosts, so that none is negative. */
#define GLASS_BOOST_ZERO 10.0

/* The binary logarithm of a boost in thousandths, from -4 to 4, and
 * GLASS_BOOST_ZERO. */
double glass_boost(uint32_t boost);

/* What a shard is part of. */
struct glass_info {
	struct settings settings;
	struct hash128 index; /* random, the same in all shards */
	uint32_t shard, shards;
	uint64_t generation; /* of the shard's last commit */
};

void glass_info_put(const struct glass_info *info, struct buf *out);

/* Decode; texts are borrowed from `bytes`.  `name` is for the sentence:
 * ERR_INVALID (nothing of ours), ERR_VERSION, ERR_CORRUPT. */
MUST_CHECK enum status glass_info_get(struct str bytes, const char *name,
	struct glass_info *out, struct error *err);

/* The same of an open database, with texts in `arena`. */
MUST_CHECK enum status glass_info_read(const struct xap_db *db,
	const char *name, struct arena *arena, struct glass_info *out,
	struct error *err);

/* Which of so many shards an article is in. */
uint32_t glass_shard(struct str id, uint32_t shards);

/* The folder of a shard. */
void glass_path(char *out, size_t size, const char *folder, uint32_t shard,
	uint32_t shards);

/* Of how many shards the index in `folder` has any; 0: it is none of these, or
 * there is none.  An error: the folder cannot be read, which glass_shards()
 * takes for none. */
MUST_CHECK enum status glass_look(
	const char *folder, uint32_t *shards, struct error *err);
uint32_t glass_shards(const char *folder);

/* What only an index of segments can do, and this is none. */
MUST_CHECK enum status glass_refuse(
	const char *folder, const char *what, struct error *err);

/* The same term, unless Xapian has no room for it, because zero bytes count
 * twice there: then its kind and a hash, in `scratch`.  Only terms of texts
 * that users give whole, such as ids, may need this. */
struct str glass_name(struct buf *scratch, struct str term);

/* A term into a document, and where it stands; `tf` counts only for stems. */
MUST_CHECK enum status glass_put_term(struct xap_doc *doc, struct str term,
	uint32_t tf, const uint32_t *positions, uint32_t count);

/* All but the terms: values and data.  `bytes` are the record's own. */
MUST_CHECK enum status glass_put_record(struct xap_doc *doc,
	const struct record *r, struct str bytes, uint64_t ordinal);

/* The next key of a value of several; false at the end, or where what is left
 * makes no sense. */
bool glass_next_key(struct str *keys, struct str *key);

#endif
