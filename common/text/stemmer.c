/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/text/stemmer.h"
#include "common/text/language_row.h"
#include "common/xapian/xap.h"

#include <libstemmer.h>

enum { WORD_MAX = 256 }; /* bytes; a longer word is its own stem */

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
	*s = (struct stemmer){0};
}
