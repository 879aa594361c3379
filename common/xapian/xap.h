/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xap.h - Xapian in C: opaque types, and no exception ever gets out.
 *
 *	struct xap_stem *stem;
 *	if (xap_stem_new("english", &stem) != OK)
 *		...
 *	if (xap_stem_word(stem, STR("gardening"), &out) != OK)
 *		...
 *	xap_stem_free(stem);
 *
 * Errors:    every call is one try block; what Xapian or the C++ library
 *            throws becomes a status.
 * Ownership: handles belong to the caller; results are copied out.
 * Threads:   a handle belongs to one thread at a time.
 */
#ifndef MEJU_XAPIAN_XAP_H
#define MEJU_XAPIAN_XAP_H

#ifdef __cplusplus
extern "C" {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic" /* compound literals */
#endif
#include "common/base/buf.h"
#include "common/base/status.h"
#include "common/base/str.h"
#ifdef __cplusplus
#pragma GCC diagnostic pop
#endif

struct xap_stem;

/* ERR_NOT_FOUND if Xapian has no stemmer of that name ("english"). */
MUST_CHECK enum status xap_stem_new(
	const char *language, struct xap_stem **out);
void xap_stem_free(struct xap_stem *stem);

/* The stem of a lower-cased word, appended to `out`. */
MUST_CHECK enum status xap_stem_word(
	struct xap_stem *stem, struct str word, struct buf *out);

#ifdef __cplusplus
}
#endif

#endif
