/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/source_xapian.h"
#include "common/base/deadline.h"
#include "common/base/rune.h"
#include "common/text/utf8.h"

/* Words of a database, in order, as pattern.h's machine sees them. */
struct words {
	const struct pattern *pattern;
	struct xap_walk *walk;
	unsigned depth; /* letters that states are for */
	struct pattern_state states[TERM_MAX + 1];
	size_t ends[TERM_MAX + 1]; /* of these letters, in bytes */
	char text[TERM_MAX];       /* that they were read from   */
};

/* The letters that every word of the pattern begins with. */
static void put_beginning(const struct pattern *p, struct buf *out)
{
	unsigned known = p->anchored ? 1 : 0;
	if (p->errors == 0)
		while (known < p->len && !((p->stars | p->marks) >> known & 1))
			known++;
	for (unsigned i = 0; i < known; i++)
		utf8_put(out, p->runes[i]);
}

/* Is it a letter that words like this one may begin with? */
static bool may_begin(const struct pattern *p, struct str text)
{
	uint32_t rune;
	if (p->errors == 0 || text.len == 0)
		return true;
	rune_get(text, 0, &rune);
	return rune >= p->low && rune <= p->high;
}

/* Feeds what differs from the word before; false if none goes on so. */
static bool feed(struct words *w, struct str text)
{
	size_t same = 0, most = w->ends[w->depth];
	most = most < text.len ? most : text.len;
	while (same < most && text.p[same] == w->text[same])
		same++;
	while (w->ends[w->depth] > same)
		w->depth--;
	memcpy(w->text + same, text.p + same, text.len - same);
	for (size_t at = w->ends[w->depth]; at < text.len;) {
		uint32_t rune;
		at += rune_get(text, at, &rune);
		if (!pattern_step(w->pattern, w->states, w->depth, rune))
			return false;
		w->ends[++w->depth] = at;
	}
	return true;
}

/* Behind all words that go on as the one that has just failed. */
static void pass_over(struct words *w, enum term_kind kind, struct str text)
{
	struct buf target = {0};
	uint32_t rune;
	size_t from = w->ends[w->depth];
	buf_putc(&target, (char)kind);
	buf_put(&target, text.p, from);
	rune_get(text, from, &rune);
	if (rune < 0x10ffff) {
		utf8_put(&target, rune == 0xd7ff ? 0xe000 : rune + 1);
		xap_walk_seek_text(w->walk, buf_str(&target));
	}
	buf_release(&target);
}

static enum status use_words(struct words *w, enum term_kind kind,
	uint32_t *budget, pattern_use *use, void *data)
{
	struct xap_item item;
	enum status status = OK;
	while (status == OK && xap_walk_next(w->walk, &item)) {
		struct str text = str_slice(item.text, 1, item.text.len);
		if (*budget == 0)
			return ERR_LIMIT;
		if ((--*budget & 1023) == 0 && deadline_passed())
			return OK;
		if (!may_begin(w->pattern, text))
			continue;
		if (!feed(w, text)) {
			pass_over(w, kind, text);
			continue;
		}
		unsigned errors =
			pattern_errors(w->pattern, w->states, w->depth);
		if (errors <= w->pattern->errors)
			status = use(data, text, errors, item.count);
	}
	return status;
}

/* Servers send every term that is walked over. */
static bool is_too_far(const struct shards *x, size_t known)
{
	bool server = false;
	for (size_t i = 0; i < x->v.len; i++)
		server = server || x->v.v[i].server;
	return server && known == 0;
}

enum status xapian_walk(const struct searcher *s, const struct pattern *p,
	enum term_kind kind, uint32_t *budget, pattern_use *use, void *data)
{
	struct shards *x = s->shards;
	struct words w = {.pattern = p};
	struct buf beginning = {0};
	buf_putc(&beginning, (char)kind);
	put_beginning(p, &beginning);
	enum status status = beginning.status;
	if (status == OK && is_too_far(x, beginning.len - 1 - p->anchored)) {
		shards_note(x,
			"words with letters wrong and wildcards at the "
			"beginning are not looked for on servers; type more "
			"of the word");
		buf_release(&beginning);
		return OK;
	}
	if (status == OK)
		status = xap_db_terms(
			x->all, buf_str(&beginning), &w.walk, &x->err);
	buf_release(&beginning);
	if (status != OK)
		return status;
	pattern_begin(p, &w.states[0]);
	status = use_words(&w, kind, budget, use, data);
	enum status closed = xap_walk_close(w.walk, &x->err);
	return status == OK ? closed : status;
}
