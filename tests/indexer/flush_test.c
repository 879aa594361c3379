/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random documents through inverters, intake and flush, compared by way of the
 * dictionary, posting and position readers with occurrences that are simply
 * gathered and sorted. */
#include "tests/support/test.h"
#include "common/index/position.h"
#include "common/index/words.h"
#include "indexer/flush.h"

#include <unistd.h>

enum { BATCHES = 5, TEXT_WORDS = 60 };

static const struct settings settings = {
	.title_weight = 3, .heading_weight = 2, .body_weight = 1};

/* A term at a place; weight and position 0 for terms that only filter. */
struct occurrence {
	char term[64];
	uint32_t doc, weight, position;
};

struct model {
	VEC(struct occurrence) v;
	VEC(uint32_t) lengths;
	struct analyzer *analyzer;
	uint32_t doc, position;
};

static void see(struct model *m, enum term_kind kind, struct str text,
	uint32_t weight, uint32_t position)
{
	struct occurrence o = {{(char)kind}, m->doc, weight, position};
	assert_true(text.len < sizeof o.term - 1);
	memcpy(o.term + 1, text.p, text.len);
	assert_int_equal(vec_push(&m->v, o), OK);
}

static void see_text(struct model *m, struct str text, language l,
	enum term_kind kind, uint32_t weight)
{
	struct tokens tokens;
	struct token t;
	struct analysis an;
	if (text.len == 0)
		return;
	tokens_init(&tokens, text);
	while (tokens_next(&tokens, &t)) {
		struct str raw = str_slice(text, t.off, t.off + t.len);
		assert_int_equal(analyzer_word(m->analyzer, raw, l, &an), OK);
		for (unsigned i = 0; i < an.count; i++) {
			const struct part *p = &an.parts[i];
			uint32_t at = m->position + p->offset;
			see(m, TERM_STEM, p->stem, weight, at);
			m->lengths.v[m->doc] += weight;
			if (p->word.len)
				see(m, TERM_WORD, p->word, 0, 0);
			if (kind != TERM_STEM)
				see(m, kind, p->stem, 1, at);
		}
		m->position += an.advance;
	}
	m->position += POSITION_GAP;
}

static void see_record(struct model *m, const struct record *r)
{
	struct buf folded = {0}, name = {0};
	language l = language_find(r->language);
	assert_int_equal(vec_push(&m->lengths, 0), OK);
	m->position = 0;
	see_text(m, r->title, l, TERM_TITLE, settings.title_weight);
	see_text(m, r->description, l, TERM_STEM, settings.body_weight);
	size_t from = 0;
	for (uint32_t i = 0; i < r->section_count; i++) {
		const struct record_section *s = &r->sections[i];
		see_text(m, str_slice(r->text, from, s->off), l, TERM_STEM,
			settings.body_weight);
		see_text(m, s->heading, l, TERM_HEADING,
			settings.heading_weight);
		from = s->off;
	}
	see_text(m, str_slice(r->text, from, r->text.len), l, TERM_STEM,
		settings.body_weight);
	see(m, TERM_ID, r->id, 0, 0);
	see(m, TERM_LANGUAGE, r->language, 0, 0);
	const struct str names[] = {r->title, r->id};
	for (unsigned i = 0; i < 2; i++) {
		analyzer_fold(names[i], l, &folded);
		buf_clear(&name);
		struct str term = term_put_name(&name, buf_str(&folded));
		if (folded.len)
			see(m, TERM_NAME, str_slice(term, 1, term.len), 0, 0);
	}
	for (uint32_t i = 0; i < r->tags.len; i++)
		see(m, TERM_TAG, r->tags.v[i], 0, 0);
	buf_release(&folded);
	buf_release(&name);
	m->doc++;
}

static int by_term(const void *a, const void *b)
{
	const struct occurrence *x = a, *y = b;
	int c = strcmp(x->term, y->term);
	c = c ? c : (x->doc > y->doc) - (x->doc < y->doc);
	return c ? c
		 : (x->position > y->position) - (x->position < y->position);
}

/* Common words, and ever new ones. */
static void put_words(struct rng *r, struct buf *b, unsigned n)
{
	static const char *const words[] = {"gut", "skin", "Foods", "food",
		"running", "gut-skin", "2024", "Caf\u00e9", "camelCase",
		"state-of-the-art", "\u6771\u4eac", "the", "of"};
	for (unsigned i = 0; i < n; i++) {
		if (rng_below(r, 8) == 0)
			buf_printf(b, "n%u ", (unsigned)rng_below(r, 3000));
		else
			buf_printf(b, "%s ",
				words[rng_below(
					r, sizeof words / sizeof *words)]);
	}
}

static struct str random_text(struct rng *r, struct arena *a, unsigned most)
{
	struct buf b = {0};
	put_words(r, &b, (unsigned)rng_below(r, most + 1));
	struct str s = arena_dup(a, buf_str(&b));
	buf_release(&b);
	return s;
}

static struct record random_record(struct rng *r, struct arena *a)
{
	static const struct str tags[] = {{"red", 3}, {"green", 5}};
	struct buf id = {0};
	struct record_section *s = arena_alloc(a, 2 * sizeof *s);
	buf_printf(&id, "id%u", (unsigned)rng_below(r, 5000));
	struct record rec = {.id = arena_dup(a, buf_str(&id)),
		.language = rng_below(r, 2) ? STR("en") : STR("de"),
		.title = random_text(r, a, 5),
		.description = random_text(r, a, 3),
		.text = random_text(r, a, TEXT_WORDS),
		.tags = {tags, (uint32_t)rng_below(r, 3)},
		.sections = s,
		.section_count = (uint32_t)rng_below(r, 3)};
	size_t off = str_find(rec.text, rec.text.len / 3, ' ');
	for (uint32_t i = 0; i < rec.section_count; i++) {
		s[i] = (struct record_section){
			.off = (uint32_t)off, .heading = random_text(r, a, 3)};
		off = str_find(rec.text, off, ' ');
	}
	buf_release(&id);
	return rec;
}

struct world {
	struct model model;
	const char *folder;
	struct segment segment;
	struct dictionary dictionary;
};

struct made_doc {
	struct record record;
	uint32_t number;
};

static int by_id(const void *a, const void *b)
{
	const struct made_doc *x = a, *y = b;
	int c = str_cmp(x->record.id, y->record.id);
	return c ? c : (x->number > y->number) - (x->number < y->number);
}

/* A batch of documents through one inverter. */
static void take_in(struct intake *in, struct inverter *v, unsigned worker,
	const struct made_doc *docs, uint32_t count)
{
	struct batch b = {.worker = worker};
	for (uint32_t i = 0; i < count; i++) {
		assert_int_equal(inverter_add(v, &docs[i].record), OK);
		assert_int_equal(
			vec_push(&b.docs,
				(struct batch_doc){docs[i].record.id, 1}),
			OK);
		buf_putc(&b.records, 'r');
	}
	assert_int_equal(inverter_take(v, &b.inverted), OK);
	assert_int_equal(intake_add(in, &b), OK);
	batch_release(&b);
}

static void write_segment(struct world *w, struct intake *in,
	struct inverter *const *inverters, unsigned count,
	const struct made_doc *docs, char *name)
{
	struct builder b;
	struct crew crew;
	struct flush f;
	struct error err = {0};
	assert_int_equal(builder_begin(&b, w->folder, &err), OK);
	assert_int_equal(crew_begin(&crew, count, 2), OK);
	flush_begin(&f, inverters, count, &crew);
	assert_int_equal(flush_documents(&f, in, &settings), OK);
	for (size_t i = 0; i < in->docs.len; i++) {
		uint32_t length = in->docs.v[i].length;
		assert_true(str_eq(in->docs.v[i].id, docs[i].record.id));
		assert_int_equal(length, w->model.lengths.v[i]);
		assert_int_equal(
			builder_document(&b, &docs[i].record, length), OK);
	}
	assert_int_equal(builder_terms(&b, STR(""), &err), OK);
	assert_int_equal(flush_terms(&f, &b), OK);
	flush_release(&f);
	crew_end(&crew);
	assert_int_equal(builder_finish(&b, name, &err), OK);
}

/* Batches of random size, dealt to `count` inverters. */
static void make(struct world *w, struct rng *r, unsigned count)
{
	struct inverter inverters[3], *pointers[3];
	struct intake in;
	struct error err = {0};
	struct arena arena = {0};
	VEC(struct made_doc) docs = {0};
	char name[SEGMENT_NAME_MAX], path[4300];
	*w = (struct world){.folder = temp_dir()};
	assert_int_equal(analyzer_new(&w->model.analyzer), OK);
	assert_int_equal(intake_open(&in, w->folder, &err), OK);
	for (unsigned i = 0; i < count; i++) {
		assert_int_equal(inverter_init(&inverters[i], &settings), OK);
		pointers[i] = &inverters[i];
	}
	for (uint32_t batch = 0; batch < BATCHES; batch++) {
		size_t from = docs.len;
		uint32_t n = (uint32_t)rng_below(r, 120);
		for (uint32_t i = 0; i < n; i++) {
			struct made_doc d = {
				random_record(r, &arena), (uint32_t)docs.len};
			assert_int_equal(vec_push(&docs, d), OK);
		}
		take_in(&in, pointers[batch % count], batch % count,
			n ? docs.v + from : NULL, n);
	}
	qsort(docs.v, docs.len, sizeof *docs.v, by_id);
	for (size_t i = 0; i < docs.len; i++)
		see_record(&w->model, &docs.v[i].record);
	assert_int_equal(intake_arrange(&in, &err), OK);
	write_segment(w, &in, pointers, count, docs.v, name);
	intake_close(&in);
	for (unsigned i = 0; i < count; i++)
		inverter_release(&inverters[i]);
	vec_release(&docs);
	arena_release(&arena);
	snprintf(path, sizeof path, "%s/%s", w->folder, name);
	assert_int_equal(segment_open(&w->segment, path, &err), OK);
	assert_int_equal(
		dictionary_open(&w->dictionary, &w->segment, &err), OK);
	if (w->model.v.len)
		qsort(w->model.v.v, w->model.v.len, sizeof *w->model.v.v,
			by_term);
}

static void drop(struct world *w)
{
	vec_release(&w->model.v);
	vec_release(&w->model.lengths);
	analyzer_free(w->model.analyzer);
	segment_close(&w->segment);
	remove_tree(w->folder);
}

/* The list of `info` against occurrences [from, to). */
static void assert_list(const struct world *w, const struct term_info *info,
	const struct occurrence *from, const struct occurrence *to, bool bare)
{
	struct posting_cursor c;
	struct position_reader positions = {0};
	bool full = term_has_positions(info->kind) && !bare;
	assert_int_equal(posting_open(&c, &w->segment, info), OK);
	if (full)
		assert_int_equal(
			position_open(&positions, &w->segment, info), OK);
	while (from < to) {
		uint32_t doc = from->doc, tf = 0, count = 0;
		assert_int_equal(c.doc, doc);
		const uint32_t *p =
			full ? position_get(&positions, &c, &count) : NULL;
		for (uint32_t i = 0; from < to && from->doc == doc; from++) {
			tf += from->weight;
			if (full) {
				assert_true(i < count);
				assert_int_equal(p[i++], from->position);
			}
		}
		if (full)
			assert_int_equal(posting_freq(&c), tf);
		posting_next(&c);
	}
	assert_int_equal(c.doc, DOC_END);
	assert_int_equal(c.status, OK);
	position_close(&positions);
}

static const struct occurrence *end_of(
	const struct world *w, const struct occurrence *from)
{
	const struct occurrence *end = w->model.v.v + w->model.v.len, *to;
	for (to = from; to < end && strcmp(to->term, from->term) == 0;)
		to++;
	return to;
}

/* All terms, and the words once more in their own walk. */
static void assert_terms(const struct world *w)
{
	struct dictionary_cursor c;
	struct word_cursor words;
	const struct occurrence *o = w->model.v.v, *to;
	const struct occurrence *end = o + w->model.v.len;
	uint32_t missing = 0;
	dictionary_seek(&c, &w->dictionary, STR(""));
	words_seek(&words, &w->dictionary, STR(""));
	for (; o < end; o = to) {
		struct str term = str_from(o->term);
		struct term_info info;
		to = end_of(w, o);
		if (term.p[0] == TERM_WORD) {
			assert_true(words.valid);
			assert_true(str_eq(
				words.word, str_slice(term, 1, term.len)));
			assert_list(w, words.info, o, to, true);
			words_next(&words);
			assert_int_equal(dictionary_find_word(
						 &w->dictionary, term, &info),
				OK);
			assert_list(w, &info, o, to, true);
			missing += info.kind == TERM_STEM;
			if (info.kind == TERM_STEM)
				continue;
		}
		assert_true(c.valid);
		assert_true(str_eq(c.term, term));
		assert_list(w, &c.info, o, to, false);
		dictionary_next(&c);
	}
	assert_false(c.valid || words.valid);
	assert_int_equal(c.status, OK);
	assert_int_equal(words.status, OK);
	if (w->model.doc > 20)
		assert_true(missing > 0);
}

static void test_same_as_the_model(void **state)
{
	(void)state;
	struct rng r;
	rng_init(&r, seed());
	for (unsigned i = 0; i < rounds(6); i++) {
		struct world w;
		make(&w, &r, i % 2 ? 3 : 1);
		assert_terms(&w);
		drop(&w);
	}
}

/* The bytes are the same for any number of inverters: so is the name. */
static void test_inverters_leave_no_trace(void **state)
{
	(void)state;
	struct rng r;
	uint64_t from = seed();
	struct hash128 id = {0};
	for (unsigned count = 1; count <= 3; count++) {
		struct world w;
		rng_init(&r, from);
		make(&w, &r, count);
		if (count > 1)
			assert_memory_equal(&w.segment.id, &id, sizeof id);
		id = w.segment.id;
		drop(&w);
	}
}

static void test_words_from_a_prefix(void **state)
{
	(void)state;
	struct rng r;
	struct world w;
	struct word_cursor c;
	rng_init(&r, seed());
	make(&w, &r, 1);
	unsigned walked = 0, expected = 0;
	for (words_seek(&c, &w.dictionary, STR("n1")); c.valid; words_next(&c))
		if (str_starts(c.word, STR("n1")))
			walked++;
		else
			break;
	for (const struct occurrence *o = w.model.v.v, *to;
		o < w.model.v.v + w.model.v.len; o = to) {
		to = end_of(&w, o);
		expected += str_starts(str_from(o->term), STR("Wn1"));
	}
	assert_int_equal(walked, expected);
	words_seek(&c, &w.dictionary, STR("\xff"));
	assert_false(c.valid);
	drop(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_as_the_model),
		cmocka_unit_test(test_inverters_leave_no_trace),
		cmocka_unit_test(test_words_from_a_prefix),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
