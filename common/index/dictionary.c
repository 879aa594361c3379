/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/dictionary.h"

enum { NIBBLE = 15 };

#define OFFSET_MAX INT64_MAX

enum status dictionary_open(
	struct dictionary *d, const struct segment *s, struct error *err)
{
	struct str index = segment_section(s, SECTION_TERM_INDEX);
	*d = (struct dictionary){
		.segment = s, .terms = segment_section(s, SECTION_TERMS)};
	if (index.len == 0)
		return OK;
	if (index.len < 8 || segment_touch(s, index.p, 8) != OK)
		return segment_corrupt(s, SECTION_TERM_INDEX, "too short", err);
	d->blocks = get_u32(index.p);
	d->count = get_u32(index.p + 4);
	uint64_t codes = 8 + 8 * (uint64_t)d->blocks + 4;
	uint64_t fixed = codes + 2 * HUFFMAN_STORED;
	if (fixed > index.len ||
		d->blocks != ((uint64_t)d->count + DICTIONARY_BLOCK - 1) /
				     DICTIONARY_BLOCK)
		return segment_corrupt(
			s, SECTION_TERM_INDEX, "it contradicts itself", err);
	d->offsets = (const uint8_t *)index.p + 8;
	d->separators = d->offsets + 4 * (size_t)d->blocks;
	d->texts = str_slice(index, (size_t)fixed, index.len);
	const uint8_t *lengths = (const uint8_t *)index.p + codes;
	if (segment_touch(s, lengths, 2 * HUFFMAN_STORED) != OK ||
		huffman_open(&d->heads, lengths) != OK ||
		huffman_open(&d->letters, lengths + HUFFMAN_STORED) != OK)
		return segment_corrupt(
			s, SECTION_TERM_INDEX, "it has no codes", err);
	return OK;
}

static bool separator(
	const struct dictionary *d, uint32_t block, struct str *out)
{
	const uint8_t *p = d->separators + 4 * (size_t)block;
	if (segment_touch(d->segment, p, 8) != OK)
		return false;
	uint32_t from = get_u32(p), to = get_u32(p + 4);
	if (from > to || to > d->texts.len)
		return false;
	*out = str_slice(d->texts, from, to);
	return segment_touch(d->segment, out->p, out->len) == OK;
}

/* The last block whose separator is <= term, or the first block. */
static bool find_block(
	const struct dictionary *d, struct str term, uint32_t *out)
{
	uint32_t low = 0, high = d->blocks;
	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;
		struct str text;
		if (!separator(d, middle, &text))
			return false;
		if (str_cmp(text, term) <= 0)
			low = middle;
		else
			high = middle;
	}
	*out = low;
	return true;
}

static void cursor_end(struct dictionary_cursor *c, enum status status)
{
	c->valid = false;
	c->status = status;
}

/* Place the cursor before the first term of a block. */
static bool enter_block(struct dictionary_cursor *c, uint32_t block)
{
	const struct dictionary *d = c->d;
	const uint8_t *p = d->offsets + 4 * (size_t)block;
	bool last = block + 1 == d->blocks;
	if (segment_touch(d->segment, p, last ? 4 : 8) != OK)
		return false;
	uint32_t from = get_u32(p);
	uint64_t to = last ? d->terms.len : get_u32(p + 4);
	if (from > to || to > d->terms.len ||
		segment_touch(d->segment, d->terms.p + from, to - from) != OK)
		return false;
	struct reader r = reader_from(str_slice(d->terms, from, (size_t)to));
	c->info = (struct term_info){0};
	c->info.postings_off = read_varint_max(&r, OFFSET_MAX);
	c->info.positions_off = read_varint_max(&r, OFFSET_MAX);
	struct reader texts = reader_from(read_text(&r));
	c->texts = bits_in(&texts);
	c->entries = bits_in(&r);
	c->next = 0;
	c->info.ordinal = block * DICTIONARY_BLOCK - 1;
	c->at = 0;
	c->term = (struct str){c->bytes, 0};
	return !r.bad;
}

static size_t read_nibble(
	const struct dictionary *d, struct bits_in *b, unsigned nibble)
{
	return nibble < NIBBLE ? nibble : nibble + huffman_get(&d->heads, b);
}

/* Terms must ascend, which the first byte that is not shared tells. */
static bool read_term(struct dictionary_cursor *c)
{
	struct bits_in b = c->texts;
	unsigned head = huffman_get(&c->d->heads, &b);
	size_t shared = read_nibble(c->d, &b, head >> 4);
	size_t added = read_nibble(c->d, &b, head & NIBBLE);
	if (shared > c->term.len || added == 0 ||
		shared + added > DICTIONARY_TERM_MAX)
		return false;
	uint8_t before = (uint8_t)c->bytes[shared];
	huffman_get_bytes(&c->d->letters, &b, c->bytes + shared, added);
	if (shared < c->term.len && (uint8_t)c->bytes[shared] <= before)
		return false;
	c->term.len = shared + added;
	c->texts = b;
	return b.at <= b.end;
}

static bool read_single(
	struct dictionary_cursor *c, struct bits_in *b, bool positions)
{
	struct term_info *t = &c->info;
	uint32_t docs = c->d->segment->docs;
	uint64_t doc = bits_get(b, 1) ? c->next + bits_get_golomb(b, 0)
				      : bits_get_below(b, docs);
	t->doc = (uint32_t)doc;
	c->next = t->doc + 1;
	if (doc >= docs || !positions)
		return doc < docs;
	uint64_t more = bits_get_golomb(b, 0), position = 0;
	if (more)
		t->positions_len = bits_get_golomb(b, DICTIONARY_LENGTH);
	else
		position = bits_get_golomb(b, DICTIONARY_POSITION);
	t->tf = (uint32_t)more + 1;
	t->position = (uint32_t)position;
	return more < UINT32_MAX && position <= UINT32_MAX;
}

static bool read_entry(struct dictionary_cursor *c)
{
	struct term_info *t = &c->info;
	struct bits_in b = c->entries;
	t->postings_off += t->postings_len;
	t->positions_off += t->positions_len;
	t->postings_len = t->positions_len = 0;
	t->doc = t->tf = t->position = 0;
	t->ordinal++;
	t->kind = (enum term_kind)(unsigned char)c->bytes[0];
	bool positions = term_has_positions(t->kind);
	uint64_t more = bits_get_golomb(&b, 0);
	t->also_word = t->kind == TERM_STEM && bits_get(&b, 1);
	if (more >= c->d->segment->docs)
		return false;
	t->df = (uint32_t)more + 1;
	if (t->df == 1) {
		if (!read_single(c, &b, positions))
			return false;
	} else {
		unsigned scale = dictionary_scale(t->df);
		t->postings_len = bits_get_golomb(&b, scale);
		if (positions)
			t->positions_len = bits_get_golomb(&b, scale);
	}
	c->entries = b;
	return b.at <= b.end;
}

/* The block that term number `ordinal + 1` begins is entered, if any. */
static bool next_block(struct dictionary_cursor *c)
{
	uint32_t block = (c->info.ordinal + 1) / DICTIONARY_BLOCK;
	return enter_block(c, block);
}

void dictionary_next(struct dictionary_cursor *c)
{
	if (c->info.ordinal + 1 >= c->d->count) {
		cursor_end(c, OK);
		return;
	}
	bool good = c->at < DICTIONARY_BLOCK || next_block(c);
	good = good && read_term(c) && read_entry(c);
	c->at++;
	if (!good)
		cursor_end(c, ERR_CORRUPT);
}

void dictionary_seek(struct dictionary_cursor *c, const struct dictionary *d,
	struct str from)
{
	uint32_t block;
	c->d = d;
	c->valid = d->count > 0;
	c->status = OK;
	if (!c->valid)
		return;
	if (!find_block(d, from, &block) || !enter_block(c, block)) {
		cursor_end(c, ERR_CORRUPT);
		return;
	}
	do
		dictionary_next(c);
	while (c->valid && str_cmp(c->term, from) < 0 &&
		c->info.ordinal / DICTIONARY_BLOCK == block);
	if (c->valid && str_cmp(c->term, from) < 0)
		cursor_end(c, ERR_CORRUPT);
}

enum status dictionary_find(
	const struct dictionary *d, struct str term, struct term_info *out)
{
	struct dictionary_cursor c;
	if (term.len == 0)
		return ERR_NOT_FOUND;
	dictionary_seek(&c, d, term);
	if (c.status != OK)
		return c.status;
	if (!c.valid || !str_eq(c.term, term))
		return ERR_NOT_FOUND;
	*out = c.info;
	return OK;
}

enum status dictionary_find_word(
	const struct dictionary *d, struct str term, struct term_info *out)
{
	char stem[DICTIONARY_TERM_MAX];
	struct term_info info;
	enum status status = dictionary_find(d, term, out);
	if (status != ERR_NOT_FOUND || term.len == 0 || term.len > sizeof stem)
		return status;
	memcpy(stem, term.p, term.len);
	stem[0] = TERM_STEM;
	status = dictionary_find(d, (struct str){stem, term.len}, &info);
	if (status != OK || !info.also_word)
		return status != OK ? status : ERR_NOT_FOUND;
	*out = info;
	return OK;
}
