/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/assist/snippet.h"
#include "common/base/rune.h"

enum {
	TOKENS_MAX = 1 << 16,       /* remembered                             */
	RECENT = SNIPPET_WIDTH_MAX, /* tokens that may begin within its bytes */
};

static const uint32_t NONE = UINT32_MAX;

/* What adds to the weight of a passage's distinct words, in parts of it. */
static const double repeated = 0.05, neighbours = 0.15, early = 0.05;
/* What is left of a word's weight once a passage has shown it. */
static const double shown_before = 0.2;

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static uint32_t skip_space(struct str text, size_t at)
{
	while (at < text.len && is_space(text.p[at]))
		at++;
	return (uint32_t)at;
}

/* A full stop that needs no space behind it. */
static bool is_wide_stop(uint32_t c)
{
	return c == 0x3002 || c == 0xff01 || c == 0xff1f || c == 0xff61;
}

/* Where the last sentence that starts between two tokens does, or NONE: at an
 * empty line, or behind a full stop and white space.  A point before a small
 * letter is an abbreviation's ("E. coli"). */
static uint32_t sentence_in(struct str text, size_t from, size_t to)
{
	uint32_t found = NONE, c;
	bool stop = false;
	bool small = to < text.len && text.p[to] >= 'a' && text.p[to] <= 'z';
	for (size_t at = from, n; at < to; at += n) {
		n = rune_get(text, at, &c);
		stop = stop || (c == '.' && !small) || c == '!' || c == '?' ||
		       c == 0x0964 || c == 0x061f || c == 0x06d4;
		bool blank = str_starts(str_slice(text, at, to), STR("\n\n"));
		if (blank || (stop && is_space(text.p[at]))) {
			found = skip_space(text, at);
			n = found - at;
			stop = false;
		} else if (is_wide_stop(c)) {
			found = (uint32_t)(at + n);
		}
	}
	return found;
}

static void speak(struct snippeter *s, language lang)
{
	if (s->lang == lang && s->tokens.count < TOKENS_MAX)
		return;
	map_clear(&s->tokens);
	s->matches.len = 0;
	s->lang = lang;
}

static enum status analyse(
	struct snippeter *s, struct str raw, struct snippet_match *out)
{
	struct analysis an;
	enum status status = analyzer_word(s->analyzer, raw, s->lang, &an);
	if (status != OK)
		return status;
	*out = (struct snippet_match){0, true};
	for (unsigned i = 0; i < an.count; i++) {
		uint32_t id = map_find(s->stems, an.parts[i].stem);
		if (id == MAP_NONE)
			continue;
		out->stems |= UINT64_C(1)
			      << (id < SNIPPET_STEMS ? id : SNIPPET_STEMS - 1);
		out->first_only =
			out->first_only && an.parts[i].role == PART_CHAR;
	}
	return OK;
}

static enum status match_token(
	struct snippeter *s, struct str raw, struct snippet_match *out)
{
	uint32_t id = map_find(&s->tokens, raw);
	if (id != MAP_NONE) {
		*out = s->matches.v[id];
		return OK;
	}
	enum status status = analyse(s, raw, out);
	if (status == OK)
		status = vec_push(&s->matches, *out);
	if (status == OK && (status = map_add(&s->tokens, raw, &id)) != OK)
		s->matches.len--;
	return status;
}

/* Walking a text: the tokens just seen, the sentence they are in. */
struct walk {
	struct str text;
	uint32_t width, sentence, end;
	uint32_t starts[RECENT]; /* of tokens, a ring */
	uint32_t count, lead;    /* numbers of tokens: all, the lead */
};

static void walk_to(struct walk *w, struct token t)
{
	if (t.off > w->end) {
		uint32_t start = sentence_in(w->text, w->end, t.off);
		w->sentence = start == NONE ? w->sentence : start;
	}
	if (t.off + t.len > w->end)
		w->end = t.off + t.len;
	w->starts[w->count++ % RECENT] = t.off;
	while (w->starts[w->lead % RECENT] + w->width / 4 < t.off)
		w->lead++;
}

static struct snippet_hit new_hit(
	const struct walk *w, struct token t, uint64_t stems)
{
	bool whole = w->text.len <= w->width;
	bool cut = !whole && t.off - w->sentence > w->width / 2;
	return (struct snippet_hit){
		.off = t.off,
		.end = t.off + t.len,
		.lead = whole ? skip_space(w->text, 0)
			: cut ? w->starts[w->lead % RECENT]
			      : w->sentence,
		.cut_front = cut,
		.stems = stems,
	};
}

/* All matches of the text. */
static enum status find_hits(
	struct snippeter *s, struct str text, unsigned width)
{
	struct walk w = {
		.text = text,
		.width = width,
		.sentence = skip_space(text, 0),
	};
	struct tokens tokens;
	struct token t;
	bool first_only = false; /* the hit before, of an unspaced pair */
	s->hits.len = 0;
	tokens_init(&tokens, text);
	while (tokens_next(&tokens, &t)) {
		struct snippet_match m;
		walk_to(&w, t);
		if (first_only && s->hits.v[s->hits.len - 1].end > t.off)
			s->hits.v[s->hits.len - 1].end = t.off;
		enum status status = match_token(
			s, str_slice(text, t.off, t.off + t.len), &m);
		if (status == OK && m.stems)
			status = vec_push(&s->hits, new_hit(&w, t, m.stems));
		if (status != OK)
			return status;
		first_only = m.stems && m.first_only;
	}
	return OK;
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
		uint32_t off = h->lead > g.in.off ? h->lead
						  : skip_space(text, g.in.off);
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
	while (to > from && is_space(text.p[to - 1]))
		to--;
	return to;
}

/* The end of the word, and of the punctuation upon it, that fits last. */
static uint32_t word_end(struct str text, uint32_t at, uint32_t limit)
{
	uint32_t c;
	while (at < limit && !is_space(text.p[at])) {
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
	uint32_t word = p->off, reach = word, next = limit, sentence = NONE;
	struct str part =
		str_slice(text, p->off, rune_floor(text, limit + TOKEN_MAX));
	struct tokens tokens;
	struct token t;
	tokens_init(&tokens, part);
	while (tokens_next(&tokens, &t) && p->off + t.off < limit) {
		uint32_t off = p->off + t.off, end = off + t.len;
		uint32_t start =
			off > reach ? sentence_in(text, reach, off) : NONE;
		uint32_t last =
			start == NONE ? NONE : trim_end(text, reach, start);
		if (last <= limit && last >= least && last >= p->core)
			sentence = last;
		/* Where a pair of an unspaced script starts, one may cut. */
		uint32_t fits = end <= limit ? end : off < reach ? off : 0;
		word = fits > word ? fits : word;
		next = end <= limit ? limit : off;
		reach = end > reach ? end : reach;
	}
	*cut = sentence == NONE;
	if (sentence != NONE)
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
	for (uint32_t i = 0; i < s->stems->count; i++) {
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
	uint32_t off = skip_space(text, from);
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
	speak(s, lang);
	weigh(s);
	memcpy(weights, s->worth, sizeof weights);
	enum status status = find_hits(s, text, width);
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
	enum status status = OK;
	struct tokens tokens;
	struct token t;
	*stems = 0;
	tokens_init(&tokens, heading);
	while (status == OK && tokens_next(&tokens, &t)) {
		struct snippet_match m = {0};
		status = match_token(
			s, str_slice(heading, t.off, t.off + t.len), &m);
		*stems |= m.stems;
	}
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
	map_release(&s->tokens);
	vec_release(&s->matches);
	vec_release(&s->hits);
}
