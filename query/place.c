/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/place.h"
#include "query/shards.h"

#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	ROOTS_MAX = 100, /* that are looked at for a file      */
	URL_MAX = 2000,  /* terminals cut or refuse longer ones */
};

static const struct manifest *manifest_of(
	const struct searcher *s, const struct search_hit *hit)
{
	uint32_t at = 0, left = hit->number;
	if (s->shards)
		return &s->shards->manifests[s->shards->v.v[left].folder];
	while (left >= s->snapshots[at].leaf_count)
		left -= s->snapshots[at++].leaf_count;
	return &s->snapshots[at].manifest;
}

static bool is_file(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

/* A root is a folder, or the very file. */
static bool find_below(struct str root, struct str source, struct buf *out)
{
	char path[PATH_MAX];
	struct str name = str_slice(root, root.len - source.len, root.len);
	bool itself = root.len > source.len && str_eq(name, source) &&
		      root.p[root.len - source.len - 1] == '/';
	if (root.len + source.len + 2 > sizeof path ||
		memchr(source.p, '\0', source.len))
		return false;
	memcpy(path, root.p, root.len);
	path[root.len] = '\0';
	if (!itself || !is_file(path)) {
		path[root.len] = '/';
		memcpy(path + root.len + 1, source.p, source.len);
		path[root.len + 1 + source.len] = '\0';
		if (!is_file(path))
			return false;
	}
	buf_puts(out, path);
	return out->status == OK;
}

bool place_path(
	const struct searcher *s, const struct view *view, struct buf *out)
{
	const struct record *r = &view->record;
	const struct manifest *m = manifest_of(s, view->hit);
	struct str source = r->source.len ? r->source : r->id;
	if (source.len == 0 || source.p[0] == '/')
		return false;
	for (uint32_t i = 0; i < m->root_count && i < ROOTS_MAX; i++)
		if (find_below(m->roots[i].path, source, out))
			return true;
	return false;
}

/* What a URL cannot hold is escaped; of a path also what would end it. */
static void put_escaped(struct str s, const char *also, struct buf *out)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c <= ' ' || c >= 0x7f || strchr(also, c))
			buf_printf(out, "%%%02X", c);
		else
			buf_putc(out, (char)c);
	}
}

void place_file(const struct searcher *s, const struct view *view,
	enum terminal_links links, struct buf *out)
{
	char host[HOST_NAME_MAX + 1] = "";
	struct buf path = {0};
	if (place_path(s, view, &path) &&
		gethostname(host, sizeof host - 1) == 0) {
		buf_puts(out, "file://");
		put_escaped(str_from(host), "/#?%", out);
		put_escaped(buf_str(&path), "#?%;\\\"<>`{|}", out);
		if (links == LINKS_LINES && view->line)
			buf_printf(out, "#%u", view->line);
	}
	buf_release(&path);
}

static bool is_web(struct str url)
{
	struct str scheme = str_slice(url, 0, str_find(url, 0, ':'));
	return str_eq_nocase(scheme, STR("https")) ||
	       str_eq_nocase(scheme, STR("http"));
}

void place_url(
	const struct searcher *s, const struct view *view, struct buf *out)
{
	if (is_web(view->record.url))
		put_escaped(view->record.url, "\\\"<>`{|}", out);
	else
		place_file(s, view, LINKS_PLAIN, out);
}

static bool is_link(struct str url)
{
	return url.len > 0 && url.len <= URL_MAX;
}

void place_link(struct str url, struct buf *out)
{
	if (!is_link(url))
		return;
	buf_puts(out, "\033]8;;");
	buf_put_str(out, url);
	buf_puts(out, "\033\\");
}

void place_link_end(struct str url, struct buf *out)
{
	if (is_link(url))
		buf_puts(out, "\033]8;;\033\\");
}
