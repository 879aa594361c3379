/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/comparison.h"
#include "common/index/live_doc.h"
#include "common/index/record.h"
#include "indexer/term_walk.h"

#include <stdlib.h>

/* ---- parts of a record ---- */

enum kind { TEXT, TIME, NUMBER, LIST, SECTIONS, EXTRAS, LINES };

static const struct {
	const char *name;
	enum kind kind;
	size_t off; /* in a record */
} PARTS[PART_COUNT] = {
	[PART_SOURCE] = {"source", TEXT, offsetof(struct record, source)},
	[PART_TITLE] = {"title", TEXT, offsetof(struct record, title)},
	[PART_URL] = {"url", TEXT, offsetof(struct record, url)},
	[PART_DESCRIPTION] = {"description", TEXT,
		offsetof(struct record, description)},
	[PART_TYPE] = {"type", TEXT, offsetof(struct record, type)},
	[PART_PLACE] = {"place", TEXT, offsetof(struct record, place)},
	[PART_LANGUAGE] = {"language", TEXT, offsetof(struct record, language)},
	[PART_DATE] = {"date", TIME, offsetof(struct record, date)},
	[PART_MODIFIED] = {"modified", TIME, offsetof(struct record, modified)},
	[PART_BOOST] = {"boost", NUMBER, offsetof(struct record, boost)},
	[PART_NAMES] = {"names", LIST, offsetof(struct record, names)},
	[PART_ALIASES] = {"aliases", LIST, offsetof(struct record, aliases)},
	[PART_AUTHORS] = {"authors", LIST, offsetof(struct record, authors)},
	[PART_TAGS] = {"tags", LIST, offsetof(struct record, tags)},
	[PART_CATEGORIES] = {"categories", LIST,
		offsetof(struct record, categories)},
	[PART_SECTIONS] = {"sections", SECTIONS, 0},
	[PART_TEXT] = {"text", TEXT, offsetof(struct record, text)},
	[PART_EXTRAS] = {"extras", EXTRAS, 0},
	[PART_LINES] = {"lines", LINES, 0},
};

enum { NEUTRAL_BOOST = 1000 };

const char *part_name(enum part p)
{
	return PARTS[p].name;
}

static const void *at(const struct record *r, enum part p)
{
	return (const char *)r + PARTS[p].off;
}

static bool has_part(const struct record *r, enum part p)
{
	switch (PARTS[p].kind) {
	case TEXT:
		return ((const struct str *)at(r, p))->len > 0;
	case TIME:
		return *(const int64_t *)at(r, p) != RECORD_NO_TIME;
	case NUMBER:
		return *(const uint32_t *)at(r, p) != NEUTRAL_BOOST;
	case LIST:
		return ((const struct record_list *)at(r, p))->len > 0;
	case SECTIONS:
		return r->section_count > 1;
	case EXTRAS:
		return r->extra_count > 0;
	default:
		return false;
	}
}

static bool same_list(const struct record_list *a, const struct record_list *b)
{
	if (a->len != b->len)
		return false;
	for (uint32_t i = 0; i < a->len; i++)
		if (!str_eq(a->v[i], b->v[i]))
			return false;
	return true;
}

static bool same_sections(const struct record *a, const struct record *b)
{
	if (a->section_count != b->section_count)
		return false;
	for (uint32_t i = 0; i < a->section_count; i++) {
		const struct record_section *x = &a->sections[i];
		const struct record_section *y = &b->sections[i];
		if (x->off != y->off || x->level != y->level ||
			!str_eq(x->heading, y->heading) ||
			!str_eq(x->anchor, y->anchor))
			return false;
	}
	return true;
}

static bool same_extras(const struct record *a, const struct record *b)
{
	if (a->extra_count != b->extra_count)
		return false;
	for (uint32_t i = 0; i < a->extra_count; i++)
		if (!str_eq(a->extras[i].key, b->extras[i].key) ||
			!str_eq(a->extras[i].json, b->extras[i].json))
			return false;
	return true;
}

static bool same_part(
	const struct record *a, const struct record *b, enum part p)
{
	switch (PARTS[p].kind) {
	case TEXT:
		return str_eq(*(const struct str *)at(a, p),
			*(const struct str *)at(b, p));
	case TIME:
		return *(const int64_t *)at(a, p) == *(const int64_t *)at(b, p);
	case NUMBER:
		return *(const uint32_t *)at(a, p) ==
		       *(const uint32_t *)at(b, p);
	case LIST:
		return same_list(at(a, p), at(b, p));
	case SECTIONS:
		return same_sections(a, b);
	case EXTRAS:
		return same_extras(a, b);
	default:
		return true;
	}
}

/* Bit p for part p; records that differ in nothing else do so in lines. */
static uint32_t differing_parts(const struct record *a, const struct record *b)
{
	uint32_t parts = 0;
	for (enum part p = 0; p < PART_LINES; p++)
		parts |= (uint32_t)!same_part(a, b, p) << p;
	return parts ? parts : UINT32_C(1) << PART_LINES;
}

/* ---- documents ---- */

/* A document of one side. */
struct found {
	uint32_t leaf, doc;
	struct str bytes;
	struct record record;
};

/* The live document among those that have an id, if there is one. */
static enum status find(const struct comparison_side *s,
	const struct term_walk *w, struct found *out, bool *is)
{
	*is = false;
	for (size_t i = 0; i < w->sources.len; i++) {
		const struct term_source *source = &w->sources.v[i];
		enum status status = live_doc(
			s->leaves[source->leaf], &source->info, &out->doc);
		out->leaf = source->leaf;
		*is = status == OK;
		if (status != ERR_NOT_FOUND)
			return status;
	}
	return OK;
}

static enum status read_record(
	struct comparison *c, unsigned side, struct found *f, struct error *err)
{
	struct comparison_side *s = &c->sides[side];
	enum status status = stored_get(&s->readers[f->leaf],
		&s->leaves[f->leaf]->stored, f->doc, &f->bytes, err);
	arena_clear(&c->scratch[side]);
	if (status != OK)
		return status;
	status = record_get(f->bytes, &c->scratch[side], &f->record);
	return status == ERR_CORRUPT
		       ? segment_corrupt(&s->leaves[f->leaf]->segment,
				 SECTION_STORED, "a record makes no sense", err)
		       : status;
}

/* Count what it has, on one side or both. */
static enum status tally(
	struct comparison *c, const struct record *r, bool old, bool new)
{
	bool on[SIDES] = {old, new};
	for (unsigned side = 0; side < SIDES; side++)
		for (enum part p = 0; on[side] && p < PART_COUNT; p++)
			c->sides[side].parts[p] += has_part(r, p);
	for (uint32_t i = 0; i < r->extra_count; i++) {
		uint32_t key;
		if (r->extras[i].key.len > MAP_KEY_MAX)
			continue;
		enum status status =
			map_add(&c->extra_keys, r->extras[i].key, &key);
		if (status == OK && key == c->extras.len)
			status = vec_push(
				&c->extras, (struct comparison_extra){0});
		if (status != OK)
			return status;
		c->extras.v[key].docs[OLD] += old;
		c->extras.v[key].docs[NEW] += new;
	}
	return OK;
}

static enum status keep(struct comparison *c, comparison_docs *list,
	const struct record *r, uint32_t parts)
{
	if (!c->keep)
		return OK;
	struct comparison_doc d = {arena_dup(&c->ids, r->id), parts};
	return d.id.p ? vec_push(list, d) : ERR_NOMEM;
}

static enum status take_one(
	struct comparison *c, unsigned side, struct found *f, struct error *err)
{
	enum status status = read_record(c, side, f, err);
	if (status == OK)
		status = tally(c, &f->record, side == OLD, side == NEW);
	if (status != OK)
		return status;
	*(side == OLD ? &c->removed : &c->added) += 1;
	return keep(c, side == OLD ? &c->removed_docs : &c->added_docs,
		&f->record, 0);
}

static enum status take_changed(struct comparison *c, const struct found *both)
{
	uint32_t parts = differing_parts(&both[OLD].record, &both[NEW].record);
	c->changed++;
	for (enum part p = 0; p < PART_COUNT; p++)
		c->part_changes[p] += parts >> p & 1;
	return keep(c, &c->changed_docs, &both[NEW].record, parts);
}

static bool is_one(const struct comparison *c, const struct found *both)
{
	struct hash128 id[SIDES];
	for (unsigned side = 0; side < SIDES; side++)
		id[side] = c->sides[side].leaves[both[side].leaf]->segment.id;
	return both[OLD].doc == both[NEW].doc &&
	       memcmp(&id[OLD], &id[NEW], sizeof id[OLD]) == 0;
}

static enum status take_both(
	struct comparison *c, struct found *both, struct error *err)
{
	enum status status = read_record(c, NEW, &both[NEW], err);
	bool same = is_one(c, both);
	if (status == OK && !same)
		status = read_record(c, OLD, &both[OLD], err);
	if (status != OK)
		return status;
	same = same || str_eq(both[OLD].bytes, both[NEW].bytes);
	c->same += same;
	if (same)
		return tally(c, &both[NEW].record, true, true);
	status = tally(c, &both[OLD].record, true, false);
	if (status == OK)
		status = tally(c, &both[NEW].record, false, true);
	return status == OK ? take_changed(c, both) : status;
}

/* An id; walks that do not stand at it are NULL. */
static enum status take_id(
	struct comparison *c, struct term_walk *const *walks, struct error *err)
{
	struct found both[SIDES] = {0};
	bool is[SIDES] = {false, false};
	enum status status = OK;
	for (unsigned side = 0; side < SIDES && status == OK; side++)
		if (walks[side])
			status = find(&c->sides[side], walks[side], &both[side],
				&is[side]);
	if (status != OK || (!is[OLD] && !is[NEW]))
		return status;
	if (is[OLD] && is[NEW])
		return take_both(c, both, err);
	unsigned side = is[OLD] ? OLD : NEW;
	return take_one(c, side, &both[side], err);
}

/* ---- words ---- */

static uint64_t docs_of(
	const struct comparison_side *s, const struct term_walk *w)
{
	uint64_t docs = 0;
	for (size_t i = 0; w && i < w->sources.len; i++) {
		const struct term_source *source = &w->sources.v[i];
		docs += live_df(&s->leaves[source->leaf]->live,
			source->info.ordinal, source->info.df);
	}
	return docs;
}

static double share(const struct comparison *c, unsigned side, uint64_t docs)
{
	uint64_t all = c->sides[side].index->docs;
	return all ? (double)docs / (double)all : 0;
}

/* Into the list of the highest jumps, if it is one. */
static void rank_word(struct comparison *c, const struct comparison_word *w)
{
	unsigned at = c->word_count;
	while (at > 0 && c->words[at - 1].jump < w->jump)
		at--;
	if (at == COMPARISON_WORDS)
		return;
	if (c->word_count < COMPARISON_WORDS)
		c->word_count++;
	memmove(&c->words[at + 1], &c->words[at],
		(c->word_count - at - 1) * sizeof *c->words);
	c->words[at] = *w;
}

static void take_word(struct comparison *c, struct term_walk *const *walks)
{
	struct term_walk *one = walks[OLD] ? walks[OLD] : walks[NEW];
	struct str word = str_slice(one->term, 1, one->term.len);
	struct comparison_word w = {.len = (uint8_t)word.len};
	double shares[SIDES];
	for (unsigned side = 0; side < SIDES; side++) {
		w.docs[side] = docs_of(&c->sides[side], walks[side]);
		shares[side] = share(c, side, w.docs[side]);
		c->sides[side].words += w.docs[side] > 0;
	}
	c->new_words += !w.docs[OLD] && w.docs[NEW];
	c->gone_words += w.docs[OLD] && !w.docs[NEW];
	w.jump = shares[NEW] > shares[OLD] ? shares[NEW] - shares[OLD]
					   : shares[OLD] - shares[NEW];
	unsigned last = c->word_count ? c->word_count - 1 : 0;
	if (w.jump <= 0 || (c->word_count == COMPARISON_WORDS &&
				   w.jump <= c->words[last].jump))
		return;
	memcpy(w.bytes, word.p, word.len);
	rank_word(c, &w);
}

/* ---- both walks ---- */

static enum status take_term(
	struct comparison *c, struct term_walk *const *walks, struct error *err)
{
	struct term_walk *one = walks[OLD] ? walks[OLD] : walks[NEW];
	if (one->term.p[0] == TERM_ID)
		return take_id(c, walks, err);
	if (one->term.p[0] == TERM_WORD)
		take_word(c, walks);
	return OK;
}

static bool is_over(const struct term_walk *w)
{
	return !w->valid || (uint8_t)w->term.p[0] > TERM_WORD;
}

static enum status walk_both(
	struct comparison *c, struct term_walk *walks, struct error *err)
{
	enum status status = OK;
	while (status == OK) {
		bool old = !is_over(&walks[OLD]), new = !is_over(&walks[NEW]);
		if (!old && !new)
			break;
		int order = !old ? 1 : -1;
		if (old && new)
			order = str_cmp(walks[OLD].term, walks[NEW].term);
		struct term_walk *at_it[SIDES] = {
			order <= 0 ? &walks[OLD] : NULL,
			order >= 0 ? &walks[NEW] : NULL};
		status = take_term(c, at_it, err);
		for (unsigned side = 0; side < SIDES; side++)
			if (at_it[side])
				term_walk_next(at_it[side]);
	}
	for (unsigned side = 0; side < SIDES; side++)
		if (status == OK)
			status = walks[side].status;
	return status;
}

static enum status begin_side(struct comparison_side *s)
{
	const struct snapshot *index = s->index;
	s->readers = calloc(index->leaf_count + 1u, sizeof *s->readers);
	s->leaves = calloc(index->leaf_count + 1u, sizeof *s->leaves);
	if (!s->readers || !s->leaves)
		return ERR_NOMEM;
	for (uint32_t i = 0; i < index->leaf_count; i++) {
		const struct leaf *p = index->leaves[i];
		s->leaves[i] = p;
		s->bytes += p->segment.file.bytes.len;
		s->deleted += p->live.docs - p->live.count;
	}
	return OK;
}

enum status comparison_make(struct comparison *c, struct error *err)
{
	struct term_walk walks[SIDES] = {0};
	enum status status = OK;
	*err = (struct error){0};
	c->settings =
		settings_difference(&c->sides[OLD].index->manifest.settings,
			&c->sides[NEW].index->manifest.settings);
	for (unsigned side = 0; side < SIDES; side++) {
		struct comparison_side *s = &c->sides[side];
		if (status == OK)
			status = begin_side(s);
		if (status == OK)
			term_walk_begin(&walks[side], s->leaves,
				s->index->leaf_count, STR(""));
	}
	if (status == OK)
		status = walk_both(c, walks, err);
	for (unsigned side = 0; side < SIDES; side++)
		term_walk_release(&walks[side]);
	if (status == ERR_CORRUPT && err->status == OK)
		error_set(err, status,
			"the terms of one of the indexes are damaged; "
			"`meju-index check` says more");
	else if (status != OK && err->status == OK)
		error_set(
			err, status, "cannot compare: %s", status_text(status));
	return status;
}

void comparison_release(struct comparison *c)
{
	for (unsigned side = 0; side < SIDES; side++) {
		struct comparison_side *s = &c->sides[side];
		for (uint32_t i = 0; s->readers && i < s->index->leaf_count;
			i++)
			stored_reader_release(&s->readers[i]);
		free(s->readers);
		free(s->leaves);
		arena_release(&c->scratch[side]);
	}
	vec_release(&c->added_docs);
	vec_release(&c->changed_docs);
	vec_release(&c->removed_docs);
	vec_release(&c->extras);
	map_release(&c->extra_keys);
	arena_release(&c->ids);
	*c = (struct comparison){0};
}

bool comparison_differs(const struct comparison *c)
{
	return c->added || c->changed || c->removed || c->settings;
}
