/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Markdown: front matter, clean-up, then cmark's tree to blocks and sections.
 */
#include "indexer/parse/body.h"
#include "indexer/parse/budget.h"
#include "indexer/parse/cleanup.h"
#include "indexer/parse/form.h"
#include "indexer/parse/frontmatter.h"
#include "indexer/parse/guard.h"
#include "indexer/parse/slug.h"
#include "indexer/parse/strip.h"

#include <cmark.h>

enum {
	SOURCE_MAX = 16 << 20, /* bytes; longer texts are taken as plain text */
	FEED = 4096,           /* bytes between two looks at the clock        */
};

/* ---- cmark within a budget ---- */

/* cmark's allocator has no parameter of ours, so the budget of the thread's
 * only parse stands here. */
static _Thread_local struct budget *current;

static void *take(size_t count, size_t size)
{
	return budget_alloc(current, count * size);
}

static void *retake(void *p, size_t size)
{
	return budget_realloc(current, p, size);
}

static void leave(void *p)
{
	(void)p;
}

struct tree_work {
	struct str text;
	cmark_node *root;
};

static void make_tree(void *data)
{
	static cmark_mem mem = {take, retake, leave};
	struct tree_work *w = data;
	cmark_parser *parser =
		cmark_parser_new_with_mem(CMARK_OPT_DEFAULT, &mem);
	for (size_t at = 0; at < w->text.len; at += FEED) {
		struct str part = str_slice(w->text, at, at + FEED);
		cmark_parser_feed(parser, part.p, part.len);
		budget_check(current);
	}
	w->root = cmark_parser_finish(parser);
}

static enum status parse_tree(
	struct budget *b, struct str text, cmark_node **root)
{
	struct tree_work work = {.text = text};
	budget_init(b, text.len);
	current = b;
	enum status status = budget_run(b, make_tree, &work);
	current = NULL;
	*root = work.root;
	return status;
}

/* ---- the tree to text ---- */

struct writer {
	struct document *d;
	struct body body;
	struct slugs slugs;
	const heading_ids *ids;
	size_t next_id;
	struct str source;
	size_t source_at; /* where its line `source_line` begins, from 1 */
	int source_line;
	uint32_t line; /* of the first line of the text, less one    */
	bool titled;   /* the title came from the front matter       */
	bool had_heading, had_h1;
	struct buf heading;
	enum status status;
};

static uint32_t line_of(const struct writer *w, cmark_node *n)
{
	int line = cmark_node_get_start_line(n);
	return line > 0 ? w->line + (uint32_t)line : 0;
}

static struct str literal(cmark_node *n)
{
	return str_from(cmark_node_get_literal(n));
}

static void put_inline(struct writer *w, cmark_node *n)
{
	uint32_t line = line_of(w, n);
	switch (cmark_node_get_type(n)) {
	case CMARK_NODE_TEXT:
	case CMARK_NODE_CODE:
		if (line > w->body.line)
			body_at(&w->body, line);
		body_put(&w->body, literal(n));
		break;
	case CMARK_NODE_SOFTBREAK:
	case CMARK_NODE_LINEBREAK:
		body_break(&w->body);
		break;
	case CMARK_NODE_HTML_INLINE:
		if (str_eq_nocase(str_slice(literal(n), 0, 3), STR("<br")))
			body_words(&w->body, STR(" "));
		break;
	default:
		break;
	}
}

static void put_heading_text(struct buf *out, cmark_node *n)
{
	switch (cmark_node_get_type(n)) {
	case CMARK_NODE_TEXT:
	case CMARK_NODE_CODE:
		buf_put_str(out, literal(n));
		break;
	case CMARK_NODE_SOFTBREAK:
	case CMARK_NODE_LINEBREAK:
		buf_putc(out, ' ');
		break;
	default:
		break;
	}
}

/* The id stated on one of the lines of a heading. */
static struct str stated_id(struct writer *w, cmark_node *n)
{
	uint32_t first = (uint32_t)cmark_node_get_start_line(n);
	uint32_t last = (uint32_t)cmark_node_get_end_line(n);
	while (w->next_id < w->ids->len && w->ids->v[w->next_id].line < first)
		w->next_id++;
	if (w->next_id < w->ids->len && w->ids->v[w->next_id].line <= last)
		return w->ids->v[w->next_id].id;
	return (struct str){"", 0};
}

static struct str cut_heading(struct str s)
{
	s = str_trim(s);
	size_t n = s.len < DOCUMENT_FIELD_MAX ? s.len : DOCUMENT_FIELD_MAX;
	while (n < s.len && n && ((unsigned char)s.p[n] & 0xc0) == 0x80)
		n--;
	return str_slice(s, 0, n);
}

/* The first heading of level 1 names the document; as its title it is no
 * section. */
static enum status take_h1(struct writer *w, struct str heading, bool *is_title)
{
	struct document *d = w->d;
	if (!w->titled) {
		d->title = heading;
		document_origin(d, FIELD_TITLE, "the first heading of level 1");
	}
	*is_title = !w->had_heading && str_eq(d->title, heading);
	if (str_eq(d->title, heading))
		return OK;
	if (!d->names.len)
		document_origin(d, FIELD_NAME, "the first heading of level 1");
	return document_add(d, &d->names, heading);
}

static enum status put_heading(struct writer *w, cmark_node *n)
{
	struct str anchor, id = stated_id(w, n);
	struct str heading =
		arena_dup(&w->d->arena, cut_heading(buf_str(&w->heading)));
	int level = cmark_node_get_heading_level(n);
	bool is_title = false;
	if (!heading.p || w->heading.status != OK)
		return ERR_NOMEM;
	if (heading.len == 0)
		return OK;
	enum status status =
		slug_make(&w->slugs, &w->d->arena, heading, &anchor);
	if (status == OK && id.len) {
		anchor = arena_dup(&w->d->arena, id);
		status = anchor.p ? OK : ERR_NOMEM;
	}
	if (status == OK && level == 1 && !w->had_h1) {
		w->had_h1 = true;
		status = take_h1(w, heading, &is_title);
	}
	if (status == OK && !is_title)
		body_section(&w->body, (unsigned)level, line_of(w, n), heading,
			anchor);
	w->had_heading = true;
	return status;
}

static struct str without_last_break(struct str s)
{
	while (s.len && s.p[s.len - 1] == '\n')
		s.len--;
	return s;
}

/* Line `number` of the text; numbers ascend from call to call. */
static struct str source_line(struct writer *w, int number)
{
	while (w->source_line < number && w->source_at < w->source.len) {
		w->source_at = str_find(w->source, w->source_at, '\n') + 1;
		w->source_line++;
	}
	size_t end = str_find(w->source, w->source_at, '\n');
	return str_trim(str_slice(w->source, w->source_at, end));
}

/* A fence stands on a line of its own before the code. */
static bool is_fenced(struct writer *w, cmark_node *n, struct str code)
{
	struct str first =
		str_trim(str_slice(code, 0, str_find(code, 0, '\n')));
	struct str line = source_line(w, cmark_node_get_start_line(n));
	if (first.len == 0 || !str_ends(line, first))
		return true;
	struct str before = str_slice(line, 0, line.len - first.len);
	return str_ends(before, STR("```")) || str_ends(before, STR("~~~"));
}

static void put_code(struct writer *w, cmark_node *n, uint32_t line)
{
	struct str code = without_last_break(literal(n));
	body_block(&w->body, line + is_fenced(w, n, code));
	body_put(&w->body, code);
}

static bool is_inline(cmark_node_type type)
{
	return type >= CMARK_NODE_FIRST_INLINE;
}

static void enter(struct writer *w, cmark_node *n, bool in_heading)
{
	uint32_t line = line_of(w, n);
	switch (cmark_node_get_type(n)) {
	case CMARK_NODE_HEADING:
		buf_clear(&w->heading);
		break;
	case CMARK_NODE_PARAGRAPH:
		body_block(&w->body, line);
		break;
	case CMARK_NODE_CODE_BLOCK:
		put_code(w, n, line);
		break;
	case CMARK_NODE_HTML_BLOCK:
		strip_tags(&w->body, literal(n), line);
		break;
	default:
		if (!is_inline(cmark_node_get_type(n)))
			break;
		if (in_heading)
			put_heading_text(&w->heading, n);
		else
			put_inline(w, n);
	}
}

/* All nodes in order.  Not by cmark's iterator, which takes memory of a
 * budget that is over, nor recursively: trees may be deep. */
static void walk(struct writer *w, cmark_node *root)
{
	bool in_heading = false;
	cmark_node *n = root;
	while (n && w->status == OK) {
		enter(w, n, in_heading);
		in_heading |= cmark_node_get_type(n) == CMARK_NODE_HEADING;
		cmark_node *next = cmark_node_first_child(n);
		while (!next && n) {
			if (cmark_node_get_type(n) == CMARK_NODE_HEADING) {
				in_heading = false;
				w->status = put_heading(w, n);
			}
			next = cmark_node_next(n);
			n = next ? n : cmark_node_parent(n);
		}
		n = next;
	}
}

static enum status write_tree(struct document *d, struct str text,
	cmark_node *root, const heading_ids *ids, unsigned first_line)
{
	struct writer w = {.d = d,
		.source = text,
		.source_line = 1,
		.ids = ids,
		.line = first_line - 1,
		.titled = d->title.len != 0};
	body_begin(&w.body, d);
	walk(&w, root);
	enum status status = body_finish(&w.body);
	slugs_release(&w.slugs);
	buf_release(&w.heading);
	return w.status == OK ? status : w.status;
}

static enum status write_plain(
	struct document *d, struct str text, unsigned first_line)
{
	struct body b;
	body_begin(&b, d);
	body_plain(&b, text, first_line, 1);
	return body_finish(&b);
}

static enum status write_text(struct document *d, struct str text,
	const heading_ids *ids, unsigned first_line)
{
	struct budget b = {0};
	cmark_node *root = NULL;
	enum status status = ERR_LIMIT;
	if (text.len <= SOURCE_MAX && !guard_markdown(text))
		status = parse_tree(&b, text, &root);
	if (status == OK)
		status = write_tree(d, text, root, ids, first_line);
	else if (status == ERR_LIMIT) {
		document_warn(d, 0,
			"too intricate for Markdown, so taken as "
			"plain text");
		status = write_plain(d, text, first_line);
	}
	budget_release(&b);
	return status;
}

static enum status write_body(
	struct parser *p, struct str text, unsigned first_line)
{
	struct buf clean = {0};
	heading_ids ids = {0};
	bool mdx = str_ends(p->path, STR(".mdx"));
	enum status status = cleanup(text, mdx, &clean, &ids);
	if (status == OK)
		status = write_text(&p->doc, buf_str(&clean), &ids, first_line);
	vec_release(&ids);
	buf_release(&clean);
	return status;
}

enum status markdown_parse(struct parser *p, struct str bytes)
{
	struct metadata m;
	struct frontmatter f = frontmatter_find(bytes);
	parser_begin(p);
	metadata_begin(&m, &p->doc, p->now);
	enum status status = frontmatter_read(&f, p, &m);
	if (status == OK)
		status = write_body(
			p, str_slice(bytes, f.body, bytes.len), f.body_line);
	return status == OK ? parser_emit(p) : status;
}
