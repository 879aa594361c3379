/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/parse/decode.h"
#include "common/text/utf8.h"
#include "indexer/parse/json.h"

static uint32_t unit(struct str s, size_t at, bool big)
{
	uint8_t a = (uint8_t)s.p[at], b = (uint8_t)s.p[at + 1];
	return big ? (uint32_t)a << 8 | b : (uint32_t)b << 8 | a;
}

static void from_utf16(struct str s, bool big, struct buf *out, bool *repaired)
{
	size_t at = 0;
	while (at + 1 < s.len) {
		uint32_t c = unit(s, at, big), low = 0;
		at += 2;
		if (c >= 0xd800 && c < 0xdc00 && at + 1 < s.len)
			low = unit(s, at, big);
		if (low >= 0xdc00 && low < 0xe000) {
			c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
			at += 2;
		} else if (c >= 0xd800 && c < 0xe000) {
			c = 0xfffd;
			*repaired = true;
		}
		utf8_put(out, c);
	}
	if (at < s.len) {
		utf8_put(out, 0xfffd);
		*repaired = true;
	}
}

/* Bytes of the character at `p`: n if it is one, else -n if the first n could
 * have begun one. */
static int char_len(const uint8_t *p, size_t left)
{
	if (p[0] < 0x80)
		return 1;
	int len = p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2;
	if (p[0] < 0xc2 || p[0] > 0xf4)
		return -1;
	uint8_t low = p[0] == 0xe0 ? 0xa0 : p[0] == 0xf0 ? 0x90 : 0x80;
	uint8_t high = p[0] == 0xed ? 0x9f : p[0] == 0xf4 ? 0x8f : 0xbf;
	for (int i = 1; i < len; i++) {
		if ((size_t)i == left || p[i] < low || p[i] > high)
			return -i;
		low = 0x80;
		high = 0xbf;
	}
	return len;
}

static void repair(struct str s, struct buf *out)
{
	const uint8_t *p = (const uint8_t *)s.p, *end = p + s.len;
	const uint8_t *good = p;
	while (p < end) {
		int n = char_len(p, (size_t)(end - p));
		if (n > 0) {
			p += n;
			continue;
		}
		buf_put(out, good, (size_t)(p - good));
		buf_puts(out, "\xef\xbf\xbd");
		good = p -= n;
	}
	buf_put(out, good, (size_t)(p - good));
}

void decode_blank(char *p, size_t len)
{
	if (json_is_utf8((struct str){p, len}))
		return;
	for (size_t i = 0; i < len;) {
		int n = char_len((const uint8_t *)p + i, len - i);
		if (n < 0)
			memset(p + i, '?', (size_t)(n = -n));
		i += (size_t)n;
	}
}

enum status decode(struct str *bytes, struct buf *out, bool *repaired)
{
	struct str s = *bytes;
	if (str_starts(s, STR("\xfe\xff")) || str_starts(s, STR("\xff\xfe"))) {
		bool big = s.p[0] == '\xfe';
		from_utf16(str_slice(s, 2, s.len), big, out, repaired);
		*bytes = buf_str(out);
		return out->status;
	}
	if (str_starts(s, STR("\xef\xbb\xbf")))
		*bytes = s = str_slice(s, 3, s.len);
	if (json_is_utf8(s))
		return OK;
	*repaired = true;
	repair(s, out);
	*bytes = buf_str(out);
	return out->status;
}
