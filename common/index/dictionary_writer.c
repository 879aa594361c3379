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

static void put_entry(struct buf *b, const struct term_info *t)
{
	bool positions = term_has_positions(t->kind);
	uint64_t df = t->df;
	if (t->kind == TERM_STEM)
		df = df << 1 | t->also_word;
	buf_put_varint(b, df);
	if (t->df > 1) {
		buf_put_varint(b, t->postings_len);
	} else {
		buf_put_varint(b, t->doc);
		if (positions)
			buf_put_varint(b, t->tf);
	}
	if (!positions)
		return;
	if (t->df == 1 && t->tf == 1)
		buf_put_varint(b, t->position);
	else
		buf_put_varint(b, t->positions_len);
}

static void end_block(struct dictionary_writer *w)
{
	buf_put_text(&w->terms, buf_str(&w->block_texts));
	buf_put_str(&w->terms, buf_str(&w->block_entries));
	buf_clear(&w->block_texts);
	buf_clear(&w->block_entries);
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
	put_entry(&w->block_entries, info);
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
		&w->texts, &w->block_texts, &w->block_entries, &index};
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
		&w->texts, &w->block_texts, &w->block_entries};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		buf_release(parts[i]);
	*w = (struct dictionary_writer){0};
}
