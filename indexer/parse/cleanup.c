/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/parse/cleanup.h"

enum {
	TAG_MAX = 4096, /* what is longer is no tag of a generator     */
	ATTRIBUTES_MAX = 256,
	EFFORT_MAX = 4 << 20, /* bytes looked at in vain for the ends of tags */
	CLOSERS = 6,
};

/* Where the next of each closing mark stands; found once, so that openers
 * without an end cost no more than one search. */
struct closer {
	const char *mark;
	size_t at;
	bool known;
};

struct cleaner {
	struct str s;
	size_t at;
	uint32_t line;
	bool mdx, exporting;
	struct str fence; /* the marks that opened a code block, or empty */
	struct closer closers[CLOSERS];
	struct buf *out;
	heading_ids *ids;
	size_t effort;
	enum status status;
};

static const char *const closer_marks[CLOSERS] = {
	"-->", "}}", "%}", "*/}", "endcomment", "}"};

enum { COMMENT, BRACES, PERCENT, MDX_COMMENT, END_COMMENT, BRACE };

static size_t closer_at(struct cleaner *c, int which, size_t from)
{
	struct closer *k = &c->closers[which];
	if (!k->known || k->at < from) {
		const char *p = memmem(c->s.p + from, c->s.len - from,
			closer_marks[which], strlen(closer_marks[which]));
		k->at = p ? (size_t)(p - c->s.p) : c->s.len;
		k->known = true;
	}
	return k->at;
}

static struct str rest(const struct cleaner *c)
{
	return str_slice(c->s, c->at, c->s.len);
}

static bool at_line_start(const struct cleaner *c)
{
	size_t n = c->out->len;
	while (n && (c->out->p[n - 1] == ' ' || c->out->p[n - 1] == '\t'))
		n--;
	return n == 0 || c->out->p[n - 1] == '\n';
}

/* Drop up to `to`; line ends stay, words on both sides stay apart. */
static void drop(struct cleaner *c, size_t to)
{
	bool space = !at_line_start(c) && c->out->p[c->out->len - 1] != ' ' &&
		     to < c->s.len &&
		     ((unsigned char)c->s.p[to] >= 0x80 ||
			     (c->s.p[to] | 32) - 'a' + 0u < 26u);
	for (size_t i = c->at; i < to; i++)
		if (c->s.p[i] == '\n') {
			buf_putc(c->out, '\n');
			c->line++;
			space = false;
		}
	if (space && (c->out->p[c->out->len - 1] | 32) - 'a' + 0u < 26u)
		buf_putc(c->out, ' ');
	c->at = to;
}

static void keep(struct cleaner *c, size_t to)
{
	to = to < c->s.len ? to : c->s.len;
	for (; c->at < to; c->at++) {
		buf_putc(c->out, c->s.p[c->at]);
		c->line += c->s.p[c->at] == '\n';
	}
}

static bool is_word(char ch)
{
	char l = ch | 32;
	return (l >= 'a' && l <= 'z') || (ch >= '0' && ch <= '9') || ch == '_';
}

/* ---- what begins inside a line ---- */

static bool drop_comment(struct cleaner *c)
{
	size_t end = closer_at(c, COMMENT, c->at);
	if (end < c->s.len)
		drop(c, end + 3);
	return end < c->s.len;
}

/* The next "..." or '...' of `s` at or after *at; false if there is none. */
static bool next_quoted(struct str s, size_t *at, struct str *out)
{
	for (size_t i = *at; i < s.len; i++) {
		if (s.p[i] != '"' && s.p[i] != '\'')
			continue;
		size_t end = str_find(s, i + 1, s.p[i]);
		*out = str_slice(s, i + 1, end);
		*at = end + 1;
		return end < s.len;
	}
	return false;
}

/* Macros that show something else than their arguments. */
static bool shows_nothing(struct str name)
{
	return str_starts(name, STR("Embed")) ||
	       str_starts(name, STR("Previous")) ||
	       str_starts(name, STR("Next")) ||
	       str_ends(name, STR("Sidebar")) || str_ends(name, STR("Ref"));
}

/* Name("shown") or Name("target", "shown"): what MDN's macro shows. */
static struct str macro_text(struct str inside)
{
	struct str none = {"", 0}, first, second;
	inside = str_trim(inside);
	size_t n = 0;
	while (n < inside.len && (is_word(inside.p[n]) || inside.p[n] == '-'))
		n++;
	if (n == 0 || n == inside.len || inside.p[n] != '(' ||
		!str_ends(inside, STR(")")) ||
		shows_nothing(str_slice(inside, 0, n)))
		return none;
	if (!next_quoted(inside, &n, &first))
		return none;
	if (next_quoted(inside, &n, &second) && second.len)
		return second;
	return first;
}

static bool drop_braces(struct cleaner *c)
{
	size_t end = closer_at(c, BRACES, c->at);
	if (end == c->s.len || end - c->at > TAG_MAX)
		return false;
	struct str shown = macro_text(str_slice(c->s, c->at + 2, end));
	buf_put_str(c->out, shown);
	drop(c, end + 2);
	return true;
}

static bool drop_percent(struct cleaner *c)
{
	size_t end = closer_at(c, PERCENT, c->at);
	if (end == c->s.len || end - c->at > TAG_MAX)
		return false;
	struct str word = str_slice(c->s, c->at + 2, end);
	if (str_starts(word, STR("-")))
		word = str_slice(word, 1, word.len);
	if (str_starts(str_trim(word), STR("comment"))) {
		size_t last = closer_at(c, END_COMMENT, end);
		if (last < c->s.len)
			end = closer_at(c, PERCENT, last);
	}
	drop(c, end < c->s.len ? end + 2 : c->s.len);
	return true;
}

/* Where the '}' of "{...}" is; s.len if not on the same line and near. */
static size_t attributes_end(struct cleaner *c)
{
	size_t end = closer_at(c, BRACE, c->at);
	if (end == c->s.len || end - c->at > ATTRIBUTES_MAX ||
		memchr(c->s.p + c->at, '\n', end - c->at))
		return c->s.len;
	return end;
}

/* {: .class} and its like */
static bool drop_attributes(struct cleaner *c)
{
	size_t end = attributes_end(c);
	if (end == c->s.len)
		return false;
	drop(c, end + 1);
	return true;
}

/* "{#id}" at the end of a line belongs to its heading. */
static bool take_heading_id(struct cleaner *c)
{
	size_t end = attributes_end(c);
	size_t from = str_find(c->s, c->at, '#') + 1, to = from;
	if (end == c->s.len || from > end)
		return false;
	while (to < end && c->s.p[to] != ' ')
		to++;
	size_t after = end + 1;
	while (after < c->s.len && strchr(" \t\r#", c->s.p[after]))
		after++;
	if (from == to || (after < c->s.len && c->s.p[after] != '\n'))
		return false;
	struct heading_id id = {c->line, str_slice(c->s, from, to)};
	c->status = vec_push(c->ids, id);
	drop(c, end + 1);
	return true;
}

static bool drop_brace(struct cleaner *c)
{
	struct str s = rest(c);
	if (str_starts(s, STR("{{")))
		return drop_braces(c);
	if (str_starts(s, STR("{%")))
		return drop_percent(c);
	if (str_starts(s, STR("{#")) || str_starts(s, STR("{ #")) ||
		str_starts(s, STR("{: #")) || str_starts(s, STR("{:#")))
		return take_heading_id(c);
	if (str_starts(s, STR("{:")) || str_starts(s, STR("{ data-")) ||
		str_starts(s, STR("{ .")) || str_starts(s, STR("{.")))
		return drop_attributes(c);
	if (str_starts(s, STR("{/*"))) {
		size_t end = closer_at(c, MDX_COMMENT, c->at);
		if (end < c->s.len)
			drop(c, end + 3);
		return end < c->s.len;
	}
	return false;
}

/* Behind the '>' of a JSX tag; braces and quotes may hold others. */
static size_t jsx_end(struct cleaner *c)
{
	struct str s = c->s;
	size_t at = c->at;
	unsigned depth = 0;
	char quote = 0;
	for (size_t i = at; i < s.len && i < at + TAG_MAX; i++) {
		char ch = s.p[i];
		if (++c->effort > EFFORT_MAX)
			break;
		if (quote)
			quote = ch == quote ? 0 : quote;
		else if (ch == '"' || ch == '\'')
			quote = ch;
		else if (ch == '{')
			depth++;
		else if (ch == '}' && depth)
			depth--;
		else if (ch == '>' && !depth)
			return i + 1;
		else if (ch == '<' && !depth && i > at)
			return at;
	}
	return at;
}

static bool drop_tag(struct cleaner *c)
{
	struct str s = rest(c);
	if (str_starts(s, STR("<!--")))
		return drop_comment(c);
	size_t name = str_starts(s, STR("</")) ? 2 : 1;
	if (s.len <= name || s.p[name] < 'A' || s.p[name] > 'Z')
		return false;
	while (name < s.len && (is_word(s.p[name]) || s.p[name] == '.'))
		name++;
	if (name == s.len || !strchr(" \t\r\n/>", s.p[name]))
		return false;
	size_t end = jsx_end(c);
	if (end == c->at)
		return false;
	c->effort -= end - c->at;
	drop(c, end);
	return true;
}

/* [^1] [!NOTE] [TOC] [[toc]]; "[^1]:" goes with its colon. */
static bool drop_bracket(struct cleaner *c)
{
	struct str s = rest(c);
	static const char *const tocs[] = {"[[toc]]", "[toc]", "[[_toc_]]"};
	for (size_t i = 0; i < 3; i++) {
		struct str toc = str_from(tocs[i]);
		if (at_line_start(c) &&
			str_eq_nocase(str_slice(s, 0, toc.len), toc)) {
			drop(c, c->at + toc.len);
			return true;
		}
	}
	if (s.len < 4 || (s.p[1] != '^' && s.p[1] != '!'))
		return false;
	size_t end = 2;
	while (end < s.len && end < 80 &&
		(is_word(s.p[end]) || s.p[end] == '-'))
		end++;
	if (end == 2 || end == s.len || s.p[end] != ']')
		return false;
	end++;
	if (s.p[1] == '!' && end < s.len && strchr("([", s.p[end]))
		return false;
	if (at_line_start(c) && end < s.len && s.p[end] == ':')
		end++;
	drop(c, c->at + end);
	return true;
}

/* A code span, if its closing marks stand on the same line. */
static void keep_code_span(struct cleaner *c)
{
	size_t run = c->at;
	while (run < c->s.len && c->s.p[run] == '`')
		run++;
	size_t len = run - c->at;
	for (size_t i = run; i < c->s.len && c->s.p[i] != '\n';) {
		if (c->s.p[i] != '`') {
			i++;
			continue;
		}
		size_t from = i;
		while (i < c->s.len && c->s.p[i] == '`')
			i++;
		if (i - from == len) {
			keep(c, i);
			return;
		}
		if (i - run > TAG_MAX)
			break;
	}
	keep(c, run);
}

static void clean_inline(struct cleaner *c)
{
	char ch = c->s.p[c->at];
	bool done = (ch == '{' && drop_brace(c)) ||
		    (ch == '<' && drop_tag(c)) ||
		    (ch == '[' && drop_bracket(c));
	if (done)
		return;
	if (ch == '`')
		keep_code_span(c);
	else
		keep(c, c->at + (ch == '\\' ? 2 : 1));
}

static void clean_line(struct cleaner *c)
{
	uint32_t line = c->line;
	while (c->at < c->s.len && c->line == line && c->status == OK) {
		size_t from = c->at;
		while (from < c->s.len && !strchr("{<[`\\\n", c->s.p[from]))
			from++;
		keep(c, from);
		if (c->at < c->s.len && c->s.p[c->at] == '\n')
			keep(c, c->at + 1);
		else if (c->at < c->s.len)
			clean_inline(c);
	}
}

/* ---- what a whole line is ---- */

static struct str this_line(const struct cleaner *c)
{
	return str_slice(c->s, c->at, str_find(c->s, c->at, '\n'));
}

static size_t run_of(struct str s, char ch)
{
	size_t n = 0;
	while (n < s.len && s.p[n] == ch)
		n++;
	return n;
}

/* The marks of a fence that opens on this line; quotes and list marks may
 * stand before it. */
static struct str opening_fence(struct str line)
{
	size_t i = 0;
	while (i < line.len && strchr(" \t>-*+", line.p[i]))
		i++;
	struct str s = str_slice(line, i, line.len);
	if (s.len == 0 || (s.p[0] != '`' && s.p[0] != '~'))
		return (struct str){"", 0};
	size_t n = run_of(s, s.p[0]);
	if (n < 3 || (s.p[0] == '`' && str_find(s, n, '`') < s.len))
		return (struct str){"", 0};
	return str_slice(s, 0, n);
}

static bool closes(struct str fence, struct str line)
{
	size_t i = 0;
	while (i < line.len && strchr(" \t>", line.p[i]))
		i++;
	struct str s = str_trim(str_slice(line, i, line.len));
	return s.len >= fence.len && run_of(s, fence.p[0]) == s.len;
}

static bool is_code(struct cleaner *c, struct str line)
{
	if (c->fence.len) {
		if (closes(c->fence, line))
			c->fence.len = 0;
		return true;
	}
	c->fence = opening_fence(line);
	return c->fence.len != 0;
}

/* import x from "y"; export const ... up to an empty line */
static bool is_module_line(struct cleaner *c, struct str line)
{
	if (str_trim(line).len == 0)
		c->exporting = false;
	if (!c->mdx || c->exporting)
		return c->exporting;
	c->exporting = str_starts(line, STR("export "));
	return c->exporting ||
	       (str_starts(line, STR("import ")) &&
		       (str_find(line, 0, '"') < line.len ||
			       str_find(line, 0, '\'') < line.len));
}

/* |---|:-:| */
static bool is_table_rule(struct str line)
{
	bool bar = false, dash = false;
	for (size_t i = 0; i < line.len; i++) {
		bar |= line.p[i] == '|';
		dash |= line.p[i] == '-';
		if (!strchr("|-: \t\r", line.p[i]))
			return false;
	}
	return bar && dash;
}

static size_t skip_word(struct str s, size_t at)
{
	while (at < s.len && (s.p[at] == ' ' || s.p[at] == '\t'))
		at++;
	while (at < s.len && (is_word(s.p[at]) || s.p[at] == '-'))
		at++;
	return at;
}

/* How much of a line opens or closes an admonition, 0 if none does. */
static size_t admonition(struct str line)
{
	size_t i = 0;
	while (i < line.len && (line.p[i] == ' ' || line.p[i] == '\t'))
		i++;
	struct str s = str_slice(line, i, line.len);
	size_t n = run_of(s, ':');
	if (n >= 3)
		return i + skip_word(s, n);
	if (str_starts(s, STR("!!! ")) || str_starts(s, STR("??? ")))
		return i + skip_word(s, 3);
	return 0;
}

static void clean_next(struct cleaner *c)
{
	struct str line = this_line(c);
	size_t end = c->at + line.len, n;
	if (is_code(c, line)) {
		keep(c, end + 1);
		return;
	}
	if (is_module_line(c, line) || is_table_rule(line))
		drop(c, end);
	else if ((n = admonition(line)))
		drop(c, c->at + n);
	clean_line(c);
}

enum status cleanup(
	struct str text, bool mdx, struct buf *out, heading_ids *ids)
{
	struct cleaner c = {
		.s = text, .line = 1, .mdx = mdx, .out = out, .ids = ids};
	while (c.at < text.len && c.status == OK && out->status == OK)
		clean_next(&c);
	return c.status == OK ? out->status : c.status;
}
