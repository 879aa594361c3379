/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * near_forms.h - words of a text that are nearly the ones looked for: another
 * form, another spelling, a compound.
 */
#ifndef MEJU_QUERY_ASSIST_NEAR_FORMS_H
#define MEJU_QUERY_ASSIST_NEAR_FORMS_H

#include "common/base/buf.h"
#include "common/text/analyzer.h"

enum { NEAR_FORMS = 3 };

/* Append the nearest of them, "wines, winery", at most NEAR_FORMS. */
MUST_CHECK enum status near_forms(struct analyzer *a, language l,
	struct str words, const struct str *texts, unsigned count,
	struct buf *out);

#endif
