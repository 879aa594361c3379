/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/text/tokens.h"
#include "common/simd/kernel.h"
#include "common/text/utf8.h"
#include "common/text/wordbreak.h"

enum {
	CLUSTER_MAX = 16, /* code points, unless marks follow      */
	MARKS_MAX = 15,   /* in a row, that a run may go on beyond */
	SIGN_MAX = 2,     /* bytes of tokens_sign()                */
};

static struct wordbreak_kind kind_of(struct str text, size_t *at)
{
	return wordbreak_kind(utf8_next(text, at));
}

static bool is_mark(struct wordbreak_kind kind)
{
	return kind.class == WB_EXTEND || kind.class == WB_ZWJ ||
	       kind.class == WB_FORMAT;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
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
	if (rest.len == 0 || (uint8_t)rest.p[0] != 0xe2)
		return rest.len && rest.p[0] == '-';
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
		if (!is_letter(after) && after != '_' && after != sign.p[0])
			return sign.len;
	}
	return 0;
}

/* No letter or digit, nothing that may join them, and ASCII. */
static bool is_gap(char c)
{
	uint8_t byte = (uint8_t)c;
	return byte < 0x80 && !is_digit(c) && !is_letter(c) &&
	       (!c || !strchr(".,:;'-_+", c));
}

/* ".NET": the dot belongs to the name unless a word precedes it. */
static bool is_dotted(struct str text, size_t least, size_t from, size_t to)
{
	return from > least && text.p[from - 1] == '.' &&
	       str_eq_nocase(str_slice(text, from, to), STR("net")) &&
	       (from == 1 || is_gap(text.p[from - 2]));
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
	*t = (struct tokens){.text = text,
		.block = UINT32_MAX,
		.kernel = kernel()->classify};
}

/*
 * The short cut.  Words of ASCII, and what joins them, are found in masks of
 * 64 bytes, without a branch for each byte.
 */

/* Kept out of the hot function, which then needs no stack. */
#define RARE __attribute__((noinline))

/* The classes of the byte before a block or of the byte behind it. */
struct near {
	uint64_t letter, digit, point, high;
};

static struct near near_at(struct str text, size_t at)
{
	char c = at < text.len ? text.p[at] : 0;
	return (struct near){is_letter(c), is_digit(c), c == '.' || c == '\'',
		(uint8_t)c >= 0x80};
}

/* UAX #29 for ASCII, and our hyphens. */
static void mask_words(struct tokens *t, const struct classes *c,
	struct near before, struct near after)
{
	uint64_t letter_before = c->letters << 1 | before.letter;
	uint64_t letter_after = c->letters >> 1 | after.letter << 63;
	uint64_t digit_before = c->digits << 1 | before.digit;
	uint64_t digit_after = c->digits >> 1 | after.digit << 63;
	uint64_t high_after = c->high >> 1 | after.high << 63;
	uint64_t point_before = c->points << 1 | before.point;
	uint64_t letters = letter_before & letter_after;
	uint64_t digits = digit_before & digit_after;
	uint64_t any =
		(letter_before | digit_before) & (letter_after | digit_after);
	uint64_t joins = c->hyphens | c->points | c->colons | c->commas;
	uint64_t words = c->letters | c->digits;
	t->runs = words | ((c->hyphens | c->lines) & any) |
		  (c->points & (letters | digits)) | (c->colons & letters) |
		  (c->commas & digits);
	t->stops = words | c->high;
	t->hard = ((c->signs | c->lines) & ~t->runs) | c->high |
		  (joins & high_after) |
		  (point_before & words & ~(t->runs << 1));
}

static RARE void load_block(struct tokens *t, size_t block)
{
	struct classes c;
	char bytes[CLASSIFY_BYTES] = {0};
	const char *p = t->text.p + block;
	if (t->text.len - block < CLASSIFY_BYTES) {
		memcpy(bytes, p, t->text.len - block);
		p = bytes;
	}
	t->kernel->block(p, &c);
	struct near none = {0};
	mask_words(t, &c, block ? near_at(t->text, block - 1) : none,
		near_at(t->text, block + CLASSIFY_BYTES));
	t->block = (uint32_t)block;
}

/* Have the masks of the block in which `at` lies; returns its place there. */
static inline unsigned place_in_block(struct tokens *t, size_t at)
{
	size_t block = at & ~(size_t)(CLASSIFY_BYTES - 1);
	if (block != t->block)
		load_block(t, block);
	return at % CLASSIFY_BYTES;
}

/* The first ASCII letter or digit, or other than ASCII, from `at` on. */
static inline size_t next_stop(struct tokens *t, size_t at)
{
	while (at < t->text.len) {
		unsigned place = place_in_block(t, at);
		uint64_t stops = t->stops >> place;
		if (stops)
			return at + (size_t)__builtin_ctzll(stops);
		at += CLASSIFY_BYTES - place;
	}
	return t->text.len;
}

/* The first byte from `at` on that is not of an ASCII word. */
static inline size_t word_end(struct tokens *t, size_t at)
{
	while (at < t->text.len) {
		unsigned place = place_in_block(t, at);
		uint64_t others = ~t->runs >> place;
		if (others)
			return at + (size_t)__builtin_ctzll(others);
		at += CLASSIFY_BYTES - place;
	}
	return t->text.len;
}

/* Must what begins or ends at `at` be looked at more closely? */
static bool is_hard(struct tokens *t, size_t at)
{
	return at < t->text.len && t->hard >> place_in_block(t, at) & 1;
}

/* Is what begins at `at` other than ASCII and of no rule's interest? */
static bool is_foreign(struct str text, size_t at)
{
	return kind_of(text, &(size_t){at}).class == WB_OTHER &&
	       tokens_hyphen(text, at) == 0;
}

/* Does the word at [from, to) end there, before what is_hard()?  False where
 * only the definition can say. */
static RARE bool ends_word(struct str text, size_t from, size_t to)
{
	char c = text.p[to];
	if ((uint8_t)c >= 0x80)
		return is_foreign(text, to);
	if (c == '+' || c == '#')
		return to - from > 1 &&
		       (is_letter(text.p[to - 2]) || is_digit(text.p[to - 2]));
	return false;
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

static inline bool begins_with_dot(struct str text, size_t from)
{
	return (text.p[from] | 0x20) == 'n' && from > 0 &&
	       text.p[from - 1] == '.';
}

/* A token that is not of one block alone, or hard. */
static RARE bool next_anywhere(struct tokens *t, struct token *out)
{
	if (t->at < t->run_end)
		return tokens_next_plain(t, out);
	size_t from = next_stop(t, t->at);
	if (is_hard(t, from))
		from = skip_foreign(t, from);
	if (from == t->text.len || (uint8_t)t->text.p[from] >= 0x80 ||
		begins_with_dot(t->text, from))
		return tokens_next_plain(t, out);
	size_t to = word_end(t, from);
	if (to - from > TOKEN_MAX / 2 ||
		(is_hard(t, to) && !ends_word(t->text, from, to)))
		return tokens_next_plain(t, out);
	*out = (struct token){(uint32_t)from, (uint32_t)(to - from)};
	t->at = (uint32_t)to;
	return true;
}

unsigned tokens_some(struct tokens *t, struct token *out, unsigned most)
{
	unsigned n = 0;
	while (n < most) {
		size_t block = t->block;
		uint64_t stops = t->stops, runs = t->runs, hard = t->hard;
		unsigned place = t->at % CLASSIFY_BYTES;
		bool here = t->at - place == block && t->at >= t->run_end;
		for (; here && n < most; n++) {
			uint64_t left = stops >> place;
			if (!left)
				break;
			unsigned from = place + (unsigned)__builtin_ctzll(left);
			uint64_t others = ~runs >> from;
			if (!others)
				break;
			unsigned len = (unsigned)__builtin_ctzll(others);
			if ((hard >> from | hard >> (from + len)) & 1)
				break;
			place = from + len;
			t->at = (uint32_t)(block + place);
			out[n] = (struct token){(uint32_t)block + from, len};
		}
		if (n < most && !next_anywhere(t, &out[n++]))
			return n - 1;
	}
	return n;
}

bool tokens_next(struct tokens *t, struct token *out)
{
	return tokens_some(t, out, 1);
}

bool tokens_next_before(struct tokens *t, size_t end, struct token *out)
{
	uint32_t at = t->at, run_end = t->run_end;
	if (at < end && tokens_next(t, out) && out->off < end)
		return true;
	t->at = at;
	t->run_end = run_end;
	return false;
}

static bool is_white(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Unicode has no boundary behind white space that a mark or a joiner follows,
 * which is never ASCII. */
size_t tokens_start(struct str text, size_t least, size_t at)
{
	for (; at > least; at--) {
		char c = text.p[at];
		if ((uint8_t)c < 0x80 && !is_white(c) &&
			is_white(text.p[at - 1]))
			return at;
	}
	return least;
}

void tokens_seek(struct tokens *t, size_t start)
{
	t->at = t->run_end = (uint32_t)start;
}

static bool is_word(char c)
{
	return is_letter(c) || is_digit(c);
}

static bool is_bracket(char c)
{
	return c == '(' || c == ')' || c == '"' || c == '\'' || c == ',' ||
	       c == '.' || c == ':' || c == ';' || c == '!' || c == '?';
}

bool tokens_lone(struct tokens *t, size_t end, struct token *out)
{
	struct str text = t->text;
	size_t from = t->at, to = end;
	while (from < to && text.p[from] != '.' && is_bracket(text.p[from]))
		from++;
	while (to > from && is_bracket(text.p[to - 1]))
		to--;
	for (size_t at = from; at < to; at++)
		if (!is_word(text.p[at]))
			return false;
	if (from == to || to - from > TOKEN_MAX / 2)
		return false;
	*out = (struct token){(uint32_t)from, (uint32_t)(to - from)};
	t->at = (uint32_t)to;
	return true;
}
