/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * explain.c - `meju-index explain FILE[:LINE]... | -`: what is understood of an
 * input, or why it is left out.  Nothing is written.
 */
#include "common/base/file.h"
#include "common/index/glass.h"
#include "common/index/live_doc.h"
#include "common/text/language.h"
#include "indexer/account.h"
#include "indexer/batch.h"
#include "indexer/census.h"
#include "indexer/command.h"
#include "indexer/line.h"
#include "indexer/parse/json.h"
#include "indexer/parse/parse.h"
#include "indexer/refine.h"
#include "indexer/shard.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct explain {
	const struct arguments *arguments;
	struct snapshot index; /* zeros: there is none */
	struct settings settings;
	language usual;
	struct parser parser;
	/* The input. */
	char path[PATH_MAX];
	char real[PATH_MAX];
	struct str name; /* below the root */
	struct str bytes;
	unsigned line;   /* that was asked for; 0: none    */
	unsigned wanted; /* document of the bytes, from 1  */
	unsigned number; /* of those met                   */
	bool told;
	bool accounted;    /* of any input  */
	unsigned left_out; /* of all inputs */
	struct buf out;
};

static void complain(struct explain *e, unsigned line, const char *sentence)
{
	struct error err;
	if (line)
		error_set(&err, ERR_INVALID, "%s:%u: %s", e->path, line,
			sentence);
	else
		error_set(&err, ERR_INVALID, "%s: %s", e->path, sentence);
	fprintf(stderr, "meju-index: %s\n", err.text);
	e->told = true;
	e->left_out++;
}

static void skip(void *data, unsigned line, const char *sentence)
{
	struct explain *e = data;
	if (++e->number == e->wanted)
		complain(e, line, sentence);
}

static const char *encoding_of(struct str bytes)
{
	if (str_starts(bytes, STR("\xfe\xff")) ||
		str_starts(bytes, STR("\xff\xfe")))
		return "UTF-16";
	if (!json_is_utf8(bytes))
		return "not all UTF-8";
	return str_starts(bytes, STR("\xef\xbb\xbf"))
		       ? "UTF-8 with a byte order mark"
		       : "UTF-8";
}

/* Of a page that was understood, what is no part of its article. */
static enum status find_rest(struct explain *e, html_rest *out)
{
	struct parser *p = &e->parser;
	struct document *d = &p->doc;
	if (!str_eq(str_from(p->form->name), STR("html")))
		return OK;
	return html_rest_find(p->decoded.len ? buf_str(&p->decoded) : e->bytes,
		&d->arena, out);
}

/* Whether the index has the document, and the same of it. */
static enum account_presence presence_of(
	struct explain *e, const struct record *r)
{
	const char *folder = e->arguments->folder;
	struct stored_reader reader = {0};
	struct buf now = {0}, record = {0};
	struct error why;
	struct str then;
	uint32_t leaf, doc;
	enum account_presence presence = ACCOUNT_ABSENT;
	if (!e->index.manifest.generation)
		return ACCOUNT_NO_INDEX;
	record_put(r, &now);
	bool shards = glass_shards(folder) > 0;
	enum status status =
		shards ? shard_find(folder, r->id, &record, &why)
		       : live_doc_find(&e->index, r->id, &leaf, &doc);
	if (shards)
		then = buf_str(&record);
	else if (status == OK)
		status = stored_get(&reader, &e->index.leaves[leaf]->stored,
			doc, &then, NULL);
	if (status == OK)
		presence = str_eq(then, buf_str(&now)) ? ACCOUNT_SAME
						       : ACCOUNT_OTHER;
	if (status == ERR_NOMEM || now.status != OK)
		e->out.status = ERR_NOMEM;
	stored_reader_release(&reader);
	buf_release(&record);
	buf_release(&now);
	return presence;
}

static enum status tell(void *data, struct document *d)
{
	struct explain *e = data;
	struct record r;
	if (++e->number != e->wanted)
		return OK;
	if (d->id.len > DOCUMENT_ID_MAX) {
		complain(e, document_line(d, 0),
			"a document id is longer than 4096 bytes; skipped");
		return OK;
	}
	struct account a = {.path = e->path,
		.line = e->line,
		.form = e->parser.form->name,
		.encoding = encoding_of(e->bytes),
		.document = d,
		.record = &r,
		.settings = &e->settings,
		.stated = d->language,
		.folder = e->arguments->folder,
		.draft = d->draft && !e->arguments->drafts,
		.noindex = d->noindex,
		.tokens = e->arguments->tokens};
	html_rest rest = {0};
	enum status status = find_rest(e, &rest);
	if (status == OK)
		status = refine(d, e->name, &e->settings, e->usual, &r);
	if (status != OK) {
		vec_release(&rest);
		return status;
	}
	a.rest = &rest;
	a.presence = presence_of(e, &r);
	e->left_out += a.draft || a.noindex;
	e->told = true;
	if (e->accounted && !e->arguments->json)
		buf_putc(&e->out, '\n');
	e->accounted = true;
	status = account_put(&a, e->arguments->json, &e->out);
	vec_release(&rest);
	return status;
}

/* What of the input was not explained. */
static void tell_rest(struct explain *e, unsigned more, const char *what)
{
	if (more && e->out.len && !e->arguments->json)
		buf_printf(&e->out,
			"%-13s%u more %s%s; %s:NUMBER explains another\n",
			"and", more, what, more == 1 ? "" : "s", e->path);
}

static enum status parse(struct explain *e, struct str bytes)
{
	const struct form *form = form_find(e->name);
	e->bytes = bytes;
	e->number = 0;
	e->parser.path = e->name;
	return parse_bytes(
		&e->parser, form ? form : form_named(STR("jsonl")), bytes);
}

/* ---- lines ---- */

static struct str line_at(struct str run, uint32_t number)
{
	size_t at = 0;
	while (number-- > 0)
		at = str_find(run, at, '\n') + 1;
	return str_slice(run, at, str_find(run, at, '\n'));
}

static enum status take_run(
	struct explain *e, struct str run, uint32_t first, uint32_t end)
{
	if (e->line < first || e->line >= end)
		return OK;
	e->parser.line = e->line;
	e->wanted = 1;
	return parse(e, line_at(run, e->line - first));
}

static enum status explain_lines(struct explain *e, int fd, struct error *err)
{
	struct lines lines;
	struct str run = {"", 1};
	uint32_t first;
	char why[64];
	e->line = e->line ? e->line : 1;
	enum status status = lines_open(&lines, fd, e->path, err);
	while (status == OK && run.len) {
		status = lines_next(&lines, &run, &first, err);
		if (status == OK && lines.skipped == e->line) {
			snprintf(why, sizeof why,
				"the line is longer than %d MB; skipped",
				LINE_MAX_BYTES >> 20);
			complain(e, e->line, why);
		}
		if (status == OK && run.len)
			status = take_run(e, run, first, lines.line);
	}
	if (status == OK)
		tell_rest(e, lines.line - 2, "line");
	lines_close(&lines);
	return status;
}

/* ---- files ---- */

static enum status explain_file(struct explain *e, struct error *err)
{
	struct buf bytes = {0};
	struct error why;
	e->wanted = e->line ? e->line : 1;
	enum status status = file_read(e->path, BATCH_FILE_MAX, &bytes, &why);
	if (status != OK && status != ERR_NOMEM) {
		status = OK;
		fprintf(stderr, "meju-index: %s; skipped\n", why.text);
		e->told = true;
		e->left_out++;
	} else if (status == OK) {
		status = parse(e, buf_str(&bytes));
		tell_rest(e, e->number - 1, "document");
	}
	if (status != OK)
		error_set(err, status, "out of memory reading %s", e->path);
	buf_release(&bytes);
	return status;
}

/* The path below the root of the index that it is in, else as given. */
static void name_input(struct explain *e)
{
	const struct manifest *m = &e->index.manifest;
	struct str path = str_from(e->path), real = str_from(e->real);
	for (uint32_t i = 0; i < m->root_count; i++) {
		struct str root = m->roots[i].path;
		if (str_starts(real, root) && real.len > root.len &&
			real.p[root.len] == '/') {
			e->name = str_slice(real, root.len + 1, real.len);
			return;
		}
	}
	while (str_starts(path, STR("./")) || str_starts(path, STR("../")) ||
		str_starts(path, STR("/")))
		path = str_slice(path, str_find(path, 0, '/') + 1, path.len);
	e->name = path;
}

/* Why the walk of a sync passes the file over, or NULL. */
static const char *objection(const struct explain *e)
{
	struct stat st;
	if (lstat(e->path, &st) != 0)
		return NULL;
	if (S_ISLNK(st.st_mode))
		return "a symbolic link; below a folder it is passed over";
	if (S_ISDIR(st.st_mode))
		return "a folder; say which of its files to explain";
	if (!S_ISREG(st.st_mode))
		return "no file; it is passed over";
	if (!form_find(e->name))
		return "it does not end like any of the forms .md .markdown "
		       ".mkd .mdx .html .htm .xhtml .txt .text .jsonl .ndjson "
		       ".json; it is passed over";
	for (size_t i = 0; i < e->name.len; i++)
		if (e->name.p[i] == '.' && (i == 0 || e->name.p[i - 1] == '/'))
			return "it is hidden, for a part of its path begins "
			       "with a dot; it is passed over";
	return NULL;
}

static enum status explain_path(struct explain *e, struct error *err)
{
	if (!realpath(e->path, e->real))
		return error_errno(err, "cannot read %s", e->path);
	name_input(e);
	const char *why = objection(e);
	if (why) {
		complain(e, 0, why);
		return OK;
	}
	/* a line of any other form is one of its only document */
	bool json = str_eq(str_from(form_find(e->name)->name), STR("jsonl"));
	if (!json)
		e->line = 0;
	if (!json || str_ends(e->name, STR(".json")))
		return explain_file(e, err);
	int fd = open(e->path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return error_errno(err, "cannot open %s", e->path);
	enum status status = explain_lines(e, fd, err);
	close(fd);
	return status;
}

/* "FILE:12" is line 12 of FILE, unless a file has that name. */
static enum status read_word(
	struct explain *e, const char *word, struct error *err)
{
	const char *colon = strrchr(word, ':');
	int n = snprintf(e->path, sizeof e->path, "%s", word);
	if (n < 0 || (size_t)n >= sizeof e->path)
		return error_set(
			err, ERR_LIMIT, "the path %s is too long", word);
	e->line = 0;
	if (!colon || access(word, F_OK) == 0 || !colon[1] ||
		strspn(colon + 1, "0123456789") != strlen(colon + 1))
		return OK;
	e->path[colon - word] = '\0';
	errno = 0;
	unsigned long line = strtoul(colon + 1, NULL, 10);
	if (errno || line < 1 || line > INT_MAX)
		return error_set(err, ERR_INVALID,
			"%s has no line %s; lines are counted from 1", e->path,
			colon + 1);
	e->line = (unsigned)line;
	return OK;
}

static enum status explain_word(
	struct explain *e, const char *word, struct error *err)
{
	enum status status = read_word(e, word, err);
	e->told = false;
	if (status == OK && strcmp(e->path, "-") == 0) {
		e->name = STR("-");
		snprintf(e->path, sizeof e->path, "standard input");
		status = explain_lines(e, STDIN_FILENO, err);
	} else if (status == OK) {
		status = explain_path(e, err);
	}
	if (status == OK && !e->told)
		complain(e, e->line, "there is no document");
	return status;
}

/* ---- the command ---- */

/* What a sync would go by: what the index says, else the options. */
static enum status begin(struct explain *e, struct error *err)
{
	const struct arguments *a = e->arguments;
	struct error why = {0};
	uint32_t languages[LANGUAGE_MAX] = {0};
	enum status status = snapshot_open(&e->index, a->folder, &why);
	if (status != OK) {
		e->index = (struct snapshot){0};
		if (status != ERR_NOT_FOUND) {
			*err = why;
			return status;
		}
	}
	e->settings = e->index.manifest.settings;
	if (a->language)
		e->settings.language = str_from(a->language);
	if (a->site)
		e->settings.site = str_from(a->site);
	if (a->permalink)
		e->settings.permalink = str_from(a->permalink);
	census(&e->index, languages);
	e->usual = refine_usual(languages);
	return OK;
}

int command_explain(const struct arguments *a, struct error *err)
{
	struct explain e = {.arguments = a,
		.parser = {.emit = tell, .skip = skip, .now = time(NULL)}};
	e.parser.data = &e;
	if (a->count == 0) {
		error_set(err, ERR_INVALID,
			"say which files to explain (see --help)");
		return EXIT_TROUBLE;
	}
	enum status status = begin(&e, err);
	for (int i = 0; i < a->count && status == OK; i++) {
		status = explain_word(&e, a->words[i], err);
		if (status == OK)
			status = command_print(&e.out, err);
	}
	parser_release(&e.parser);
	buf_release(&e.out);
	snapshot_close(&e.index);
	if (status != OK)
		return command_trouble(status);
	return e.left_out ? EXIT_SKIPPED : EXIT_GOOD;
}
