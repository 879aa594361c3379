/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/dictionary.h"

enum { NIBBLE = 15 };

static size_t shared_bytes(struct str a, struct str b)
{
	size_t n = 0;
	while (n < a.len && n < b.len && a.p[n] == b.p[n])
		n++;
	return n;
}

static unsigned nibble(size_t n)
{
	return n < NIBBLE ? (unsigned)n : NIBBLE;
}

static void put_head(struct dictionary_writer *w, unsigned byte)
{
	buf_putc(&w->block_texts, (char)byte);
	w->heads.of[byte]++;
}

static void put_text(
	struct dictionary_writer *w, size_t shared, struct str added)
{
	put_head(w, nibble(shared) << 4 | nibble(added.len));
	if (shared >= NIBBLE)
		put_head(w, (unsigned)shared - NIBBLE);
	if (added.len >= NIBBLE)
		put_head(w, (unsigned)added.len - NIBBLE);
	buf_put_str(&w->block_texts, added);
	for (size_t i = 0; i < added.len; i++)
		w->letters.of[(uint8_t)added.p[i]]++;
}

static void put_document(struct dictionary_writer *w, uint32_t doc)
{
	bool near = doc >= w->next && doc - w->next < DICTIONARY_NEAR;
	bits_put(&w->entries, near, 1);
	if (near)
		bits_put_golomb(&w->entries, doc - w->next, 0);
	else
		bits_put_below(&w->entries, doc, w->docs);
	w->next = doc + 1;
}

static void put_single(
	struct dictionary_writer *w, const struct term_info *t, bool positions)
{
	struct bits_out *b = &w->entries;
	put_document(w, t->doc);
	if (!positions)
		return;
	bits_put_golomb(b, t->tf - 1, 0);
	if (t->tf == 1)
		bits_put_golomb(b, t->position, DICTIONARY_POSITION);
	else
		bits_put_golomb(b, t->positions_len, DICTIONARY_LENGTH);
}

static void put_entry(struct dictionary_writer *w, const struct term_info *t)
{
	struct bits_out *b = &w->entries;
	bool positions = term_has_positions(t->kind);
	bits_put_golomb(b, t->df - 1, 0);
	if (t->kind == TERM_STEM)
		bits_put(b, t->also_word, 1);
	if (t->df == 1) {
		put_single(w, t, positions);
		return;
	}
	bits_put_golomb(b, t->postings_len, dictionary_scale(t->df));
	if (positions)
		bits_put_golomb(b, t->positions_len, dictionary_scale(t->df));
}

static void end_block(struct dictionary_writer *w)
{
	const char *entries = (const char *)w->block_entries;
	const char *end = (const char *)bits_end(&w->entries);
	buf_put_text(&w->blocks, buf_str(&w->block_texts));
	buf_put_text(
		&w->blocks, (struct str){entries, (size_t)(end - entries)});
	buf_clear(&w->block_texts);
}

static void begin_block(struct dictionary_writer *w, struct str term,
	const struct term_info *info)
{
	struct str last = {w->last, w->last_len};
	size_t parting = shared_bytes(last, term) + 1;
	buf_put_u32(&w->separators, (uint32_t)w->texts.len);
	buf_put_str(&w->texts, str_slice(term, 0, parting));
	buf_put_varint(&w->blocks, info->postings_off);
	buf_put_varint(&w->blocks, info->positions_off);
	w->entries = (struct bits_out){.p = w->block_entries};
	w->next = 0;
}

void dictionary_put(struct dictionary_writer *w, struct str term,
	const struct term_info *info)
{
	struct str last = {w->last, w->last_len};
	size_t shared = shared_bytes(last, term);
	if (w->count % DICTIONARY_BLOCK == 0) {
		if (w->count)
			end_block(w);
		begin_block(w, term, info);
		shared = 0;
	}
	put_text(w, shared, str_slice(term, shared, term.len));
	put_entry(w, info);
	memcpy(w->last, term.p, term.len);
	w->last_len = term.len;
	w->count++;
}

struct codes {
	uint8_t stored[2][HUFFMAN_STORED];
	struct huffman_writer heads, letters;
};

static void make_codes(const struct dictionary_writer *w, struct codes *c)
{
	huffman_lengths(&w->heads, c->stored[0]);
	huffman_lengths(&w->letters, c->stored[1]);
	huffman_write_with(&c->heads, c->stored[0]);
	huffman_write_with(&c->letters, c->stored[1]);
}

static size_t copy_head(
	const struct codes *c, struct reader *r, struct bits_out *b)
{
	uint8_t byte = read_u8(r);
	huffman_put(&c->heads, b, byte);
	return byte;
}

/* Plain texts to codes, of which none has more than 16 bits. */
static void encode_texts(
	const struct codes *c, struct str texts, struct buf *out)
{
	struct reader r = reader_from(texts);
	uint8_t *p = (uint8_t *)buf_reserve(out, 2 * texts.len + BITS_SLACK);
	if (!p)
		return;
	struct bits_out b = {.p = p};
	while (reader_left(&r) > 0) {
		size_t head = copy_head(c, &r, &b), added = head & NIBBLE;
		if (head >> 4 == NIBBLE)
			copy_head(c, &r, &b);
		if (added == NIBBLE)
			added += copy_head(c, &r, &b);
		while (added-- > 0)
			huffman_put(&c->letters, &b, read_u8(&r));
	}
	out->len += (size_t)(bits_end(&b) - p);
}

static void encode_blocks(const struct dictionary_writer *w,
	const struct codes *c, struct buf *terms, struct buf *index)
{
	struct reader r = reader_from(buf_str(&w->blocks));
	struct buf texts = {0};
	while (reader_left(&r) > 0) {
		buf_put_u32(index, (uint32_t)terms->len);
		buf_put_varint(terms, read_varint(&r));
		buf_put_varint(terms, read_varint(&r));
		buf_clear(&texts);
		encode_texts(c, read_text(&r), &texts);
		buf_put_text(terms, buf_str(&texts));
		buf_put_str(terms, read_text(&r));
		if (texts.status != OK)
			terms->status = texts.status;
	}
	buf_release(&texts);
}

enum status dictionary_finish(
	struct dictionary_writer *w, struct segment_writer *segment)
{
	struct buf index = {.max = UINT32_MAX}, terms = {.max = UINT32_MAX};
	struct codes codes;
	if (w->count)
		end_block(w);
	make_codes(w, &codes);
	buf_put_u32(&w->separators, (uint32_t)w->texts.len);
	buf_put_u32(&index, (uint32_t)(w->separators.len / 4 - 1));
	buf_put_u32(&index, w->count);
	encode_blocks(w, &codes, &terms, &index);
	buf_put_str(&index, buf_str(&w->separators));
	buf_put(&index, codes.stored, sizeof codes.stored);
	buf_put_str(&index, buf_str(&w->texts));
	const struct buf *parts[] = {&w->blocks, &w->separators, &w->texts,
		&w->block_texts, &terms, &index};
	enum status status = OK;
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (parts[i]->status != OK)
			status = parts[i]->status;
	segment_add(segment, SECTION_TERMS, SECTION_REQUIRED, buf_str(&terms));
	segment_add(
		segment, SECTION_TERM_INDEX, SECTION_REQUIRED, buf_str(&index));
	buf_release(&terms);
	buf_release(&index);
	return status;
}

void dictionary_release(struct dictionary_writer *w)
{
	struct buf *parts[] = {
		&w->blocks, &w->separators, &w->texts, &w->block_texts};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		buf_release(parts[i]);
	*w = (struct dictionary_writer){0};
}
