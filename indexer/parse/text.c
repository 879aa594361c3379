/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Plain text, and articles as newspapers' sites give them away:
 *
 *	The title.
 *	Published on 13 Feb 2024, by Name | City, Country.
 *
 *	A paragraph a line ...
 *	A heading
 *	More paragraphs ...
 *	Comments
 *
 * Without such a second line the text has no headings: too much would be
 * taken for one.
 */
#include "indexer/parse/body.h"
#include "indexer/parse/date.h"
#include "indexer/parse/form.h"
#include "indexer/parse/metadata.h"
#include "indexer/parse/slug.h"

enum { TITLE_MAX = 200, HEADING_MAX = 80 };

struct line {
	struct str s; /* trimmed */
	uint32_t number;
};

struct article {
	VEC(struct line) lines; /* those with text */
	struct line title, byline;
	struct str date, author, place;
};

static enum status read_lines(struct article *a, struct str bytes)
{
	uint32_t number = 1;
	for (size_t at = 0; at < bytes.len; number++) {
		size_t to = str_find(bytes, at, '\n');
		struct str s = str_trim(str_slice(bytes, at, to));
		if (s.len &&
			vec_push(&a->lines, (struct line){s, number}) != OK)
			return ERR_NOMEM;
		at = to + 1;
	}
	return OK;
}

static bool starts_nocase(struct str s, struct str prefix)
{
	return str_eq_nocase(str_slice(s, 0, prefix.len), prefix);
}

static struct str without_dot(struct str s)
{
	s = str_trim(s);
	if (str_ends(s, STR(".")))
		s.len--;
	return s;
}

/* Offset of `word` in `s`, or s.len. */
static size_t find_word(struct str s, struct str word)
{
	for (size_t i = 0; i + word.len <= s.len; i++)
		if (str_eq_nocase(str_slice(s, i, i + word.len), word))
			return i;
	return s.len;
}

/* "Published on DATE, by AUTHOR | PLACE."; author and place may lack. */
static bool read_byline(struct article *a, struct str s)
{
	static const char *const openings[] = {"Published on ",
		"Published: ", "Published ", "Posted on ", "Updated on "};
	size_t skip = 0;
	for (size_t i = 0; !skip && i < sizeof openings / sizeof *openings; i++)
		if (starts_nocase(s, str_from(openings[i])))
			skip = strlen(openings[i]);
	if (!skip)
		return false;
	s = without_dot(str_slice(s, skip, s.len));
	size_t bar = str_find(s, 0, '|');
	a->place = str_trim(str_slice(s, bar + 1, s.len));
	s = str_slice(s, 0, bar);
	size_t by = find_word(s, STR(" by "));
	a->author = str_trim(str_slice(s, by + 4, s.len));
	a->date = str_trim(str_slice(s, 0, by));
	while (str_ends(a->date, STR(",")))
		a->date.len--;
	int64_t date;
	return date_parse(a->date, &date);
}

static bool is_newspaper(struct article *a)
{
	return a->lines.len >= 2 && a->lines.v[0].s.len <= TITLE_MAX &&
	       a->lines.v[1].s.len <= TITLE_MAX &&
	       read_byline(a, a->lines.v[1].s);
}

/* What the page had below the article. */
static bool is_remnant(struct str s)
{
	static const char *const words[] = {"Comments", "Comment", "Share",
		"Advertisement", "Advertisements", "Share this article",
		"Leave a comment", "Related articles", "Related", "Subscribe",
		"Read more", "Print", "Tags"};
	s = without_dot(s);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_eq_nocase(s, str_from(words[i])))
			return true;
	return false;
}

/* Ends as a sentence does?  Also in the full-width and Indic forms. */
static bool is_sentence(struct str s)
{
	static const char *const ends[] = {".", "!", "?", ":", ";", ",", "\"",
		"\u201d", "\u3002", "\uff01", "\uff1f", "\u0964", "\u061f",
		"\u2026", ")"};
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (str_ends(s, str_from(ends[i])))
			return !str_eq(str_from(ends[i]), STR("?")) ||
			       s.len > HEADING_MAX / 2;
	return false;
}

static bool is_heading(const struct article *a, size_t i)
{
	struct str s = a->lines.v[i].s;
	if (s.len > HEADING_MAX || i + 1 == a->lines.len || is_sentence(s))
		return false;
	static const char bullets[] = "-*+#>|";
	if (strchr(bullets, s.p[0]))
		return false;
	return a->lines.v[i + 1].s.len > s.len &&
	       is_sentence(a->lines.v[i + 1].s);
}

static enum status put_heading(struct document *d, struct slugs *slugs,
	struct body *b, const struct line *line)
{
	struct str heading = arena_dup(&d->arena, line->s), anchor;
	if (!heading.p)
		return ERR_NOMEM;
	enum status status = slug_make(slugs, &d->arena, heading, &anchor);
	if (status == OK)
		body_section(b, 2, line->number, heading, anchor);
	return status;
}

static enum status put_article(const struct article *a, struct document *d)
{
	struct slugs slugs = {0};
	struct body b;
	enum status status = OK;
	body_begin(&b, d);
	size_t end = a->lines.len;
	while (end > 2 && is_remnant(a->lines.v[end - 1].s))
		end--;
	for (size_t i = 2; i < end && status == OK; i++) {
		const struct line *line = &a->lines.v[i];
		if (i + 1 < end && is_heading(a, i)) {
			status = put_heading(d, &slugs, &b, line);
			continue;
		}
		body_block(&b, line->number);
		body_put(&b, line->s);
	}
	slugs_release(&slugs);
	enum status finished = body_finish(&b);
	return status == OK ? finished : status;
}

static enum status put_newspaper(struct parser *p, const struct article *a)
{
	struct metadata m;
	metadata_begin(&m, &p->doc, p->now);
	m.by.what = "first line";
	metadata_offer(&m, FIELD_TITLE, 0, without_dot(a->lines.v[0].s));
	m.by.what = "second line";
	metadata_offer(&m, FIELD_DATE, 0, a->date);
	metadata_offer(&m, FIELD_AUTHOR, 0, a->author);
	metadata_offer(&m, FIELD_PLACE, 0, a->place);
	return m.status == OK ? put_article(a, &p->doc) : m.status;
}

/* The first line is the title if it looks like one: short, alone or followed
 * by an empty line, and no sentence. */
static size_t plain_title(
	struct metadata *m, const struct article *a, struct str bytes)
{
	if (a->lines.len < 2)
		return 0;
	const struct line *first = &a->lines.v[0];
	if (first->s.len > HEADING_MAX * 3 / 2 ||
		is_sentence(without_dot(first->s)) ||
		a->lines.v[1].number < first->number + 2)
		return 0;
	m->by.what = "first line";
	metadata_offer(m, FIELD_TITLE, 0, without_dot(first->s));
	return (size_t)(first->s.p + first->s.len - bytes.p);
}

static enum status put_plain(
	struct parser *p, const struct article *a, struct str bytes)
{
	struct metadata m;
	struct body b;
	metadata_begin(&m, &p->doc, p->now);
	body_begin(&b, &p->doc);
	size_t from = plain_title(&m, a, bytes);
	uint32_t line = from ? a->lines.v[0].number : 1;
	body_plain(&b, str_slice(bytes, from, bytes.len), line, 1);
	enum status status = body_finish(&b);
	return m.status == OK ? status : m.status;
}

enum status text_parse(struct parser *p, struct str bytes)
{
	struct article a = {0};
	parser_begin(p);
	enum status status = read_lines(&a, bytes);
	if (status == OK)
		status = is_newspaper(&a) ? put_newspaper(p, &a)
					  : put_plain(p, &a, bytes);
	vec_release(&a.lines);
	return status == OK ? parser_emit(p) : status;
}
