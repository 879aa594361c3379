/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/print_forms.h"

/* A cell: what would end it or the line becomes a space. */
static void put_cell(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		buf_putc(out, (unsigned char)s.p[i] < ' ' ? ' ' : s.p[i]);
}

PRINT_HIT(print_tsv_hit)
{
	const struct record *x = &view->record;
	const struct str cells[] = {
		x->id, x->title, x->url, str_from(view->date)};
	(void)s, (void)r, (void)rank, (void)err;
	if (o->query_id.len) {
		put_cell(out, o->query_id);
		buf_putc(out, '\t');
	}
	buf_printf(out, "%.6f", view->hit->score);
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
		buf_putc(out, '\t');
		put_cell(out, cells[i]);
	}
	buf_putc(out, '\n');
	return OK;
}

static void put_token(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		buf_putc(out, (unsigned char)s.p[i] <= ' ' ? '_' : s.p[i]);
}

PRINT_HIT(print_trec_hit)
{
	(void)s, (void)r, (void)err;
	put_token(out, o->query_id.len ? o->query_id : STR("1"));
	buf_puts(out, " Q0 ");
	put_token(out, view->record.id);
	buf_printf(out, " %u %.9f meju\n", rank, view->hit->score);
	return OK;
}

PRINT_HIT(print_ids_hit)
{
	(void)s, (void)r, (void)rank, (void)err;
	if (o->zero) {
		buf_put_str(out, view->record.id);
		buf_putc(out, '\0');
		return OK;
	}
	put_cell(out, view->record.id);
	buf_putc(out, '\n');
	return OK;
}
