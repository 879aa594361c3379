/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/serve/head.h"

struct head {
	bool old; /* HTTP/1.0 */
	unsigned hosts, lengths, fields;
	const char *why;
};

static unsigned refuse(struct head *h, unsigned status, const char *why)
{
	h->why = why;
	return status;
}

static bool is_token(struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.p[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		bool digit = c >= '0' && c <= '9';
		if (!letter && !digit && (!c || !strchr("!#$%&'*+-.^_`|~", c)))
			return false;
	}
	return s.len > 0;
}

/* Without control characters; a tab may stand in a value. */
static bool is_visible(struct str s, unsigned char least)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if ((c < least && c != '\t') || c == 0x7f)
			return false;
	}
	return true;
}

static bool is_host(struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c <= ' ' || c >= 0x7f || strchr("/?#@\\,\"<>{}|^`", c))
			return false;
	}
	return true;
}

/* "/path", "http://host/path" or "*". */
static bool is_target(struct str s)
{
	return s.len && is_visible(s, '!') && !memchr(s.p, '\t', s.len) &&
	       (s.p[0] == '/' || str_eq(s, STR("*")) ||
		       str_starts(s, STR("http://")) ||
		       str_starts(s, STR("https://")));
}

static unsigned check_first(struct head *h, struct str line)
{
	size_t one = str_find(line, 0, ' ');
	size_t two = str_find(line, one + 1, ' ');
	struct str target = str_slice(line, one + 1, two);
	struct str version = str_slice(line, two + 1, line.len);
	if (line.len > HEAD_LINE_MAX)
		return refuse(h, 414, "the address is longer than 8 KiB");
	h->old = str_eq(version, STR("HTTP/1.0"));
	if (!is_token(str_slice(line, 0, one)) || !is_target(target) ||
		(!h->old && !str_eq(version, STR("HTTP/1.1"))))
		return refuse(h, 400,
			"the first line is not METHOD ADDRESS HTTP/1.1");
	return 0;
}

static unsigned check_field(struct head *h, struct str line)
{
	size_t colon = str_find(line, 0, ':');
	struct str name = str_slice(line, 0, colon);
	struct str value = str_trim(str_slice(line, colon + 1, line.len));
	if (++h->fields > HEAD_FIELDS_MAX)
		return refuse(h, 431, "there are more than 64 header fields");
	if (colon == line.len || !is_token(name) || !is_visible(value, ' '))
		return refuse(h, 400, "a header field is not NAME: VALUE");
	if (str_eq_nocase(name, STR("host"))) {
		h->hosts++;
		if (!is_host(value))
			return refuse(h, 400, "the host is not a name");
	}
	if (str_eq_nocase(name, STR("transfer-encoding")))
		return refuse(h, 400, "a body is not understood here");
	if (str_eq_nocase(name, STR("content-length"))) {
		h->lengths++;
		if (!str_eq(value, STR("0")))
			return refuse(h, 413, "a body is not understood here");
	}
	return 0;
}

/* The line at `at`, without its end, which must be CR LF. */
static bool take_line(struct str bytes, size_t *at, struct str *line)
{
	size_t end = str_find(bytes, *at, '\n');
	if (end == bytes.len || end == *at || bytes.p[end - 1] != '\r')
		return false;
	*line = str_slice(bytes, *at, end - 1);
	*at = end + 1;
	return true;
}

unsigned head_check(struct str bytes, const char **why)
{
	struct head h = {.why = "a line does not end in CR LF"};
	struct str line;
	size_t at = 0;
	unsigned status = 0;
	while (at + 1 < bytes.len && bytes.p[at] == '\r' &&
		bytes.p[at + 1] == '\n')
		at += 2; /* may stand in front, says section 2.2 */
	size_t begin = at;
	bool good = take_line(bytes, &at, &line);
	if (good)
		status = check_first(&h, line);
	while (good && status == 0) {
		good = take_line(bytes, &at, &line);
		if (good && line.len == 0)
			break;
		if (at - begin > HEAD_BYTES_MAX)
			status = refuse(&h, 431,
				"the header fields are longer than 16 KiB");
		else if (good)
			status = check_field(&h, line);
	}
	if (!good && status == 0)
		status = 400;
	if (status == 0 && (h.hosts > 1 || (h.hosts == 0 && !h.old)))
		status = refuse(&h, 400, "one header field must name the host");
	if (status == 0 && h.lengths > 1)
		status = refuse(&h, 400, "there are two lengths");
	*why = h.why;
	return status;
}
