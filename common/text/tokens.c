/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/text/tokens.h"
#include "common/base/bytes.h"
#include "common/text/utf8.h"
#include "common/text/wordbreak.h"

enum {
	CLUSTER_MAX = 16, /* code points, unless marks follow      */
	MARKS_MAX = 15,   /* in a row, that a run may go on beyond */
	SIGN_MAX = 2,     /* bytes of tokens_sign()                */
};

/* What a byte is to the short cut for ASCII. */
enum {
	GAP = 0,  /* ends a word, starts none                              */
	JOIN = 1, /* ends a word unless a letter or digit follows          */
	ASK = 2,  /* begins no word, but may be part of one                */
	WORD = 4, /* letter or digit                                       */
	HIGH = 8, /* not ASCII                                             */
};

#define X10(v) v, v, v, v, v, v, v, v, v, v
#define X26(v) X10(v), X10(v), v, v, v, v, v, v
#define X64(v) X10(v), X10(v), X10(v), X10(v), X10(v), X10(v), v, v, v, v

/* clang-format off */
static const uint8_t kinds[256] = {
	['0'] = X10(WORD), ['A'] = X26(WORD), ['a'] = X26(WORD),
	['.'] = JOIN, [','] = JOIN, [':'] = JOIN, [';'] = JOIN, ['\''] = JOIN,
	['-'] = JOIN, ['_'] = ASK, ['+'] = ASK, ['#'] = ASK,
	[0x80] = X64(HIGH), X64(HIGH),
};
/* clang-format on */

static unsigned kind_at(struct str text, size_t at)
{
	return at < text.len ? kinds[(uint8_t)text.p[at]] : GAP;
}

static struct wordbreak_kind kind_of(struct str text, size_t *at)
{
	return wordbreak_kind(utf8_next(text, at));
}

static bool is_mark(struct wordbreak_kind kind)
{
	return kind.class == WB_EXTEND || kind.class == WB_ZWJ ||
	       kind.class == WB_FORMAT;
}

/* Does a letter or digit of a script with spaces stand at `at`? */
static bool word_at(struct str text, size_t at)
{
	if (at >= text.len)
		return false;
	unsigned flags = kind_of(text, &at).flags;
	return flags & WB_IS_WORD && !(flags & WB_IS_UNSPACED);
}

size_t tokens_hyphen(struct str text, size_t at)
{
	struct str rest = str_slice(text, at, at + 3);
	if (str_starts(rest, STR("-")))
		return 1;
	bool long_one = str_eq(rest, STR("\xe2\x80\x90")) ||
			str_eq(rest, STR("\xe2\x80\x91"));
	return long_one ? 3 : 0;
}

size_t tokens_sign(struct str text, size_t from, size_t to)
{
	static const struct {
		char letter;
		struct str sign;
	} names[] = {
		{'c', {"++", 2}},
		{'c', {"#", 1}},
		{'f', {"#", 1}},
		{'j', {"#", 1}},
		{'g', {"++", 2}},
	};
	if (to - from != 1)
		return 0;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct str sign = names[i].sign;
		size_t end = to + sign.len;
		if ((text.p[from] | 0x20) != names[i].letter ||
			!str_eq(str_slice(text, to, end), sign))
			continue;
		char after = end < text.len ? text.p[end] : ' ';
		bool letter = (after | 0x20) >= 'a' && (after | 0x20) <= 'z';
		if (!letter && after != '_' && after != sign.p[0])
			return sign.len;
	}
	return 0;
}

/* ".NET": the dot belongs to the name unless a word precedes it. */
static bool is_dotted(struct str text, size_t least, size_t from, size_t to)
{
	return from > least && text.p[from - 1] == '.' &&
	       str_eq_nocase(str_slice(text, from, to), STR("net")) &&
	       (from == 1 || kind_at(text, from - 2) == GAP ||
		       text.p[from - 2] == '#');
}

size_t tokens_cluster(struct str text, size_t at)
{
	int32_t state = 0;
	uint32_t last = utf8_next(text, &at);
	for (unsigned n = 1; at < text.len; n++) {
		size_t next = at;
		uint32_t c = utf8_next(text, &next);
		bool ends = utf8_grapheme_break(last, c, &state);
		if ((ends || n >= CLUSTER_MAX) && !is_mark(wordbreak_kind(c)))
			break;
		last = c;
		at = next;
	}
	return at;
}

/* The end of the characters at `at` that belong to one unspaced script. */
static size_t run_end(struct str text, size_t at)
{
	size_t end = at;
	unsigned script = kind_of(text, &end).flags & WB_IS_UNSPACED;
	for (unsigned marks = 0; end < text.len;) {
		size_t next = end;
		struct wordbreak_kind kind = kind_of(text, &next);
		marks = is_mark(kind) ? marks + 1 : 0;
		if (marks ? marks > MARKS_MAX : !(kind.flags & script))
			break;
		end = next;
	}
	return end;
}

static void next_gram(struct tokens *t, struct token *out)
{
	struct str run = str_slice(t->text, 0, t->run_end);
	size_t second = tokens_cluster(run, t->at);
	size_t end = second < run.len ? tokens_cluster(run, second) : second;
	*out = (struct token){t->at, (uint32_t)(end - t->at)};
	t->at = (uint32_t)second;
}

/*
 * A segment between two of Unicode's boundaries, cut where a character of an
 * unspaced script begins and between Hangul and anything else.
 */
struct segment {
	size_t from, to; /* its first to its last letter or digit */
	size_t end;      /* where the next segment begins         */
	bool unspaced;   /* `from` begins an unspaced run         */
	bool word;       /* there is a letter or digit            */
};

static struct segment segment_at(struct str text, size_t at)
{
	struct segment s = {.end = wordbreak_next(text, at)};
	unsigned last = 0;
	bool after_word = false;
	for (size_t c = at, next; c < s.end; c = next) {
		next = c;
		struct wordbreak_kind kind = kind_of(text, &next);
		bool word = kind.flags & WB_IS_WORD;
		if (s.word && word &&
			(kind.flags & WB_IS_UNSPACED ||
				(kind.flags ^ last) & WB_IS_HANGUL)) {
			s.end = c;
			break;
		}
		if (word && !s.word) {
			s.from = c;
			s.word = true;
			s.unspaced = kind.flags & WB_IS_UNSPACED;
		}
		if (word)
			last = kind.flags;
		after_word = word || (after_word && is_mark(kind));
		if (after_word)
			s.to = next;
		if (s.unspaced)
			break;
	}
	return s;
}

/* Take in the words that hyphens join to segment `s`, up to byte `reach`: `s`
 * becomes the last of them. */
static void join(struct str text, size_t reach, struct segment *s)
{
	struct str near = str_slice(text, 0, reach);
	while (s->to == s->end) {
		size_t hyphen = tokens_hyphen(text, s->to);
		if (hyphen == 0 || !word_at(near, s->to + hyphen))
			break;
		struct segment next = segment_at(near, s->to + hyphen);
		if (next.end == near.len && near.len < text.len)
			break;
		*s = next;
	}
}

bool tokens_next_plain(struct tokens *t, struct token *out)
{
	size_t least = t->at;
	if (t->at < t->run_end) {
		next_gram(t, out);
		return true;
	}
	while (t->at < t->text.len) {
		struct str near = str_slice(t->text, 0, t->at + TOKEN_MAX);
		struct segment s = segment_at(near, t->at);
		if (!s.word) {
			t->at = (uint32_t)s.end;
			continue;
		}
		size_t from = s.from;
		if (s.unspaced) {
			t->at = (uint32_t)from;
			t->run_end = (uint32_t)run_end(t->text, from);
			next_gram(t, out);
			return true;
		}
		if (is_dotted(t->text, least, from, s.to))
			from--;
		join(t->text, from + TOKEN_MAX - SIGN_MAX, &s);
		size_t to = s.to + tokens_sign(t->text, s.from, s.to);
		*out = (struct token){(uint32_t)from, (uint32_t)(to - from)};
		t->at = (uint32_t)to;
		return true;
	}
	return false;
}

void tokens_init(struct tokens *t, struct str text)
{
	*t = (struct tokens){.text = text, .block = UINT32_MAX};
}

/*
 * The short cut.  Words of ASCII are found in masks of 64 bytes, eight bytes
 * of text at a time in one 64-bit number, without a branch for each byte.
 */

/* Kept out of the hot functions, which then need no stack. */
#define RARE __attribute__((noinline))

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* The top bit of each byte of `x`, side by side. */
static uint64_t top_bits(uint64_t x)
{
	return (x >> 7 & EACH(1)) * UINT64_C(0x0102040810204080) >> 56;
}

static RARE void load_block(struct tokens *t, size_t block)
{
	enum { BLOCK = 64 };
	char bytes[BLOCK] = {0};
	const char *p = t->text.p + block;
	if (t->text.len - block < BLOCK) {
		memcpy(bytes, p, t->text.len - block);
		p = bytes;
	}
	t->block = (uint32_t)block;
	t->words = t->stops = 0;
	for (unsigned i = 0; i < BLOCK; i += 8) {
		uint64_t x = get_u64(p + i), low = x & EACH(0x7f);
		uint64_t lower = low | EACH(0x20);
		uint64_t letters = (lower + EACH(0x80 - 'a')) &
				   ~(lower + EACH(0x7f - 'z'));
		uint64_t digits =
			(low + EACH(0x80 - '0')) & ~(low + EACH(0x7f - '9'));
		uint64_t words = (letters | digits) & ~x;
		t->words |= top_bits(words) << i;
		t->stops |= top_bits(words | x) << i;
	}
}

/* The first ASCII letter or digit, or other than ASCII, from `at` on. */
static size_t next_stop(struct tokens *t, size_t at)
{
	while (at < t->text.len) {
		size_t block = at & ~(size_t)63;
		if (block != t->block)
			load_block(t, block);
		uint64_t stops = t->stops >> (at & 63);
		if (stops)
			return at + (size_t)__builtin_ctzll(stops);
		at = block + 64;
	}
	return t->text.len;
}

/* The first byte from `at` on that is no ASCII letter or digit. */
static size_t word_end(struct tokens *t, size_t at)
{
	while (at < t->text.len) {
		size_t block = at & ~(size_t)63;
		if (block != t->block)
			load_block(t, block);
		uint64_t others = ~t->words >> (at & 63);
		if (others)
			return at + (size_t)__builtin_ctzll(others);
		at = block + 64;
	}
	return t->text.len;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Do the letters or digits at both sides of the byte at `at` stay together?
 * The classes of UAX #29 for ASCII, and our hyphens. */
static bool joins_ascii(struct str text, size_t at)
{
	bool before = is_digit(text.p[at - 1]),
	     after = is_digit(text.p[at + 1]);
	switch (text.p[at]) {
	case '-':
		return true;
	case ':':
		return !before && !after;
	case ',':
	case ';':
		return before && after;
	default:
		return before == after;
	}
}

/* Is what begins at `at` other than ASCII and of no rule's interest? */
static RARE bool is_foreign(struct str text, size_t at)
{
	size_t next = at;
	return wordbreak_kind(utf8_next(text, &next)).class == WB_OTHER &&
	       tokens_hyphen(text, at) == 0;
}

/* The end of the token that begins at `from`, if it and what decides on it
 * are ASCII; else 0. */
static size_t short_cut(struct tokens *t, size_t from)
{
	struct str text = t->text;
	if (from > 0 && text.p[from - 1] == '.' && (text.p[from] | 0x20) == 'n')
		return 0;
	for (size_t to = from;; to++) {
		to = word_end(t, to);
		if (to - from > TOKEN_MAX / 2)
			return 0;
		unsigned after = kind_at(text, to);
		if (after == GAP)
			return to;
		if (after == HIGH)
			return is_foreign(text, to) ? to : 0;
		if (after == ASK) {
			bool longer =
				to - from > 1 && kind_at(text, to - 2) == WORD;
			return longer && text.p[to] != '_' ? to : 0;
		}
		unsigned beyond = kind_at(text, to + 1);
		if (beyond == HIGH)
			return 0;
		if (beyond != WORD || !joins_ascii(text, to))
			return to;
	}
}

/* From a character other than ASCII to the first word of whatever letters. */
static RARE size_t skip_foreign(struct tokens *t, size_t from)
{
	while (from < t->text.len && (uint8_t)t->text.p[from] >= 0x80) {
		size_t next = from;
		if (kind_of(t->text, &next).flags & WB_IS_WORD)
			break;
		from = next_stop(t, next);
	}
	return from;
}

static inline bool is_ascii_at(struct str text, size_t at)
{
	return at < text.len && (uint8_t)text.p[at] < 0x80;
}

bool tokens_next(struct tokens *t, struct token *out)
{
	if (t->at < t->run_end)
		return tokens_next_plain(t, out);
	size_t from = next_stop(t, t->at);
	if (!is_ascii_at(t->text, from))
		from = skip_foreign(t, from);
	size_t to = is_ascii_at(t->text, from) ? short_cut(t, from) : 0;
	if (to == 0)
		return tokens_next_plain(t, out);
	*out = (struct token){(uint32_t)from, (uint32_t)(to - from)};
	t->at = (uint32_t)to;
	return true;
}
