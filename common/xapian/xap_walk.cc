/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/xapian/xap_types.h"

bool xap_walk_next(struct xap_walk *walk, struct xap_item *item)
{
	bool more = false;
	if (!walk || walk->err.status != OK)
		return false;
	walk->err.status =
		guarded(&walk->err, [&] { more = walk->next(item); });
	return more;
}

template <typename To> static void seek(struct xap_walk *walk, To to)
{
	if (walk && walk->err.status == OK)
		walk->err.status =
			guarded(&walk->err, [&] { walk->seek(to()); });
}

void xap_walk_seek_text(struct xap_walk *walk, struct str text)
{
	seek(walk, [=] { return text_of(text); });
}

void xap_walk_seek_number(struct xap_walk *walk, uint32_t number)
{
	seek(walk, [=] { return number; });
}

enum status xap_walk_positions(
	struct xap_walk *walk, struct xap_walk **out, struct error *err)
{
	return guarded(err, [&] { *out = walk->positions(); });
}

enum status xap_walk_close(struct xap_walk *walk, struct error *err)
{
	enum status status = walk ? walk->err.status : OK;
	if (status != OK && err)
		*err = walk->err;
	freed(walk);
	return status;
}
