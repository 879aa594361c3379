/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/posting.h"
#include "common/index/record.h"
#include "query/assist/suggest.h"

#include <stdlib.h>

enum {
	TERMS_MAX = 16,    /* words in titles that are followed         */
	TERMS_SEEN = 3000, /* of which they are the most frequent       */
	ENDING = 3,        /* letters that a stem may be shorter by     */
	ENOUGH = 64,       /* documents; of two such words none is rarer */
	TITLES_OF_WORD = 6,
};

struct title {
	struct suggestion shown;
	struct str folded;
	bool begins;
	bool here; /* the leaf has documents of it: those of `postings` */
	struct posting_cursor postings;
};

struct title_term {
	struct term_info info;
	uint32_t count;
};

struct title_hunt {
	const struct corpus *corpus;
	suggest_within within;
	struct arena *arena;
	struct str begin; /* folded */
	struct stored_reader reader;
	uint32_t reads, count;
	struct title *titles; /* SUGGEST_TITLES_READ */
	/* Of the leaf. */
	const struct leaf *leaf;
	uint32_t number;
	struct title_term terms[TERMS_MAX]; /* most frequent first */
	uint32_t term_count;
};

/* How frequent a word is; of those within, if they are not all. */
static enum status count_term(
	const struct title_hunt *h, const struct term_info *info, uint32_t *n)
{
	struct posting_cursor c;
	*n = info->df;
	if (!h->within)
		return OK;
	const uint64_t *within = h->within[h->number];
	enum status status = posting_open(&c, &h->leaf->segment, info);
	*n = 0;
	for (uint32_t d = c.doc; status == OK && d != DOC_END && *n < ENOUGH;
		d = posting_next(&c))
		*n += within[d >> 6] >> (d & 63) & 1;
	return status == OK ? c.status : status;
}

static enum status keep_term(struct title_hunt *h, const struct term_info *info)
{
	uint32_t at = h->term_count, n;
	enum status status = count_term(h, info, &n);
	if (status != OK || n == 0)
		return status;
	while (at > 0 && h->terms[at - 1].count < n)
		at--;
	if (at == TERMS_MAX)
		return OK;
	if (h->term_count < TERMS_MAX)
		h->term_count++;
	memmove(h->terms + at + 1, h->terms + at,
		(h->term_count - at - 1) * sizeof *h->terms);
	h->terms[at] = (struct title_term){*info, n};
	return OK;
}

/* Stems in titles that begin so, and those that an ending has been taken
 * from. */
static enum status find_terms(struct title_hunt *h)
{
	char bytes[1 + SUGGEST_WORD_MAX] = {TERM_TITLE};
	struct dictionary_cursor c;
	struct term_info info;
	uint32_t seen = 0;
	enum status status = OK;
	memcpy(bytes + 1, h->begin.p, h->begin.len);
	struct str term = {bytes, 1 + h->begin.len};
	h->term_count = 0;
	dictionary_seek(&c, &h->leaf->dictionary, term);
	for (; c.valid && str_starts(c.term, term) && seen < TERMS_SEEN &&
		status == OK;
		dictionary_next(&c)) {
		status = keep_term(h, &c.info);
		seen++;
	}
	if (status == OK)
		status = c.status;
	for (unsigned i = 0; i < ENDING && term.len > 4 && status == OK; i++) {
		term.len--;
		status = dictionary_find(&h->leaf->dictionary, term, &info);
		if (status == OK)
			status = keep_term(h, &info);
		else if (status == ERR_NOT_FOUND)
			status = OK;
	}
	return status;
}

/* Where the leaf has a title. */
static enum status open_title(struct title_hunt *h, struct title *t)
{
	struct buf bytes = {0};
	struct term_info info;
	struct str term = term_put_name(&bytes, t->folded);
	enum status status = bytes.status;
	if (status == OK)
		status = dictionary_find(&h->leaf->dictionary, term, &info);
	buf_release(&bytes);
	t->here = status == OK;
	if (status == ERR_NOT_FOUND)
		return OK;
	return status == OK
		       ? posting_open(&t->postings, &h->leaf->segment, &info)
		       : status;
}

static bool is_known(struct title_hunt *h, uint32_t doc)
{
	for (uint32_t i = 0; i < h->count; i++)
		if (h->titles[i].here &&
			posting_find(&h->titles[i].postings, doc))
			return true;
	return false;
}

/* Does a word of the title begin so?  Without spaces, any part of it. */
static bool fits(struct str title, struct str begin, bool *first)
{
	*first = str_starts(title, begin);
	for (size_t at = 0; at + begin.len <= title.len; at++)
		if (str_starts(str_slice(title, at, title.len), begin) &&
			(at == 0 || title.p[at - 1] == ' ' ||
				(unsigned char)begin.p[0] >= 0xe3))
			return true;
	return begin.len == 0;
}

static enum status count_docs(struct title_hunt *h, struct title *t)
{
	struct buf bytes = {0};
	struct str term = term_put_name(&bytes, t->folded);
	enum status status = bytes.status;
	if (status == OK)
		status = corpus_df(h->corpus, term, &t->shown.docs);
	buf_release(&bytes);
	return status;
}

static enum status keep_title(
	struct title_hunt *h, const struct record *r, struct str folded)
{
	struct title *t = &h->titles[h->count];
	*t = (struct title){.folded = arena_dup(h->arena, folded),
		.shown = {.text = arena_dup(h->arena, str_trim(r->title)),
			.title = true,
			.id = arena_dup(h->arena, r->id),
			.url = arena_dup(h->arena, r->url)}};
	if (!t->folded.p || !t->shown.text.p || !t->shown.id.p ||
		!t->shown.url.p)
		return ERR_NOMEM;
	(void)fits(folded, h->begin, &t->begins);
	enum status status = open_title(h, t);
	if (status == OK)
		status = count_docs(h, t);
	h->count += status == OK;
	return status;
}

/* Its title is a suggestion, if it fits. */
static enum status read_doc(struct title_hunt *h, uint32_t doc)
{
	struct arena scratch = {0};
	struct record r;
	struct str bytes;
	struct buf folded = {0}, plain = {0};
	bool first;
	enum status status =
		stored_get(&h->reader, &h->leaf->stored, doc, &bytes, NULL);
	h->reads++;
	if (status == OK)
		status = record_get(bytes, &scratch, &r);
	if (status == OK) {
		/* as the index has it; as what was typed is compared */
		analyzer_fold(r.title, language_find(r.language), &folded);
		analyzer_fold(r.title, LANGUAGE_NONE, &plain);
		status = folded.status != OK ? folded.status : plain.status;
	}
	if (status == OK && folded.len &&
		fits(buf_str(&plain), h->begin, &first))
		status = keep_title(h, &r, buf_str(&folded));
	buf_release(&folded);
	buf_release(&plain);
	arena_release(&scratch);
	return status;
}

static bool is_wanted(const struct title_hunt *h, uint32_t doc)
{
	if (h->within)
		return h->within[h->number][doc >> 6] >> (doc & 63) & 1;
	return live_has(&h->leaf->live, doc);
}

static enum status follow(struct title_hunt *h, const struct term_info *info)
{
	struct posting_cursor c;
	uint32_t before = h->count;
	enum status status = posting_open(&c, &h->leaf->segment, info);
	for (uint32_t d = c.doc; status == OK && d != DOC_END &&
				 h->reads < SUGGEST_TITLES_READ &&
				 h->count < before + TITLES_OF_WORD;
		d = posting_next(&c))
		if (is_wanted(h, d) && !is_known(h, d))
			status = read_doc(h, d);
	return status == OK ? c.status : status;
}

/* All that are within, where nothing is typed of the word. */
static enum status follow_all(struct title_hunt *h)
{
	enum status status = OK;
	for (uint32_t d = 0; d < h->leaf->segment.docs && status == OK &&
			     h->reads < SUGGEST_TITLES_READ;
		d++)
		if (is_wanted(h, d) && !is_known(h, d))
			status = read_doc(h, d);
	return status;
}

static enum status hunt_leaf(struct title_hunt *h, uint32_t number)
{
	enum status status = OK;
	h->leaf = h->corpus->leaves[number];
	h->number = number;
	for (uint32_t i = 0; i < h->count && status == OK; i++)
		status = open_title(h, &h->titles[i]);
	if (status == OK && h->begin.len == 0)
		return follow_all(h);
	if (status == OK)
		status = find_terms(h);
	for (uint32_t i = 0; i < h->term_count && status == OK; i++)
		status = follow(h, &h->terms[i].info);
	return status;
}

static int best_first(const void *a, const void *b)
{
	const struct title *x = a, *y = b;
	if (x->begins != y->begins)
		return x->begins ? -1 : 1;
	if (x->shown.docs != y->shown.docs)
		return x->shown.docs < y->shown.docs ? 1 : -1;
	if (x->folded.len != y->folded.len)
		return x->folded.len < y->folded.len ? -1 : 1;
	return str_cmp(x->folded, y->folded);
}

enum status suggest_titles(const struct corpus *c, struct str begin,
	suggest_within within, uint32_t most, struct arena *arena,
	struct suggestion *out, uint32_t *count)
{
	struct buf folded = {0};
	struct title_hunt h = {.corpus = c,
		.within = within,
		.arena = arena,
		.titles = calloc(SUGGEST_TITLES_READ, sizeof *h.titles)};
	enum status status = h.titles ? OK : ERR_NOMEM;
	*count = 0;
	analyzer_fold(begin, LANGUAGE_NONE, &folded);
	h.begin = buf_str(&folded);
	if (status == OK)
		status = folded.status;
	if (h.begin.len <= SUGGEST_WORD_MAX && (h.begin.len || within))
		for (uint32_t i = 0; i < c->leaf_count && status == OK; i++)
			status = hunt_leaf(&h, i);
	if (status == OK && h.count)
		qsort(h.titles, h.count, sizeof *h.titles, best_first);
	for (uint32_t i = 0; i < h.count && i < most && status == OK; i++)
		out[(*count)++] = h.titles[i].shown;
	stored_reader_release(&h.reader);
	buf_release(&folded);
	free(h.titles);
	return status;
}
