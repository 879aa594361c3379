/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/text/stemmer.h"
#include "common/text/ascii.h"
#include "common/text/language_row.h"
#include "common/xapian/xap.h"

#include <libstemmer.h>

#include <stdlib.h>

enum {
	WORD_MAX = 256, /* bytes; a longer word is its own stem */
	FEW_BITS = 9,   /* of slots at first: 16 KiB            */
	MORE_BITS = 2,  /* ... whenever they have been filled   */
	SLOT_BITS = 13, /* ... at last: 256 KiB                 */
	SHORT_MAX = 14, /* bytes of a word that is kept         */
	STEM_MAX = 15,  /* ... of its stem                      */
};

/* A word of up to 14 bytes, its language and length; its stem and that's
 * length.  All zeros: none. */
struct stem_slot {
	uint64_t low, high;
	char stem[STEM_MAX];
	uint8_t len;
};

static bool snowball_has(const char *name)
{
	for (const char **at = sb_stemmer_list(); *at; at++)
		if (strcmp(*at, name) == 0)
			return true;
	return false;
}

static enum status make(const struct language_row *row, void **out)
{
	if (row->library == STEM_XAPIAN)
		return xap_stem_new(row->stemmer, (struct xap_stem **)out);
	if (!snowball_has(row->stemmer))
		return ERR_NOT_FOUND;
	*out = sb_stemmer_new(row->stemmer, "UTF_8");
	return *out ? OK : ERR_NOMEM;
}

static enum status stem_with(const struct language_row *row, void *handle,
	struct str word, struct buf *out)
{
	if (row->library == STEM_XAPIAN)
		return xap_stem_word(handle, word, out);
	const sb_symbol *stem = sb_stemmer_stem(
		handle, (const sb_symbol *)word.p, (int)word.len);
	if (!stem)
		return ERR_NOMEM;
	buf_put(out, stem, (size_t)sb_stemmer_length(handle));
	return out->status;
}

/* The slot that `word` has or may have, and what it holds then. */
static struct stem_slot *slot_of(
	struct stemmer *s, language l, struct str word, struct stem_slot *key)
{
	struct str tail = str_slice(word, ASCII_STEP, word.len);
	*key = (struct stem_slot){.low = ascii_few(word.p, word.len - tail.len),
		.high = ascii_few(tail.p, tail.len) | (uint64_t)l << 48 |
			(uint64_t)word.len << 56};
	uint64_t hash = (key->low ^ key->high >> 29 ^ key->high << 35) *
			UINT64_C(0x9e3779b97f4a7c15);
	return &s->known[hash >> (64 - s->bits)];
}

/* Pages that one query would touch for a word each cost more than the words:
 * so there are few slots at first, and what they hold is forgotten for more. */
static enum status make_room(struct stemmer *s)
{
	if (s->known && (s->bits == SLOT_BITS || s->kept >> s->bits == 0))
		return OK;
	unsigned bits = s->known ? s->bits + MORE_BITS : FEW_BITS;
	struct stem_slot *known = calloc((size_t)1 << bits, sizeof *known);
	if (!known)
		return ERR_NOMEM;
	free(s->known);
	s->known = known;
	s->bits = bits;
	s->kept = 0;
	return OK;
}

static enum status stem_short(
	struct stemmer *s, language l, struct str word, struct buf *out)
{
	size_t from = out->len;
	if (make_room(s) != OK)
		return ERR_NOMEM;
	struct stem_slot key, *slot = slot_of(s, l, word, &key);
	if (slot->low == key.low && slot->high == key.high) {
		buf_put(out, slot->stem, slot->len);
		return out->status;
	}
	enum status status = stem_with(language_row(l), s->made[l], word, out);
	size_t len = out->len - from;
	if (status != OK || len > STEM_MAX)
		return status;
	key.len = (uint8_t)len;
	if (len)
		memcpy(key.stem, out->p + from, len);
	*slot = key;
	s->kept++;
	return OK;
}

enum status stemmer_word(
	struct stemmer *s, language l, struct str word, struct buf *out)
{
	const struct language_row *row = language_row(l);
	bool has = row->library != STEM_NONE && !(s->missing >> l & 1);
	if (has && !s->made[l]) {
		enum status status = make(row, &s->made[l]);
		if (status == ERR_NOMEM)
			return status;
		has = status == OK;
		if (!has)
			s->missing |= UINT64_C(1) << l;
	}
	if (has && word.len > 0 && word.len <= SHORT_MAX)
		return stem_short(s, l, word, out);
	if (has && word.len <= WORD_MAX)
		return stem_with(row, s->made[l], word, out);
	buf_put_str(out, word);
	return out->status;
}

void stemmer_release(struct stemmer *s)
{
	for (language l = 0; l < LANGUAGE_MAX; l++) {
		if (language_row(l)->library == STEM_XAPIAN)
			xap_stem_free(s->made[l]);
		else
			sb_stemmer_delete(s->made[l]);
	}
	free(s->known);
	*s = (struct stemmer){0};
}
