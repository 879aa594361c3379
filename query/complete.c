/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/complete.h"
#include "query/lang/lexer.h"

enum {
	TITLE_SHARE_OF = 8, /* suggestions, of which that many are titles */
	TITLE_SHARE = 3,
	TRIED = 3, /* times as many words as are wanted */
};

/* What is typed, taken apart. */
struct typed {
	struct str before; /* all but the last word              */
	struct str begin;  /* what there is of that; perhaps none */
	struct str word;   /* right before it; perhaps none       */
	bool any;          /* words are looked for, not values of a filter */
};

/* The last word, if nothing stands behind it: of a compound its last part, of
 * a text without spaces its last pair. */
static struct str last_word(struct str text)
{
	struct tokens tokens;
	struct token t, last = {0}, pair = {0};
	tokens_init(&tokens, text);
	while (tokens_next(&tokens, &t)) {
		pair = t.off < last.off + last.len ? last : t;
		last = t;
	}
	if (last.len == 0 || last.off + last.len != text.len)
		return str_slice(text, text.len, text.len);
	size_t from = pair.off;
	for (size_t i = from; i < text.len; i++)
		if (strchr("-._:", text.p[i]))
			from = i + 1;
	return str_slice(text, from, text.len);
}

/* Where "title:" begins that stands at the end, as before "title:ros". */
static size_t field_at(struct str before)
{
	size_t from = before.len;
	if (from == 0 || before.p[from - 1] != ':')
		return from;
	while (from > 0 && !strchr(" (-+!", before.p[from - 1]))
		from--;
	return from;
}

/* Does a field of values stand there? */
static bool is_value(struct str before)
{
	struct str name = str_slice(before, field_at(before), before.len);
	struct scope scope;
	return field_find(str_slice(name, 0, str_find(name, 0, ':')), &scope) &&
	       (scope.field == FIELD_DATE || field_is_boolean(scope.field));
}

static struct typed take_apart(struct str text)
{
	struct typed t = {.begin = last_word(text)};
	t.before = str_slice(text, 0, text.len - t.begin.len);
	t.any = !is_value(t.before);
	struct str rest = str_trim(t.before);
	t.word = last_word(rest);
	if (is_value(str_slice(rest, 0, rest.len - t.word.len)))
		t.word.len = 0;
	return t;
}

/* Without an operator at the end: what stands before an OR narrows nothing. */
static struct str without_operator(struct str before)
{
	static const char *const joining[] = {
		"AND", "&&", "NOT", "NEAR", "ADJ", "-", "+", "!"};
	for (;;) {
		before = str_trim(before);
		size_t from = before.len, i = 0;
		while (from > 0 && before.p[from - 1] != ' ')
			from--;
		struct str last = str_slice(before, from, before.len);
		if (str_eq(last, STR("OR")) || str_ends(last, STR("|")))
			return str_slice(before, 0, 0);
		last = str_slice(last, 0, str_find(last, 0, '/'));
		while (i < sizeof joining / sizeof *joining &&
			!str_eq(last, str_from(joining[i])))
			i++;
		if (i == sizeof joining / sizeof *joining)
			return before;
		before.len = from;
	}
}

/* In parentheses, a quote that is open closed. */
static void put_group(struct str text, struct buf *out)
{
	bool open = false;
	for (size_t i = 0; i < text.len; i++)
		open ^= text.p[i] == '"';
	buf_putc(out, '(');
	buf_put_str(out, text);
	buf_puts(out, open ? "\") " : ") ");
}

static void put_filter(const struct completion_request *q, struct buf *out)
{
	if (str_trim(q->filter).len)
		put_group(q->filter, out);
}

/* The words before as they are, or in the title, and the filter. */
static void put_query(const struct completion_request *q, struct str before,
	bool in_title, struct buf *out)
{
	before = str_slice(before, 0, field_at(before));
	before = without_operator(before);
	if (before.len) {
		buf_puts(out, in_title ? "title:" : "");
		put_group(before, out);
	}
	put_filter(q, out);
}

/* The documents that words before allow; all of them if there are none. */
static enum status find_scope(struct searcher *s,
	const struct completion_request *q, struct str before, bool in_title,
	struct arena *arena, suggest_within *within, struct error *err)
{
	struct buf query = {0};
	struct search_result r = {0};
	struct corpus corpus = searcher_corpus(s);
	put_query(q, before, in_title, &query);
	struct search_request request = {
		.query = buf_str(&query), .match = SEARCH_ALL, .now = q->now};
	enum status status = query.status;
	*within = NULL;
	if (status == OK && query.len)
		status = search_run(s, &request, &r, err);
	if (status == OK && query.len)
		status = suggest_scope(&corpus, r.passes[0].plan,
			r.passes[0].planner.terms.v, arena, within);
	search_result_release(&r);
	buf_release(&query);
	return status;
}

/* Nothing but words?  Then the scope is just what is searched. */
static bool is_plain(struct str before)
{
	unsigned capitals = 0; /* in a row: it may be an operator */
	for (size_t i = 0; i < before.len && capitals < 2; i++) {
		unsigned char c = (unsigned char)before.p[i];
		bool capital = c >= 'A' && c <= 'Z';
		if (!capital && !(c >= 'a' && c <= 'z') && c != ' ')
			return false;
		capitals = capital ? capitals + 1 : 0;
	}
	if (capitals >= 2)
		return false;
	return before.len == 0 || before.p[before.len - 1] == ' ';
}

/* Does the query find anything? */
static enum status try(struct searcher *s, const struct completion_request *q,
	struct str text, bool *found, struct error *err)
{
	struct buf query = {0};
	struct search_result r = {0};
	if (str_trim(q->filter).len) {
		put_group(text, &query);
		put_filter(q, &query);
	} else {
		buf_put_str(&query, text);
	}
	struct search_request request = {.query = buf_str(&query),
		.match = SEARCH_ALL,
		.limit = 1,
		.now = q->now};
	enum status status = query.status;
	if (status == OK)
		status = search_run(s, &request, &r, err);
	*found = r.count > 0;
	search_result_release(&r);
	buf_release(&query);
	return status;
}

static enum status add_words(struct searcher *s,
	const struct completion_request *q, const struct typed *t,
	struct completion *out, struct error *err)
{
	suggest_within within;
	struct corpus corpus = searcher_corpus(s);
	struct buf whole = {0};
	bool plain = is_plain(t->before);
	uint32_t n = 0, most = plain ? q->limit : TRIED * q->limit;
	enum status status =
		find_scope(s, q, t->before, false, &out->arena, &within, err);
	if (status == OK)
		status = suggest_words(&corpus, t->begin, t->word, within,
			most < COMPLETE_MAX ? most : COMPLETE_MAX, &out->arena,
			out->v, &n);
	for (uint32_t i = 0; i < n && out->count < q->limit && status == OK;
		i++) {
		struct suggestion *x = &out->v[out->count];
		bool found = true;
		*x = out->v[i];
		buf_clear(&whole);
		buf_put_str(&whole, t->before);
		buf_put_str(&whole, x->text);
		x->text = arena_dup(&out->arena, buf_str(&whole));
		status = x->text.p ? whole.status : ERR_NOMEM;
		if (status == OK && !plain)
			status = try(s, q, x->text, &found, err);
		out->count += status == OK && found;
	}
	buf_release(&whole);
	return status;
}

/* Titles that begin with all that is typed go first. */
static enum status prefer_whole(
	struct str text, struct suggestion *v, uint32_t n)
{
	struct buf whole = {0}, title = {0};
	uint32_t kept = 0;
	analyzer_fold(text, LANGUAGE_NONE, &whole);
	for (uint32_t i = 0; i < n && title.status == OK; i++) {
		struct suggestion x = v[i];
		analyzer_fold(x.text, LANGUAGE_NONE, &title);
		if (!str_starts(buf_str(&title), buf_str(&whole)))
			continue;
		memmove(v + kept + 1, v + kept, (i - kept) * sizeof *v);
		v[kept++] = x;
	}
	enum status status = whole.status != OK ? whole.status : title.status;
	buf_release(&whole);
	buf_release(&title);
	return status;
}

static enum status add_titles(struct searcher *s,
	const struct completion_request *q, const struct typed *t,
	struct completion *out, struct error *err)
{
	suggest_within within;
	struct suggestion titles[COMPLETE_MAX];
	uint32_t n, share = (q->limit * TITLE_SHARE + TITLE_SHARE_OF - 1) /
			    TITLE_SHARE_OF;
	struct corpus corpus = searcher_corpus(s);
	enum status status =
		find_scope(s, q, t->before, true, &out->arena, &within, err);
	if (status == OK)
		status = suggest_titles(&corpus, t->begin, within, q->limit,
			&out->arena, titles, &n);
	if (status == OK)
		status = prefer_whole(q->text, titles, n);
	if (status != OK)
		return status;
	if (out->count + n > q->limit) {
		uint32_t room = n < share ? n : share;
		if (out->count > q->limit - room)
			out->count = q->limit - room;
	}
	for (uint32_t i = 0; i < n && out->count < q->limit; i++)
		out->v[out->count++] = titles[i];
	return OK;
}

enum status complete_run(struct searcher *s, const struct completion_request *q,
	struct completion *out, struct error *err)
{
	struct typed t = take_apart(q->text);
	struct completion_request bounded = *q;
	enum status status = OK;
	enum status native =
		searcher_only_native(s, "the completion of what is typed", err);
	arena_clear(&out->arena);
	out->count = 0;
	if (native != OK)
		return native;
	out->kept = t.before.len;
	if (bounded.limit > COMPLETE_MAX)
		bounded.limit = COMPLETE_MAX;
	if (err)
		err->text[0] = '\0';
	if (t.any)
		status = add_words(s, &bounded, &t, out, err);
	if (t.any && status == OK)
		status = add_titles(s, &bounded, &t, out, err);
	return status == OK || (err && err->text[0])
		       ? status
		       : searcher_failed(s, status, err);
}

void completion_release(struct completion *c)
{
	arena_release(&c->arena);
	c->count = 0;
}
