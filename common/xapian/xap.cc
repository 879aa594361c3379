/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/xapian/xap.h"

#include <new>
#include <string>
#include <xapian.h>

struct xap_stem {
	Xapian::Stem stem;
};

/* What `body` throws, as a status. */
template <typename Body> static enum status guarded(Body body)
{
	try {
		return body();
	} catch (const std::bad_alloc &) {
		return ERR_NOMEM;
	} catch (const Xapian::InvalidArgumentError &) {
		return ERR_NOT_FOUND;
	} catch (const Xapian::Error &) {
		return ERR_IO;
	} catch (...) {
		return ERR_INVALID;
	}
}

enum status xap_stem_new(const char *language, struct xap_stem **out)
{
	return guarded([&] {
		*out = new xap_stem{Xapian::Stem(language)};
		return OK;
	});
}

void xap_stem_free(struct xap_stem *stem)
{
	delete stem;
}

enum status xap_stem_word(
	struct xap_stem *stem, struct str word, struct buf *out)
{
	return guarded([&] {
		std::string result = stem->stem(std::string(word.p, word.len));
		buf_put(out, result.data(), result.size());
		return out->status;
	});
}
