/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/parse/slug.h"

#include "common/text/utf8.h"

static void put_slug(struct buf *out, struct str heading)
{
	for (size_t at = 0; at < heading.len;) {
		uint32_t c = utf8_next(heading, &at);
		if (c == ' ' || c == '\n' || c == '\t')
			buf_putc(out, '-');
		else if (c == '-' || utf8_is_word(c))
			utf8_put(out, utf8_lower(c));
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
