/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/assist/locate.h"
#include "query/assist/alike.h"

enum status locate(
	const struct searcher *s, struct str name, struct search_hit *out)
{
	static const enum term_kind KINDS[] = {TERM_ID, TERM_URL, TERM_SOURCE};
	enum status status = ERR_NOT_FOUND;
	*out = (struct search_hit){0};
	for (unsigned i = 0; i < 3 && status == ERR_NOT_FOUND; i++)
		status = searcher_find(s, KINDS[i], name, out);
	return status;
}

/* Behind the last slash, and before the last dot. */
static struct str stem_of(struct str path)
{
	size_t from = path.len, to = path.len;
	while (from > 0 && path.p[from - 1] != '/')
		from--;
	for (size_t i = from + 1; i < path.len; i++)
		if (path.p[i] == '.')
			to = i;
	return str_slice(path, from, to);
}

/* 0 and 1: the same file's name; else how many bytes differ. */
static unsigned distance(struct str name, struct str id)
{
	struct str a = stem_of(name), b = stem_of(id);
	unsigned most = name.len / 4 > 2 ? (unsigned)name.len / 4 : 2;
	if (a.len && str_eq_nocase(a, b))
		return 1 + !str_ends(id, name);
	return 2 + alike_distance(name, id, most);
}

struct candidates {
	struct str *ids;
	unsigned far[LOCATE_SIMILAR], count;
};

static enum status offer(struct candidates *c, const struct searcher *s,
	struct arena *arena, struct str term, unsigned far)
{
	struct search_hit where;
	unsigned at = c->count;
	while (at > 0 && c->far[at - 1] > far)
		at--;
	if (at == LOCATE_SIMILAR)
		return OK;
	struct str id = str_slice(term, 1, term.len);
	enum status status = searcher_find(s, TERM_ID, id, &where);
	if (status != OK)
		return status == ERR_NOT_FOUND ? OK : status;
	struct str copy = arena_dup(arena, id);
	if (!copy.p)
		return ERR_NOMEM;
	c->count += c->count < LOCATE_SIMILAR;
	for (unsigned i = c->count - 1; i > at; i--) {
		c->ids[i] = c->ids[i - 1];
		c->far[i] = c->far[i - 1];
	}
	c->ids[at] = copy;
	c->far[at] = far;
	return OK;
}

enum status locate_similar(const struct searcher *s, struct str name,
	struct arena *arena, struct str out[LOCATE_SIMILAR], unsigned *count)
{
	struct candidates all = {.ids = out};
	static const char kind[] = {TERM_ID};
	enum status status = OK;
	for (uint32_t i = 0; i < s->leaf_count && status == OK; i++) {
		struct dictionary_cursor c;
		dictionary_seek(
			&c, &s->leaves[i]->dictionary, (struct str){kind, 1});
		for (; c.valid && c.term.p[0] == TERM_ID && status == OK;
			dictionary_next(&c)) {
			unsigned far = distance(
				name, str_slice(c.term, 1, c.term.len));
			if (far < ALIKE_FAR)
				status = offer(&all, s, arena, c.term, far);
		}
		if (status == OK)
			status = c.status;
	}
	*count = all.count;
	return status;
}
