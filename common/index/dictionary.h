/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * dictionary.h - the terms of a segment in byte order, and where their
 * postings and positions are.
 *
 * On disk (FORMAT.md, "Dictionary") terms are front-coded in blocks of 32; an
 * index holds for each block the shortest text that parts it from the block
 * before.  Within a block come the texts, then the numbers:
 *
 *	block    postings offset v, positions offset v, bytes of the texts v,
 *	         texts, entries
 *	texts    a stream of bits, of each term
 *	         shared << 4 | added, of either 15 meaning that a byte with the
 *	         number less 15 follows, in one Huffman code (huffman.h); the
 *	         added bytes in another
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
#include "common/index/huffman.h"
#include "common/index/segment.h"
#include "common/text/term.h"

enum {
	DICTIONARY_BLOCK = 32,
	DICTIONARY_TERM_MAX = TERM_MAX,
	DICTIONARY_ENTRY_MAX = 4 * BITS_GOLOMB_MAX, /* bytes */
	DICTIONARY_NEAR = 1 << 8,                   /* writers: a document is */
	DICTIONARY_POSITION = 8,                    /* golomb parameters      */
	DICTIONARY_LENGTH = 3,
};

/* Golomb parameter of the lengths of a list. */
static inline unsigned dictionary_scale(uint32_t df)
{
	return 33 - (unsigned)__builtin_clz(df);
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
	const uint8_t *offsets;    /* u32 per block: where it starts        */
	const uint8_t *separators; /* u32 per block and one: where it starts */
	struct str texts;          /* of the separators                     */
	uint32_t blocks, count;
	struct huffman heads, letters;
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
	uint32_t at;   /* terms of the block already read       */
	uint32_t next; /* document, after that of the last df = 1 */
	struct bits_in texts, entries;
	char bytes[DICTIONARY_TERM_MAX];
};

/* To the first term >= `from`. */
void dictionary_seek(struct dictionary_cursor *c, const struct dictionary *d,
	struct str from);
void dictionary_next(struct dictionary_cursor *c);

/* Terms go in in ascending order; finish adds both sections.  Until then texts
 * are plain, for their codes depend on all of them. */
struct dictionary_writer {
	struct buf blocks;     /* as on disk, but texts and entries t    */
	struct buf separators; /* u32 each                               */
	struct buf texts;      /* of them                                */
	struct buf block_texts;
	uint8_t block_entries[DICTIONARY_BLOCK * DICTIONARY_ENTRY_MAX +
			      BITS_SLACK];
	struct bits_out entries; /* to block_entries               */
	struct huffman_counts heads, letters;
	uint32_t docs;  /* of the segment; set beforehand */
	uint32_t count; /* of terms                       */
	uint32_t next;  /* as in the cursor               */
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
