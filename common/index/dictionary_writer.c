/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/dictionary.h"

enum { NIBBLE = 15, SAMPLED = 2048 /* blocks, about */ };

static size_t shared_bytes(struct str a, struct str b)
{
	size_t n = 0;
	while (n < a.len && n < b.len && a.p[n] == b.p[n])
		n++;
	return n;
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

static void put_part(struct dictionary_writer *w, struct buf *part)
{
	if (part->status != OK)
		w->blocks.status = part->status;
	buf_put_text(&w->blocks, buf_str(part));
	buf_clear(part);
}

static void end_block(struct dictionary_writer *w)
{
	const char *entries = (const char *)w->block_entries;
	const char *end = (const char *)bits_end(&w->entries);
	put_part(w, &w->block_shared);
	put_part(w, &w->block_texts);
	buf_put_text(
		&w->blocks, (struct str){entries, (size_t)(end - entries)});
}

static void begin_block(struct dictionary_writer *w, struct str term,
	const struct term_info *info)
{
	buf_put_text(&w->firsts, term);
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
	buf_putc(&w->block_shared, (char)shared);
	buf_put_text(&w->block_texts, str_slice(term, shared, term.len));
	put_entry(w, info);
	memcpy(w->last, term.p, term.len);
	w->last_len = term.len;
	w->count++;
}

/* A block as the writer keeps it. */
struct block {
	uint64_t postings_off, positions_off;
	struct str shared, texts, entries;
};

static struct block read_block(struct reader *r)
{
	struct block b;
	b.postings_off = read_varint(r);
	b.positions_off = read_varint(r);
	b.shared = read_text(r);
	b.texts = read_text(r);
	b.entries = read_text(r);
	return b;
}

static enum status choose_pieces(
	const struct dictionary_writer *w, struct pieces_writer *pieces)
{
	struct reader r = reader_from(buf_str(&w->blocks));
	size_t step = w->count / DICTIONARY_BLOCK / SAMPLED + 1;
	struct buf sample = {0};
	for (size_t i = 0; reader_left(&r) > 0; i++) {
		struct block b = read_block(&r);
		if (i % step == 0)
			buf_put_str(&sample, b.texts);
	}
	enum status status = sample.status;
	if (status == OK)
		status = pieces_choose(pieces, buf_str(&sample));
	buf_release(&sample);
	return status;
}

static uint8_t nibble(size_t n)
{
	return n < NIBBLE ? (uint8_t)n : NIBBLE;
}

static void put_extra(struct buf *out, size_t n)
{
	if (n >= NIBBLE)
		buf_put_varint(out, n - NIBBLE);
}

static void put_block(const struct pieces_writer *pieces, const struct block *b,
	struct buf *codes, struct buf *out)
{
	struct reader texts = reader_from(b->texts);
	size_t added[DICTIONARY_BLOCK], n = b->shared.len;
	buf_clear(codes);
	for (size_t i = 0; i < n; i++) {
		struct str text = read_text(&texts);
		uint8_t *p = (uint8_t *)buf_reserve(codes, 2 * text.len);
		added[i] = p ? pieces_put(pieces, text, p) : 0;
		codes->len += added[i];
	}
	buf_put_varint(out, b->postings_off);
	buf_put_varint(out, b->positions_off);
	for (size_t i = 0; i < n; i++)
		buf_putc(out, (char)(nibble((uint8_t)b->shared.p[i]) << 4 |
				      nibble(added[i])));
	for (size_t i = 0; i < n; i++) {
		put_extra(out, (uint8_t)b->shared.p[i]);
		put_extra(out, added[i]);
	}
	buf_put_str(out, buf_str(codes));
	buf_put_str(out, b->entries);
}

static void put_blocks(const struct dictionary_writer *w,
	const struct pieces_writer *pieces, struct buf *terms,
	struct buf *starts)
{
	struct reader r = reader_from(buf_str(&w->blocks));
	struct buf codes = {0};
	while (reader_left(&r) > 0) {
		struct block b = read_block(&r);
		buf_put_u32(starts, (uint32_t)terms->len);
		put_block(pieces, &b, &codes, terms);
		if (codes.status != OK)
			terms->status = codes.status;
	}
	buf_release(&codes);
}

/* The first terms of a node and of the next, if there is one. */
struct node {
	struct str firsts[DICTIONARY_NODE + 1];
	size_t count, skip;
};

static void read_node(struct reader *r, struct node *n)
{
	for (n->count = 0; n->count < DICTIONARY_NODE && reader_left(r);)
		n->firsts[n->count++] = read_text(r);
	struct reader behind = *r;
	bool last = reader_left(r) == 0;
	n->firsts[n->count] = last ? STR("") : read_text(&behind);
	n->skip = shared_bytes(n->firsts[0], n->firsts[n->count]);
}

struct index {
	struct buf keys, starts, skips, texts, leaves;
};

static void put_index(
	const struct dictionary_writer *w, struct str starts, struct index *x)
{
	struct reader r = reader_from(buf_str(&w->firsts));
	struct reader s = reader_from(starts);
	struct node n;
	while (reader_left(&r) > 0) {
		read_node(&r, &n);
		buf_put_u64(&x->keys, dictionary_key(n.firsts[0], 0));
		buf_put_u32(&x->starts, (uint32_t)x->texts.len);
		buf_putc(&x->skips, (char)n.skip);
		buf_put_str(&x->texts, n.firsts[0]);
		for (size_t i = 0; i < n.count; i++)
			buf_put_u64(&x->leaves,
				dictionary_key(n.firsts[i], n.skip));
		buf_put_str(&x->leaves, read_bytes(&s, 4 * n.count));
	}
	buf_put_u32(&x->starts, (uint32_t)x->texts.len);
}

static void join_index(const struct dictionary_writer *w,
	const struct pieces_writer *pieces, struct index *x, struct buf *out)
{
	struct buf *parts[] = {
		&x->keys, &x->starts, &x->skips, &x->texts, &x->leaves};
	buf_put_u32(out, w->count);
	buf_put_u32(out, (uint32_t)x->texts.len);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		buf_put_str(out, buf_str(parts[i]));
		if (parts[i]->status != OK)
			out->status = parts[i]->status;
		buf_release(parts[i]);
	}
	pieces_put_table(pieces, out);
}

/* What was put must be whole: it is read again. */
static enum status close_blocks(
	struct dictionary_writer *w, struct pieces_writer *pieces)
{
	if (w->count)
		end_block(w);
	enum status status = w->blocks.status;
	if (status == OK)
		status = w->firsts.status;
	return status == OK ? choose_pieces(w, pieces) : status;
}

enum status dictionary_finish(
	struct dictionary_writer *w, struct segment_writer *segment)
{
	struct buf starts = {0}, terms = {.max = UINT32_MAX};
	struct buf whole = {.max = UINT32_MAX};
	struct index index = {0};
	struct pieces_writer pieces;
	enum status status = close_blocks(w, &pieces);
	if (status != OK)
		return status;
	put_blocks(w, &pieces, &terms, &starts);
	status = terms.status != OK ? terms.status : starts.status;
	if (status == OK) {
		put_index(w, buf_str(&starts), &index);
		join_index(w, &pieces, &index, &whole);
		status = whole.status;
	}
	segment_add(segment, SECTION_TERMS, SECTION_REQUIRED, buf_str(&terms));
	segment_add(
		segment, SECTION_TERM_INDEX, SECTION_REQUIRED, buf_str(&whole));
	buf_release(&starts);
	buf_release(&terms);
	buf_release(&whole);
	return status;
}

void dictionary_release(struct dictionary_writer *w)
{
	struct buf *parts[] = {
		&w->blocks, &w->firsts, &w->block_shared, &w->block_texts};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		buf_release(parts[i]);
	*w = (struct dictionary_writer){0};
}
