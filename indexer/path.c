/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/path.h"

static struct str without_ending(struct str name)
{
	size_t end = name.len;
	while (end > 0 && name.p[end - 1] != '.' && name.p[end - 1] != '/')
		end--;
	if (end > 1 && name.p[end - 1] == '.' && name.p[end - 2] != '/')
		name.len = end - 1;
	return name;
}

static struct str last_part(struct str path)
{
	size_t from = path.len;
	while (from > 0 && path.p[from - 1] != '/')
		from--;
	return str_slice(path, from, path.len);
}

/* "2024-05-03-title" without its date. */
static struct str without_date(struct str s)
{
	static const char shape[] = "dddd-dd-dd-";
	if (s.len <= sizeof shape - 1)
		return s;
	for (size_t i = 0; i < sizeof shape - 1; i++) {
		bool digit = s.p[i] >= '0' && s.p[i] <= '9';
		if (shape[i] == 'd' ? !digit : s.p[i] != '-')
			return s;
	}
	return str_slice(s, sizeof shape - 1, s.len);
}

struct str path_page(struct str name)
{
	struct str path = without_ending(name);
	struct str last = last_part(path);
	if (str_eq(last, STR("index")) || str_eq(last, STR("_index")))
		path.len -= last.len;
	while (path.len && path.p[path.len - 1] == '/')
		path.len--;
	return path;
}

struct str path_slug(struct str path)
{
	return without_date(last_part(path_page(path)));
}
