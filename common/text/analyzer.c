/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/text/analyzer.h"
#include "common/base/arena.h"
#include "common/base/buf.h"
#include "common/text/ascii.h"
#include "common/text/fold.h"
#include "common/text/split.h"
#include "common/text/stemmer.h"
#include "common/text/tokens.h"
#include "common/text/utf8.h"
#include "common/text/wordbreak.h"

#include <stdlib.h>

enum {
	WHOLE_MAX = 3,       /* pieces of a compound that is also one word */
	CUT_MAX = TOKEN_MAX, /* pieces of a token: none is without a byte  */
};

struct analyzer {
	struct stemmer stemmer;
	struct arena arena; /* of the current token */
	struct buf scratch, stem, joined;
	struct raw_part pieces[CUT_MAX];
	struct part parts[PARTS_MAX];
	unsigned count; /* of pieces */
	language lang;
};

enum status analyzer_new(struct analyzer **out)
{
	struct analyzer *a = calloc(1, sizeof *a);
	if (!a)
		return ERR_NOMEM;
	*out = a;
	return OK;
}

void analyzer_free(struct analyzer *a)
{
	if (!a)
		return;
	stemmer_release(&a->stemmer);
	arena_release(&a->arena);
	buf_release(&a->scratch);
	buf_release(&a->stem);
	buf_release(&a->joined);
	free(a);
}

/* A folded copy that lasts as long as the analysis. */
static enum status folded(
	struct analyzer *a, struct str word, enum fold form, struct str *out)
{
	char *to = arena_alloc(&a->arena, word.len + ASCII_STEP);
	if (!to)
		return ERR_NOMEM;
	*out = (struct str){to, word.len};
	if (fold_ascii(word, a->lang, to))
		return OK;
	buf_clear(&a->scratch);
	fold(word, a->lang, form, &a->scratch);
	if (a->scratch.status != OK)
		return a->scratch.status;
	*out = arena_dup(&a->arena, buf_str(&a->scratch));
	return out->p ? OK : ERR_NOMEM;
}

/* The stem that ranks: of a word with the marks that the stemmer needs, then
 * without them.  Most stems of ASCII are what their word begins with. */
static enum status stemmed(
	struct analyzer *a, struct str marked, bool ascii, struct str *out)
{
	buf_clear(&a->stem);
	enum status status =
		stemmer_word(&a->stemmer, a->lang, marked, &a->stem);
	if (status != OK)
		return status;
	struct str stem = buf_str(&a->stem);
	if (!ascii || !str_starts(marked, stem))
		return folded(a, stem, FOLD_PLAIN, out);
	*out = str_slice(marked, 0, stem.len);
	return OK;
}

/* A pair of characters, or one, that is its own stem. */
static enum status make_chars(
	struct analyzer *a, struct str chars, struct part *part)
{
	enum status status = folded(a, chars, FOLD_PLAIN, &part->stem);
	part->fold = part->stem;
	part->word = str_slice(part->stem, 0, 0);
	return status;
}

/* All forms of a word but its stem; *marked is what that is made of. */
static enum status fold_forms(struct analyzer *a, struct str word,
	struct part *part, struct str *marked)
{
	char *ascii = arena_alloc(&a->arena, word.len + ASCII_STEP);
	if (!ascii)
		return ERR_NOMEM;
	part->fold = part->word = *marked = (struct str){ascii, word.len};
	if (fold_ascii(word, a->lang, ascii))
		return OK;
	enum status status = folded(a, word, FOLD_PLAIN, &part->fold);
	if (status == OK)
		status = folded(a, word, FOLD_LOWER, &part->word);
	if (status == OK)
		status = folded(a, word, FOLD_MARKED, marked);
	return status;
}

/* What has digits is a name or a number, and has no stem. */
static enum status make_word(
	struct analyzer *a, struct str word, struct part *part)
{
	struct str marked;
	enum status status = fold_forms(a, word, part, &marked);
	if (status == OK && !ascii_has_digit(marked))
		status = stemmed(
			a, marked, marked.p == part->fold.p, &part->stem);
	if (status == OK && part->stem.len == 0)
		part->stem = part->fold;
	return status;
}

enum status analyzer_part(
	struct analyzer *a, const struct raw_part *piece, struct part *out)
{
	*out = (struct part){.offset = piece->offset, .role = piece->role};
	return piece->role == PART_GRAM || piece->role == PART_CHAR
		       ? make_chars(a, piece->text, out)
		       : make_word(a, piece->text, out);
}

/* In lower case, if it is ASCII, for that changes no part. */
static enum status add(struct analyzer *a, struct str text, enum part_role role,
	uint32_t offset)
{
	char *lower = arena_alloc(&a->arena, text.len + ASCII_STEP);
	if (!lower)
		return ERR_NOMEM;
	if (fold_ascii(text, a->lang, lower))
		text.p = lower;
	if (a->count < CUT_MAX)
		a->pieces[a->count++] = (struct raw_part){text, offset, role};
	return OK;
}

static enum status unspaced(struct analyzer *a, struct str raw)
{
	size_t first = tokens_cluster(raw, 0);
	enum status status = OK;
	if (first < raw.len)
		status = add(a, raw, PART_GRAM, 0);
	if (status == OK)
		status = add(a, str_slice(raw, 0, first), PART_CHAR, 0);
	return status;
}

/* What its first character is, if not ASCII. */
static unsigned flags_of(struct str s)
{
	size_t at = 0;
	if (s.len == 0 || (uint8_t)s.p[0] < 0x80)
		return 0;
	return wordbreak_kind(utf8_next(s, &at)).flags;
}

static bool is_hangul(struct str s)
{
	return flags_of(s) & WB_IS_HANGUL;
}

/* A word of more than two syllables, and their pairs from `*at` on. */
static enum status add_hangul(struct analyzer *a, struct str word, uint32_t *at)
{
	struct str whole;
	enum status status = folded(a, word, FOLD_PLAIN, &whole);
	if (status != OK)
		return status;
	size_t first = 0, second = 0, end = 0;
	if (whole.len > 0)
		utf8_next(whole, &second);
	end = second;
	if (end < whole.len)
		utf8_next(whole, &end);
	if (end == whole.len)
		return add(a, word, PART_WORD, (*at)++);
	status = add(a, word, PART_WHOLE, *at);
	while (status == OK) {
		struct str pair = str_slice(whole, first, end);
		status = add(a, pair, PART_GRAM, (*at)++);
		if (end == whole.len)
			break;
		first = second;
		second = end;
		utf8_next(whole, &end);
	}
	return status;
}

/* Names of files and addresses, not words that somebody would join. */
static bool is_chain(struct str raw, const struct pieces *p)
{
	if (p->count <= WHOLE_MAX)
		return false;
	for (size_t i = 0; i < raw.len; i++)
		if (raw.p[i] == '.' || tokens_hyphen(raw, i))
			return true;
	return false;
}

/* All pieces as one word, unless they are Hangul, whose pairs do that. */
static enum status add_whole(struct analyzer *a, const struct pieces *p)
{
	buf_clear(&a->joined);
	for (unsigned i = 0; i < p->count; i++) {
		if (is_hangul(p->v[i]))
			return OK;
		buf_put_str(&a->joined, p->v[i]);
	}
	if (a->joined.status != OK)
		return a->joined.status;
	return add(a, buf_str(&a->joined), PART_WHOLE, 0);
}

/* The pieces of a word in a script with spaces; `*at` counts positions. */
static enum status spaced(struct analyzer *a, struct str raw, uint32_t *at)
{
	struct pieces p;
	enum status status = OK;
	split(raw, a->lang, &p);
	if (p.count > 1 && !is_chain(raw, &p))
		status = add_whole(a, &p);
	for (unsigned i = 0; i < p.count && status == OK; i++) {
		if (is_hangul(p.v[i]))
			status = add_hangul(a, p.v[i], at);
		else
			status = add(a, p.v[i], PART_WORD, (*at)++);
	}
	return status;
}

static bool is_unspaced(struct str s)
{
	return flags_of(s) & WB_IS_UNSPACED;
}

enum status analyzer_cut(
	struct analyzer *a, struct str raw, language l, struct cut *out)
{
	uint32_t advance = 0;
	enum status status;
	a->lang = l;
	a->count = 0;
	arena_clear(&a->arena);
	raw = str_slice(raw, 0, utf8_floor(raw, TOKEN_MAX));
	if (split_is_plain(raw)) {
		status = add(a, raw, PART_WORD, advance++);
	} else if (is_unspaced(raw)) {
		status = unspaced(a, raw);
		advance = 1;
	} else {
		status = spaced(a, raw, &advance);
	}
	if (status == OK)
		*out = (struct cut){a->pieces, a->count, advance};
	return status;
}

enum status analyzer_word(
	struct analyzer *a, struct str raw, language l, struct analysis *out)
{
	struct cut cut;
	unsigned count = 0;
	enum status status = analyzer_cut(a, raw, l, &cut);
	for (unsigned i = 0; status == OK && i < cut.count; i++) {
		if (count == PARTS_MAX)
			break;
		status = analyzer_part(a, &cut.pieces[i], &a->parts[count]);
		count += a->parts[count].stem.len > 0;
	}
	if (status == OK)
		*out = (struct analysis){a->parts, count, cut.advance};
	return status;
}

/* Append the letters and digits of a folded text, a space for all else. */
static void put_words(struct str s, struct buf *out)
{
	bool gap = out->len > 0;
	for (size_t at = 0; at < s.len;) {
		size_t from = at;
		uint32_t c = utf8_next(s, &at);
		struct wordbreak_kind kind = wordbreak_kind(c);
		if (!(kind.flags & WB_IS_WORD) && kind.class != WB_EXTEND) {
			gap = out->len > 0;
			continue;
		}
		if (gap)
			buf_putc(out, ' ');
		gap = false;
		buf_put(out, s.p + from, at - from);
	}
}

/* The same of a word that has only ASCII; false, and nothing is done, for any
 * other, or one that is long. */
static bool put_ascii(struct str word, language l, struct buf *out)
{
	char lower[TOKEN_MAX + ASCII_STEP];
	if (word.len > TOKEN_MAX || !fold_ascii(word, l, lower))
		return false;
	char *to = buf_reserve(out, word.len + 1);
	bool gap = out->len > 0;
	size_t len = 0;
	for (size_t i = 0; to && i < word.len; i++) {
		bool letter = lower[i] >= 'a' && lower[i] <= 'z';
		if (!letter && !(lower[i] >= '0' && lower[i] <= '9')) {
			gap = out->len + len > 0;
			continue;
		}
		if (gap)
			to[len++] = ' ';
		gap = false;
		to[len++] = lower[i];
	}
	out->len += len;
	return true;
}

void analyzer_fold(struct str text, language l, struct buf *out)
{
	struct buf word = {0};
	buf_clear(out);
	for (size_t at = 0, end; at < text.len && out->status == OK; at = end) {
		end = str_find(text, at, ' ');
		if (end > at + FOLD_MAX / 2)
			end = utf8_floor(text, at + FOLD_MAX / 2);
		struct str raw = str_slice(text, at, end);
		end += end < text.len && text.p[end] == ' ';
		if (put_ascii(raw, l, out))
			continue;
		buf_clear(&word);
		fold(raw, l, FOLD_PLAIN, &word);
		put_words(buf_str(&word), out);
		if (word.status != OK)
			out->status = word.status;
	}
	buf_release(&word);
}
