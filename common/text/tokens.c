/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/text/tokens.h"
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
	*t = (struct tokens){.text = text};
}

/* Does the word at [from, to), of ASCII letters and digits, end there, and is
 * it no part of a name? */
static bool stands_alone(struct str text, size_t from, size_t to)
{
	if (to - from > TOKEN_MAX / 2)
		return false;
	if (to - from == 3 && from > 0 && text.p[from - 1] == '.')
		return false;
	unsigned after = kind_at(text, to);
	return after == GAP ||
		(after == JOIN && (kind_at(text, to + 1) & ~JOIN) == GAP);
}

bool tokens_next(struct tokens *t, struct token *out)
{
	if (t->at < t->run_end)
		return tokens_next_plain(t, out);
	const uint8_t *p = (const uint8_t *)t->text.p;
	size_t len = t->text.len, from = t->at;
	while (from < len && !(kinds[p[from]] & (WORD | HIGH)))
		from++;
	size_t to = from;
	while (to < len && kinds[p[to]] == WORD)
		to++;
	if (from < to && stands_alone(t->text, from, to)) {
		*out = (struct token){(uint32_t)from, (uint32_t)(to - from)};
		t->at = (uint32_t)to;
		return true;
	}
	if (from == to)
		t->at = (uint32_t)from;
	return tokens_next_plain(t, out);
}
