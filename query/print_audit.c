/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/print_audit.h"
#include "common/base/json.h"

struct audit {
	const struct audit_options *options;
	struct auditor auditor;
	struct buf *out;
	uint64_t total, done, first, lost;
	uint64_t reasons[AUDIT_REASONS];
	double reciprocal; /* sum of 1 / rank */
};

static const char *state_text(enum why_state s)
{
	static const char *const TEXTS[] = {[WHY_HAS] = "",
		[WHY_LACKS] = "which is not found in it",
		[WHY_APART] = "which it does not have so",
		[WHY_FILTERED] = "which is read as a filter",
		[WHY_UNWANTED] = "which is read as not wanted",
		[WHY_IGNORED] = ""};
	return TEXTS[s];
}

static void put_reason(const struct audited *x, struct buf *out)
{
	switch (x->reason) {
	case AUDIT_SAME_TITLE:
		buf_puts(out, "; the same title as ");
		buf_put_plain(out, x->behind);
		break;
	case AUDIT_STOP_WORDS:
		buf_puts(out, "; stop words only");
		break;
	case AUDIT_UNFIT:
		buf_puts(out, "; it has ");
		buf_put_plain(out, x->word);
		buf_printf(out, ", %s", state_text(x->state));
		break;
	default:
		buf_puts(out, ", behind ");
		buf_put_plain(out, x->behind);
	}
}

static void put_text(const struct audited *x, struct buf *out)
{
	buf_put_plain(out, x->id);
	if (x->reason == AUDIT_UNTITLED) {
		buf_puts(out, ": it has no title\n");
		return;
	}
	buf_puts(out, ": \"");
	buf_put_plain(out, x->title);
	buf_puts(out, "\" ");
	if (x->reason == AUDIT_NO_WORD) {
		buf_puts(out, "has no word\n");
		return;
	}
	if (x->rank)
		buf_printf(out, "finds it as number %u", x->rank);
	else
		buf_printf(out, "does not find it among the first %d",
			AUDIT_DEPTH);
	put_reason(x, out);
	buf_putc(out, '\n');
}

static void put_json(const struct audited *x, struct buf *out)
{
	struct json j = {.out = out};
	json_object(&j);
	json_key(&j, STR("id"));
	json_str(&j, x->id);
	json_key(&j, STR("title"));
	json_str(&j, x->title);
	json_key(&j, STR("reason"));
	json_str(&j, str_from(audit_reason_name(x->reason)));
	if (x->rank) {
		json_key(&j, STR("rank"));
		json_uint(&j, x->rank);
	}
	if (x->behind.len) {
		json_key(&j, STR("behind"));
		json_str(&j, x->behind);
	}
	if (x->word.len) {
		json_key(&j, STR("word"));
		json_str(&j, x->word);
		json_key(&j, STR("state"));
		json_str(&j, str_from(why_state_name(x->state)));
	}
	json_end(&j);
}

static void put_lost(struct audit *a, const struct audited *x)
{
	enum audit_form form = a->options->form;
	if (form == AUDIT_TEXT) {
		put_text(x, a->out);
		return;
	}
	if (form == AUDIT_JSON)
		buf_puts(a->out, a->lost > 1 ? ",\n" : "\n");
	put_json(x, a->out);
	if (form == AUDIT_JSONL)
		buf_putc(a->out, '\n');
}

/* Cut off, not rounded: 100.0 is all of them. */
static double percent(uint64_t part, uint64_t all)
{
	return all ? (double)(part * 1000 / all) / 10 : 100;
}

/* "Of the others 12 same title, 3 behind." */
static void put_reasons(const struct audit *a, struct buf *out)
{
	const char *before = "Of the others ";
	for (unsigned i = AUDIT_FOUND + 1; i < AUDIT_REASONS; i++) {
		if (a->reasons[i] == 0)
			continue;
		buf_printf(out, "%s%llu %s", before,
			(unsigned long long)a->reasons[i],
			audit_reason_name(i));
		before = ", ";
	}
	if (a->lost)
		buf_puts(out, ".\n");
}

static void put_summary(struct audit *a)
{
	struct buf *out = a->out;
	struct json j = {.out = out};
	double mrr = a->done ? a->reciprocal / (double)a->done : 1;
	if (a->options->form == AUDIT_TEXT) {
		buf_printf(out,
			"%llu article%s searched by title: %.1f %% come "
			"first, %.1f %% in the first %d, MRR %.4f\n",
			(unsigned long long)a->done, a->done == 1 ? "" : "s",
			percent(a->first, a->done),
			percent(a->reasons[AUDIT_FOUND], a->done), AUDIT_TOP,
			mrr);
		put_reasons(a, out);
		return;
	}
	buf_puts(out, a->options->form == AUDIT_JSON ? "\n]," : "{");
	buf_printf(out,
		"\"articles\":%llu,\"first\":%llu,\"in_first_3\":%llu,"
		"\"mrr\":%.6f,\"reasons\":",
		(unsigned long long)a->done, (unsigned long long)a->first,
		(unsigned long long)a->reasons[AUDIT_FOUND], mrr);
	json_object(&j);
	for (unsigned i = AUDIT_FOUND + 1; i < AUDIT_REASONS; i++) {
		json_key(&j, str_from(audit_reason_name(i)));
		json_uint(&j, a->reasons[i]);
	}
	json_end(&j);
	buf_puts(out, "}\n");
}

static enum status audit_one(
	struct audit *a, uint32_t number, uint32_t doc, struct error *err)
{
	const struct audit_options *o = a->options;
	struct audited x;
	enum status status = audit_article(&a->auditor, number, doc, &x, err);
	if (status != OK)
		return status;
	a->done++;
	a->first += x.rank == 1;
	a->reasons[x.reason]++;
	a->reciprocal += x.rank ? 1.0 / x.rank : 0;
	if (x.reason != AUDIT_FOUND) {
		a->lost++;
		put_lost(a, &x);
	}
	return o->step ? o->step(o->data, a->done, a->total, err) : OK;
}

/* Every live article, or `limit` of them at equal distances. */
static enum status walk(
	struct audit *a, const struct searcher *s, struct error *err)
{
	uint64_t all = s->collection.docs, seen = 0;
	uint64_t wanted = a->options->limit;
	enum status status = OK;
	a->total = wanted && wanted < all ? wanted : all;
	for (uint32_t i = 0; i < s->leaf_count; i++) {
		const struct leaf *leaf = s->leaves[i];
		for (uint32_t d = 0; d < leaf->segment.docs && status == OK;
			d++) {
			if (!live_has(&leaf->live, d))
				continue;
			uint64_t n = seen++;
			if (n * a->total / all != (n + 1) * a->total / all)
				status = audit_one(a, i, d, err);
		}
	}
	return status;
}

enum status print_audit(struct searcher *s, const struct search_request *q,
	const struct audit_options *o, struct buf *out, bool *all,
	struct error *err)
{
	struct audit a = {.options = o,
		.out = out,
		.auditor = {.searcher = s, .request = q}};
	enum status status = searcher_only_native(s, "--audit", err);
	if (status != OK)
		return status;
	if (o->form == AUDIT_JSON)
		buf_puts(out, "{\"schema\":1,\"lost\":[");
	status = walk(&a, s, err);
	auditor_release(&a.auditor);
	if (status != OK)
		return status;
	put_summary(&a);
	*all = a.lost == 0;
	return out->status == OK ? OK
				 : error_set(err, out->status, "out of memory");
}
