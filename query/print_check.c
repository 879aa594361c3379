/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/print_check.h"
#include "common/base/json.h"

struct check {
	struct searcher *other; /* to compare with, or NULL */
	const struct check_options *options;
	struct cases cases, others; /* each with its settings */
	struct arena arena;
	struct buf *out;
	struct json json;
	uint32_t passed, ranked; /* cases; those that expect an article */
	double reciprocal, other_reciprocal;
	uint32_t better, worse; /* articles, than in what it is compared with */
};

/* Of two ranks of which 0 is the last. */
static int compare(uint32_t a, uint32_t b)
{
	a = a ? a : CASES_DEPTH + 1;
	b = b ? b : CASES_DEPTH + 1;
	return a < b ? 1 : a > b ? -1 : 0;
}

static void put_rank(struct buf *out, uint32_t rank)
{
	if (rank)
		buf_printf(out, "number %u", rank);
	else
		buf_printf(out, "not among the first %d", CASES_DEPTH);
}

static void put_failure(const struct expectation *want, const struct checked *x,
	struct buf *out)
{
	buf_puts(out, "      ");
	buf_put_plain(out, want->id);
	if (!x->known) {
		buf_puts(out, " is not in the index\n");
		return;
	}
	buf_puts(out, " is ");
	put_rank(out, x->rank);
	if (!want->top)
		buf_puts(out, ", and should not come");
	else if (x->rank && want->top == 1)
		buf_puts(out, ", not the first");
	else if (x->rank)
		buf_printf(out, ", not in the first %u", want->top);
	buf_putc(out, '\n');
}

static void put_change(const struct check *c, const struct expectation *want,
	const struct checked *x, const struct checked *other, struct buf *out)
{
	if (compare(x->rank, other->rank) == 0)
		return;
	buf_puts(out, "      ");
	buf_put_plain(out, want->id);
	buf_puts(out, ": ");
	put_rank(out, x->rank);
	buf_puts(out, "; ");
	buf_put_plain(out, c->options->against);
	buf_putc(out, ' ');
	put_rank(out, other->rank);
	buf_putc(out, '\n');
}

static void put_text(struct check *c, const struct test_case *t,
	const struct case_result *r, const struct case_result *other)
{
	struct buf *out = c->out;
	buf_puts(out, r->good ? "pass  " : "FAIL  ");
	buf_put_plain(out, t->query);
	buf_putc(out, '\n');
	if (t->none && r->found)
		buf_printf(out, "      nothing should be found, but %u%s are\n",
			r->found, r->found == CASES_DEPTH ? " or more" : "");
	for (uint32_t i = 0; i < t->count; i++) {
		if (!r->checked[i].good)
			put_failure(&t->expect[i], &r->checked[i], out);
		if (other)
			put_change(c, &t->expect[i], &r->checked[i],
				&other->checked[i], out);
	}
}

static void put_number(struct json *j, const char *key, uint32_t n)
{
	json_key(j, str_from(key));
	json_uint(j, n);
}

static void put_flag(struct json *j, const char *key, bool yes)
{
	json_key(j, str_from(key));
	json_bool(j, yes);
}

static void put_json(struct check *c, const struct test_case *t,
	const struct case_result *r, const struct case_result *other)
{
	struct json *j = &c->json;
	json_object(j);
	json_key(j, STR("query"));
	json_str(j, t->query);
	put_number(j, "line", t->line);
	put_flag(j, "pass", r->good);
	put_number(j, "found", r->found);
	json_key(j, STR("articles"));
	json_array(j);
	for (uint32_t i = 0; i < t->count; i++) {
		const struct checked *x = &r->checked[i];
		json_object(j);
		json_key(j, STR("id"));
		json_str(j, t->expect[i].id);
		put_number(j, "top", t->expect[i].top);
		put_number(j, "rank", x->rank);
		if (other)
			put_number(j, "other_rank", other->checked[i].rank);
		put_flag(j, "known", x->known);
		put_flag(j, "pass", x->good);
		json_end(j);
	}
	json_end(j);
	json_end(j);
}

static void count(struct check *c, const struct test_case *t,
	const struct case_result *r, const struct case_result *other)
{
	bool ranked = false;
	c->passed += r->good;
	for (uint32_t i = 0; i < t->count; i++) {
		ranked = ranked || t->expect[i].top;
		if (!other || !t->expect[i].top)
			continue;
		int n = compare(r->checked[i].rank, other->checked[i].rank);
		c->better += n > 0;
		c->worse += n < 0;
	}
	c->ranked += ranked;
	c->reciprocal += r->best ? 1.0 / r->best : 0;
	if (other)
		c->other_reciprocal += other->best ? 1.0 / other->best : 0;
}

static enum status check_one(struct check *c, struct searcher *s,
	const struct search_request *q, size_t number, struct error *err)
{
	const struct test_case *t = &c->cases.all.v[number];
	struct searcher *against = c->other;
	struct case_result r, other;
	arena_clear(&c->arena);
	enum status status = case_check(s, q, t, &c->arena, &r, err);
	if (status == OK && against)
		status = case_check(against, c->options->request,
			&c->others.all.v[number], &c->arena, &other, err);
	if (status != OK)
		return status;
	count(c, t, &r, against ? &other : NULL);
	if (c->options->json)
		put_json(c, t, &r, against ? &other : NULL);
	else
		put_text(c, t, &r, against ? &other : NULL);
	return OK;
}

static double mean(double sum, uint32_t n)
{
	return n ? sum / n : 1;
}

static void put_end(struct check *c)
{
	struct str other = c->options->against;
	double mrr = mean(c->reciprocal, c->ranked);
	double other_mrr = mean(c->other_reciprocal, c->ranked);
	struct json *j = &c->json;
	if (!c->options->json) {
		buf_printf(c->out, "%u of %zu cases pass, MRR %.4f\n",
			c->passed, c->cases.all.len, mrr);
		if (!other.len)
			return;
		buf_put_plain(c->out, other);
		buf_printf(c->out,
			" MRR %.4f; against that %u article%s higher, %u "
			"lower\n",
			other_mrr, c->better, c->better == 1 ? " is" : "s are",
			c->worse);
		return;
	}
	json_end(j);
	put_number(j, "passed", c->passed);
	json_key(j, STR("mrr"));
	json_double(j, mrr);
	if (other.len) {
		json_key(j, STR("against"));
		json_str(j, other);
		json_key(j, STR("other_mrr"));
		json_double(j, other_mrr);
		put_number(j, "better", c->better);
		put_number(j, "worse", c->worse);
	}
	json_end(j);
	buf_putc(c->out, '\n');
}

static enum status run(struct check *c, struct searcher *s,
	const struct search_request *q, struct error *err)
{
	if (c->options->json) {
		json_object(&c->json);
		put_number(&c->json, "schema", 1);
		json_key(&c->json, STR("cases"));
		json_array(&c->json);
	}
	enum status status = cases_read(&c->cases, c->options->path, q, err);
	if (status == OK && c->other)
		status = cases_read(
			&c->others, c->options->path, c->options->request, err);
	for (size_t i = 0; i < c->cases.all.len && status == OK; i++)
		status = check_one(c, s, q, i, err);
	if (status != OK)
		return status;
	put_end(c);
	return c->out->status == OK
		       ? OK
		       : error_set(err, c->out->status, "out of memory");
}

enum status print_check(struct searcher *s, const struct search_request *q,
	const struct check_options *o, struct buf *out, bool *all,
	struct error *err)
{
	struct searcher other;
	struct check c = {.options = o, .out = out, .json = {.out = out}};
	enum status status = OK;
	if (o->folder_count)
		status =
			searcher_open(&other, o->folders, o->folder_count, err);
	if (status != OK)
		return status;
	c.other = o->folder_count ? &other : o->against.len ? s : NULL;
	status = run(&c, s, q, err);
	*all = c.passed == c.cases.all.len;
	if (o->folder_count)
		searcher_close(&other);
	cases_release(&c.cases);
	cases_release(&c.others);
	arena_release(&c.arena);
	return status;
}
