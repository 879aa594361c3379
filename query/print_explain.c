/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/text/utf8.h"
#include "query/print_forms.h"

enum { WORD_COLUMNS = 40 }; /* of the widest word that others wait for */

static unsigned columns(struct str s)
{
	unsigned n = 0;
	for (size_t at = 0; at < s.len;)
		n += utf8_width(utf8_next(s, &at));
	return n;
}

static void put_padded(struct buf *out, struct str s, unsigned width)
{
	buf_put_plain(out, s);
	for (unsigned n = columns(s); n < width; n++)
		buf_putc(out, ' ');
}

static const char *sentence(enum explained how)
{
	static const char *const SENTENCES[] = {[EXPLAINED_FORM] = "",
		[EXPLAINED_PREFIX] = "for any word that begins so",
		[EXPLAINED_FILTER] = "it only narrows",
		[EXPLAINED_ABSENT] = "not found here",
		[EXPLAINED_LEFT_OUT] = "left out",
		[EXPLAINED_UNCOUNTED] = "counted before, or only with others",
		[EXPLAINED_NOWHERE] = "in no article",
		[EXPLAINED_NAME] = "setting: the query is its whole name",
		[EXPLAINED_RECENCY] = "setting: how recent it is",
		[EXPLAINED_BOOST] = "setting: its author's boost",
		[EXPLAINED_TITLE] = "setting: words in the title",
		[EXPLAINED_PROXIMITY] = "setting: words close together"};
	return SENTENCES[how];
}

void print_explain_text(const struct explanation *e, struct buf *out)
{
	struct rounding sum = {.per = 1e4};
	unsigned width = 5;
	for (uint32_t i = 0; i < e->count; i++) {
		unsigned n = columns(e->parts[i].word);
		width = n > width && n <= WORD_COLUMNS ? n : width;
	}
	buf_puts(out, "  ");
	put_padded(out, STR("why"), width);
	buf_puts(out, "     part =  weight x  share  times  articles  found "
		      "as\n");
	for (uint32_t i = 0; i < e->count; i++) {
		const struct explained_part *x = &e->parts[i];
		buf_puts(out, "  ");
		put_padded(out, x->word, width);
		buf_printf(out, "  %7.4f", rounding_add(&sum, x->part));
		if (x->how != EXPLAINED_FORM) {
			buf_printf(out, "  %s\n", sentence(x->how));
			continue;
		}
		buf_printf(out, "   %7.4f   %6.4f  %5u  %8llu  ", x->weight,
			x->share, x->times, (unsigned long long)x->articles);
		buf_put_plain(out, x->form);
		if (x->synonym.len) {
			buf_puts(out, ", of the synonym ");
			buf_put_plain(out, x->synonym);
		}
		buf_putc(out, '\n');
	}
	buf_puts(out, "  ");
	put_padded(out, STR("score"), width);
	buf_printf(out,
		"  %7.4f   share = times / (times + %.4f): "
		"%u words, the average is %.0f\n",
		sum.steps / sum.per, e->brake, e->length, e->average);
}

static void put_part(
	const struct explained_part *x, struct rounding *sum, struct json *j)
{
	json_object(j);
	json_key(j, STR("word"));
	json_str(j, x->word);
	json_key(j, STR("how"));
	json_str(j, str_from(explained_name(x->how)));
	json_key(j, STR("part"));
	json_double(j, rounding_add(sum, x->part));
	if (x->how == EXPLAINED_FORM) {
		json_key(j, STR("form"));
		json_str(j, x->form);
		if (x->synonym.len) {
			json_key(j, STR("synonym"));
			json_str(j, x->synonym);
		}
		json_key(j, STR("weight"));
		json_double(j, x->weight);
		json_key(j, STR("share"));
		json_double(j, x->share);
		json_key(j, STR("times"));
		json_uint(j, x->times);
		json_key(j, STR("articles"));
		json_uint(j, x->articles);
	}
	json_end(j);
}

void print_explain_json(const struct explanation *e, struct json *j)
{
	struct rounding sum = {.per = 1e6};
	json_object(j);
	json_key(j, STR("parts"));
	json_array(j);
	for (uint32_t i = 0; i < e->count; i++)
		put_part(&e->parts[i], &sum, j);
	json_end(j);
	json_key(j, STR("score"));
	json_double(j, sum.steps / sum.per);
	json_key(j, STR("length"));
	json_uint(j, e->length);
	json_key(j, STR("average_length"));
	json_double(j, e->average);
	json_key(j, STR("brake"));
	json_double(j, e->brake);
	json_end(j);
}
