/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * guard.h - exceptions to statuses; C++, and only for this folder.
 *
 *	return guarded(err, [&] {
 *		db->add_document(doc);
 *		return OK;
 *	});
 *
 * Nothing that Xapian or the C++ library throws gets past guarded().
 */
#ifndef MEJU_XAPIAN_GUARD_H
#define MEJU_XAPIAN_GUARD_H

#include "common/xapian/xap.h"

#include <exception>
#include <new>
#include <string>
#include <xapian.h>

static inline std::string text_of(struct str s)
{
	return std::string(s.p, s.len);
}

/* What the exception being handled means. */
enum status status_of_exception(struct error *err) noexcept;

template <typename Body>
static enum status guarded(struct error *err, Body body) noexcept
{
	try {
		return body();
	} catch (...) {
		return status_of_exception(err);
	}
}

#endif
