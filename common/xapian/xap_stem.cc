/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/xapian/guard.h"

struct xap_stem {
	Xapian::Stem stem;
};

enum status xap_stem_new(const char *language, struct xap_stem **out)
{
	enum status status = guarded(NULL, [&] {
		*out = new xap_stem{Xapian::Stem(language)};
		return OK;
	});
	return status == ERR_INVALID ? ERR_NOT_FOUND : status;
}

void xap_stem_free(struct xap_stem *stem)
{
	delete stem;
}

enum status xap_stem_word(
	struct xap_stem *stem, struct str word, struct buf *out)
{
	return guarded(NULL, [&] {
		std::string result = stem->stem(text_of(word));
		buf_put(out, result.data(), result.size());
		return out->status;
	});
}
