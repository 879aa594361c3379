/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * guard.h - exceptions to statuses; C++, and only for this folder.
 *
 *	return guarded(err, [&] {
 *		*number = writer->db.add_document(doc->doc);
 *	});
 *
 * Nothing that Xapian or the C++ library throws gets past guarded().
 */
#ifndef MEJU_XAPIAN_GUARD_H
#define MEJU_XAPIAN_GUARD_H

#include "common/xapian/xap.h"

#include <string>
#include <type_traits>
#include <xapian.h>

static inline std::string text_of(struct str s)
{
	return std::string(s.p, s.len);
}

static inline struct str str_of(const std::string &text)
{
	return {text.data(), text.size()};
}

static inline enum status put(struct buf *out, const std::string &text)
{
	buf_put(out, text.data(), text.size());
	return out->status;
}

/* What the exception being handled means. */
enum status status_of_exception(struct error *err) noexcept;

/* The body's status, OK if it returns none. */
template <typename Body>
static enum status guarded(struct error *err, Body body) noexcept
{
	try {
		if constexpr (std::is_void_v<decltype(body())>) {
			body();
			return OK;
		} else {
			return body();
		}
	} catch (...) {
		return status_of_exception(err);
	}
}

/* Xapian takes bad bytes for errors of several kinds. */
static inline enum status unpacked(enum status status)
{
	return status == OK || status == ERR_NOMEM ? status : ERR_INVALID;
}

/* Destroy; what a destructor throws has no one to tell. */
template <typename Noun> static void freed(Noun *noun) noexcept
{
	guarded(NULL, [=] { delete noun; });
}

#endif
