/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/visit.h"
#include "common/index/column.h"
#include "common/index/position.h"
#include "common/index/record.h"

#include <stdlib.h>

#define CHECK(condition)                                                       \
	do                                                                     \
		if (!(condition))                                              \
			abort();                                               \
	while (0)

static volatile uint64_t sink; /* so that what is read must be read */

static void visit_bound(const struct posting_cursor *c, uint32_t target)
{
	uint32_t last;
	float bound = posting_bound(c, target, &last);
	CHECK(last >= target && last != DOC_END);
	CHECK(bound >= 0 && bound <= 256);
}

static void visit_positions(struct position_reader *r, struct posting_cursor *c)
{
	uint32_t count;
	const uint32_t *v = position_get(r, c, &count);
	CHECK(v || (r->status != OK && count == 0));
	for (uint32_t i = 1; i < count; i++)
		CHECK(v[i] >= v[i - 1]);
}

static void walk(const struct leaf *p, const struct term_info *info)
{
	struct posting_cursor c;
	struct position_reader r;
	bool freqs = term_has_positions(info->kind);
	uint32_t next = 0, count = 0;
	if (posting_open(&c, &p->segment, info) != OK)
		return;
	bool positions = freqs && position_open(&r, &p->segment, info) == OK;
	for (uint32_t d = c.doc; d != DOC_END; d = posting_next(&c)) {
		CHECK(d >= next && d < p->segment.docs);
		next = d + 1;
		count++;
		if (freqs) {
			sink += posting_freq(&c);
			visit_bound(&c, d);
		}
		if (positions)
			visit_positions(&r, &c);
	}
	CHECK(c.status != OK || count == info->df);
	if (positions)
		position_close(&r);
}

static void skip(const struct leaf *p, const struct term_info *info)
{
	struct posting_cursor c;
	if (posting_open(&c, &p->segment, info) != OK)
		return;
	for (uint32_t target = 0, step = 1; c.doc != DOC_END; step *= 3) {
		target = c.doc + 1 + step % 1000;
		if (term_has_positions(info->kind))
			visit_bound(&c, target);
		CHECK(posting_seek(&c, target) >= target);
	}
}

static void visit_terms(const struct dictionary *d, const struct leaf *p)
{
	struct dictionary_cursor t;
	uint32_t count = 0;
	dictionary_seek(&t, d, STR(""));
	for (; t.valid; dictionary_next(&t)) {
		struct term_info info;
		CHECK(t.term.len > 0 && t.term.len <= DICTIONARY_TERM_MAX);
		CHECK(t.info.df > 0 && t.info.df <= p->segment.docs);
		walk(p, &t.info);
		skip(p, &t.info);
		sink += dictionary_find(d, t.term, &info);
		CHECK(++count <= d->count);
	}
	sink += t.status;
}

static void visit_record(struct str bytes, struct arena *arena)
{
	struct record r;
	arena_clear(arena);
	if (record_get(bytes, arena, &r) != OK)
		return;
	for (uint32_t i = 0; i < r.section_count; i++)
		CHECK(r.sections[i].off <= r.text.len);
	sink += record_line(&r, (uint32_t)r.text.len / 2);
	sink += record_section_at(&r, (uint32_t)r.text.len / 2) != NULL;
	sink += hash64(r.text);
}

static void visit_documents(const struct leaf *p)
{
	struct stored_reader reader = {0};
	struct arena arena = {0};
	uint32_t most = p->segment.docs < 1000 ? p->segment.docs : 1000;
	for (uint32_t i = 0; i < most; i++) {
		struct str bytes;
		if (stored_get(&reader, &p->stored, i, &bytes, NULL) == OK)
			visit_record(bytes, &arena);
	}
	struct str none;
	CHECK(stored_get(&reader, &p->stored, p->segment.docs, &none, NULL) !=
		OK);
	arena_release(&arena);
	stored_reader_release(&reader);
}

static void visit_column(const struct leaf *p, enum column_id id)
{
	struct column c;
	if (column_open(&c, &p->segment, id, NULL) != OK)
		return;
	for (uint32_t i = 0; i < p->segment.docs; i++) {
		uint32_t ordinals[8];
		if (c.number) {
			sink += (uint64_t)column_number(&c, i);
			continue;
		}
		uint32_t n = column_keys(&c, i, ordinals, 8);
		CHECK(n <= 8);
		while (n--)
			sink += hash64(column_key(&c, ordinals[n]));
	}
}

void visit_leaf(const struct leaf *p)
{
	visit_terms(&p->dictionary, p);
	visit_documents(p);
	for (unsigned id = 0; id < COLUMN_COUNT; id++)
		visit_column(p, (enum column_id)id);
	for (uint32_t i = 0; i < p->segment.docs; i++)
		sink += meta_length(&p->meta, i);
}
