/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/parse/date.h"

struct scan {
	const char *p, *end;
};

struct moment {
	int year, month, day, hour, minute, second, zone; /* zone in minutes */
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	c |= 32;
	return c >= 'a' && c <= 'z';
}

static bool scan_char(struct scan *s, const char *any)
{
	if (s->p == s->end || *s->p == 0 || !strchr(any, *s->p))
		return false;
	s->p++;
	return true;
}

static void scan_space(struct scan *s)
{
	while (scan_char(s, " \t,"))
		;
}

/* A run of `least` to `most` digits, and no more. */
static bool scan_number(struct scan *s, int least, int most, int *out)
{
	int n = 0, value = 0;
	while (s->p + n < s->end && n <= most && is_digit(s->p[n]))
		value = value * 10 + (s->p[n++] - '0');
	if (n < least || n > most)
		return false;
	s->p += n;
	*out = value;
	return true;
}

static struct str scan_word(struct scan *s)
{
	const char *from = s->p;
	while (s->p < s->end && is_letter(*s->p))
		s->p++;
	return (struct str){from, (size_t)(s->p - from)};
}

/* Which of `names` (12 months, 7 days) is `word`, whole or its first three
 * letters?  From 1; 0 for none. */
static int name_index(struct str word, const char *const *names, int count)
{
	for (int i = 0; i < count; i++) {
		struct str name = str_from(names[i]);
		if (str_eq_nocase(word, name) ||
			str_eq_nocase(word, str_slice(name, 0, 3)))
			return i + 1;
	}
	return 0;
}

static int month_index(struct str word)
{
	static const char *const months[] = {"January", "February", "March",
		"April", "May", "June", "July", "August", "September",
		"October", "November", "December"};
	if (str_eq_nocase(word, STR("Sept")))
		return 9;
	return name_index(word, months, 12);
}

static bool scan_weekday(struct scan *s)
{
	static const char *const days[] = {"Monday", "Tuesday", "Wednesday",
		"Thursday", "Friday", "Saturday", "Sunday"};
	struct scan try = *s;
	if (!name_index(scan_word(&try), days, 7))
		return false;
	scan_char(&try, ".");
	scan_space(&try);
	*s = try;
	return true;
}

static bool scan_zone_name(struct scan *s, struct moment *m)
{
	static const struct {
		const char *name;
		int minutes;
	} zones[] = {{"Z", 0}, {"UTC", 0}, {"GMT", 0}, {"EST", -300},
		{"EDT", -240}, {"CST", -360}, {"CDT", -300}, {"MST", -420},
		{"MDT", -360}, {"PST", -480}, {"PDT", -420}, {"CET", 60},
		{"CEST", 120}};
	struct str word = scan_word(s);
	for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
		if (str_eq_nocase(word, str_from(zones[i].name))) {
			m->zone = zones[i].minutes;
			return true;
		}
	return false;
}

/* Nothing, a name, or +hh:mm, +hhmm, +hh. */
static bool scan_zone(struct scan *s, struct moment *m)
{
	if (s->p == s->end)
		return true;
	if (is_letter(*s->p))
		return scan_zone_name(s, m);
	int sign = *s->p == '-' ? -1 : 1, hours, minutes = 0;
	if (!scan_char(s, "+-") || !scan_number(s, 2, 4, &hours))
		return false;
	if (hours > 99) {
		minutes = hours % 100;
		hours /= 100;
	} else if (scan_char(s, ":") && !scan_number(s, 2, 2, &minutes)) {
		return false;
	}
	if (hours > 14 || minutes > 59)
		return false;
	m->zone = sign * (hours * 60 + minutes);
	return true;
}

static void scan_half_of_day(struct scan *s, struct moment *m)
{
	struct scan try = *s;
	struct str word = scan_word(&try);
	bool pm = str_eq_nocase(word, STR("PM"));
	if (!pm && !str_eq_nocase(word, STR("AM")))
		return;
	if (m->hour < 1 || m->hour > 12)
		return;
	m->hour = m->hour % 12 + (pm ? 12 : 0);
	*s = try;
	scan_space(s);
}

static bool scan_time(struct scan *s, struct moment *m)
{
	if (!scan_number(s, 1, 2, &m->hour) || !scan_char(s, ":") ||
		!scan_number(s, 2, 2, &m->minute))
		return false;
	if (scan_char(s, ":")) {
		if (!scan_number(s, 2, 2, &m->second))
			return false;
		if (scan_char(s, ".,"))
			while (s->p < s->end && is_digit(*s->p))
				s->p++;
	}
	scan_space(s);
	scan_half_of_day(s, m);
	return scan_zone(s, m);
}

/* 2023-10-15, 2023/10, 2023 */
static bool scan_numeric(struct scan *s, struct moment *m)
{
	if (!scan_number(s, 4, 4, &m->year))
		return false;
	m->month = m->day = 1;
	if (s->p == s->end)
		return true;
	const char *separator = *s->p == '/' ? "/" : "-";
	if (!scan_char(s, separator) || !scan_number(s, 1, 2, &m->month))
		return false;
	if (s->p == s->end)
		return true;
	return scan_char(s, separator) && scan_number(s, 1, 2, &m->day);
}

/* 15 Oct 2023, Jul 08, 2022 */
static bool scan_named(struct scan *s, struct moment *m)
{
	bool day_first = scan_number(s, 1, 2, &m->day);
	if (day_first) {
		scan_char(s, ".");
		scan_space(s);
		scan_char(s, "-");
	}
	m->month = month_index(scan_word(s));
	scan_char(s, ".");
	scan_space(s);
	if (!day_first) {
		if (!scan_number(s, 1, 2, &m->day))
			return false;
		scan_space(s);
	}
	scan_char(s, "-");
	return m->month && scan_number(s, 4, 4, &m->year);
}

static int days_in(int year, int month)
{
	static const char days[] = {
		31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	return days[month - 1] + (month == 2 && leap);
}

static bool moment_is_valid(const struct moment *m)
{
	return m->year >= 1 && m->month >= 1 && m->month <= 12 && m->day >= 1 &&
	       m->day <= days_in(m->year, m->month) && m->hour <= 23 &&
	       m->minute <= 59 && m->second <= 60;
}

/* Days since 1970-01-01; years begin in March so that a leap day comes last. */
static int64_t days_since_1970(int year, int month, int day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t in_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day;
	return y * 365 + y / 4 - y / 100 + y / 400 + in_year - 719469;
}

static bool moment_seconds(const struct moment *m, int64_t *out)
{
	if (!moment_is_valid(m))
		return false;
	int64_t days = days_since_1970(m->year, m->month, m->day);
	*out = days * 86400 + (m->hour * 60 + m->minute - m->zone) * 60 +
	       (m->second < 60 ? m->second : 59);
	return true;
}

bool date_parse(struct str text, int64_t *out)
{
	text = str_trim(text);
	struct scan s = {text.p, text.p + text.len};
	struct moment m = {0};
	scan_weekday(&s);
	struct scan start = s;
	if (!scan_numeric(&s, &m)) {
		s = start;
		m = (struct moment){0};
		if (!scan_named(&s, &m))
			return false;
	}
	if (s.p < s.end) {
		if (!scan_char(&s, "Tt ,"))
			return false;
		scan_space(&s);
		if (!scan_time(&s, &m))
			return false;
	}
	return s.p == s.end && moment_seconds(&m, out);
}

static bool leading_date(struct str name, int64_t *out)
{
	struct scan s = {name.p, name.p + name.len};
	struct moment m = {0};
	return scan_number(&s, 4, 4, &m.year) && scan_char(&s, "-") &&
	       scan_number(&s, 2, 2, &m.month) && scan_char(&s, "-") &&
	       scan_number(&s, 2, 2, &m.day) &&
	       (s.p == s.end || scan_char(&s, "-_. ")) &&
	       moment_seconds(&m, out);
}

bool date_of_path(struct str path, int64_t *out)
{
	for (int names = 0; names < 2 && path.len; names++) {
		size_t from = path.len;
		while (from && path.p[from - 1] != '/')
			from--;
		if (leading_date(str_slice(path, from, path.len), out))
			return true;
		path.len = from ? from - 1 : 0;
	}
	return false;
}
