/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/lang/lexer.h"
#include "common/base/rune.h"
#include "query/lang/parser.h"

/* One character as the grammar sees it. */
struct sign {
	char c;     /* 0 at the end, 'a' for whatever is not ASCII */
	size_t len; /* bytes */
};

static const struct {
	const char *text;
	char c;
} disguises[] = {
	{"\u201c", '"'},
	{"\u201d", '"'},
	{"\u201e", '"'},
	{"\u201f", '"'},
	{"\u00ab", '"'},
	{"\u00bb", '"'},
	{"\uff02", '"'},
	{"\uff08", '('},
	{"\uff09", ')'},
	{"\uff0b", '+'},
	{"\uff0d", '-'},
	{"\uff1a", ':'},
	{"\uff5c", '|'},
	{"\u3000", ' '},
	{"\u00a0", ' '},
};

static struct sign sign_at(struct str s, size_t at)
{
	if (at >= s.len)
		return (struct sign){0, 0};
	unsigned char c = (unsigned char)s.p[at];
	if (c <= ' ' || c == 0x7f)
		return (struct sign){' ', 1};
	if (c < 0x80)
		return (struct sign){(char)c, 1};
	struct str rest = str_slice(s, at, s.len);
	for (size_t i = 0; i < sizeof disguises / sizeof *disguises; i++) {
		struct str d = str_from(disguises[i].text);
		if (str_starts(rest, d))
			return (struct sign){disguises[i].c, d.len};
	}
	return (struct sign){'a', 1};
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c);
}

static bool is_letter_byte(char c)
{
	return is_letter(c) || (unsigned char)c >= 0x80;
}

static bool is_one_of(char c, const char *set)
{
	return c && strchr(set, c);
}

/* What is typed from `from` on, for a warning. */
static struct str typed(const struct lexer *x, size_t from)
{
	return str_slice(x->text, from, x->at);
}

static struct lexeme *add(
	struct lexer *x, enum lexeme_type type, size_t from, size_t to)
{
	struct lexeme *t = &x->lexemes[x->count++];
	*t = (struct lexeme){
		.type = type,
		.text = str_slice(x->text, from, to),
		.off = (uint32_t)from,
		.len = (uint32_t)(to - from),
		.boost = 1,
	};
	x->fresh = false;
	return t;
}

/* An operator at x->at, of `len` bytes. */
static void add_operator(struct lexer *x, enum lexeme_type type, size_t len)
{
	add(x, type, x->at, x->at + len);
	x->at += len;
}

static unsigned clamp(struct lexer *x, size_t from, struct str digits,
	unsigned least, unsigned most)
{
	unsigned long n = 0;
	for (size_t i = 0; i < digits.len && n <= most; i++)
		n = n * 10 + (unsigned)(digits.p[i] - '0');
	if (n >= least && n <= most)
		return (unsigned)n;
	warn(x->warnings, typed(x, from),
		n < least ? "has a distance below 1, so 1 is used"
			  : "has a distance above 99, so 99 is used");
	return n < least ? least : most;
}

static size_t digits_end(struct str s, size_t at)
{
	while (at < s.len && is_digit(s.p[at]))
		at++;
	return at;
}

/* The end of "^number" at `at`, or `at`. */
static size_t boost_end(struct str s, size_t at)
{
	if (at >= s.len || s.p[at] != '^')
		return at;
	size_t end = digits_end(s, at + 1);
	if (end == at + 1)
		return at;
	size_t fraction = digits_end(s, end + 1);
	bool point = end < s.len && s.p[end] == '.' && fraction > end + 1;
	return point ? fraction : end;
}

/* Not strtod(), whose point depends on the locale. */
static double boost_value(struct lexer *x, struct str number)
{
	double v = 0, unit = 1;
	size_t point = str_find(number, 0, '.');
	for (size_t i = 0; i < number.len && i < point + 10; i++) {
		if (i == point)
			continue;
		v = v * 10 + (number.p[i] - '0');
		unit *= i > point ? 10 : 1;
	}
	if (v / unit <= BOOST_MAX)
		return v / unit;
	warn(x->warnings, number, "is above the highest boost, 1000");
	return BOOST_MAX;
}

/* "^number" right behind a phrase or a closing parenthesis. */
static void take_boost(struct lexer *x, struct lexeme *t)
{
	size_t end = boost_end(x->text, x->at);
	if (end == x->at)
		return;
	t->boost = boost_value(x, str_slice(x->text, x->at + 1, end));
	x->at = end;
}

static void add_open(struct lexer *x, size_t len)
{
	if (x->depth == QUERY_DEPTH_MAX) {
		if (x->ignored++ == 0)
			warn(x->warnings,
				str_slice(x->text, x->at, x->text.len),
				"is nested too deeply; further parentheses "
				"are ignored");
		x->at += len;
	} else {
		add_operator(x, LEX_OPEN, len);
		x->depth++;
	}
	x->fresh = true;
}

static void add_close(struct lexer *x, size_t len)
{
	if (x->ignored) {
		x->ignored--;
		x->at += len;
	} else if (x->depth) {
		x->depth--;
		add_operator(x, LEX_CLOSE, len);
		take_boost(x, &x->lexemes[x->count - 1]);
	} else {
		x->at += len;
		size_t from = x->at > 24 ? rune_floor(x->text, x->at - 24) : 0;
		warn(x->warnings, typed(x, from),
			"ends in a parenthesis that nothing opened; it is "
			"left out");
	}
}

/* Is there white space within? */
static bool has_space(struct str s)
{
	for (size_t at = 0; at < s.len; at += sign_at(s, at).len)
		if (sign_at(s, at).c == ' ')
			return true;
	return false;
}

/* "~n" right behind a phrase. */
static unsigned take_slop(struct lexer *x, size_t from)
{
	if (x->at >= x->text.len || x->text.p[x->at] != '~')
		return 0;
	size_t end = digits_end(x->text, x->at + 1);
	struct str digits = str_slice(x->text, x->at + 1, end);
	if (digits.len == 0)
		return 0;
	x->at = end;
	return clamp(x, from, digits, 0, SLOP_MAX);
}

static void phrase(struct lexer *x, size_t len)
{
	size_t from = x->at, start = from + len, end = start;
	struct sign s;
	while ((s = sign_at(x->text, end)).c && s.c != '"')
		end += s.len;
	x->at = end + s.len;
	bool closed = s.c;
	while (start < end && (s = sign_at(x->text, start)).c == ' ')
		start += s.len;
	size_t last = start;
	for (size_t at = start; at < end; at += s.len) {
		s = sign_at(x->text, at);
		if (s.c != ' ')
			last = at + s.len;
	}
	if (start == last) {
		warn(x->warnings, typed(x, from),
			"has nothing between the quotes and is left out");
		x->fresh = false;
		return;
	}
	if (!closed)
		warn(x->warnings, typed(x, from),
			"has no closing quote, so it ends with the query");
	struct lexeme *t = add(x, LEX_PHRASE, start, last);
	t->number = take_slop(x, from);
	take_boost(x, t);
	if (!has_space(t->text))
		t->type = LEX_EXACT;
}

/* Where the run of a word's bytes ends.  An address keeps its parentheses. */
static size_t run_end(const struct lexer *x)
{
	struct sign s;
	size_t at = x->at;
	unsigned depth = 0;
	bool address = false;
	for (; (s = sign_at(x->text, at)).c; at += s.len) {
		struct str rest = str_slice(x->text, at, x->text.len);
		address = address || str_starts(rest, STR("://"));
		if (s.c == ' ' || s.c == '"')
			break;
		if (s.c == ')' && !(address && depth))
			break;
		if (!address &&
			(is_one_of(s.c, "(|") || str_starts(rest, STR("&&"))))
			break;
		depth += s.c == '(';
		depth -= s.c == ')';
	}
	return at;
}

static const struct {
	const char *name;
	struct scope scope;
} fields[] = {
	{"title", {.field = FIELD_TITLE}},
	{"heading", {.field = FIELD_HEADING}},
	{"body", {.field = FIELD_BODY}},
	{"author", {.field = FIELD_AUTHOR}},
	{"tag", {.field = FIELD_TAG}},
	{"category", {.field = FIELD_CATEGORY}},
	{"lang", {.field = FIELD_LANGUAGE}},
	{"path", {.field = FIELD_PATH}},
	{"url", {.field = FIELD_URL}},
	{"type", {.field = FIELD_TYPE}},
	{"id", {.field = FIELD_ID}},
	{"date", {.field = FIELD_DATE, .bound = BOUND_WITHIN}},
	{"after", {.field = FIELD_DATE, .bound = BOUND_FROM}},
	{"before", {.field = FIELD_DATE, .bound = BOUND_UNTIL}},
	/* What other searches call them. */
	{"intitle", {.field = FIELD_TITLE}},
	{"intext", {.field = FIELD_BODY}},
	{"by", {.field = FIELD_AUTHOR}},
	{"tags", {.field = FIELD_TAG}},
	{"label", {.field = FIELD_TAG}},
	{"language", {.field = FIELD_LANGUAGE}},
	{"folder", {.field = FIELD_PATH}},
	{"created", {.field = FIELD_DATE, .bound = BOUND_WITHIN}},
	{"since", {.field = FIELD_DATE, .bound = BOUND_FROM}},
	{"until", {.field = FIELD_DATE, .bound = BOUND_UNTIL}},
};

bool field_find(struct str name, struct scope *out)
{
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (str_eq_nocase(name, str_from(fields[i].name))) {
			*out = fields[i].scope;
			return true;
		}
	return false;
}

bool field_listed(size_t i, struct str *name)
{
	bool more = i < sizeof fields / sizeof *fields &&
		    fields[i].scope.field != FIELD_DATE;
	if (more)
		*name = str_from(fields[i].name);
	return more;
}

/* A field's name and its colon, before something to search: steps over it. */
static bool take_field(struct lexer *x)
{
	size_t from = x->at, end = from;
	while (is_letter(sign_at(x->text, end).c) &&
		(unsigned char)x->text.p[end] < 0x80)
		end++;
	struct sign colon = sign_at(x->text, end);
	if (colon.c != ':')
		return false;
	struct scope scope;
	if (!field_find(str_slice(x->text, from, end), &scope))
		return false;
	char next = sign_at(x->text, end + colon.len).c;
	if (!next || is_one_of(next, " ):|&")) {
		if (!next || next == ' ')
			warn(x->warnings,
				str_slice(x->text, from, end + colon.len),
				"stands alone, so it is an ordinary word");
		return false;
	}
	add(x, LEX_FIELD, from, end)->scope = scope;
	x->at = end + colon.len;
	return true;
}

/* Whoever writes a whole sentence in capitals means no operator by its AND. */
static bool is_shouting(struct str text)
{
	unsigned words = 0;
	char before = ' ';
	for (size_t i = 0; i < text.len; before = text.p[i++]) {
		if (text.p[i] >= 'a' && text.p[i] <= 'z')
			return false;
		words += before == ' ' && text.p[i] >= 'A' && text.p[i] <= 'Z';
	}
	return words >= SHOUTING_WORDS;
}

/* AND, OR, NOT, NEAR, NEAR/n, ADJ, ADJ/n */
static bool take_named_operator(struct lexer *x, size_t end)
{
	static const struct {
		const char *name;
		enum lexeme_type type;
	} names[] = {{"AND", LEX_AND}, {"OR", LEX_OR}, {"NOT", LEX_NOT},
		{"NEAR", LEX_NEAR}, {"ADJ", LEX_ADJ}};
	struct str run = str_slice(x->text, x->at, end);
	size_t slash = str_find(run, 0, '/'), from = x->at;
	struct str digits = str_slice(run, slash + 1, run.len);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (!str_eq(str_slice(run, 0, slash), str_from(names[i].name)))
			continue;
		if (slash < run.len &&
			(names[i].type < LEX_NEAR || digits.len == 0 ||
				digits_end(digits, 0) < digits.len))
			return false;
		add_operator(x, names[i].type, run.len);
		x->lexemes[x->count - 1].number =
			slash == run.len ? NEAR_USUAL
					 : clamp(x, from, digits, 1, SLOP_MAX);
		return true;
	}
	return false;
}

/* A question mark at the end asks a question; within letters it is a
 * wildcard, as a star is anywhere but at the end. */
static bool is_wildcard(struct str s, size_t at)
{
	return s.p[at] == '*' || (s.p[at] == '?' && at > 0 && at + 1 < s.len &&
					 is_letter_byte(s.p[at - 1]) &&
					 is_letter_byte(s.p[at + 1]));
}

static bool has_wildcard(struct str s)
{
	while (s.len && s.p[s.len - 1] == '*')
		s.len--;
	for (size_t i = 0; i < s.len; i++)
		if (is_wildcard(s, i))
			return true;
	return false;
}

static void take_wildcards(struct lexeme *t)
{
	struct str s = t->text;
	if (!has_wildcard(s))
		return;
	while (s.p[s.len - 1] == '?')
		s.len--;
	t->text = s;
	t->type = LEX_GLOB;
}

/* "~", "~1", "~2" */
static void take_wrong(struct lexer *x, struct lexeme *t)
{
	struct str s = t->text;
	size_t end = s.len;
	while (end && (is_digit(s.p[end - 1]) || s.p[end - 1] == '.'))
		end--;
	if (end < 2 || s.p[end - 1] != '~')
		return;
	struct str number = str_slice(s, end, s.len);
	t->text = str_slice(s, 0, end - 1);
	if (has_wildcard(t->text) || t->text.p[t->text.len - 1] == '*') {
		warn(x->warnings, s,
			"has wildcards, so it does not look for similar words "
			"as well");
		return;
	}
	t->type = LEX_FUZZY;
	t->number = str_eq(number, STR("2")) ? WRONG_MAX : 1;
	if (number.len && t->number == 1 && !str_eq(number, STR("1")))
		warn(x->warnings, s,
			"lets neither one nor two letters be wrong, so one "
			"is");
}

static void take_word_boost(struct lexer *x, struct lexeme *t)
{
	size_t at = t->text.len;
	while (at > 1 && t->text.p[at - 1] != '^')
		at--;
	if (at < 2 || boost_end(t->text, at - 1) != t->text.len)
		return;
	t->boost = boost_value(x, str_slice(t->text, at, t->text.len));
	t->text = str_slice(t->text, 0, at - 1);
}

static void take_stars(struct lexeme *t)
{
	size_t end = t->text.len;
	while (end && t->text.p[end - 1] == '*')
		end--;
	if (end == t->text.len || t->type == LEX_GLOB)
		return;
	t->text = str_slice(t->text, 0, end);
	t->type = end ? LEX_PREFIX : LEX_ALL;
}

/* Names of things, in which a star within or a tilde means itself. */
static bool is_literal(const struct lexer *x, struct str s)
{
	const struct lexeme *t = &x->lexemes[x->count - 1];
	enum field f = t > x->lexemes && t[-1].type == LEX_FIELD
			       ? t[-1].scope.field
			       : FIELD_ANY;
	return f == FIELD_PATH || f == FIELD_URL || f == FIELD_ID ||
	       str_find(s, 0, '/') < s.len;
}

static bool is_date(const struct lexer *x)
{
	const struct lexeme *t = &x->lexemes[x->count];
	return x->count && t[-1].type == LEX_FIELD &&
	       t[-1].scope.field == FIELD_DATE;
}

/* After "date:", white space may stand between brackets. */
static size_t date_end(const struct lexer *x, size_t end)
{
	if (x->text.p[x->at] != '[')
		return end;
	size_t bracket = str_find(x->text, x->at, ']');
	return bracket < x->text.len ? bracket + 1 : end;
}

static void word(struct lexer *x)
{
	size_t from = x->at, end = run_end(x);
	if (is_date(x)) {
		x->at = date_end(x, end);
		add(x, LEX_WORD, from, x->at);
		return;
	}
	if (!x->shouting && take_named_operator(x, end))
		return;
	struct lexeme *t = add(x, LEX_WORD, from, end);
	x->at = end;
	if (t->text.p[0] == '=' && t->text.len > 1) {
		t->type = LEX_EXACT;
		t->text = str_slice(t->text, 1, t->text.len);
	}
	bool literal = is_literal(x, t->text);
	take_word_boost(x, t);
	if (!literal)
		take_wrong(x, t);
	if (!literal)
		take_wildcards(t);
	take_stars(t);
	t->off = (uint32_t)(t->text.p - x->text.p);
	t->len = (uint32_t)t->text.len;
}

/* A sign before a word, behind white space or a parenthesis. */
static bool take_sign(struct lexer *x, struct sign s)
{
	if (!x->fresh || !is_one_of(s.c, "-+!"))
		return false;
	char next = sign_at(x->text, x->at + s.len).c;
	if (!is_letter(next) && !is_one_of(next, "\"([._#@$/'*") &&
		!(next == '=' && s.c != '!'))
		return false;
	add_operator(x, s.c == '+' ? LEX_PLUS : LEX_NOT, s.len);
	return true;
}

static void step(struct lexer *x)
{
	struct sign s = sign_at(x->text, x->at);
	struct str rest = str_slice(x->text, x->at, x->text.len);
	if (s.c == ' ') {
		x->at += s.len;
		x->fresh = true;
	} else if (s.c == '(') {
		add_open(x, s.len);
	} else if (s.c == ')') {
		add_close(x, s.len);
	} else if (s.c == '"') {
		phrase(x, s.len);
	} else if (s.c == '|') {
		add_operator(
			x, LEX_OR, str_starts(rest, STR("||")) ? 2 : s.len);
	} else if (str_starts(rest, STR("&&"))) {
		add_operator(x, LEX_AND, 2);
	} else if (!take_sign(x, s) && !take_field(x)) {
		word(x);
	}
}

enum status lexer_run(struct lexer *x)
{
	/* A byte makes at most one; then come the closings and the end. */
	size_t most = x->text.len + QUERY_DEPTH_MAX + 1;
	x->lexemes = arena_alloc(x->arena, most * sizeof *x->lexemes);
	if (!x->lexemes)
		return ERR_NOMEM;
	x->fresh = true;
	x->shouting = is_shouting(x->text);
	while (x->at < x->text.len)
		step(x);
	if (x->depth)
		warn(x->warnings, x->text,
			"has an open parenthesis, which is closed at the end");
	for (; x->depth; x->depth--)
		add(x, LEX_CLOSE, x->at, x->at);
	add(x, LEX_END, x->at, x->at);
	return x->warnings->status;
}
