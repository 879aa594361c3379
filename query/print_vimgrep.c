/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/file.h"
#include "query/place.h"
#include "query/print_forms.h"
#include "query/spot.h"

#include <limits.h>
#include <unistd.h>

enum {
	SOURCE_MAX = 16 << 20, /* bytes of a file that is looked into    */
	START = 40,            /* of a name, which a line break may end  */
};

/* The part that two paths have in common, up to a slash. */
static size_t common_path(struct str a, struct str b)
{
	size_t slash = 0;
	for (size_t i = 0; i < a.len && i < b.len && a.p[i] == b.p[i]; i++)
		slash = a.p[i] == '/' ? i + 1 : slash;
	return slash;
}

/* A path as seen from the current folder, where that is shorter. */
static void put_from_here(struct str path, struct buf *out)
{
	char here[PATH_MAX + 1];
	struct buf way = {0};
	if (getcwd(here, PATH_MAX)) {
		size_t len = strlen(here);
		if (here[len - 1] != '/')
			here[len++] = '/';
		struct str from = {here, len};
		size_t shared = common_path(from, path);
		for (size_t i = shared; i < len; i++)
			if (from.p[i] == '/')
				buf_puts(&way, "../");
		buf_put_str(&way, str_slice(path, shared, path.len));
	}
	bool shorter = way.len && way.len < path.len;
	buf_put_str(out, shorter ? buf_str(&way) : path);
	if (way.status != OK)
		out->status = way.status;
	buf_release(&way);
}

/* Where the file of a hit can be opened, and what is in it, if it is known to be
 * there; else its name in the index. */
static enum status open_file(const struct searcher *s, const struct view *view,
	struct buf *path, struct buf *bytes)
{
	const struct record *r = &view->record;
	struct buf whole = {0};
	enum status status = OK;
	if (place_path(s, view, &whole)) {
		put_from_here(buf_str(&whole), path);
		buf_putc(path, '\0');
		if (path->status == OK)
			status = file_read(path->p, SOURCE_MAX, bytes, NULL);
		if (status != OK)
			buf_clear(bytes);
	} else {
		buf_put_str(path, r->source.len ? r->source : r->id);
		buf_putc(path, '\0');
	}
	bool memory =
		path->status == OK && whole.status == OK && status != ERR_NOMEM;
	buf_release(&whole);
	return memory ? OK : ERR_NOMEM;
}

static void put_line(struct buf *out, const char *path, struct spot at,
	const struct snippet *s, struct str text)
{
	for (; *path; path++)
		buf_putc(out, (unsigned char)*path < ' ' ? ' ' : *path);
	buf_printf(out, ":%u:%u:", at.line, at.column);
	snippet_put(s, text, SNIPPET_PLAIN, out);
	buf_putc(out, '\n');
}

/* A file may be of many documents; then only the line of this one counts. */
static bool find(const struct view *view, struct str file, struct str text,
	uint32_t off, uint32_t end, struct spot *at)
{
	uint32_t reach = view->record.source.len ? 0 : SPOT_REACH;
	return spot_find(file, at->line, reach, text, off, end, at);
}

/* Nothing of the text matches: the heading that does or the title, where the
 * file has it, perhaps in several lines. */
static void put_name(const struct view *view, const char *path, struct str file,
	struct buf *out)
{
	const struct record *r = &view->record;
	const struct sections *found = &view->sections;
	struct str name = r->title.len ? r->title : r->id;
	struct spot at = {r->source.len && view->line ? view->line : 1, 1};
	if (found->count) {
		name = found->v[0].section->heading;
		at.line = found->v[0].section->line;
	}
	uint32_t len = (uint32_t)name.len, start = len < START ? len : START;
	struct snippet whole = {.count = 1, .fragments = {{.len = len}}};
	while (start > 0 && name.p[start - 1] != ' ')
		start--;
	if (!find(view, file, name, 0, len, &at))
		(void)find(view, file, name, 0, start, &at);
	put_line(out, path, at, &whole, name);
}

static bool is_letter(char c)
{
	return (unsigned char)c >= 0x80 || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* At its first mark: the word, else what of it stands before markup. */
static void put_passage(const struct view *view, unsigned i, const char *path,
	struct str file, struct buf *out)
{
	struct str text = view->record.text;
	struct snippet one = view->snippet;
	one.fragments[0] = one.fragments[i];
	one.count = 1;
	struct mark m = one.marks.v[one.fragments[0].mark];
	struct spot at = {view_line(view, &one, &one.fragments[0]), 1};
	uint32_t stop = m.off + m.len, word = m.off, letters = m.off;
	while (word < stop && (unsigned char)text.p[word] > ' ')
		word++;
	while (letters < stop && is_letter(text.p[letters]))
		letters++;
	at.line = at.line ? at.line : 1;
	if (!find(view, file, text, m.off, word, &at))
		(void)find(view, file, text, m.off, letters, &at);
	put_line(out, path, at, &one, text);
}

static void put_hit(const struct view *view, const char *path, struct str file,
	struct buf *out)
{
	const struct snippet *found = &view->snippet;
	for (unsigned i = 0; i < found->count; i++)
		if (found->fragments[i].marks)
			put_passage(view, i, path, file, out);
	if (found->count == 0 || found->fragments[0].marks == 0)
		put_name(view, path, file, out);
}

PRINT_HIT(print_vimgrep_hit)
{
	struct buf path = {0}, file = {0};
	(void)o, (void)r, (void)rank;
	enum status status = open_file(s, view, &path, &file);
	if (status == OK)
		put_hit(view, path.p, buf_str(&file), out);
	else
		error_set(err, status, "out of memory");
	buf_release(&path);
	buf_release(&file);
	return status;
}
