/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/assist/suggest.h"
#include "common/base/map.h"
#include "common/base/rune.h"
#include "common/index/words.h"
#include "common/simd/kernel.h"
#include "query/match/cursor.h"
#include "query/match/docset.h"

#include <stdlib.h>

enum {
	SEEKS_MAX = 512, /* of one leaf, for accents */
	CANDIDATES_MAX = 1024,
	FEW_LETTERS = 2,
	SPREAD = DICTIONARY_DENSE, /* lists of words worth suggesting have no
	                              more than a document in a byte */
	FREQUENT_IN = 512,   /* documents: one of so many has a frequent word */
	SMALL_CORPUS = 1000, /* documents; in a larger one a word of one
	                        document is most likely a mistake */
	ACCENTS_END = 0x1f00, /* letters that fold to others lie before */
	FOLLOW_TRIED = 3,     /* times as many candidates as are wanted */
	FOLLOW_DOCS = 32,     /* that are looked at for each            */
	FOLLOW_WORTH = 16,    /* times a document where a word follows  */
};

/* Words of a leaf, the most frequent that were seen. */
struct shortlist {
	struct pooled {
		char text[SUGGEST_WORD_MAX];
		uint32_t len, df;
	} words[SUGGEST_POOL];
	uint32_t len, most, least; /* the place of the rarest */
	uint32_t floor;            /* words of no more documents are left out */
};

struct hunt {
	const struct leaf *leaf;
	struct str begin; /* folded */
	bool digits;      /* it has some */
	struct shortlist *pool;
	unsigned seeks;
};

struct candidate {
	struct str word;
	uint64_t docs;
	double score;
};

enum status suggest_scope(const struct corpus *c, const struct plan *plan,
	const struct str *terms, struct arena *arena, suggest_within *out)
{
	enum status status = OK;
	uint64_t **all = arena_alloc(arena, (c->leaf_count + 1u) * sizeof *all);
	if (!all)
		return ERR_NOMEM;
	for (uint32_t i = 0; i < c->leaf_count && status == OK; i++)
		status = docset_live(arena, c->leaves[i], terms, plan, &all[i]);
	*out = all;
	return status;
}

static unsigned letters_of(struct str s)
{
	unsigned letters = 0;
	uint32_t c;
	for (size_t at = 0; at < s.len; at += rune_get(s, at, &c))
		letters += (unsigned char)s.p[at] > '9';
	return letters;
}

static void shortlist_put(struct shortlist *p, struct str word, uint32_t df)
{
	struct pooled *x =
		p->len < p->most ? &p->words[p->len++] : &p->words[p->least];
	memcpy(x->text, word.p, word.len);
	x->len = (uint32_t)word.len;
	x->df = df;
	p->least = 0;
	for (uint32_t i = 1; p->len == p->most && i < p->len; i++)
		if (p->words[i].df < p->words[p->least].df)
			p->least = i;
}

/* No more has the rarest that would have to go. */
static uint32_t shortlist_least(const struct shortlist *p)
{
	return p->len == p->most ? p->words[p->least].df : p->floor;
}

/* All words that begin so. */
static enum status take(struct hunt *h, struct str begin)
{
	struct word_cursor c;
	struct shortlist *p = h->pool;
	h->seeks++;
	words_seek(&c, &h->leaf->dictionary, begin);
	for (; c.valid && str_starts(c.word, begin);
		words_next_above(&c, SPREAD * shortlist_least(p))) {
		if (c.info->df <= shortlist_least(p))
			continue;
		if (c.word.len <= SUGGEST_WORD_MAX &&
			(h->digits ? letters_of(c.word) > 0
				   : letters_of(c.word) > 1 &&
						!str_has_digit(c.word)))
			shortlist_put(p, c.word, c.info->df);
	}
	return c.status;
}

static enum status take_all(struct hunt *h, struct str made, size_t at);

/* `letter` stands where the folded beginning goes on at `at`. */
static enum status take_letter(
	struct hunt *h, struct str made, struct str letter, size_t at)
{
	struct str rest = str_slice(h->begin, at, h->begin.len);
	char bytes[TERM_MAX];
	struct buf folded = {0};
	enum status status = OK;
	if (made.len + letter.len > SUGGEST_WORD_MAX ||
		str_starts(rest, letter))
		return OK;
	memcpy(bytes, made.p, made.len);
	memcpy(bytes + made.len, letter.p, letter.len);
	made = (struct str){bytes, made.len + letter.len};
	analyzer_fold(letter, LANGUAGE_NONE, &folded);
	struct str f = buf_str(&folded);
	if (folded.status != OK)
		status = folded.status;
	else if (f.len && str_starts(rest, f))
		status = take_all(h, made, at + f.len);
	else if (f.len && str_starts(f, rest))
		status = take(h, made);
	buf_release(&folded);
	return status;
}

/* Letters with accents that words have behind `made`. */
static enum status take_accents(struct hunt *h, struct str made, size_t at)
{
	char from[TERM_MAX];
	size_t len = made.len;
	enum status status = OK;
	memcpy(from, made.p, len);
	from[len++] = (char)0xc2;
	while (status == OK && h->seeks < SEEKS_MAX) {
		struct word_cursor c;
		uint32_t letter;
		h->seeks++;
		words_seek(&c, &h->leaf->dictionary, (struct str){from, len});
		if (!c.valid || !str_starts(c.word, made))
			return c.status;
		size_t n = rune_get(c.word, made.len, &letter);
		if (letter >= ACCENTS_END)
			return OK;
		memcpy(from + made.len, c.word.p + made.len, n);
		len = made.len + n;
		status = take_letter(
			h, made, (struct str){from + made.len, n}, at);
		from[len++] = (char)0xff;
	}
	return status;
}

/* Words that begin with `made` and then what folds to the rest of the
 * beginning from `at` on. */
static enum status take_all(struct hunt *h, struct str made, size_t at)
{
	char bytes[2 * SUGGEST_WORD_MAX];
	struct str rest = str_slice(h->begin, at, h->begin.len);
	if (made.len + rest.len > SUGGEST_WORD_MAX)
		return OK;
	memcpy(bytes, made.p, made.len);
	memcpy(bytes + made.len, rest.p, rest.len);
	struct str all = {bytes, made.len + rest.len};
	enum status status = take(h, all);
	uint32_t c;
	for (size_t i = 0; i < rest.len && status == OK;
		i += rune_get(rest, i, &c))
		status = take_accents(
			h, str_slice(all, 0, made.len + i), at + i);
	return status;
}

/* Of a long list bits are counted. */
static enum status count_bits(const struct leaf *leaf, struct posting_cursor *p,
	const uint64_t *within, uint64_t *bits, uint64_t *docs)
{
	uint32_t words = docset_words(leaf);
	memset(bits, 0, words * sizeof *bits);
	for (uint32_t i = 0; i < p->blocks; i++)
		if (!posting_block_bits(p, i, bits, words, 0))
			return p->status;
	*docs += kernel()->bitmap->intersect(bits, within, words);
	return OK;
}

/* The documents of a term, of those within. */
static enum status count_within(const struct corpus *c, struct str term,
	suggest_within within, struct arena *arena, uint64_t *docs)
{
	*docs = 0;
	for (uint32_t i = 0; i < c->leaf_count; i++) {
		const struct leaf *leaf = c->leaves[i];
		struct term_info info;
		struct posting_cursor p;
		enum status status = cursor_find(leaf, term, &info);
		if (status == ERR_NOT_FOUND)
			continue;
		if (status == OK)
			status = posting_open_idle(&p, &leaf->segment, &info);
		if (status == OK && p.blocks > 1) {
			uint64_t *bits = arena_alloc_aligned(
				arena, docset_words(leaf) * sizeof *bits, 64);
			status = bits ? count_bits(
						leaf, &p, within[i], bits, docs)
				      : ERR_NOMEM;
			arena_clear(arena);
		} else if (status == OK) {
			for (uint32_t d = p.doc; d != DOC_END;
				d = posting_next(&p))
				*docs += within[i][d >> 6] >> (d & 63) & 1;
			status = p.status;
		}
		if (status != OK)
			return status;
	}
	return OK;
}

static struct str word_term(struct str word, char bytes[1 + SUGGEST_WORD_MAX])
{
	bytes[0] = TERM_WORD;
	memcpy(bytes + 1, word.p, word.len);
	return (struct str){bytes, 1 + word.len};
}

static enum status weigh(const struct corpus *c, suggest_within within,
	struct arena *scratch, struct candidate *x)
{
	char bytes[1 + SUGGEST_WORD_MAX];
	struct str term = word_term(x->word, bytes);
	enum status status =
		within ? count_within(c, term, within, scratch, &x->docs)
		       : corpus_df(c, term, &x->docs);
	x->score = (double)x->docs;
	return status;
}

/* The most frequent words of a leaf.  With one or two letters there are so many
 * that it pays to see first whether there are enough frequent ones. */
static enum status take_most_frequent(struct hunt *h)
{
	struct shortlist *p = h->pool;
	enum status status;
	p->floor = h->begin.len <= FEW_LETTERS
			   ? h->leaf->segment.docs / FREQUENT_IN
			   : 0;
	for (;;) {
		p->len = p->least = 0;
		h->seeks = 0;
		status = take_all(h, STR(""), 0);
		if (status != OK || p->len == p->most || p->floor == 0)
			return status;
		p->floor = 0;
	}
}

/* The words of all leaves, each once. */
static enum status gather(const struct corpus *c, struct str begin,
	uint32_t most, struct map *words)
{
	enum status status = OK;
	struct shortlist *pool = malloc(sizeof *pool);
	if (!pool)
		return ERR_NOMEM;
	for (uint32_t i = 0; i < c->leaf_count && status == OK; i++) {
		struct hunt h = {.leaf = c->leaves[i],
			.begin = begin,
			.digits = str_has_digit(begin),
			.pool = pool};
		pool->most = most;
		status = take_most_frequent(&h);
		for (uint32_t k = 0; k < pool->len && status == OK &&
				     words->count < CANDIDATES_MAX;
			k++) {
			const struct pooled *x = &pool->words[k];
			uint32_t id;
			status = map_add(
				words, (struct str){x->text, x->len}, &id);
		}
	}
	free(pool);
	return status;
}

static int best_first(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;
	if (x->score != y->score)
		return x->score < y->score ? 1 : -1;
	return str_cmp(x->word, y->word);
}

static enum status is_stop(const struct corpus *c, struct str word, bool *stop)
{
	struct analysis an;
	enum status status = OK;
	*stop = false;
	for (uint32_t i = 0; i < c->language_count && !*stop; i++) {
		language l = c->languages[i];
		status = analyzer_word(c->analyzer, word, l, &an);
		if (status != OK)
			return status;
		*stop = an.count == 0 || language_is_stop(l, an.parts[0].fold);
	}
	return status;
}

/* The stem of a word in the most frequent language, as a term. */
static enum status stem_term(
	const struct corpus *c, struct str word, struct buf *out)
{
	struct analysis an;
	enum status status =
		analyzer_word(c->analyzer, word, c->languages[0], &an);
	buf_clear(out);
	if (status != OK || an.count == 0)
		return status;
	(void)term_put(out, TERM_STEM, an.parts[0].stem);
	return out->status;
}

/* In how many of some documents that have both does one word follow the other?
 * Only the first leaf that has any is asked. */
static enum status count_following(const struct leaf *leaf,
	const uint64_t *within, struct str before, struct str stem,
	double *share)
{
	const struct str terms[] = {before, stem};
	struct plan first = {.op = PLAN_TERM, .term = 0, .weight = 1};
	struct plan second = {
		.op = PLAN_TERM, .term = 1, .weight = 1, .offset = 1};
	struct plan *kids[] = {&first, &second};
	const struct plan phrase = {
		.op = PLAN_PHRASE, .kids = kids, .count = 2, .weight = 1};
	struct arena scratch = {0};
	struct posting_cursor p;
	struct term_info info;
	struct cursor *c;
	uint32_t seen = 0, held = 0;
	enum status status = cursor_find(leaf, stem, &info);
	if (status == OK)
		status = posting_open(&p, &leaf->segment, &info);
	if (status != OK)
		return status == ERR_NOT_FOUND ? OK : status;
	status = cursor_open_idle(&scratch, leaf, terms, &phrase, &c);
	for (uint32_t d = p.doc;
		status == OK && d != DOC_END && seen < FOLLOW_DOCS;
		d = posting_next(&p))
		if (within[d >> 6] >> (d & 63) & 1) {
			seen++;
			held += cursor_holds(c, d);
		}
	if (status == OK)
		status = cursor_close(c);
	arena_release(&scratch);
	*share = seen ? (double)held / seen : 0;
	return status == OK ? p.status : status;
}

/* Words that follow the one before are preferred. */
static enum status prefer_following(const struct corpus *c, struct str before,
	suggest_within within, struct candidate *v, uint32_t n)
{
	struct buf first = {0}, second = {0};
	enum status status = stem_term(c, before, &first);
	for (uint32_t i = 0; i < n && first.len && status == OK; i++) {
		double share = 0;
		status = stem_term(c, v[i].word, &second);
		for (uint32_t k = 0; k < c->leaf_count && share == 0 &&
				     second.len && status == OK;
			k++)
			status = count_following(c->leaves[k], within[k],
				buf_str(&first), buf_str(&second), &share);
		v[i].score *= 1 + FOLLOW_WORTH * share;
	}
	buf_release(&first);
	buf_release(&second);
	return status;
}

/* The best, each stem once, and not that of the word before. */
static enum status choose(const struct corpus *c, struct str before,
	const struct candidate *v, uint32_t n, uint32_t most,
	struct arena *arena, struct suggestion *out, uint32_t *count)
{
	struct map stems = {0};
	struct buf stem = {0};
	uint32_t id;
	enum status status = stem_term(c, before, &stem);
	if (status == OK)
		status = map_add(&stems, buf_str(&stem), &id);
	for (uint32_t i = 0; i < n && *count < most && status == OK; i++) {
		uint32_t known = stems.count;
		status = stem_term(c, v[i].word, &stem);
		if (status == OK)
			status = map_add(&stems, buf_str(&stem), &id);
		if (status != OK || id < known)
			continue;
		struct suggestion *x = &out[(*count)++];
		*x = (struct suggestion){
			.text = arena_dup(arena, v[i].word), .docs = v[i].docs};
		status = x->text.p ? OK : ERR_NOMEM;
	}
	buf_release(&stem);
	map_release(&stems);
	return status;
}

/* The words that are worth suggesting, best first. */
static enum status rank(const struct corpus *c, const struct map *words,
	struct str before, suggest_within within, uint32_t most,
	struct candidate *v, uint32_t *n)
{
	uint64_t least = !within && c->docs > SMALL_CORPUS ? 2 : 1;
	struct arena scratch = {0};
	enum status status = OK;
	*n = 0;
	for (uint32_t i = 0; i < words->count && status == OK; i++) {
		struct candidate *x = &v[*n];
		bool stop;
		x->word = map_key(words, i);
		status = is_stop(c, x->word, &stop);
		if (status == OK && !stop)
			status = weigh(c, within, &scratch, x);
		*n += status == OK && !stop && x->docs >= least;
	}
	arena_release(&scratch);
	if (*n)
		qsort(v, *n, sizeof *v, best_first);
	uint32_t tried = most * FOLLOW_TRIED < *n ? most * FOLLOW_TRIED : *n;
	if (status == OK && within && before.len && tried) {
		status = prefer_following(c, before, within, v, tried);
		qsort(v, tried, sizeof *v, best_first);
	}
	return status;
}

enum status suggest_words(const struct corpus *c, struct str begin,
	struct str before, suggest_within within, uint32_t most,
	struct arena *arena, struct suggestion *out, uint32_t *count)
{
	struct map words = {0};
	struct buf folded = {0};
	struct candidate *v = NULL;
	uint32_t n;
	*count = 0;
	analyzer_fold(begin, LANGUAGE_NONE, &folded);
	enum status status = folded.status;
	if (folded.len > 0 && folded.len <= SUGGEST_WORD_MAX) {
		status = gather(c, buf_str(&folded),
			within ? SUGGEST_POOL : SUGGEST_POOL / 2, &words);
		v = calloc(words.count + 1u, sizeof *v);
		if (status == OK && !v)
			status = ERR_NOMEM;
		if (status == OK)
			status = rank(c, &words, before, within, most, v, &n);
		if (status == OK)
			status = choose(
				c, before, v, n, most, arena, out, count);
	}
	free(v);
	map_release(&words);
	buf_release(&folded);
	return status;
}
