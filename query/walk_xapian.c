/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/source_xapian.h"
#include "common/base/deadline.h"
#include "common/text/utf8.h"
#include "query/match/pattern_scan.h"

/* Terms that are read one by one before the database is asked for the place. */
enum { STEPS = 8 };

struct walk {
	struct pattern_scan scan;
	struct xap_walk *terms;
	struct xap_item item; /* where it stands, if `valid` */
	bool valid;
	uint32_t *budget;
	pattern_use *use;
	void *data;
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

static void next(struct walk *w)
{
	w->valid = xap_walk_next(w->terms, &w->item);
}

/* To the target or behind it. */
static void go_on(struct walk *w)
{
	struct str target = buf_str(&w->scan.target);
	for (unsigned i = 0; i < STEPS && w->valid; i++) {
		next(w);
		if (!w->valid || str_cmp(w->item.text, target) >= 0)
			return;
	}
	xap_walk_seek_text(w->terms, target);
	next(w);
}

/* The terms all begin as `beginning`; before it Xapian finds none. */
static enum status scan(struct walk *w, struct str beginning)
{
	struct str target = buf_str(&w->scan.target);
	enum status status = OK;
	if (str_cmp(target, beginning) > 0)
		xap_walk_seek_text(w->terms, target);
	next(w);
	while (w->valid && status == OK) {
		struct str text = str_slice(w->item.text, 1, w->item.text.len);
		unsigned errors;
		if (*w->budget == 0)
			return ERR_LIMIT;
		if ((--*w->budget & 1023) == 0 && deadline_passed())
			return OK;
		enum scan_step step =
			pattern_scan_look(&w->scan, text, &errors);
		if (step == SCAN_ENDS)
			return OK;
		if (step == SCAN_FITS)
			status = w->use(w->data, text, errors, w->item.count);
		if (step == SCAN_SEEKS)
			go_on(w);
		else
			next(w);
	}
	return status;
}

static enum status walk_terms(struct walk *w, const struct pattern *p,
	enum term_kind kind, struct str beginning)
{
	enum status status = OK;
	if (pattern_scan_begin(&w->scan, p, kind))
		status = scan(w, beginning);
	enum status ended = pattern_scan_end(&w->scan);
	return status == OK ? ended : status;
}

enum status xapian_walk(const struct searcher *s, const struct pattern *p,
	enum term_kind kind, uint32_t *budget, pattern_use *use, void *data)
{
	struct shards *x = s->shards;
	struct walk w = {.budget = budget, .use = use, .data = data};
	struct buf beginning = {0};
	buf_putc(&beginning, (char)kind);
	put_beginning(p, &beginning);
	enum status status = beginning.status, closed;
	/* Servers send every term that is walked over. */
	bool most = beginning.len == 1u + p->anchored;
	if (status == OK && most && shards_far(x)) {
		shards_note(x,
			"words with letters wrong and wildcards at the "
			"beginning are not looked for on servers; type more "
			"of the word");
	} else if (status == OK) {
		status = xap_db_terms(
			x->all, buf_str(&beginning), &w.terms, &x->err);
		if (status == OK)
			status = walk_terms(&w, p, kind, buf_str(&beginning));
		closed = xap_walk_close(w.terms, &x->err);
		status = status == OK ? closed : status;
	}
	buf_release(&beginning);
	return status;
}
