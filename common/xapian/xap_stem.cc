/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/xapian/guard.h"

struct xap_stem {
	Xapian::Stem stem;
};

enum status xap_stem_new(const char *language, struct xap_stem **out)
{
	enum status status = guarded(
		NULL, [&] { *out = new xap_stem{Xapian::Stem(language)}; });
	return status == ERR_INVALID ? ERR_NOT_FOUND : status;
}

void xap_stem_free(struct xap_stem *stem)
{
	freed(stem);
}

enum status xap_stem_word(
	struct xap_stem *stem, struct str word, struct buf *out)
{
	return guarded(
		NULL, [&] { return put(out, stem->stem(text_of(word))); });
}

enum status xap_stem_languages(struct buf *out)
{
	return guarded(NULL, [&] {
		return put(out, Xapian::Stem::get_available_languages());
	});
}
