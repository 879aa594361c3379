/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/lang/date.h"

enum { DAY = 24 * 60 * 60 };

struct day {
	int64_t year;
	int month, day; /* from 1 */
};

static int64_t days_from(struct day d)
{
	int64_t y = d.year - (d.month <= 2);
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t of_era = y - era * 400;
	int64_t month = (d.month + 9) % 12;
	int64_t of_year = (153 * month + 2) / 5 + d.day - 1;
	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
	       of_year - 719468;
}

static struct day day_from(int64_t days)
{
	days += 719468;
	int64_t era = (days >= 0 ? days : days - 146096) / 146097;
	int64_t n = days - era * 146097;
	int64_t of_era = (n - n / 1460 + n / 36524 - n / 146096) / 365;
	int64_t of_year = n - (365 * of_era + of_era / 4 - of_era / 100);
	int64_t month = (5 * of_year + 2) / 153;
	struct day d = {of_era + era * 400,
		(int)(month < 10 ? month + 3 : month - 9),
		(int)(of_year - (153 * month + 2) / 5 + 1)};
	d.year += d.month <= 2;
	return d;
}

static int64_t day_number(int64_t when)
{
	return when / DAY - (when % DAY < 0);
}

static int month_len(int64_t year, int month)
{
	static const int len[] = {
		31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	return len[month - 1] + (month == 2 && leap);
}

static struct span whole_days(int64_t first, int64_t last)
{
	return (struct span){first * DAY, (last + 1) * DAY - 1, false};
}

/* Up to `max` digits off the front of `s`; -1 if there is none. */
static int64_t take_number(struct str *s, size_t max)
{
	int64_t n = -1;
	while (s->len && max-- && s->p[0] >= '0' && s->p[0] <= '9') {
		n = (n < 0 ? 0 : n * 10) + (s->p[0] - '0');
		*s = str_slice(*s, 1, s->len);
	}
	return n;
}

static bool take(struct str *s, struct str what)
{
	if (!str_starts(*s, what))
		return false;
	*s = str_slice(*s, what.len, s->len);
	return true;
}

/* 2024, 2024-05, 2024-05-03, or with slashes */
static bool calendar(struct str s, struct span *out)
{
	size_t len = s.len;
	struct day a = {take_number(&s, 4), 1, 1};
	if (len - s.len != 4)
		return false;
	struct day b = {a.year, 12, 31};
	struct str sign = str_starts(s, STR("/")) ? STR("/") : STR("-");
	if (take(&s, sign)) {
		a.month = b.month = (int)take_number(&s, 2);
		if (a.month < 1 || a.month > 12)
			return false;
		b.day = month_len(a.year, a.month);
		if (take(&s, sign)) {
			a.day = (int)take_number(&s, 2);
			if (a.day < 1 || a.day > b.day)
				return false;
			b.day = a.day;
		}
	}
	*out = whole_days(days_from(a), days_from(b));
	return s.len == 0;
}

static int64_t months_ago(int64_t today, int64_t months)
{
	struct day d = day_from(today);
	int64_t n = d.year * 12 + d.month - 1 - months;
	d.year = (n >= 0 ? n : n - 11) / 12;
	d.month = (int)(n - d.year * 12) + 1;
	if (d.day > month_len(d.year, d.month))
		d.day = month_len(d.year, d.month);
	return days_from(d);
}

/* 30d, 2w, 6m, 1y: the day so long ago. */
static bool ago(struct str s, int64_t today, struct span *out)
{
	int64_t n = take_number(&s, 5);
	if (n < 0 || s.len != 1)
		return false;
	int64_t then = s.p[0] == 'd'   ? today - n
		       : s.p[0] == 'w' ? today - 7 * n
		       : s.p[0] == 'm' ? months_ago(today, n)
		       : s.p[0] == 'y' ? months_ago(today, 12 * n)
				       : INT64_MAX;
	if (then == INT64_MAX)
		return false;
	*out = whole_days(then, then);
	return true;
}

static bool single(struct str s, int64_t today, struct span *out)
{
	bool yesterday = str_eq(s, STR("yesterday"));
	if (!yesterday && !str_eq(s, STR("today")))
		return calendar(s, out) || ago(s, today, out);
	*out = whole_days(today - yesterday, today - yesterday);
	return true;
}

/* Either end may be empty, not both. */
static bool range(
	struct str from, struct str to, int64_t today, struct span *out)
{
	struct span a = {INT64_MIN, INT64_MAX, false}, b = a;
	if ((from.len == 0 && to.len == 0) ||
		(from.len && !single(from, today, &a)) ||
		(to.len && !single(to, today, &b)))
		return false;
	bool turned = a.low > b.high;
	*out = turned ? (struct span){b.low, a.high, true}
		      : (struct span){a.low, b.high, false};
	return true;
}

static bool ends(
	struct str s, struct str between, struct str *from, struct str *to)
{
	for (size_t at = 0; at + between.len <= s.len; at++) {
		if (!str_starts(str_slice(s, at, s.len), between))
			continue;
		*from = str_trim(str_slice(s, 0, at));
		*to = str_trim(str_slice(s, at + between.len, s.len));
		return true;
	}
	return false;
}

static bool comparison(struct str s, int64_t today, struct span *out)
{
	bool less = take(&s, STR("<"));
	if (!less && !take(&s, STR(">")))
		return false;
	bool equal = take(&s, STR("="));
	struct span at;
	if (!single(s, today, &at))
		return false;
	out->turned = false;
	out->low = less ? INT64_MIN : equal ? at.low : at.high + 1;
	out->high = !less ? INT64_MAX : equal ? at.high : at.low - 1;
	return true;
}

static bool within(struct str s, int64_t today, struct span *out)
{
	struct str from, to;
	if (s.len > 1 && s.p[0] == '[' && str_ends(s, STR("]"))) {
		s = str_slice(s, 1, s.len - 1);
		if (!ends(s, STR(" TO "), &from, &to))
			return false;
		from = str_eq(from, STR("*")) ? STR("") : from;
		to = str_eq(to, STR("*")) ? STR("") : to;
		return range(from, to, today, out);
	}
	if (ends(s, STR(".."), &from, &to))
		return range(from, to, today, out);
	if (ago(s, today, out)) {
		out->high = whole_days(today, today).high;
		return true;
	}
	return single(s, today, out) || comparison(s, today, out);
}

bool date_span(struct str text, enum bound bound, int64_t now, struct span *out)
{
	int64_t today = day_number(now);
	if (bound == BOUND_WITHIN)
		return within(text, today, out);
	struct span at;
	if (!single(text, today, &at))
		return false;
	*out = bound == BOUND_FROM
		       ? (struct span){at.low, INT64_MAX, false}
		       : (struct span){INT64_MIN, at.low - 1, false};
	return true;
}

void date_print(int64_t when, struct buf *out)
{
	struct day d = day_from(day_number(when));
	buf_printf(out, "%04lld-%02d-%02d", (long long)d.year, d.month, d.day);
}
