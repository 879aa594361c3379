/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/rank/settings.h"
#include "query/lang/date.h"

#include <stddef.h>

enum { DAY = 24 * 60 * 60 };

struct rank_settings rank_defaults(void)
{
	return (struct rank_settings){.name = 0.5,
		.boost = 0.2,
		.title = 0.1,
		.proximity = 0.2,
		.floor = 0.1,
		.half_life = 180 * (int64_t)DAY};
}

static const struct {
	const char *name;
	size_t offset;
} WEIGHTS[] = {
	{"name", offsetof(struct rank_settings, name)},
	{"title", offsetof(struct rank_settings, title)},
	{"proximity", offsetof(struct rank_settings, proximity)},
	{"recency", offsetof(struct rank_settings, recency)},
	{"boost", offsetof(struct rank_settings, boost)},
};

static double *find_weight(struct rank_settings *s, struct str name)
{
	for (size_t i = 0; i < sizeof WEIGHTS / sizeof *WEIGHTS; i++)
		if (str_eq(name, str_from(WEIGHTS[i].name)))
			return (double *)((char *)s + WEIGHTS[i].offset);
	return NULL;
}

/* A share from 0 to 10.  Not strtod(), whose point depends on the locale. */
static bool read_share(struct str s, double *out)
{
	size_t point = str_find(s, 0, '.');
	double v = 0, unit = 1;
	for (size_t i = 0; i < s.len; i++) {
		if (i == point)
			continue;
		if (s.p[i] < '0' || s.p[i] > '9' || i > point + 9)
			return false;
		v = v * 10 + (s.p[i] - '0');
		unit *= i > point ? 10 : 1;
	}
	*out = v / unit;
	return s.len > (point < s.len) && *out <= 10;
}

/* "90d", "1y" as the last so many days are meant. */
static bool read_half_life(struct str s, int64_t *out)
{
	struct span span;
	bool good = s.len > 1 && s.p[0] >= '0' && s.p[0] <= '9' &&
		    s.p[s.len - 1] > '9' &&
		    date_span(s, BOUND_FROM, 0, &span) && span.low < 0;
	if (good)
		*out = -span.low;
	return good;
}

/* What stands behind a weight: "/90d/0.1". */
static bool read_decay(struct rank_settings *s, struct str rest)
{
	size_t slash = str_find(rest, 0, '/');
	if (!read_half_life(str_slice(rest, 0, slash), &s->half_life))
		return false;
	return slash == rest.len ||
	       (read_share(str_slice(rest, slash + 1, rest.len), &s->floor) &&
		       s->floor <= 1);
}

static bool read_one(struct rank_settings *s, struct str one)
{
	if (str_eq(one, STR("plain"))) {
		*s = (struct rank_settings){
			.half_life = s->half_life, .floor = s->floor};
		return true;
	}
	size_t equals = str_find(one, 0, '=');
	struct str value = str_slice(one, equals + 1, one.len);
	size_t slash = str_find(value, 0, '/');
	double *weight = find_weight(s, str_slice(one, 0, equals));
	if (!weight || !read_share(str_slice(value, 0, slash), weight))
		return false;
	if (slash == value.len)
		return true;
	return weight == &s->recency &&
	       read_decay(s, str_slice(value, slash + 1, value.len));
}

enum status rank_settings_read(
	struct rank_settings *s, struct str text, struct error *err)
{
	for (size_t at = 0; at <= text.len;) {
		size_t end = str_find(text, at, ',');
		struct str one = str_slice(text, at, end);
		if (!read_one(s, one))
			return error_set(err, ERR_INVALID,
				"'" STR_FMT "' is no setting of --rank, which "
				"takes plain, or name, title, proximity, "
				"boost, recency with a weight from 0 to 10 "
				"each, as in name=0,recency=0.2/90d/0.1",
				STR_ARG(one));
		at = end + 1;
	}
	return OK;
}
