/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/json.h"
#include "common/base/rune.h"
#include "common/base/shortest.h"

#include <assert.h>
#include <math.h>

static void put_escape(struct buf *out, uint32_t c)
{
	static const char shorts[] = {['"'] = '"',
		['\\'] = '\\',
		['\n'] = 'n',
		['\t'] = 't',
		['\r'] = 'r'};
	if (c < sizeof shorts && shorts[c]) {
		buf_putc(out, '\\');
		buf_putc(out, shorts[c]);
	} else {
		char hex[] = "\\u0000";
		for (unsigned i = 5; c; c >>= 4)
			hex[i--] = "0123456789abcdef"[c & 15];
		buf_puts(out, hex);
	}
}

static bool is_escaped(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == '"' || c == '\\' ||
	       c == '<' || c == '>' || c == '&' || c == 0x2028 || c == 0x2029;
}

/* Where the ASCII that starts at `at` and needs no escape ends. */
static size_t plain_end(struct str s, size_t at)
{
	typedef uint8_t sixteen __attribute__((vector_size(16)));
	for (; at + sizeof(sixteen) <= s.len; at += sizeof(sixteen)) {
		sixteen v;
		uint64_t halves[2];
		memcpy(&v, s.p + at, sizeof v);
		v = (sixteen)((v - 0x20 >= 0x7f - 0x20) | (v == '"') |
			      (v == '\\') | (v == '<') | (v == '>') |
			      (v == '&'));
		memcpy(halves, &v, sizeof v);
		if (halves[0] | halves[1])
			break;
	}
	while (at < s.len && (uint8_t)s.p[at] < 0x80 &&
		!is_escaped((uint8_t)s.p[at]))
		at++;
	return at;
}

static void put_quoted(struct buf *out, struct str s)
{
	size_t done = 0;
	buf_putc(out, '"');
	for (size_t at = 0, n; (at = plain_end(s, at)) < s.len; at += n) {
		uint32_t c;
		n = rune_get(s, at, &c);
		bool bad = c == RUNE_BAD && n == 1;
		if (!bad && !is_escaped(c))
			continue;
		buf_put_str(out, str_slice(s, done, at));
		if (bad)
			buf_puts(out, "\xef\xbf\xbd");
		else
			put_escape(out, c);
		done = at + n;
	}
	buf_put_str(out, str_slice(s, done, s.len));
	buf_putc(out, '"');
}

static void new_line(struct json *j)
{
	if (!j->pretty)
		return;
	buf_putc(j->out, '\n');
	for (unsigned i = 0; i < j->depth; i++)
		buf_puts(j->out, "  ");
}

static bool in_array(const struct json *j)
{
	return j->arrays >> j->depth & 1;
}

static void begin_value(struct json *j)
{
	assert(j->keyed || in_array(j) || (j->depth == 0 && !j->more));
	if (!j->keyed) {
		if (j->more)
			buf_putc(j->out, ',');
		if (j->depth)
			new_line(j);
	}
	j->more = true;
	j->keyed = false;
}

static void begin(struct json *j, char bracket, uint64_t is_array)
{
	begin_value(j);
	assert(j->depth + 1 < JSON_DEPTH_MAX);
	j->depth++;
	j->arrays &= ~(UINT64_C(1) << j->depth);
	j->arrays |= is_array << j->depth;
	j->more = false;
	buf_putc(j->out, bracket);
}

void json_object(struct json *j)
{
	begin(j, '{', 0);
}

void json_array(struct json *j)
{
	begin(j, '[', 1);
}

void json_end(struct json *j)
{
	assert(j->depth > 0 && !j->keyed);
	char bracket = in_array(j) ? ']' : '}';
	j->depth--;
	if (j->more)
		new_line(j);
	j->more = true;
	buf_putc(j->out, bracket);
}

void json_key(struct json *j, struct str name)
{
	assert(j->depth > 0 && !in_array(j) && !j->keyed);
	if (j->more)
		buf_putc(j->out, ',');
	new_line(j);
	put_quoted(j->out, name);
	buf_puts(j->out, j->pretty ? ": " : ":");
	j->keyed = true;
}

void json_str(struct json *j, struct str value)
{
	begin_value(j);
	put_quoted(j->out, value);
}

void json_int(struct json *j, int64_t value)
{
	begin_value(j);
	buf_printf(j->out, "%lld", (long long)value);
}

void json_uint(struct json *j, uint64_t value)
{
	begin_value(j);
	buf_printf(j->out, "%llu", (unsigned long long)value);
}

void json_bool(struct json *j, bool value)
{
	begin_value(j);
	buf_puts(j->out, value ? "true" : "false");
}

void json_null(struct json *j)
{
	begin_value(j);
	buf_puts(j->out, "null");
}

void json_raw(struct json *j, struct str value)
{
	begin_value(j);
	buf_put_str(j->out, value);
}

void json_double(struct json *j, double value)
{
	if (!isfinite(value)) {
		json_null(j);
		return;
	}
	char digits[SHORTEST_MAX];
	size_t len = shortest_put(value, digits);
	begin_value(j);
	buf_put(j->out, digits, len);
}
