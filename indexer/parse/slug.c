/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/parse/slug.h"

#include "common/base/buf.h"

#include <utf8proc.h>

static bool stays(utf8proc_int32_t c)
{
	if (c == '-' || c == '_')
		return true;
	switch (utf8proc_category(c)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ME:
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NL:
	case UTF8PROC_CATEGORY_NO:
	case UTF8PROC_CATEGORY_PC:
		return true;
	default:
		return false;
	}
}

static void put_slug(struct buf *out, struct str heading)
{
	const utf8proc_uint8_t *p = (const utf8proc_uint8_t *)heading.p;
	utf8proc_ssize_t left = (utf8proc_ssize_t)heading.len;
	while (left > 0) {
		utf8proc_int32_t c;
		utf8proc_ssize_t n = utf8proc_iterate(p, left, &c);
		if (n <= 0)
			return;
		p += n;
		left -= n;
		utf8proc_uint8_t bytes[4];
		if (c == ' ' || c == '\n' || c == '\t')
			buf_putc(out, '-');
		else if (stays(c))
			buf_put(out, bytes,
				(size_t)utf8proc_encode_char(
					utf8proc_tolower(c), bytes));
	}
}

/* Remember a slug; true if it is new. */
static enum status remember(
	struct slugs *s, struct str slug, uint32_t *id, bool *is_new)
{
	uint32_t count = s->seen.count;
	enum status status = map_add(&s->seen, slug, id);
	if (status != OK)
		return status;
	*is_new = *id == count;
	return *is_new ? vec_push(&s->repeats, 0) : OK;
}

static enum status number(struct slugs *s, struct buf *slug)
{
	uint32_t id, other;
	bool is_new;
	enum status status = remember(s, buf_str(slug), &id, &is_new);
	size_t len = slug->len;
	while (status == OK && !is_new) {
		slug->len = len;
		buf_printf(slug, "-%u", ++s->repeats.v[id]);
		status = slug->status;
		if (status == OK)
			status = remember(s, buf_str(slug), &other, &is_new);
	}
	return status;
}

enum status slug_make(
	struct slugs *s, struct arena *a, struct str heading, struct str *out)
{
	struct buf slug = {0};
	put_slug(&slug, str_trim(heading));
	enum status status = slug.status;
	if (status == OK && slug.len)
		status = number(s, &slug);
	if (status == OK) {
		*out = arena_dup(a, buf_str(&slug));
		status = out->p ? OK : ERR_NOMEM;
	}
	buf_release(&slug);
	return status;
}

void slugs_clear(struct slugs *s)
{
	map_clear(&s->seen);
	s->repeats.len = 0;
}

void slugs_release(struct slugs *s)
{
	map_release(&s->seen);
	vec_release(&s->repeats);
}
