/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/serve/accept.h"

/* In thousandths: of "1", "0.8", "0.123"; what is none is 1. */
static unsigned weight_of(struct str s)
{
	unsigned value = 0, unit = 1000;
	if (s.len == 0 || s.p[0] != '0')
		return 1000;
	for (size_t i = 2; i < s.len && unit > 1; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			break;
		unit /= 10;
		value += unit * (unsigned)(s.p[i] - '0');
	}
	return value;
}

/* How closely a range names a type: 3 itself, 2 "text" + "/" + "*", 1 all,
 * 0 not. */
static unsigned closeness(struct str range, struct str type)
{
	size_t slash = str_find(type, 0, '/');
	if (str_eq_nocase(range, type))
		return 3;
	if (str_eq(range, STR("*/*")))
		return 1;
	return str_ends(range, STR("/*")) && range.len == slash + 2 &&
			       str_eq_nocase(str_slice(range, 0, slash),
				       str_slice(type, 0, slash))
		       ? 2
		       : 0;
}

/* By the range that names it most closely. */
static unsigned rate(struct str header, struct str type)
{
	unsigned closest = 0, weight = 0;
	for (size_t at = 0; at < header.len;) {
		size_t end = str_find(header, at, ',');
		struct str item = str_slice(header, at, end);
		size_t semicolon = str_find(item, 0, ';');
		struct str range = str_trim(str_slice(item, 0, semicolon));
		unsigned close = closeness(range, type);
		at = end + 1;
		if (close <= closest)
			continue;
		closest = close;
		weight = 1000;
		while (semicolon < item.len) {
			size_t next = str_find(item, semicolon + 1, ';');
			struct str p =
				str_trim(str_slice(item, semicolon + 1, next));
			if (str_starts(p, STR("q=")))
				weight = weight_of(str_slice(p, 2, p.len));
			semicolon = next;
		}
	}
	return weight;
}

unsigned accept_best(struct str header, const char *const *types)
{
	unsigned best = 0, most = 0;
	for (unsigned i = 0; types[i]; i++) {
		unsigned weight = rate(header, str_from(types[i]));
		if (weight > most) {
			most = weight;
			best = i;
		}
	}
	return best;
}
