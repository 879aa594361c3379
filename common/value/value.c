/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/value/value.h"

struct value *value_new(struct arena *a, enum value_kind kind)
{
	struct value *v = arena_alloc(a, sizeof *v);
	if (v)
		v->kind = kind;
	return v;
}

void value_append(struct value *parent, struct value *child)
{
	if (parent->last)
		parent->last->next = child;
	else
		parent->first = child;
	parent->last = child;
}

const struct value *value_get(const struct value *v, const char *key)
{
	if (!v || v->kind != VALUE_OBJECT)
		return NULL;
	for (const struct value *m = v->first; m; m = m->next)
		if (str_eq(m->key, str_from(key)))
			return m;
	return NULL;
}

static const char *digits(const char *p, const char *end)
{
	while (p < end && *p >= '0' && *p <= '9')
		p++;
	return p;
}

bool value_is_number(struct str s)
{
	const char *p = s.p, *end = s.p + s.len;
	if (p < end && *p == '-')
		p++;
	const char *whole = p;
	p = digits(p, end);
	if (p == whole || (*whole == '0' && p - whole > 1) ||
		p - whole > VALUE_DIGITS_MAX)
		return false;
	if (p < end && *p == '.') {
		const char *fraction = ++p;
		p = digits(p, end);
		if (p == fraction)
			return false;
	}
	if (p < end && (*p == 'e' || *p == 'E')) {
		p++;
		if (p < end && (*p == '+' || *p == '-'))
			p++;
		const char *exponent = p;
		p = digits(p, end);
		if (p == exponent || p - exponent > VALUE_EXPONENT_MAX)
			return false;
	}
	return p == end;
}

/* Digits alone that no integer of 64 bits has: readers of JSON refuse them,
 * but take them as a fraction. */
static bool is_too_long(struct str s)
{
	uint64_t n = 0, most = UINT64_MAX;
	size_t i = 0;
	if (s.len && s.p[0] == '-') {
		most = UINT64_C(1) << 63;
		i = 1;
	}
	for (; i < s.len; i++) {
		unsigned digit = (unsigned)(s.p[i] - '0');
		if (digit > 9)
			return false;
		if (n > (most - digit) / 10)
			return str_find(s, i, '.') == s.len &&
			       str_find(s, i, 'e') == s.len;
		n = n * 10 + digit;
	}
	return false;
}

static void write_string(struct buf *out, struct str s)
{
	buf_putc(out, '"');
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c == '"' || c == '\\')
			buf_printf(out, "\\%c", c);
		else if (c < 0x20 || c == 0x7f)
			buf_printf(out, "\\u%04x", c);
		else
			buf_putc(out, (char)c);
	}
	buf_putc(out, '"');
}

static void write_members(struct buf *out, const struct value *v)
{
	for (const struct value *m = v->first; m; m = m->next) {
		if (m != v->first)
			buf_putc(out, ',');
		if (v->kind == VALUE_OBJECT) {
			write_string(out, m->key);
			buf_putc(out, ':');
		}
		value_write(out, m);
	}
}

void value_write(struct buf *out, const struct value *v)
{
	switch (v->kind) {
	case VALUE_NULL:
		buf_puts(out, "null");
		break;
	case VALUE_BOOL:
		buf_puts(out, v->truth ? "true" : "false");
		break;
	case VALUE_NUMBER:
		buf_put_str(out, v->text);
		if (is_too_long(v->text))
			buf_puts(out, ".0");
		break;
	case VALUE_STRING:
		write_string(out, v->text);
		break;
	case VALUE_LIST:
	case VALUE_OBJECT:
		buf_putc(out, v->kind == VALUE_LIST ? '[' : '{');
		write_members(out, v);
		buf_putc(out, v->kind == VALUE_LIST ? ']' : '}');
		break;
	}
}
