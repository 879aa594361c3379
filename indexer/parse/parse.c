/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/parse/parse.h"
#include "common/text/language.h"
#include "indexer/parse/date.h"
#include "indexer/parse/decode.h"
#include "indexer/parse/form.h"
#include "indexer/parse/json.h"

static const struct form forms[] = {
	{"markdown", "md markdown mkd mdx", markdown_parse},
	{"html", "html htm xhtml", html_parse},
	{"text", "txt text", text_parse},
	{"jsonl", "jsonl ndjson json", jsonl_parse},
};

enum { FORMS = sizeof forms / sizeof *forms };

static struct str base_name(struct str path)
{
	size_t from = path.len;
	while (from && path.p[from - 1] != '/')
		from--;
	return str_slice(path, from, path.len);
}

/* What follows the last '.' of a name, or nothing. */
static struct str extension(struct str name)
{
	size_t from = name.len;
	while (from && name.p[from - 1] != '.')
		from--;
	return from > 1 ? str_slice(name, from, name.len) : (struct str){"", 0};
}

static bool has_word(struct str words, struct str word)
{
	for (size_t at = 0; at < words.len;) {
		size_t to = str_find(words, at, ' ');
		if (str_eq_nocase(str_slice(words, at, to), word))
			return true;
		at = to + 1;
	}
	return false;
}

const struct form *form_find(struct str path)
{
	struct str word = extension(base_name(path));
	for (size_t i = 0; word.len && i < FORMS; i++)
		if (has_word(str_from(forms[i].extensions), word))
			return &forms[i];
	return NULL;
}

const struct form *form_named(struct str name)
{
	for (size_t i = 0; i < FORMS; i++)
		if (str_eq(str_from(forms[i].name), name))
			return &forms[i];
	return NULL;
}

void parser_begin(struct parser *p)
{
	document_clear(&p->doc);
	if (p->repaired)
		document_warn(
			&p->doc, 0, "bytes that are not UTF-8 were replaced");
	p->repaired = false;
}

void parser_skip(struct parser *p, unsigned line, const char *sentence)
{
	p->skip(p->data, line, sentence);
}

static bool has_folder(struct str path, struct str folder)
{
	for (size_t at = 0; at < path.len;) {
		size_t to = str_find(path, at, '/');
		if (to < path.len && str_eq(str_slice(path, at, to), folder))
			return true;
		at = to + 1;
	}
	return false;
}

/* "x.fr.md" -> "fr" */
static struct str language_suffix(struct str path)
{
	struct str name = base_name(path), end = extension(name);
	if (end.len)
		name.len -= end.len + 1;
	return extension(name);
}

static bool is_code(struct str s)
{
	language l = s.len == 2 ? language_find(s) : LANGUAGE_NONE;
	return l != LANGUAGE_NONE && str_eq(language_code(l), s);
}

/* "posts/2024-05-03-gut-skin.en.md" -> "gut-skin"; of an index file the
 * folder's name. */
static struct str stem(struct str path)
{
	struct str name = base_name(path), end = extension(name);
	struct str folder = str_slice(path, 0, path.len - name.len);
	if (end.len)
		name.len -= end.len + 1;
	if ((str_eq_nocase(name, STR("index")) ||
		    str_eq_nocase(name, STR("_index")) ||
		    str_eq_nocase(name, STR("readme"))) &&
		folder.len > 1)
		name = base_name(str_slice(folder, 0, folder.len - 1));
	int64_t date;
	if (name.len > 11 && date_of_path(name, &date))
		name = str_slice(name, 11, name.len);
	struct str suffix = extension(name);
	if (is_code(suffix))
		name.len -= suffix.len + 1;
	return name;
}

static enum status title_of_path(struct document *d, struct str path)
{
	struct str name = arena_dup(&d->arena, stem(path));
	if (!name.p)
		return ERR_NOMEM;
	char *p = (char *)name.p;
	for (size_t i = 0; i < name.len; i++)
		if (p[i] == '-' || p[i] == '_')
			p[i] = ' ';
	if (name.len && p[0] >= 'a' && p[0] <= 'z')
		p[0] -= 32;
	d->title = str_trim(name);
	document_origin(d, FIELD_TITLE, "file name");
	return OK;
}

/* By the file's name, else by a folder: the first of the path, or the one
 * below "content" or "i18n". */
static struct str language_of_path(struct str path)
{
	struct str suffix = language_suffix(path);
	struct str before = STR("content");
	if (is_code(suffix))
		return suffix;
	for (size_t at = 0; at < path.len;) {
		size_t to = str_find(path, at, '/');
		struct str name = str_slice(path, at, to);
		bool placed = str_eq(before, STR("content")) ||
			      str_eq(before, STR("i18n"));
		if (to < path.len && placed && is_code(name))
			return name;
		before = name;
		at = to + 1;
	}
	return (struct str){"", 0};
}

static void withhold(struct document *d, bool is, const char *why)
{
	if (is && !d->draft)
		document_origin(d, FIELD_DRAFT, why);
	d->draft |= is;
}

static enum status complete(struct parser *p)
{
	struct document *d = &p->doc;
	if (d->dumped)
		return OK;
	bool whole_file = d->id.len == 0;
	if (whole_file) {
		d->id = p->path;
		document_origin(d, FIELD_ID, "path");
	}
	if (d->language.len == 0) {
		d->language = language_of_path(p->path);
		document_origin(d, FIELD_LANGUAGE, "path");
	}
	if (d->date == TIME_NONE && date_of_path(p->path, &d->date))
		document_origin(d, FIELD_DATE, "path");
	withhold(d, has_folder(p->path, STR("_drafts")), "the folder _drafts");
	withhold(d, d->date != TIME_NONE && d->date > p->now,
		"its date is to come");
	withhold(d, d->expiry != TIME_NONE && d->expiry <= p->now,
		"it has expired");
	return whole_file && !d->title.len ? title_of_path(d, p->path) : OK;
}

enum status parser_emit(struct parser *p)
{
	enum status status = complete(p);
	return status == OK ? p->emit(p->data, &p->doc) : status;
}

enum status parse_bytes(
	struct parser *p, const struct form *form, struct str bytes)
{
	buf_clear(&p->decoded);
	p->form = form;
	p->repaired = false;
	enum status status = decode(&bytes, &p->decoded, &p->repaired);
	if (status != OK)
		return status;
	if (memchr(bytes.len ? bytes.p : "", 0, bytes.len)) {
		parser_skip(p, 0, "binary: it holds NUL bytes");
		return OK;
	}
	return form->parse(p, bytes);
}

void parser_release(struct parser *p)
{
	document_release(&p->doc);
	json_free(p->json);
	buf_release(&p->decoded);
	*p = (struct parser){0};
}
