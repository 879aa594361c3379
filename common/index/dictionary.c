/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/dictionary.h"

enum { NIBBLE = 15 };

#define OFFSET_MAX INT64_MAX

enum {
	COUNTS = 8,
	LINE = 64, /* of a cache */
	PREFETCHED = 6 * LINE,
};

/* Where the parts of the index are; false if it is too short for them. */
static bool divide(struct dictionary *d, struct str index, struct reader *rest)
{
	const uint8_t *p = (const uint8_t *)index.p;
	d->count = get_u32(p);
	d->blocks =
		d->count / DICTIONARY_BLOCK + (d->count % DICTIONARY_BLOCK > 0);
	d->nodes =
		d->blocks / DICTIONARY_NODE + (d->blocks % DICTIONARY_NODE > 0);
	uint64_t texts = COUNTS + 13 * (uint64_t)d->nodes + 4;
	uint64_t leaves = texts + get_u32(p + 4);
	uint64_t pieces = leaves + 12 * (uint64_t)d->blocks;
	if (pieces > index.len)
		return false;
	d->keys = p + COUNTS;
	d->starts = d->keys + 8 * (size_t)d->nodes;
	d->skips = d->starts + 4 * (size_t)d->nodes + 4;
	d->texts = str_slice(index, (size_t)texts, (size_t)leaves);
	d->leaves = p + leaves;
	*rest = reader_from(str_slice(index, (size_t)pieces, index.len));
	return true;
}

enum status dictionary_open(
	struct dictionary *d, const struct segment *s, struct error *err)
{
	struct str index = segment_section(s, SECTION_TERM_INDEX);
	struct reader rest;
	*d = (struct dictionary){
		.segment = s, .terms = segment_section(s, SECTION_TERMS)};
	if (index.len == 0)
		return OK;
	if (index.len < COUNTS || segment_touch(s, index.p, COUNTS) != OK)
		return segment_corrupt(s, SECTION_TERM_INDEX, "too short", err);
	if (!divide(d, index, &rest))
		return segment_corrupt(
			s, SECTION_TERM_INDEX, "it contradicts itself", err);
	/* The top, which every look-up reads, and the pieces. */
	if (segment_touch(s, d->keys, (size_t)(d->leaves - d->keys)) != OK ||
		segment_touch(s, rest.p, reader_left(&rest)) != OK ||
		pieces_open(&d->pieces, &rest) != OK)
		return segment_corrupt(
			s, SECTION_TERM_INDEX, "it has no pieces", err);
	return OK;
}

static void cursor_end(struct dictionary_cursor *c, enum status status)
{
	c->valid = false;
	c->status = status;
}

/* The node of a block: its keys, then its offsets. */
static const uint8_t *node_of(
	const struct dictionary *d, uint32_t node, uint32_t *count)
{
	uint32_t left = d->blocks - node * DICTIONARY_NODE;
	*count = left < DICTIONARY_NODE ? left : DICTIONARY_NODE;
	return d->leaves + 12 * DICTIONARY_NODE * (size_t)node;
}

static bool block_start(
	const struct dictionary *d, uint32_t block, uint64_t *out)
{
	uint32_t count;
	*out = d->terms.len;
	if (block >= d->blocks)
		return true;
	const uint8_t *p = node_of(d, block / DICTIONARY_NODE, &count);
	p += 8 * count + 4 * (block % DICTIONARY_NODE);
	if (segment_touch(d->segment, p, 4) != OK)
		return false;
	*out = get_u32(p);
	return true;
}

static size_t read_extra(struct reader *r, size_t nibble)
{
	return nibble < NIBBLE
		       ? nibble
		       : nibble + read_varint_max(r, 2 * DICTIONARY_TERM_MAX);
}

/* What each term of the block shares, and where its codes are. */
static bool read_heads(struct dictionary_cursor *c, struct reader *r)
{
	struct str heads = read_bytes(r, c->terms);
	size_t added[DICTIONARY_BLOCK], most = 0;
	for (size_t i = 0; i < heads.len; i++) {
		unsigned head = (uint8_t)heads.p[i];
		size_t shared = read_extra(r, head >> 4);
		added[i] = read_extra(r, head & NIBBLE);
		c->shared[i] = (uint8_t)shared;
		most = shared > most ? shared : most;
	}
	const uint8_t *p = r->p;
	for (size_t i = 0; i < heads.len; i++) {
		c->codes[i] = p;
		p += added[i];
	}
	c->codes[heads.len] = p;
	read_bytes(r, (uint64_t)(p - r->p));
	return !r->bad && most <= DICTIONARY_TERM_MAX && c->shared[0] == 0;
}

/* Have the lines of some bytes come from memory side by side. */
static inline void prefetch(const char *p, size_t len)
{
	for (size_t at = 0; at < len && at < PREFETCHED; at += LINE)
		__builtin_prefetch(p + at);
}

/* Place the cursor before the first term of a block. */
static bool enter_block(struct dictionary_cursor *c, uint32_t number)
{
	const struct dictionary *d = c->d;
	uint64_t from, to;
	if (!block_start(d, number, &from) ||
		!block_start(d, number + 1, &to) || from > to ||
		to > d->terms.len ||
		segment_touch(d->segment, d->terms.p + from, to - from) != OK)
		return false;
	struct reader r =
		reader_from(str_slice(d->terms, (size_t)from, (size_t)to));
	c->info = (struct term_info){0};
	c->info.postings_off = read_varint_max(&r, OFFSET_MAX);
	c->info.positions_off = read_varint_max(&r, OFFSET_MAX);
	c->next = 0;
	c->first = number * DICTIONARY_BLOCK;
	c->info.ordinal = c->first - 1;
	uint32_t left = d->count - number * DICTIONARY_BLOCK;
	c->terms = left < DICTIONARY_BLOCK ? left : DICTIONARY_BLOCK;
	c->at = 0;
	c->term = (struct str){c->bytes, 0};
	if (!read_heads(c, &r))
		return false;
	c->entries = bits_in(&r);
	return true;
}

/* Behind what the next term shares, which is in bytes[]. */
static bool read_text_of(struct dictionary_cursor *c)
{
	size_t shared = c->shared[c->at];
	const uint8_t *codes = c->codes[c->at];
	size_t count = (size_t)(c->codes[c->at + 1] - codes);
	size_t added = pieces_get(&c->d->pieces, codes, count,
		c->bytes + shared, DICTIONARY_TERM_MAX - shared);
	c->term.len = shared + added;
	c->at++;
	return added > 0;
}

/* Terms must ascend, which the first byte that is not shared tells. */
static bool read_term(struct dictionary_cursor *c)
{
	size_t shared = c->shared[c->at], len = c->term.len;
	if (shared > len)
		return false;
	uint8_t before = (uint8_t)c->bytes[shared];
	return read_text_of(c) &&
	       (shared == len || (uint8_t)c->bytes[shared] > before);
}

/* Of a term that shares nothing. */
static enum term_kind first_byte(
	const struct dictionary_cursor *c, uint32_t number)
{
	const uint8_t *code = c->codes[number];
	return (enum term_kind)(*code == PIECE_LITERAL
					? code[1]
					: c->d->pieces.texts[*code] & 255);
}

/* What changes from entry to entry, in registers while several are read. */
struct entries {
	struct bits_in bits;
	struct term_info info;
	uint32_t next;
};

static inline bool read_single(struct entries *e, uint32_t docs, bool positions)
{
	struct bits_in *b = &e->bits;
	struct term_info *t = &e->info;
	uint64_t doc = bits_get(b, 1) ? e->next + bits_get_golomb(b, 0)
				      : bits_get_below(b, docs);
	t->doc = (uint32_t)doc;
	e->next = t->doc + 1;
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

static inline bool read_entry(struct entries *e, uint32_t docs)
{
	struct term_info *t = &e->info;
	t->postings_off += t->postings_len;
	t->positions_off += t->positions_len;
	t->postings_len = t->positions_len = 0;
	t->doc = t->tf = t->position = 0;
	t->ordinal++;
	bool positions = term_has_positions(t->kind);
	uint64_t more = bits_get_golomb(&e->bits, 0);
	t->also_word = t->kind == TERM_STEM && bits_get(&e->bits, 1);
	if (more >= docs)
		return false;
	t->df = (uint32_t)more + 1;
	if (t->df == 1)
		return read_single(e, docs, positions);
	unsigned scale = dictionary_scale(t->df);
	t->postings_len = bits_get_golomb(&e->bits, scale);
	if (positions)
		t->positions_len = bits_get_golomb(&e->bits, scale);
	return true;
}

/* The entries of the terms of which the texts were read. */
static bool read_entries(struct dictionary_cursor *c)
{
	struct entries e = {c->entries, c->info, c->next};
	uint32_t docs = c->d->segment->docs;
	uint32_t i = (c->info.ordinal + 1) % DICTIONARY_BLOCK;
	bool good = true;
	for (; i < c->at && good; i++) {
		if (c->shared[i] == 0)
			e.info.kind = first_byte(c, i);
		good = read_entry(&e, docs);
	}
	c->info = e.info;
	c->next = e.next;
	c->entries = e.bits;
	return good && c->entries.at <= c->entries.end;
}

void dictionary_next_text(struct dictionary_cursor *c)
{
	uint32_t next = c->first + c->at;
	if (next >= c->d->count) {
		cursor_end(c, OK);
		return;
	}
	bool good = c->at < c->terms || enter_block(c, next / DICTIONARY_BLOCK);
	if (!good || !read_term(c))
		cursor_end(c, ERR_CORRUPT);
}

bool dictionary_read_info(struct dictionary_cursor *c)
{
	if (!read_entries(c))
		cursor_end(c, ERR_CORRUPT);
	return c->valid;
}

void dictionary_next(struct dictionary_cursor *c)
{
	dictionary_next_text(c);
	if (c->valid)
		dictionary_read_info(c);
}

/* Where the lists of a block begin. */
static bool block_postings(
	const struct dictionary *d, uint32_t number, uint64_t *out)
{
	uint64_t from, to;
	if (!block_start(d, number, &from) ||
		!block_start(d, number + 1, &to) || from > to ||
		to > d->terms.len ||
		segment_touch(d->segment, d->terms.p + from,
			to - from < LINE ? to - from : LINE) != OK)
		return false;
	struct reader r =
		reader_from(str_slice(d->terms, (size_t)from, (size_t)to));
	*out = read_varint_max(&r, OFFSET_MAX);
	return !r.bad;
}

void dictionary_next_above(struct dictionary_cursor *c, uint32_t df)
{
	uint32_t next = (c->info.ordinal + 1) / DICTIONARY_BLOCK, block = next;
	uint32_t last = block | (DICTIONARY_NODE - 1);
	uint32_t least = df / DICTIONARY_DENSE;
	uint64_t from, to;
	if (last >= c->d->blocks)
		last = c->d->blocks - 1;
	if (least > 0 && c->at == c->terms && block < last &&
		block_postings(c->d, block, &from))
		while (block < last && block_postings(c->d, block + 1, &to) &&
			to - from <= least) {
			from = to;
			block++;
		}
	if (block > next && !enter_block(c, block))
		cursor_end(c, ERR_CORRUPT);
	else
		dictionary_next(c);
}

/* The last of `count` keys that is not above `key`, or the first.  Of many, one
 * in WAYS is looked at first: these are waited for side by side. */
static uint32_t last_key(const uint8_t *keys, uint32_t count, uint64_t key)
{
	enum { WAYS = 16 };
	const uint8_t *low = keys;
	while (count > 2 * WAYS) {
		uint32_t step = count / WAYS, n = 0;
		for (uint32_t i = 1; i < WAYS; i++)
			n += get_u64(low + 8 * (size_t)(i * step)) <= key;
		low += 8 * (size_t)(n * step);
		count = n < WAYS - 1 ? step : count - n * step;
		prefetch((const char *)low, 8 * (size_t)count);
	}
	while (count > 1) {
		const uint8_t *middle = low + 8 * (size_t)(count / 2);
		low = get_u64(middle) <= key ? middle : low;
		count -= count / 2;
	}
	return (uint32_t)((low - keys) / 8);
}

static bool node_text(
	struct dictionary_cursor *c, uint32_t node, struct str *out)
{
	const struct dictionary *d = c->d;
	const uint8_t *p = d->starts + 4 * (size_t)node;
	uint32_t from = get_u32(p), to = get_u32(p + 4);
	*out = str_slice(d->texts, from, to);
	return from <= to && to <= d->texts.len;
}

static bool block_text(
	struct dictionary_cursor *c, uint32_t block, struct str *out)
{
	if (!enter_block(c, block) || !read_text_of(c))
		return false;
	*out = c->term;
	return true;
}

/* Keys of some nodes or blocks, and how to come by their first texts. */
struct keys {
	const uint8_t *p;
	uint32_t count, base; /* number of the first */
	bool (*text)(
		struct dictionary_cursor *c, uint32_t number, struct str *out);
};

/* The last of them whose text is not above `from`, or the first. */
static bool search(struct dictionary_cursor *c, const struct keys *k,
	uint64_t key, struct str from, uint32_t *out)
{
	uint32_t high = last_key(k->p, k->count, key), low = high;
	if (get_u64(k->p + 8 * (size_t)high) == key)
		low = key ? last_key(k->p, high + 1, key - 1) : 0;
	while (low < high) {
		uint32_t middle = low + (high - low + 1) / 2;
		struct str t;
		if (!k->text(c, k->base + middle, &t))
			return false;
		if (str_cmp(t, from) <= 0)
			low = middle;
		else
			high = middle - 1;
	}
	*out = k->base + low;
	return true;
}

/* The last block whose first term is <= `from`, or the first.  In a node `from`
 * begins with what its terms share, unless it is below all terms. */
static bool find_block(
	struct dictionary_cursor *c, struct str from, uint32_t *out)
{
	const struct dictionary *d = c->d;
	const struct keys top = {d->keys, d->nodes, 0, node_text};
	uint32_t node;
	struct str first;
	if (!search(c, &top, dictionary_key(from, 0), from, &node) ||
		!node_text(c, node, &first))
		return false;
	*out = 0;
	if (node == 0 && str_cmp(from, first) < 0)
		return true;
	struct keys below = {
		.base = node * DICTIONARY_NODE, .text = block_text};
	below.p = node_of(d, node, &below.count);
	if (segment_touch(d->segment, below.p, 12 * (size_t)below.count) != OK)
		return false;
	prefetch((const char *)below.p, 12 * (size_t)below.count);
	uint64_t key = dictionary_key(from, d->skips[node]);
	return search(c, &below, key, from, out);
}

/* To the first text of the block that is not below `from`, or behind the last.
 * `matched` bytes of the term before are also those of `from`; where a term
 * shares more, it is as far below `from` as that one. */
static enum status scan_block(struct dictionary_cursor *c, struct str from)
{
	size_t matched = 0;
	while (c->at < c->terms) {
		size_t shared = c->shared[c->at];
		if (shared > matched) {
			c->at++;
			continue;
		}
		if (!read_text_of(c))
			return ERR_CORRUPT;
		if (shared < matched)
			return OK;
		size_t most = c->term.len < from.len ? c->term.len : from.len;
		while (matched < most && c->bytes[matched] == from.p[matched])
			matched++;
		if (matched == from.len)
			return OK;
		if (matched < c->term.len &&
			(uint8_t)c->bytes[matched] > (uint8_t)from.p[matched])
			return OK;
	}
	return ERR_NOT_FOUND;
}

/* To the text of the first term >= `from`, if it is in the block where `from`
 * would be; else behind that block, with ERR_NOT_FOUND. */
static enum status seek_text(struct dictionary_cursor *c,
	const struct dictionary *d, struct str from)
{
	uint32_t block;
	c->d = d;
	c->status = OK;
	c->valid = d->count > 0;
	if (!c->valid)
		return ERR_NOT_FOUND;
	if (!find_block(c, from, &block) || !enter_block(c, block))
		return ERR_CORRUPT;
	return scan_block(c, from);
}

void dictionary_seek_text(struct dictionary_cursor *c,
	const struct dictionary *d, struct str from)
{
	enum status status = seek_text(c, d, from);
	if (!c->valid)
		return;
	if (status == ERR_NOT_FOUND)
		dictionary_next_text(c);
	else if (status != OK)
		cursor_end(c, status);
	if (c->valid && str_cmp(c->term, from) < 0)
		cursor_end(c, ERR_CORRUPT);
}

void dictionary_seek(struct dictionary_cursor *c, const struct dictionary *d,
	struct str from)
{
	dictionary_seek_text(c, d, from);
	if (c->valid)
		dictionary_read_info(c);
}

enum status dictionary_find(
	const struct dictionary *d, struct str term, struct term_info *out)
{
	struct dictionary_cursor c;
	if (term.len == 0)
		return ERR_NOT_FOUND;
	enum status status = seek_text(&c, d, term);
	if (status != OK)
		return status;
	if (!str_eq(c.term, term))
		return ERR_NOT_FOUND;
	if (!read_entries(&c))
		return ERR_CORRUPT;
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
