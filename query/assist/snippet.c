/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/assist/snippet.h"
#include "common/base/rune.h"
#include "query/assist/lead.h"

/* What adds to the weight of a passage's distinct words, in parts of it. */
static const double repeated = 0.05, neighbours = 0.15, early = 0.05;
/* What is left of a word's weight once a passage has shown it. */
static const double shown_before = 0.2;

/* All matches of the text, and where passages would begin with them. */
static enum status find_hits(
	struct snippeter *s, struct str text, language lang, unsigned width)
{
	struct lead lead;
	bool whole = text.len <= width, cut = false;
	uint32_t start = lead_skip_space(text, 0);
	enum status status = finder_find(&s->finder, text, lang);
	size_t count = s->finder.found.len;
	s->hits.len = 0;
	if (status == OK)
		status = vec_reserve(&s->hits, count);
	lead_init(&lead, text, width);
	for (size_t i = 0; i < count && status == OK; i++) {
		const struct finder_found *f = &s->finder.found.v[i];
		if (!whole)
			start = lead_in(&lead, f->off, &cut);
		s->hits.v[s->hits.len++] = (struct snippet_hit){.off = f->off,
			.end = f->end,
			.lead = start,
			.cut_front = cut,
			.stems = f->stems};
	}
	return status;
}

/* The hits [from, to) of one fragment, sliding over a stretch to `stop`. */
struct window {
	const struct snippet_hit *hits;
	const double *weights; /* by bit */
	uint32_t from, to, stop;
	uint32_t counts[SNIPPET_STEMS];
	double distinct, extra, near;
};

static double weight_of(const double *weights, uint64_t stems)
{
	double sum = 0;
	for (; stems; stems &= stems - 1)
		sum += weights[__builtin_ctzll(stems)];
	return sum;
}

/* What hit `i` and the next give for standing side by side; half of it if not
 * in the order of the query. */
static double pair_value(const struct window *w, uint32_t i)
{
	const struct snippet_hit *a = &w->hits[i], *b = a + 1;
	if (b->off > a->end + 1)
		return 0;
	double value = weight_of(w->weights, b->stems & ~a->stems);
	return b->stems & (a->stems << 1) ? value : value / 2;
}

static void window_add(struct window *w)
{
	uint64_t stems = w->hits[w->to].stems;
	for (; stems; stems &= stems - 1) {
		int bit = __builtin_ctzll(stems);
		if (w->counts[bit]++)
			w->extra += w->weights[bit];
		else
			w->distinct += w->weights[bit];
	}
	if (w->to > w->from)
		w->near += pair_value(w, w->to - 1);
	w->to++;
}

static void window_drop(struct window *w)
{
	uint64_t stems = w->hits[w->from].stems;
	for (; stems; stems &= stems - 1) {
		int bit = __builtin_ctzll(stems);
		if (--w->counts[bit])
			w->extra -= w->weights[bit];
		else
			w->distinct -= w->weights[bit];
	}
	if (w->to - w->from > 1)
		w->near -= pair_value(w, w->from);
	w->from++;
}

static double smaller(double a, double b)
{
	return a < b ? a : b;
}

static double window_score(const struct window *w, double place)
{
	return w->distinct + repeated * smaller(w->extra, 4 * w->distinct) +
	       neighbours * smaller(w->near, w->distinct) +
	       early * w->distinct * (1 - place);
}

/* A fragment to be: it starts at `off` and goes on to `limit` at most. */
struct passage {
	double score;
	uint32_t off, limit, core; /* core: what it must show ends here */
	bool cut_front;
};

/* Between fragments already taken, or a part of the text. */
struct gap {
	struct stretch in;
	bool cut; /* begins amid a sentence */
};

static struct gap gap_around(const struct snippet *out, struct str text,
	const struct snippet_hit *hit)
{
	struct gap g = {.in = {0, (uint32_t)text.len}, .cut = true};
	for (unsigned i = 0; i < out->count; i++) {
		const struct fragment *f = &out->fragments[i];
		uint32_t end = f->off + f->len;
		if (end <= hit->off && end > g.in.off)
			g.in.off = end;
		if (f->off >= hit->end && f->off < g.in.end)
			g.in.end = f->off;
		if (f->off < hit->end && end > hit->off)
			g.in.end = 0;
	}
	return g;
}

/* The end of the last hit; of a hit that is longer than a passage, a byte. */
static uint32_t core_of(const struct window *w, uint32_t limit)
{
	uint32_t end = w->hits[w->to - 1].end;
	return end <= limit ? end : w->hits[w->from].off + 1;
}

/* The best passage that starts with a hit of the window's stretch. */
static void best_in(struct str text, unsigned width, struct gap g,
	struct window *w, struct passage *best)
{
	while (w->from < w->stop) {
		const struct snippet_hit *h = &w->hits[w->from];
		uint32_t off = h->lead > g.in.off
				       ? h->lead
				       : lead_skip_space(text, g.in.off);
		uint32_t limit =
			h->lead + width < g.in.end ? h->lead + width : g.in.end;
		while (w->to < w->stop &&
			(w->to == w->from || w->hits[w->to].end <= limit))
			window_add(w);
		double score = window_score(w, (double)off / (double)text.len);
		if (score > best->score)
			*best = (struct passage){score, off, limit,
				core_of(w, limit),
				h->cut_front || (g.cut && h->lead < g.in.off)};
		window_drop(w);
	}
}

/* The best passage that lies in the gap, of the hits from number `*from` on;
 * moves that behind them.  REQUIRES: this one begins in it. */
static struct passage best_of_gap(const struct snippeter *s, struct str text,
	unsigned width, const double *weights, struct gap g, uint32_t *from)
{
	struct passage best = {.score = -1};
	uint32_t count = (uint32_t)s->hits.len, to = *from;
	while (to < count && s->hits.v[to].end <= g.in.end)
		to++;
	struct window w = {.hits = s->hits.v,
		.weights = weights,
		.from = *from,
		.to = *from,
		.stop = to};
	best_in(text, width, g, &w, &best);
	*from = to > *from ? to : *from + 1;
	return best;
}

static struct passage best_passage(const struct snippeter *s, struct str text,
	unsigned width, const double *weights, const struct snippet *out)
{
	struct passage best = {.score = -1};
	for (uint32_t at = 0; at < s->hits.len;) {
		struct gap g = gap_around(out, text, &s->hits.v[at]);
		struct passage p = best_of_gap(s, text, width, weights, g, &at);
		if (p.score > best.score)
			best = p;
	}
	return best;
}

static uint32_t trim_end(struct str text, uint32_t from, uint32_t to)
{
	while (to > from && lead_is_space(text.p[to - 1]))
		to--;
	return to;
}

/* The end of the word, and of the punctuation upon it, that fits last. */
static uint32_t word_end(struct str text, uint32_t at, uint32_t limit)
{
	uint32_t c;
	while (at < limit && !lead_is_space(text.p[at])) {
		uint32_t n = (uint32_t)rune_get(text, at, &c);
		if (at + n > limit)
			break;
		at += n;
	}
	return at;
}

/* Where the passage ends: with a sentence or with a word. */
static uint32_t passage_end(const struct passage *p, struct str text, bool *cut)
{
	if (p->limit >= text.len)
		return trim_end(text, p->off, (uint32_t)text.len);
	uint32_t limit = (uint32_t)rune_floor(text, p->limit);
	uint32_t least = p->off + (limit - p->off) / 3 * 2;
	uint32_t word = p->off, reach = word, next = limit,
		 sentence = LEAD_NONE;
	struct str part =
		str_slice(text, p->off, rune_floor(text, limit + TOKEN_MAX));
	struct tokens tokens;
	struct token t;
	tokens_init(&tokens, part);
	while (tokens_next(&tokens, &t) && p->off + t.off < limit) {
		uint32_t off = p->off + t.off, end = off + t.len;
		uint32_t start = off > reach ? lead_sentence(text, reach, off)
					     : LEAD_NONE;
		uint32_t last = start == LEAD_NONE
					? LEAD_NONE
					: trim_end(text, reach, start);
		if (last <= limit && last >= least && last >= p->core)
			sentence = last;
		/* Where a pair of an unspaced script starts, one may cut. */
		uint32_t fits = end <= limit ? end : off < reach ? off : 0;
		word = fits > word ? fits : word;
		next = end <= limit ? limit : off;
		reach = end > reach ? end : reach;
	}
	*cut = sentence == LEAD_NONE;
	if (sentence != LEAD_NONE)
		return sentence;
	uint32_t end = word_end(text, word, next);
	return end > p->off && end >= p->core ? end : limit;
}

static enum status add_mark(struct snippet *out, struct fragment *f,
	struct str text, uint32_t off, uint32_t end)
{
	struct mark *last = f->marks ? &out->marks.v[out->marks.len - 1] : NULL;
	uint32_t reach = last ? last->off + last->len : 0;
	if (last &&
		(off <= reach || (off == reach + 1 && text.p[reach] == ' '))) {
		if (end > reach)
			last->len = end - last->off;
		last->words++;
		return OK;
	}
	f->marks++;
	return vec_push(&out->marks, (struct mark){off, end - off, 1});
}

/* Mark all hits in the fragment, and note their stems. */
static enum status mark_hits(const struct snippeter *s, struct str text,
	struct snippet *out, struct fragment *f)
{
	enum status status = OK;
	uint32_t end = f->off + f->len;
	f->mark = (uint32_t)out->marks.len;
	for (size_t i = 0; i < s->hits.len && status == OK; i++) {
		const struct snippet_hit *h = &s->hits.v[i];
		if (h->end <= f->off || h->off >= end)
			continue;
		f->stems |= h->stems;
		status = add_mark(out, f, text,
			h->off > f->off ? h->off : f->off,
			h->end < end ? h->end : end);
	}
	return status;
}

static enum status add_fragment(const struct snippeter *s, struct str text,
	const struct passage *p, struct snippet *out)
{
	struct fragment *f = &out->fragments[out->count];
	*f = (struct fragment){
		.off = p->off,
		.cut_front = p->cut_front,
		.score = p->score,
	};
	uint32_t end = passage_end(p, text, &f->cut_end);
	if (end <= p->off)
		return OK;
	f->len = end - p->off;
	out->count++;
	return mark_hits(s, text, out, f);
}

static void weigh(struct snippeter *s)
{
	memset(s->worth, 0, sizeof s->worth);
	for (uint32_t i = 0; i < s->finder.stems->count; i++) {
		uint32_t bit = i < SNIPPET_STEMS ? i : SNIPPET_STEMS - 1;
		if (s->weights[i] > s->worth[bit])
			s->worth[bit] = s->weights[i];
	}
}

static unsigned within(unsigned n, unsigned least, unsigned most)
{
	return n < least ? least : n > most ? most : n;
}

static void clear(struct snippet *out)
{
	out->count = 0;
	out->marks.len = 0;
}

/* The start of a part, which has no match. */
static enum status add_start(const struct snippeter *s, struct str text,
	uint32_t from, unsigned width, struct snippet *out)
{
	uint32_t off = lead_skip_space(text, from);
	struct passage start = {0, off, off + width, off, false};
	return add_fragment(s, text, &start, out);
}

enum status snippet_find(struct snippeter *s, struct str text, language lang,
	unsigned count, unsigned width, struct snippet *out)
{
	double weights[SNIPPET_STEMS];
	text = str_slice(text, 0, rune_floor(text, SNIPPET_TEXT_MAX));
	count = within(count, 1, SNIPPET_FRAGMENTS_MAX);
	width = within(width, SNIPPET_WIDTH_MIN, SNIPPET_WIDTH_MAX);
	clear(out);
	weigh(s);
	memcpy(weights, s->worth, sizeof weights);
	enum status status = find_hits(s, text, lang, width);
	while (status == OK && out->count < count) {
		struct passage best =
			best_passage(s, text, width, weights, out);
		if (best.score < 0)
			break;
		unsigned had = out->count;
		status = add_fragment(s, text, &best, out);
		if (out->count == had)
			break;
		uint64_t shown = out->fragments[had].stems;
		for (; shown; shown &= shown - 1)
			weights[__builtin_ctzll(shown)] *= shown_before;
	}
	if (status == OK && out->count == 0)
		status = add_start(s, text, 0, width, out);
	return status;
}

/* The first hit at or behind `off`. */
static uint32_t first_hit(const struct snippeter *s, uint32_t off)
{
	uint32_t low = 0, high = (uint32_t)s->hits.len;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (s->hits.v[middle].off < off)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct passage best_of_stretch(const struct snippeter *s,
	struct str text, struct stretch p, unsigned width)
{
	uint32_t at = first_hit(s, p.off);
	return best_of_gap(
		s, text, width, s->worth, (struct gap){.in = p}, &at);
}

double snippet_worth(const struct snippeter *s, struct str text,
	struct stretch p, unsigned width)
{
	return best_of_stretch(s, text, p, width).score;
}

enum status snippet_of(const struct snippeter *s, struct str text,
	struct stretch p, unsigned width, struct snippet *out)
{
	width = within(width, SNIPPET_WIDTH_MIN, SNIPPET_WIDTH_MAX);
	struct passage best = best_of_stretch(s, text, p, width);
	clear(out);
	text = str_slice(text, 0, p.end);
	return best.score < 0 ? add_start(s, text, p.off, width, out)
			      : add_fragment(s, text, &best, out);
}

enum status snippet_stems(
	struct snippeter *s, struct str heading, uint64_t *stems)
{
	struct finder *f = &s->finder;
	enum status status = finder_find(f, heading, f->lang);
	*stems = 0;
	for (size_t i = 0; status == OK && i < f->found.len; i++)
		*stems |= f->found.v[i].stems;
	return status;
}

double snippet_value(const struct snippeter *s, uint64_t stems)
{
	return weight_of(s->worth, stems);
}

void snippet_release(struct snippet *s)
{
	vec_release(&s->marks);
	*s = (struct snippet){0};
}

void snippeter_release(struct snippeter *s)
{
	finder_release(&s->finder);
	vec_release(&s->hits);
}
