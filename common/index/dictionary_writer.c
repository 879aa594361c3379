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

static void put_text(struct buf *b, size_t shared, struct str added)
{
	size_t high = shared < NIBBLE ? shared : NIBBLE;
	size_t low = added.len < NIBBLE ? added.len : NIBBLE;
	buf_putc(b, (char)(high << 4 | low));
	if (high == NIBBLE)
		buf_put_varint(b, shared - NIBBLE);
	if (low == NIBBLE)
		buf_put_varint(b, added.len - NIBBLE);
	buf_put_str(b, added);
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
	buf_put_text(&w->terms, buf_str(&w->block_texts));
	buf_put(&w->terms, w->block_entries,
		(size_t)(bits_end(&w->entries) - w->block_entries));
	buf_clear(&w->block_texts);
}

static void begin_block(struct dictionary_writer *w, struct str term,
	const struct term_info *info)
{
	struct str last = {w->last, w->last_len};
	size_t parting = shared_bytes(last, term) + 1;
	buf_put_u32(&w->offsets, (uint32_t)w->terms.len);
	buf_put_u32(&w->separators, (uint32_t)w->texts.len);
	buf_put_str(&w->texts, str_slice(term, 0, parting));
	buf_put_varint(&w->terms, info->postings_off);
	buf_put_varint(&w->terms, info->positions_off);
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
	put_text(&w->block_texts, shared, str_slice(term, shared, term.len));
	put_entry(w, info);
	memcpy(w->last, term.p, term.len);
	w->last_len = term.len;
	w->count++;
}

enum status dictionary_finish(
	struct dictionary_writer *w, struct segment_writer *segment)
{
	struct buf index = {.max = UINT32_MAX};
	if (w->count)
		end_block(w);
	buf_put_u32(&w->separators, (uint32_t)w->texts.len);
	buf_put_u32(&index, (uint32_t)(w->offsets.len / 4));
	buf_put_u32(&index, w->count);
	buf_put_str(&index, buf_str(&w->offsets));
	buf_put_str(&index, buf_str(&w->separators));
	buf_put_str(&index, buf_str(&w->texts));
	const struct buf *parts[] = {&w->terms, &w->offsets, &w->separators,
		&w->texts, &w->block_texts, &index};
	enum status status = OK;
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (parts[i]->status != OK)
			status = parts[i]->status;
	if (w->terms.len > UINT32_MAX)
		status = ERR_LIMIT;
	segment_add(
		segment, SECTION_TERMS, SECTION_REQUIRED, buf_str(&w->terms));
	segment_add(
		segment, SECTION_TERM_INDEX, SECTION_REQUIRED, buf_str(&index));
	buf_release(&index);
	return status;
}

void dictionary_release(struct dictionary_writer *w)
{
	struct buf *parts[] = {&w->terms, &w->offsets, &w->separators,
		&w->texts, &w->block_texts};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		buf_release(parts[i]);
	*w = (struct dictionary_writer){0};
}
