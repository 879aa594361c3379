/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/print_forms.h"

static void put_similar(const struct why *w, struct buf *out)
{
	buf_puts(out, "There is no article '");
	buf_put_plain(out, w->id);
	buf_puts(out, "' in the index");
	for (unsigned i = 0; i < w->similar_count; i++) {
		buf_puts(out, i ? ", " : "; there is ");
		buf_put_plain(out, w->similar[i]);
	}
	buf_puts(out, ".\n");
}

static void put_rank(
	const struct search_request *q, const struct why *w, struct buf *out)
{
	bool scores = q->sort.count == 0;
	if (w->verdict == WHY_EXCLUDED) {
		buf_puts(out, "It is not found:\n");
		return;
	}
	buf_printf(out, "It is number %llu of %llu",
		(unsigned long long)w->rank, (unsigned long long)w->matches);
	if (scores)
		buf_printf(out, ", with a score of %.4f", w->hit.score);
	if (w->hit.relaxed)
		buf_puts(out, " for some of the words");
	if (w->verdict == WHY_RANKED && w->last_rank) {
		buf_printf(out, "; number %llu is the last that is shown",
			(unsigned long long)w->last_rank);
		if (scores)
			buf_printf(out, ", with %.4f", w->last_score);
	}
	buf_puts(out, ".\n");
}

static void put_lack(const struct why_leaf *x, struct buf *out)
{
	if (x->articles == 0)
		buf_puts(out, "no article has it");
	else
		buf_puts(out, "it does not have it");
	if (x->missing.len) {
		buf_puts(out, "; looked for as ");
		buf_put_plain(out, x->missing);
	}
	if (x->articles)
		buf_printf(out, ", in %llu other%s",
			(unsigned long long)x->articles,
			x->articles == 1 ? "" : "s");
	if (x->synonyms.len) {
		buf_puts(out, "; nor has it the synonyms ");
		buf_put_plain(out, x->synonyms);
	}
	if (x->near.len) {
		buf_puts(out, "; it has ");
		buf_put_plain(out, x->near);
	}
}

static void put_apart(const struct node *n, struct buf *out)
{
	if (n->type == NODE_EXACT)
		buf_puts(out, "it has another form of it");
	else if (n->type == NODE_NEAR)
		buf_puts(out, "it has the words, but not so near");
	else if (n->field != FIELD_ANY)
		buf_puts(out, "it has it, but not there");
	else
		buf_puts(out, "it has the words, but not side by side");
}

static void put_leaf(const struct why_leaf *x, struct buf *out)
{
	buf_puts(out, "  ");
	buf_put_plain(out, x->word);
	buf_puts(out, ": ");
	switch (x->state) {
	case WHY_HAS:
		buf_puts(out, "fits");
		break;
	case WHY_LACKS:
		put_lack(x, out);
		break;
	case WHY_APART:
		put_apart(x->leaf, out);
		break;
	case WHY_FILTERED:
		buf_puts(out, x->value.len ? "it has " : "it has none");
		buf_put_plain(out, x->value);
		break;
	case WHY_UNWANTED:
		buf_puts(out, "not wanted, but it has it");
		break;
	case WHY_IGNORED:
		buf_puts(out, "left out, too common or no word");
		break;
	}
	buf_putc(out, '\n');
}

static void put_text(const struct search_request *q, const struct why *w,
	const struct explanation *e, struct buf *out)
{
	bool short_of = w->verdict == WHY_EXCLUDED || w->hit.relaxed;
	if (w->verdict == WHY_UNKNOWN) {
		put_similar(w, out);
		return;
	}
	buf_put_plain(out, w->id);
	buf_puts(out, w->title.len ? ": " : "");
	buf_put_plain(out, w->title);
	buf_putc(out, '\n');
	put_rank(q, w, out);
	for (uint32_t i = 0; i < w->count && short_of; i++)
		put_leaf(&w->leaves[i], out);
	if (e)
		print_explain_text(e, out);
}

static void put_object(const struct why_leaf *x, struct json *j)
{
	json_object(j);
	print_json_text(j, "word", x->word);
	print_json_text(j, "state", str_from(why_state_name(x->state)));
	print_json_text(j, "missing", x->missing);
	if (x->state == WHY_LACKS) {
		json_key(j, STR("articles"));
		json_uint(j, x->articles);
	}
	print_json_text(j, "synonyms", x->synonyms);
	print_json_text(j, "near", x->near);
	print_json_text(j, "value", x->value);
	json_end(j);
}

static void put_numbers(
	const struct search_request *q, const struct why *w, struct json *j)
{
	json_key(j, STR("matches"));
	json_uint(j, w->matches);
	if (w->rank) {
		json_key(j, STR("rank"));
		json_uint(j, w->rank);
		json_key(j, STR("relaxed"));
		json_bool(j, w->hit.relaxed);
	}
	if (w->rank && q->sort.count == 0) {
		json_key(j, STR("score"));
		json_double(j, w->hit.score);
	}
	if (w->last_rank) {
		json_key(j, STR("last_rank"));
		json_uint(j, w->last_rank);
	}
	if (w->last_rank && q->sort.count == 0) {
		json_key(j, STR("last_score"));
		json_double(j, w->last_score);
	}
}

static void put_json(const struct search_request *q, const struct why *w,
	const struct explanation *e, struct buf *out)
{
	struct json j = {.out = out};
	json_object(&j);
	json_key(&j, STR("schema"));
	json_uint(&j, 1);
	json_key(&j, STR("query"));
	json_str(&j, q->query);
	print_json_text(&j, "id", w->id);
	print_json_text(&j, "title", w->title);
	print_json_text(&j, "verdict", str_from(why_verdict_name(w->verdict)));
	if (w->verdict == WHY_UNKNOWN) {
		json_key(&j, STR("similar"));
		json_array(&j);
		for (unsigned i = 0; i < w->similar_count; i++)
			json_str(&j, w->similar[i]);
		json_end(&j);
	} else {
		put_numbers(q, w, &j);
		json_key(&j, STR("words"));
		json_array(&j);
		for (uint32_t i = 0; i < w->count; i++)
			put_object(&w->leaves[i], &j);
		json_end(&j);
	}
	if (e) {
		json_key(&j, STR("explain"));
		print_explain_json(e, &j);
	}
	json_end(&j);
	buf_putc(out, '\n');
}

enum status print_why(bool json, struct searcher *s,
	const struct search_request *q, const struct search_result *r,
	const struct why *w, struct buf *out, struct error *err)
{
	struct arena arena = {0};
	struct explanation e;
	enum status status = OK;
	if (w->rank)
		status = explain_hit(s, r, &w->hit, &arena, &e, err);
	if (status == OK && json)
		put_json(q, w, w->rank ? &e : NULL, out);
	else if (status == OK)
		put_text(q, w, w->rank ? &e : NULL, out);
	arena_release(&arena);
	return status;
}
