/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/serve/escape.h"
#include "common/base/rune.h"

static const char *entity(uint32_t c)
{
	return c == '<'    ? "&lt;"
	       : c == '>'  ? "&gt;"
	       : c == '&'  ? "&amp;"
	       : c == '"'  ? "&quot;"
	       : c == '\'' ? "&#39;"
			   : NULL;
}

static bool is_unfit(uint32_t c)
{
	bool white = c == '\t' || c == '\n';
	return (c < 0x20 && !white) || (c >= 0x7f && c < 0xa0) ||
	       (c & 0xfffe) == 0xfffe;
}

void escape_markup(struct buf *out, struct str s)
{
	for (size_t at = 0, n; at < s.len; at += n) {
		uint32_t c;
		n = rune_get(s, at, &c);
		const char *name = entity(c);
		if (is_unfit(c))
			continue;
		if (name)
			buf_puts(out, name);
		else if (c == RUNE_BAD)
			buf_puts(out, "\xef\xbf\xbd");
		else
			buf_put(out, s.p + at, n);
	}
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static void put_escaped(struct buf *out, struct str s, const char *kept)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.p[i];
		if (is_letter(c) || is_digit(c) || (c && strchr(kept, c)))
			buf_putc(out, c);
		else
			buf_printf(out, "%%%02X", (unsigned)(unsigned char)c);
	}
}

void escape_part(struct buf *out, struct str s)
{
	put_escaped(out, s, "-._~");
}

void escape_path(struct buf *out, struct str s)
{
	put_escaped(out, s, "-._~/");
}

bool escape_is_link(struct str url)
{
	size_t colon = str_find(url, 0, ':');
	struct str scheme = str_slice(url, 0, colon);
	/* browsers pass over white space and controls in front and within */
	for (size_t i = 0; i < url.len; i++)
		if ((unsigned char)url.p[i] <= ' ')
			return false;
	if (url.len == 0)
		return false;
	if (colon == url.len)
		return true;
	for (size_t i = 0; i < scheme.len; i++)
		if (strchr("/?#", scheme.p[i]))
			return true;
	return str_eq_nocase(scheme, STR("http")) ||
	       str_eq_nocase(scheme, STR("https"));
}
