/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/text/analyzer.h"
#include "common/text/ascii.h"
#include "common/text/fold.h"
#include "common/text/language_row.h"
#include "common/text/utf8.h"

enum {
	BYTES_MAX = 64 << 10, /* of the text that are looked at    */
	WORDS_MAX = 2000,     /* and words                         */
	HIT = 60,             /* points for a word of one language */
	ENOUGH = 30 * HIT,    /* points that end the search        */
	FEW = 10 * HIT,       /* do, too, if no other comes near   */
	OFTEN = 16,           /* words between looks at the points */
	RARE = 40,            /* words of which one must be a hit  */
	RARE_MAX = 400,       /* of no more words than these       */
	REPEATS_MAX = 3,      /* that a word counts                */
};

static enum script script_of(uint32_t c)
{
	static const struct {
		uint32_t first, last;
		enum script script;
	} blocks[] = {
		{0x41, 0x24f, SCRIPT_LATIN},
		{0x370, 0x3ff, SCRIPT_GREEK},
		{0x400, 0x52f, SCRIPT_CYRILLIC},
		{0x530, 0x58f, SCRIPT_ARMENIAN},
		{0x590, 0x5ff, SCRIPT_HEBREW},
		{0x600, 0x6ff, SCRIPT_ARABIC},
		{0x900, 0x97f, SCRIPT_DEVANAGARI},
		{0xb80, 0xbff, SCRIPT_TAMIL},
		{0xe00, 0xe7f, SCRIPT_THAI},
		{0xe80, 0xeff, SCRIPT_LAO},
		{0x1000, 0x109f, SCRIPT_MYANMAR},
		{0x1780, 0x17ff, SCRIPT_KHMER},
		{0x1e00, 0x1eff, SCRIPT_LATIN},
		{0x1f00, 0x1fff, SCRIPT_GREEK},
		{0x3041, 0x30ff, SCRIPT_KANA},
		{0x3400, 0x9fff, SCRIPT_HAN},
		{0xac00, 0xd7a3, SCRIPT_HANGUL},
		{0xff66, 0xff9d, SCRIPT_KANA},
		{0x20000, 0x3ffff, SCRIPT_HAN},
	};
	for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
		if (c <= blocks[i].last)
			return c >= blocks[i].first ? blocks[i].script
						    : SCRIPT_NONE;
	return SCRIPT_NONE;
}

struct evidence {
	uint8_t times[LANGUAGE_WORDS_MAX]; /* seen, by row of the table */
	unsigned words[SCRIPTS];
	unsigned points[LANGUAGE_MAX];
	unsigned most;  /* of the points */
	unsigned total; /* words         */
};

static void give(struct evidence *e, uint64_t languages)
{
	if (languages == 0)
		return;
	unsigned each = HIT / (unsigned)__builtin_popcountll(languages);
	for (; languages; languages &= languages - 1) {
		unsigned *points = &e->points[__builtin_ctzll(languages)];
		*points += each;
		if (*points > e->most)
			e->most = *points;
	}
}

/* A word of the table, or LANGUAGE_WORDS_MAX. */
static void give_row(struct evidence *e, unsigned row)
{
	if (row < LANGUAGE_WORDS_MAX && e->times[row] < REPEATS_MAX) {
		e->times[row]++;
		give(e, language_word(row)->written);
	}
}

static void count(struct evidence *e, enum script script)
{
	e->words[script]++;
	e->total += script != SCRIPT_NONE;
}

/* The short cut for up to eight bytes of ASCII that are not the text's last:
 * false, and nothing is done, for any other word. */
static bool look_at_short(struct evidence *e, struct str text, struct token tok)
{
	if (tok.len > ASCII_STEP || text.len - tok.off < ASCII_STEP)
		return false;
	uint64_t x = get_u64(text.p + tok.off) << 8 * (ASCII_STEP - tok.len) >>
		     8 * (ASCII_STEP - tok.len);
	if (x & ASCII_EACH(0x80))
		return false;
	x |= ascii_within(x, 'A', 'Z') >> 2;
	count(e, script_of(x & 0xff));
	give_row(e, language_short_find(x, tok.len));
	return true;
}

static void look_at(struct evidence *e, struct str text, struct token tok,
	struct buf *scratch)
{
	struct str word = str_slice(text, tok.off, tok.off + tok.len);
	size_t at = 0;
	if (look_at_short(e, text, tok))
		return;
	count(e, script_of(utf8_next(word, &at)));
	buf_clear(scratch);
	fold(word, LANGUAGE_NONE, FOLD_LOWER, scratch);
	struct str lower = buf_str(scratch);
	give_row(e, language_word_find(lower));
	for (at = 0; at < lower.len;) {
		uint32_t c = utf8_next(lower, &at);
		if (c >= 0x80)
			give(e, language_by_letter(c));
	}
}

/*
 * The script of most words.  Code, names and quotations are mostly Latin, in
 * texts of any language, so a word of another script weighs three; not so of
 * those whose characters are counted one by one.
 */
static unsigned weight_of(enum script s)
{
	bool unspaced = s == SCRIPT_THAI || s == SCRIPT_LAO ||
			s == SCRIPT_MYANMAR || s == SCRIPT_KHMER ||
			s == SCRIPT_KANA || s == SCRIPT_HAN;
	return s == SCRIPT_LATIN || unspaced ? 1 : 3;
}

static enum script main_script(const struct evidence *e)
{
	enum script best = SCRIPT_NONE;
	unsigned most = 0;
	for (enum script s = SCRIPT_LATIN; s < SCRIPTS; s++) {
		unsigned words = e->words[s] * weight_of(s);
		if (words > most) {
			best = s;
			most = words;
		}
	}
	/* Japanese is also written in Han, Chinese never in kana. */
	if (best == SCRIPT_HAN && e->words[SCRIPT_KANA] > most / 16)
		return SCRIPT_KANA;
	return best;
}

/* The lead of the best among `candidates`. */
struct lead {
	language best;
	unsigned points, second;
};

static struct lead lead_of(const struct evidence *e, uint64_t candidates)
{
	struct lead lead = {LANGUAGE_NONE, 0, 0};
	for (; candidates; candidates &= candidates - 1) {
		language l = (language)__builtin_ctzll(candidates);
		if (e->points[l] > lead.points) {
			lead.second = lead.points;
			lead.points = e->points[l];
			lead.best = l;
		} else if (e->points[l] > lead.second) {
			lead.second = e->points[l];
		}
	}
	return lead;
}

static bool is_clear(const struct evidence *e)
{
	unsigned most = 0, second = 0;
	if (e->most <= FEW)
		return false;
	for (language l = 0; l < LANGUAGE_MAX; l++) {
		unsigned points = e->points[l];
		unsigned less = points < most ? points : most;
		most = points > most ? points : most;
		second = less > second ? less : second;
	}
	return most / (most > ENOUGH ? 2 : 4) > second;
}

static language decide(
	const struct evidence *e, enum script script, struct lead lead)
{
	uint64_t candidates = language_by_script(script);
	if (candidates == 0)
		return LANGUAGE_NONE;
	unsigned words = e->total < RARE_MAX ? e->total : RARE_MAX;
	unsigned least = HIT * (words / RARE + 1) - HIT / 4;
	if (lead.points >= least && lead.points > lead.second / 4 * 5)
		return lead.best;
	if (script == SCRIPT_LATIN || script == SCRIPT_CYRILLIC)
		return LANGUAGE_NONE;
	return (language)__builtin_ctzll(candidates);
}

language language_detect_lead(struct str text, struct language_lead *out)
{
	struct evidence e = {0};
	struct buf scratch = {0};
	struct tokens t;
	struct token some[OFTEN];
	tokens_init(&t, str_slice(text, 0, utf8_floor(text, BYTES_MAX)));
	for (unsigned n = 0; n < WORDS_MAX; n += OFTEN) {
		unsigned count = tokens_some(&t, some, OFTEN);
		for (unsigned i = 0; i < count; i++)
			look_at(&e, t.text, some[i], &scratch);
		if (count < OFTEN || is_clear(&e))
			break;
	}
	buf_release(&scratch);
	enum script script = main_script(&e);
	struct lead lead = lead_of(&e, language_by_script(script));
	*out = (struct language_lead){lead.best, lead.points / (double)HIT,
		lead.second / (double)HIT, e.total};
	return decide(&e, script, lead);
}

language language_detect(struct str text)
{
	struct language_lead lead;
	return language_detect_lead(text, &lead);
}
