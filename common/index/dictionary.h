/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * dictionary.h - the terms of a segment in byte order, and where their
 * postings and positions are.
 *
 * On disk (FORMAT.md, "Dictionary") terms are front-coded in blocks of 16:
 *
 *	block    postings offset v, positions offset v, heads, extras, codes,
 *	         entries
 *	heads    u8 of each term: shared << 4 | added; it shares so many bytes
 *	         with the term before and adds the text of so many codes
 *	extras   v for each of these that is 15: what it is above 15
 *	codes    u8 (pieces.h)
 *	entries  a stream of bits (bits.h), of each term
 *	         df - 1, golomb 0; of a stem a bit, also_word
 *	         df = 1: document: a one and golomb 0 how far it is behind the
 *	                 least that can follow the last such in the block; or
 *	                 a zero and the number, below those of the segment.
 *	                 For a kind with positions tf - 1, golomb 0, then
 *	                 if tf = 1 the position, else their length, golomb 8, 3
 *	         df > 1: postings length, and for a kind with positions the
 *	                 positions length, golomb 1 + the number of bits of df
 *
 * An index finds the block by its first term.  Nodes of 32 blocks hold 8 bytes
 * of each first term, those that follow what all terms of the node share, as
 * numbers that are in the order of the texts; above them stand the first terms
 * of all nodes, whole, and their first 8 bytes.  Where 8 bytes do not tell, the
 * texts do.
 *
 * A surface word is left out where the stem of the same text has the same
 * documents; that stem says so (also_word).  dictionary_find_word() and
 * words.h look in both places.
 *
 *	struct term_info info;
 *	if (dictionary_find(&d, term, &info) == OK)
 *		posting_open(&cursor, segment, &info);
 *
 * Errors:    ERR_NOT_FOUND, ERR_CORRUPT.
 * Ownership: borrows the segment.
 * Threads:   an open dictionary may be shared; cursors may not.
 */
#ifndef MEJU_INDEX_DICTIONARY_H
#define MEJU_INDEX_DICTIONARY_H

#include "common/base/buf.h"
#include "common/index/bits.h"
#include "common/index/pieces.h"
#include "common/index/segment.h"
#include "common/text/term.h"

enum {
	DICTIONARY_BLOCK = 16, /* terms  */
	DICTIONARY_NODE = 32,  /* blocks */
	DICTIONARY_KEY = 8,    /* bytes  */
	DICTIONARY_TERM_MAX = TERM_MAX,
	DICTIONARY_ENTRY_MAX = 4 * BITS_GOLOMB_MAX, /* bytes */
	DICTIONARY_NEAR = 1 << 8,                   /* writers: a document is */
	DICTIONARY_POSITION = 8,                    /* golomb parameters      */
	DICTIONARY_LENGTH = 3,
	DICTIONARY_DENSE = 4, /* documents that a list has in a byte, at most,
	                         unless they stand side by side */
};

/* Golomb parameter of the lengths of a list. */
static inline unsigned dictionary_scale(uint32_t df)
{
	return 33 - (unsigned)__builtin_clz(df);
}

/* The first bytes of a text behind `skip`, zeros behind its end: in the order of
 * the texts. */
static inline uint64_t dictionary_key(struct str text, size_t skip)
{
	uint8_t bytes[DICTIONARY_KEY] = {0};
	struct str part = str_slice(text, skip, skip + DICTIONARY_KEY);
	memcpy(bytes, part.p, part.len);
	return __builtin_bswap64(get_u64(bytes));
}

/* Do postings of this kind have frequencies and positions? */
static inline bool term_has_positions(enum term_kind kind)
{
	return kind == TERM_STEM || kind == TERM_TITLE || kind == TERM_HEADING;
}

struct term_info {
	enum term_kind kind;
	bool also_word;    /* of a stem: it stands for the surface word too */
	uint32_t ordinal;  /* of the term in the dictionary, from 0        */
	uint32_t df;       /* documents, deleted ones included             */
	uint32_t doc;      /* df = 1: the document                         */
	uint32_t tf;       /* df = 1 and a kind with positions             */
	uint32_t position; /* df = 1 and tf = 1: the only position        */
	uint64_t postings_off, positions_off; /* in their sections        */
	uint64_t postings_len, positions_len; /* 0: all of it is here     */
};

struct dictionary {
	const struct segment *segment;
	struct str terms;
	const uint8_t *keys;   /* u64 per node: of its first term         */
	const uint8_t *starts; /* u32 per node and one: where that starts */
	const uint8_t *skips;  /* u8 per node: bytes that its terms share */
	struct str texts;      /* first terms of nodes                    */
	const uint8_t *leaves; /* nodes: u64 per block, its key; then u32 */
	uint32_t nodes;        /* per block, where it starts              */
	uint32_t blocks, count;
	struct pieces pieces;
};

MUST_CHECK enum status dictionary_open(
	struct dictionary *d, const struct segment *s, struct error *err);

MUST_CHECK enum status dictionary_find(
	const struct dictionary *d, struct str term, struct term_info *out);

/* The same for a term of kind TERM_WORD.  What is found may be the stem that
 * stands for it (info.kind): use its documents, not its frequencies. */
MUST_CHECK enum status dictionary_find_word(
	const struct dictionary *d, struct str term, struct term_info *out);

/*
 * A walk over the terms in order:
 *
 *	struct dictionary_cursor c;
 *	for (dictionary_seek(&c, &d, prefix); c.valid; dictionary_next(&c))
 *		use(c.term, &c.info);
 *	return c.status;
 */
struct dictionary_cursor {
	const struct dictionary *d;
	bool valid;         /* term and info are a term's            */
	enum status status; /* ERR_CORRUPT if damage ended the walk  */
	struct str term;    /* in bytes[]                            */
	struct term_info info;
	uint32_t first; /* term of the block: its ordinal       */
	uint32_t terms; /* of the block                         */
	uint32_t at;    /* those of which the text was read      */
	uint32_t next;  /* document, after that of the last df = 1 */
	struct bits_in entries;
	const uint8_t *codes[DICTIONARY_BLOCK + 1]; /* by term, and the end */
	uint8_t shared[DICTIONARY_BLOCK];
	char bytes[DICTIONARY_TERM_MAX + PIECE_MAX];
};

/* To the first term >= `from`. */
void dictionary_seek(struct dictionary_cursor *c, const struct dictionary *d,
	struct str from);
void dictionary_next(struct dictionary_cursor *c);

/* The same for who looks at many texts and at few entries: term is there, info
 * only once it is asked for (false: damage ended the walk). */
void dictionary_seek_text(struct dictionary_cursor *c,
	const struct dictionary *d, struct str from);
void dictionary_next_text(struct dictionary_cursor *c);
bool dictionary_read_info(struct dictionary_cursor *c);

/* To the next, perhaps passing over some that have `df` documents or fewer:
 * blocks whose lists together are too short for more, by DICTIONARY_DENSE, are
 * not read.  For who looks for frequent terms and need not have all of them. */
void dictionary_next_above(struct dictionary_cursor *c, uint32_t df);

/* Terms go in in ascending order; finish adds both sections.  Until then texts
 * are plain, for the pieces depend on all of them. */
struct dictionary_writer {
	struct buf blocks; /* both offsets v; shared u8, texts t, entries: t */
	struct buf firsts; /* t: the first terms of blocks                   */
	struct buf block_shared, block_texts;
	uint8_t block_entries[DICTIONARY_BLOCK * DICTIONARY_ENTRY_MAX +
			      BITS_SLACK];
	struct bits_out entries; /* to block_entries               */
	uint32_t docs;           /* of the segment; set beforehand */
	uint32_t count;          /* of terms                       */
	uint32_t next;           /* as in the cursor               */
	char last[DICTIONARY_TERM_MAX];
	size_t last_len;
};

/* REQUIRES: info->df > 0; postings and positions follow those before. */
void dictionary_put(struct dictionary_writer *w, struct str term,
	const struct term_info *info);
MUST_CHECK enum status dictionary_finish(
	struct dictionary_writer *w, struct segment_writer *segment);
void dictionary_release(struct dictionary_writer *w);

#endif
