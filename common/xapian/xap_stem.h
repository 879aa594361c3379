/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xap_stem.h - what different forms of a word have in common.
 *
 *	xap_stem_new("english", &stem);
 *	xap_stem_word(stem, STR("gardening"), &out);
 *	xap_stem_free(stem);
 */
#ifndef MEJU_XAPIAN_XAP_STEM_H
#define MEJU_XAPIAN_XAP_STEM_H

#include "common/xapian/xap_base.h"

XAP_BEGIN

/* ERR_NOT_FOUND if Xapian has no stemmer of that name ("english"). */
MUST_CHECK enum status xap_stem_new(
	const char *language, struct xap_stem **out);
void xap_stem_free(struct xap_stem *stem);

/* The stem of a lower-cased word, appended to `out`. */
MUST_CHECK enum status xap_stem_word(
	struct xap_stem *stem, struct str word, struct buf *out);

/* The names, with one space between. */
MUST_CHECK enum status xap_stem_languages(struct buf *out);

XAP_END

#endif
