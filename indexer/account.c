/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/account.h"
#include "common/base/json.h"
#include "common/base/rune.h"
#include "indexer/inverter.h"

#include <time.h>

/* Names of fields, as they are told; those of other ways are left out. */
static const char *const NAMES[FIELD_COUNT] = {
	[FIELD_ID] = "id",
	[FIELD_TITLE] = "title",
	[FIELD_DESCRIPTION] = "description",
	[FIELD_URL] = "url",
	[FIELD_LANGUAGE] = "language",
	[FIELD_TYPE] = "type",
	[FIELD_PLACE] = "place",
	[FIELD_NAME] = "names",
	[FIELD_ALIAS] = "aliases",
	[FIELD_AUTHOR] = "authors",
	[FIELD_TAG] = "tags",
	[FIELD_CATEGORY] = "categories",
	[FIELD_DATE] = "date",
	[FIELD_MODIFIED] = "modified",
	[FIELD_EXPIRY] = "expiry",
	[FIELD_BOOST] = "boost",
	[FIELD_TEXT] = "text",
};

enum { DATE = 32 };

static bool is_list(enum field f)
{
	return f >= FIELD_NAME && f < FIELD_DATE;
}

/* The value of a text: as it is in the index, if that is another. */
static struct str text_of(const struct account *a, enum field f)
{
	return f == FIELD_URL        ? a->record->url
	       : f == FIELD_LANGUAGE ? a->record->language
				     : *document_text(a->document, f);
}

static bool put_time(int64_t seconds, char out[DATE])
{
	struct tm tm;
	time_t t = (time_t)seconds;
	return seconds != TIME_NONE && gmtime_r(&t, &tm) &&
	       strftime(out, DATE,
		       seconds % 86400 ? "%Y-%m-%dT%H:%M:%SZ" : "%Y-%m-%d",
		       &tm);
}

/* "YAML front matter 'params.tags'" */
static void put_rule(const struct account *a, enum field f, struct buf *out)
{
	const struct origin *o = &a->document->origins[f];
	buf_puts(out, o->what ? o->what : "");
	if (o->key.len) {
		buf_printf(out, " '%s%s", o->parent ? o->parent : "",
			o->parent ? "." : "");
		buf_put_str(out, o->key);
		buf_putc(out, '\'');
	}
}

/* What speaks for the language, if it was found in a text. */
static bool find_lead(const struct account *a, struct language_lead *out)
{
	struct document *d = a->document;
	const char *what = d->origins[FIELD_LANGUAGE].what;
	bool title = what && strcmp(what, "its title") == 0;
	if (!a->record->language.len ||
		(!title && (!what || strcmp(what, "its text") != 0)))
		return false;
	(void)language_detect_lead(title ? d->title : buf_str(&d->text), out);
	return true;
}

/* ---- words ---- */

struct word_at {
	uint32_t position;
	enum span_field field;
	struct str word, stem;
};

typedef void word_use(void *data, const struct word_at *w);

static struct str text_at(const struct inverter *v, uint32_t number)
{
	return number == MAP_NONE ? STR("") : map_key(&v->texts, number);
}

static void tell_token(const struct inverter *v, uint32_t number,
	struct word_at at, word_use *use, void *data)
{
	const struct meaning *m = &v->meanings.v[number];
	if (!m->count) {
		at.stem = text_at(v, m->stem);
		at.word = text_at(v, m->word);
		if (at.stem.len)
			use(data, &at);
		return;
	}
	for (unsigned i = 0; i < m->count; i++) {
		const struct meaning_part *part = &v->parts.v[m->stem + i];
		struct word_at each = {at.position + part->offset, at.field,
			text_at(v, part->word), text_at(v, part->stem)};
		use(data, &each);
	}
}

/* Every word where the index has it; returns how many tokens there are. */
static size_t each_word(const struct inverter *v, word_use *use, void *data)
{
	const struct inverted *in = &v->out;
	const uint16_t *p = in->tokens.v;
	struct word_at at = {0};
	size_t count = 0;
	for (size_t i = 0; i < in->spans.len; i++) {
		at.field = in->spans.v[i].field;
		while (p < in->tokens.v + in->spans.v[i].end) {
			struct inverted_token t;
			p = inverted_token(p, &t);
			if (use)
				tell_token(v, t.number, at, use, data);
			at.position += v->meanings.v[t.number].advance;
			count++;
		}
		at.position += POSITION_GAP;
	}
	return count;
}

static const char *span_name(enum span_field f)
{
	return f == SPAN_TITLE     ? "title"
	       : f == SPAN_HEADING ? "heading"
				   : "body";
}

/* ---- for people ---- */

static void begin_row(struct buf *out, const char *name)
{
	buf_printf(out, "%-13s", name);
}

static void end_row(const struct account *a, enum field f, struct buf *out)
{
	if (a->document->origins[f].what) {
		struct buf rule = {0};
		put_rule(a, f, &rule);
		buf_puts(out, " (");
		buf_put_plain(out, buf_str(&rule));
		buf_putc(out, ')');
		if (rule.status != OK)
			out->status = rule.status;
		buf_release(&rule);
	}
	buf_putc(out, '\n');
}

static void put_list(const strings *list, struct buf *out)
{
	for (size_t i = 0; i < list->len; i++) {
		buf_puts(out, i ? ", " : "");
		buf_put_plain(out, list->v[i]);
	}
}

static void put_field(const struct account *a, enum field f, struct buf *out)
{
	struct document *d = a->document;
	char date[DATE];
	size_t begin = out->len;
	begin_row(out, NAMES[f]);
	size_t empty = out->len;
	if (f < FIELD_NAME)
		buf_put_plain(out, text_of(a, f));
	else if (is_list(f))
		put_list(document_list(d, f), out);
	else if (f < FIELD_BOOST && put_time(*document_date(d, f), date))
		buf_puts(out, date);
	else if (f == FIELD_BOOST && d->origins[f].what)
		buf_printf(out, "%g", d->boost);
	if (out->len == empty)
		out->len = begin;
	else
		end_row(a, f, out);
}

static void put_language(const struct account *a, struct buf *out)
{
	struct language_lead lead;
	if (a->stated.len && language_find(a->stated) == LANGUAGE_NONE) {
		begin_row(out, "");
		buf_puts(out, "'");
		buf_put_plain(out, a->stated);
		buf_puts(out, "' as stated is no language that meju knows\n");
	}
	if (!a->record->language.len) {
		begin_row(out, "language");
		buf_puts(out, "none: words are not stemmed\n");
	}
	if (!find_lead(a, &lead))
		return;
	begin_row(out, "");
	if (language_find(a->record->language) == lead.best)
		buf_printf(out,
			"of its first %u words %.1f speak for it, %.1f for "
			"the next\n",
			lead.total, lead.words, lead.next);
	else
		buf_puts(out, "by the script\n");
}

static void put_left_out(const struct account *a, struct buf *out)
{
	if (a->draft) {
		begin_row(out, "LEFT OUT");
		buf_puts(out, "it is not to be seen now");
		end_row(a, FIELD_DRAFT, out);
	}
	if (a->noindex) {
		begin_row(out, "LEFT OUT");
		buf_puts(out, "it is not to be found");
		end_row(a, FIELD_NOINDEX, out);
	}
}

static void put_line(struct buf *out, struct str s)
{
	for (size_t at = 0; at < s.len;) {
		size_t end = str_find(s, at, '\n');
		buf_put_plain(out, str_slice(s, at, end));
		at = end + 1;
		if (end < s.len && end && s.p[end - 1] != '\n')
			buf_putc(out, ' ');
	}
}

/* Where a text begins and ends shows whether it is the article. */
static void put_edges(struct str text, struct buf *out)
{
	enum { EDGE = 60 };
	struct str begin = text, end = {"", 0};
	if (text.len > 2 * EDGE) {
		begin.len = rune_floor(text, EDGE);
		size_t from = rune_floor(text, text.len - EDGE);
		end = str_trim(str_slice(text, from, text.len));
	}
	if (!text.len)
		return;
	begin_row(out, "");
	put_line(out, begin);
	if (end.len)
		buf_puts(out, " ... ");
	put_line(out, end);
	buf_putc(out, '\n');
}

static void put_size(const struct account *a, size_t tokens, struct buf *out)
{
	begin_row(out, "text");
	buf_printf(out, "%zu bytes, with all fields %zu words",
		a->document->text.len, tokens);
	end_row(a, FIELD_TEXT, out);
	put_edges(buf_str(&a->document->text), out);
	for (size_t i = 0; i < a->rest->len; i++) {
		begin_row(out, i ? "" : "dropped");
		buf_printf(out, "%zu bytes in ", a->rest->v[i].bytes);
		buf_put_plain(out, a->rest->v[i].element);
		buf_putc(out, '\n');
	}
}

static void put_sections(const struct document *d, struct buf *out)
{
	if (d->sections.len < 2)
		return;
	begin_row(out, "sections");
	buf_printf(out, "%zu\n", d->sections.len - 1);
	for (size_t i = 1; i < d->sections.len; i++) {
		const struct section *s = &d->sections.v[i];
		buf_printf(out, "%11u  %.*s ", s->line, s->level, "######");
		buf_put_plain(out, s->heading);
		if (s->anchor.len) {
			buf_puts(out, "  #");
			buf_put_plain(out, s->anchor);
		}
		buf_putc(out, '\n');
	}
}

static void put_word(void *data, const struct word_at *w)
{
	struct buf *out = data;
	buf_printf(out, "%11u  %-8s ", w->position, span_name(w->field));
	buf_put_plain(out, w->word.len ? w->word : w->stem);
	if (!str_eq(w->word, w->stem) && w->word.len) {
		buf_puts(out, " > ");
		buf_put_plain(out, w->stem);
	}
	buf_putc(out, '\n');
}

static void put_presence(const struct account *a, struct buf *out)
{
	static const char *const words[] = {
		[ACCOUNT_NO_INDEX] = "is no index",
		[ACCOUNT_ABSENT] = "does not have it",
		[ACCOUNT_OTHER] = "has another version of it",
		[ACCOUNT_SAME] = "has it as it is",
	};
	begin_row(out, "index");
	buf_put_plain(out, str_from(a->folder));
	buf_printf(out, " %s\n", words[a->presence]);
}

static void put_head(const struct account *a, struct buf *out)
{
	buf_put_plain(out, str_from(a->path));
	if (a->line)
		buf_printf(out, ":%u", a->line);
	buf_putc(out, '\n');
	put_left_out(a, out);
	begin_row(out, "form");
	const char *ending = strrchr(a->path, '.');
	buf_printf(out, ending ? "%s (%s), %s\n" : "%s%s, %s\n", a->form,
		ending ? ending : "", a->encoding);
	put_presence(a, out);
}

static void put_text(
	const struct account *a, const struct inverter *v, struct buf *out)
{
	const struct document *d = a->document;
	put_head(a, out);
	for (enum field f = 0; f < FIELD_TEXT; f++) {
		put_field(a, f, out);
		if (f == FIELD_LANGUAGE)
			put_language(a, out);
	}
	for (size_t i = 0; i < d->extras.len; i++) {
		begin_row(out, i ? "" : "extras");
		buf_put_plain(out, d->extras.v[i].key);
		buf_puts(out, " ");
		buf_put_plain(out, d->extras.v[i].json);
		buf_putc(out, '\n');
	}
	for (size_t i = 0; i < d->warnings.len; i++) {
		begin_row(out, "warning");
		buf_put_plain(out, d->warnings.v[i]);
		buf_putc(out, '\n');
	}
	put_size(a, each_word(v, NULL, NULL), out);
	put_sections(d, out);
	if (a->tokens) {
		buf_puts(out, "words\n");
		each_word(v, put_word, out);
	}
}

/* ---- for programs ---- */

static void member(struct json *j, const char *key, struct str value)
{
	json_key(j, str_from(key));
	json_str(j, value);
}

static void count(struct json *j, const char *key, uint64_t value)
{
	json_key(j, str_from(key));
	json_uint(j, value);
}

static void write_rule(const struct account *a, enum field f, struct json *j)
{
	struct buf rule = {0};
	put_rule(a, f, &rule);
	if (rule.len)
		member(j, "rule", buf_str(&rule));
	buf_release(&rule);
}

static void write_value(const struct account *a, enum field f, struct json *j)
{
	char date[DATE];
	json_key(j, STR("value"));
	if (f < FIELD_NAME) {
		json_str(j, text_of(a, f));
	} else if (is_list(f)) {
		const strings *list = document_list(a->document, f);
		json_array(j);
		for (size_t i = 0; i < list->len; i++)
			json_str(j, list->v[i]);
		json_end(j);
	} else if (f == FIELD_BOOST) {
		json_double(j, a->document->boost);
	} else if (put_time(*document_date(a->document, f), date)) {
		json_str(j, str_from(date));
	} else {
		json_null(j);
	}
}

static bool has_field(const struct account *a, enum field f)
{
	if (f < FIELD_NAME)
		return text_of(a, f).len;
	if (is_list(f))
		return document_list(a->document, f)->len;
	if (f == FIELD_BOOST)
		return a->document->origins[f].what;
	return *document_date(a->document, f) != TIME_NONE;
}

static void write_fields(const struct account *a, struct json *j)
{
	struct language_lead lead;
	json_key(j, STR("fields"));
	json_object(j);
	for (enum field f = 0; f < FIELD_TEXT; f++) {
		if (!has_field(a, f))
			continue;
		json_key(j, str_from(NAMES[f]));
		json_object(j);
		write_value(a, f, j);
		write_rule(a, f, j);
		if (f == FIELD_LANGUAGE && find_lead(a, &lead)) {
			json_key(j, STR("words"));
			json_double(j, lead.words);
			json_key(j, STR("next"));
			json_double(j, lead.next);
			count(j, "of", lead.total);
		}
		json_end(j);
	}
	json_end(j);
}

static void write_left_out(const struct account *a, struct json *j)
{
	json_key(j, STR("left_out"));
	json_array(j);
	for (enum field f = FIELD_DRAFT; f <= FIELD_NOINDEX; f++) {
		bool draft = f == FIELD_DRAFT;
		if (!(draft ? a->draft : a->noindex))
			continue;
		json_object(j);
		member(j, "why", draft ? STR("draft") : STR("noindex"));
		write_rule(a, f, j);
		json_end(j);
	}
	json_end(j);
}

static void write_sections(const struct document *d, struct json *j)
{
	json_key(j, STR("sections"));
	json_array(j);
	for (size_t i = 1; i < d->sections.len; i++) {
		const struct section *s = &d->sections.v[i];
		json_object(j);
		count(j, "line", s->line);
		count(j, "level", s->level);
		member(j, "heading", s->heading);
		member(j, "anchor", s->anchor);
		json_end(j);
	}
	json_end(j);
}

static void write_word(void *data, const struct word_at *w)
{
	struct json *j = data;
	json_object(j);
	count(j, "position", w->position);
	member(j, "field", str_from(span_name(w->field)));
	member(j, "word", w->word);
	member(j, "stem", w->stem);
	json_end(j);
}

static void write_text(
	const struct account *a, const struct inverter *v, struct json *j)
{
	json_key(j, STR("text"));
	json_object(j);
	count(j, "bytes", a->document->text.len);
	count(j, "words", each_word(v, NULL, NULL));
	write_rule(a, FIELD_TEXT, j);
	json_end(j);
	json_key(j, STR("dropped"));
	json_array(j);
	for (size_t i = 0; i < a->rest->len; i++) {
		json_object(j);
		member(j, "element", a->rest->v[i].element);
		count(j, "bytes", a->rest->v[i].bytes);
		json_end(j);
	}
	json_end(j);
	write_sections(a->document, j);
	if (!a->tokens)
		return;
	json_key(j, STR("tokens"));
	json_array(j);
	each_word(v, write_word, j);
	json_end(j);
}

static void write_json(
	const struct account *a, const struct inverter *v, struct buf *out)
{
	static const char *const presences[] = {
		[ACCOUNT_NO_INDEX] = "no index",
		[ACCOUNT_ABSENT] = "absent",
		[ACCOUNT_OTHER] = "other",
		[ACCOUNT_SAME] = "same",
	};
	const struct document *d = a->document;
	struct json j = {.out = out};
	json_object(&j);
	member(&j, "file", str_from(a->path));
	if (a->line)
		count(&j, "line", a->line);
	member(&j, "form", str_from(a->form));
	member(&j, "encoding", str_from(a->encoding));
	write_left_out(a, &j);
	member(&j, "in_index", str_from(presences[a->presence]));
	write_fields(a, &j);
	json_key(&j, STR("extras"));
	json_object(&j);
	for (size_t i = 0; i < d->extras.len; i++) {
		json_key(&j, d->extras.v[i].key);
		json_raw(&j, d->extras.v[i].json);
	}
	json_end(&j);
	json_key(&j, STR("warnings"));
	json_array(&j);
	for (size_t i = 0; i < d->warnings.len; i++)
		json_str(&j, d->warnings.v[i]);
	json_end(&j);
	write_text(a, v, &j);
	json_end(&j);
	buf_putc(out, '\n');
}

enum status account_put(const struct account *a, bool json, struct buf *out)
{
	struct inverter v;
	enum status status = inverter_init(&v, a->settings);
	if (status == OK)
		status = inverter_add(&v, a->record);
	if (status == OK) {
		(json ? write_json : put_text)(a, &v, out);
		status = out->status;
	}
	inverter_release(&v);
	return status;
}
