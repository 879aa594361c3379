/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/border.h"

#include <stdio.h>
#include <stdlib.h>

_Static_assert((int)MEJU_TIMEOUT == (int)ERR_TIMEOUT, "as enum status");
_Static_assert((int)MEJU_NOT_FOUND == (int)ERR_NOT_FOUND, "as enum status");
_Static_assert(
	sizeof((struct meju_error){0}.text) == ERROR_TEXT_MAX, "any sentence");

enum meju_status border_status(
	enum status status, const struct error *err, struct meju_error *out)
{
	if (status == OK || !out)
		return (enum meju_status)status;
	out->status = (enum meju_status)status;
	snprintf(out->text, sizeof out->text, "%s",
		err->text[0] ? err->text : status_text(status));
	return out->status;
}

enum status border_options(void *own, size_t size, const void *given,
	const char *name, struct error *err)
{
	size_t theirs = size;
	memset(own, 0, size);
	if (given)
		memcpy(&theirs, given, sizeof theirs);
	if (theirs < sizeof theirs)
		return error_set(err, ERR_INVALID,
			"the size of %s is %zu; set it to what sizeof says",
			name, theirs);
	for (size_t i = size; i < theirs; i++)
		if (((const char *)given)[i])
			return error_set(err, ERR_VERSION,
				"%s has a member that libmeju %s does not "
				"know; it needs a newer one",
				name, MEJU_VERSION);
	if (given)
		memcpy(own, given, theirs < size ? theirs : size);
	memcpy(own, &size, sizeof size);
	return OK;
}

enum status border_text(struct buf *b, struct meju_text **out)
{
	struct meju_text *text = malloc(sizeof *text);
	size_t len = b->len;
	buf_putc(b, '\0');
	if (!text || b->status != OK) {
		enum status status = b->status == OK ? ERR_NOMEM : b->status;
		free(text);
		buf_release(b);
		return status;
	}
	*text = (struct meju_text){.data = b->p, .len = len};
	*b = (struct buf){0};
	*out = text;
	return OK;
}

const char *border_string(struct arena *a, struct str s, enum status *status)
{
	struct str copy = s.len ? arena_dup(a, s) : STR("");
	if (!copy.p)
		*status = ERR_NOMEM;
	return copy.p;
}

const char *const *border_list(
	struct arena *a, const struct str *v, size_t len, enum status *status)
{
	const char **list = arena_alloc(a, (len + 1) * sizeof *list);
	if (!list) {
		*status = ERR_NOMEM;
		return NULL;
	}
	for (size_t i = 0; i < len; i++)
		list[i] = border_string(a, v[i], status);
	return list;
}
