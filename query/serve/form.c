/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/serve/form.h"

static int digit_of(char c)
{
	return c >= '0' && c <= '9'   ? c - '0'
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
	       : c >= 'A' && c <= 'F' ? c - 'A' + 10
				      : -1;
}

enum status form_decode(struct arena *arena, struct str s, bool plus,
	struct str *out, struct error *err)
{
	char *to = arena_alloc(arena, s.len + 1);
	size_t n = 0;
	if (!to)
		return error_set(err, ERR_NOMEM, "out of memory");
	for (size_t i = 0; i < s.len; i++) {
		char c = s.p[i];
		if (c == '+' && plus) {
			c = ' ';
		} else if (c == '%') {
			int high = i + 2 < s.len ? digit_of(s.p[i + 1]) : -1;
			int low = i + 2 < s.len ? digit_of(s.p[i + 2]) : -1;
			if (high < 0 || low < 0)
				return error_set(err, ERR_INVALID,
					"a percent sign in the address is not "
					"followed by two hexadecimal digits; "
					"write %%25 for the sign itself");
			c = (char)(high << 4 | low);
			i += 2;
		}
		to[n++] = c;
	}
	*out = (struct str){to, n};
	return OK;
}

static enum status add(struct form *f, struct str pair, struct error *err)
{
	size_t equals = str_find(pair, 0, '=');
	if (f->count == FORM_FIELDS_MAX)
		return error_set(err, ERR_LIMIT,
			"the address has more than %d parameters",
			FORM_FIELDS_MAX);
	struct form_field *x = &f->v[f->count];
	enum status status = form_decode(
		&f->arena, str_slice(pair, 0, equals), true, &x->name, err);
	if (status == OK)
		status = form_decode(&f->arena,
			str_slice(pair, equals + 1, pair.len), true, &x->value,
			err);
	f->count += status == OK;
	return status;
}

enum status form_parse(struct form *f, struct str query, struct error *err)
{
	enum status status = OK;
	arena_clear(&f->arena);
	f->count = 0;
	for (size_t at = 0; at < query.len && status == OK;) {
		size_t end = str_find(query, at, '&');
		if (end > at)
			status = add(f, str_slice(query, at, end), err);
		at = end + 1;
	}
	return status;
}

void form_release(struct form *f)
{
	arena_release(&f->arena);
	f->count = 0;
}

struct str form_value(const struct form *f, struct str name)
{
	for (unsigned i = f->count; i-- > 0;)
		if (str_eq(f->v[i].name, name))
			return f->v[i].value;
	return (struct str){0};
}
