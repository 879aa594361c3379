/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/text/analyzer.h"
#include "common/text/fold.h"
#include "common/text/language_row.h"
#include "common/text/utf8.h"

enum {
	BYTES_MAX = 64 << 10, /* of the text that are looked at    */
	WORDS_MAX = 2000,     /* and words                         */
	HIT = 60,             /* points for a word of one language */
	ENOUGH = 60 * HIT,    /* points that end the search        */
	RARE = 40,            /* words of which one must be a hit  */
	RARE_MAX = 400,       /* of no more words than these       */
	REPEATS_MAX = 3,      /* that a word counts                */
};

enum script {
	SCRIPT_NONE,
	LATIN,
	GREEK,
	CYRILLIC,
	ARMENIAN,
	HEBREW,
	ARABIC,
	DEVANAGARI,
	TAMIL,
	THAI,
	LAO,
	MYANMAR,
	KHMER,
	KANA,
	HAN,
	HANGUL,
	SCRIPTS,
};

/* The languages of a script that we know, the likeliest first: it is taken if
 * the script is not Latin or Cyrillic and no word decides. */
static const char *const languages_of[SCRIPTS] = {
	[LATIN] = "en eu ca da nl fi fr de hu id ga it lt no pt ro es sv tr "
		  "sr cs pl vi",
	[GREEK] = "el",
	[CYRILLIC] = "ru uk bg sr",
	[ARMENIAN] = "hy",
	[HEBREW] = "he yi",
	[ARABIC] = "ar fa",
	[DEVANAGARI] = "hi ne",
	[TAMIL] = "ta",
	[THAI] = "th",
	[LAO] = "lo",
	[MYANMAR] = "my",
	[KHMER] = "km",
	[KANA] = "ja",
	[HAN] = "zh",
	[HANGUL] = "ko",
};

static enum script script_of(uint32_t c)
{
	static const struct {
		uint32_t first, last;
		enum script script;
	} blocks[] = {
		{0x41, 0x24f, LATIN}, {0x370, 0x3ff, GREEK},
		{0x400, 0x52f, CYRILLIC}, {0x530, 0x58f, ARMENIAN},
		{0x590, 0x5ff, HEBREW}, {0x600, 0x6ff, ARABIC},
		{0x900, 0x97f, DEVANAGARI}, {0xb80, 0xbff, TAMIL},
		{0xe00, 0xe7f, THAI}, {0xe80, 0xeff, LAO},
		{0x1000, 0x109f, MYANMAR}, {0x1780, 0x17ff, KHMER},
		{0x1e00, 0x1eff, LATIN}, {0x1f00, 0x1fff, GREEK},
		{0x3041, 0x30ff, KANA}, {0x3400, 0x9fff, HAN},
		{0xac00, 0xd7a3, HANGUL}, {0xff66, 0xff9d, KANA},
		{0x20000, 0x3ffff, HAN},
	};
	for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
		if (c <= blocks[i].last)
			return c >= blocks[i].first ? blocks[i].script
						    : SCRIPT_NONE;
	return SCRIPT_NONE;
}

/* Letters that speak for languages as much as a stop word does. */
static const char *languages_of_letter(uint32_t c)
{
	static const struct {
		uint32_t c;
		const char *codes;
	} letters[] = {
		{0xdf, "de"}, {0xe3, "pt vi"}, {0xe5, "sv da no"},
		{0xe6, "da no"}, {0xf0, ""}, {0xf1, "es eu"}, {0xf5, "pt vi"},
		{0xf8, "da no"}, {0x103, "ro vi"}, {0x105, "pl lt"},
		{0x111, "vi sr"}, {0x117, "lt"}, {0x119, "pl lt"},
		{0x11b, "cs"}, {0x11f, "tr"}, {0x131, "tr"}, {0x142, "pl"},
		{0x151, "hu"}, {0x159, "cs"}, {0x15f, "tr ro"}, {0x16f, "cs"},
		{0x171, "hu"}, {0x173, "lt"}, {0x1a1, "vi"}, {0x1b0, "vi"},
		{0x219, "ro"}, {0x21b, "ro"}, {0x44a, "bg ru"}, {0x44b, "ru"},
		{0x44d, "ru"}, {0x452, "sr"}, {0x454, "uk"}, {0x456, "uk"},
		{0x457, "uk"}, {0x458, "sr"}, {0x459, "sr"}, {0x45a, "sr"},
		{0x45b, "sr"}, {0x45f, "sr"}, {0x491, "uk"}, {0x67e, "fa"},
		{0x686, "fa"}, {0x698, "fa"}, {0x6a9, "fa"}, {0x6af, "fa"},
		{0x6cc, "fa"},
	};
	for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
		if (letters[i].c == c)
			return letters[i].codes;
	return c >= 0x1ea0 && c <= 0x1ef9 ? "vi" : "";
}

struct evidence {
	uint8_t times[LANGUAGE_WORDS_MAX]; /* seen, by row of the table */
	unsigned words[SCRIPTS];
	unsigned points[LANGUAGE_MAX];
	unsigned total; /* words */
};

static uint64_t mask_of(const char *codes)
{
	uint64_t mask = 0;
	struct str list = str_from(codes);
	for (size_t at = 0, end; at < list.len; at = end + 1) {
		end = str_find(list, at, ' ');
		mask |= UINT64_C(1) << language_find(str_slice(list, at, end));
	}
	return mask & ~UINT64_C(1);
}

static void give(struct evidence *e, uint64_t languages)
{
	if (languages == 0)
		return;
	unsigned each = HIT / (unsigned)__builtin_popcountll(languages);
	for (; languages; languages &= languages - 1)
		e->points[__builtin_ctzll(languages)] += each;
}

static void look_at(struct evidence *e, struct str word, struct buf *scratch)
{
	size_t at = 0;
	enum script script = script_of(utf8_next(word, &at));
	e->words[script]++;
	e->total += script != SCRIPT_NONE;
	buf_clear(scratch);
	fold(word, LANGUAGE_NONE, FOLD_LOWER, scratch);
	struct str lower = buf_str(scratch);
	unsigned row = language_word_find(lower);
	if (row < LANGUAGE_WORDS_MAX && e->times[row] < REPEATS_MAX) {
		e->times[row]++;
		give(e, language_word(row)->written);
	}
	for (at = 0; at < lower.len;) {
		uint32_t c = utf8_next(lower, &at);
		if (c >= 0x80)
			give(e, mask_of(languages_of_letter(c)));
	}
}

static bool is_clear(const struct evidence *e)
{
	unsigned best = 0, second = 0;
	for (unsigned l = 1; l < LANGUAGE_MAX; l++) {
		if (e->points[l] > best) {
			second = best;
			best = e->points[l];
		} else if (e->points[l] > second) {
			second = e->points[l];
		}
	}
	return best > ENOUGH && best / 2 > second;
}

static enum script main_script(const struct evidence *e)
{
	enum script best = SCRIPT_NONE;
	unsigned most = 0;
	for (enum script s = LATIN; s < SCRIPTS; s++) {
		if (e->words[s] > most) {
			best = s;
			most = e->words[s];
		}
	}
	/* Japanese is also written in Han, Chinese never in kana. */
	return best == HAN && e->words[KANA] > e->words[HAN] / 16 ? KANA : best;
}

static language decide(const struct evidence *e)
{
	enum script script = main_script(e);
	if (script == SCRIPT_NONE)
		return LANGUAGE_NONE;
	uint64_t candidates = mask_of(languages_of[script]);
	unsigned best = 0, second = 0;
	language winner = LANGUAGE_NONE;
	for (language l = 1; l < LANGUAGE_MAX; l++) {
		if (!(candidates >> l & 1))
			continue;
		if (e->points[l] > best) {
			second = best;
			best = e->points[l];
			winner = l;
		} else if (e->points[l] > second) {
			second = e->points[l];
		}
	}
	unsigned words = e->total < RARE_MAX ? e->total : RARE_MAX;
	unsigned least = HIT * (words / RARE + 1) - HIT / 4;
	if (best >= least && best > second + second / 4)
		return winner;
	if (script == LATIN || script == CYRILLIC)
		return LANGUAGE_NONE;
	struct str list = str_from(languages_of[script]);
	return language_find(str_slice(list, 0, str_find(list, 0, ' ')));
}

language language_detect(struct str text)
{
	struct evidence e = {0};
	struct buf scratch = {0};
	struct tokens t;
	struct token tok;
	tokens_init(&t, str_slice(text, 0, utf8_floor(text, BYTES_MAX)));
	for (unsigned n = 0; n < WORDS_MAX && tokens_next(&t, &tok); n++) {
		struct str word =
			str_slice(t.text, tok.off, tok.off + tok.len);
		look_at(&e, word, &scratch);
		if (n % 64 == 63 && is_clear(&e))
			break;
	}
	buf_release(&scratch);
	return decide(&e);
}
