/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/lang/tree.h"
#include "common/base/shortest.h"
#include "query/lang/date.h"

struct str field_name(enum field f)
{
	static const char *const names[] = {
		[FIELD_ANY] = "",
		[FIELD_TITLE] = "title",
		[FIELD_HEADING] = "heading",
		[FIELD_BODY] = "body",
		[FIELD_AUTHOR] = "author",
		[FIELD_TAG] = "tag",
		[FIELD_CATEGORY] = "category",
		[FIELD_LANGUAGE] = "lang",
		[FIELD_PATH] = "path",
		[FIELD_URL] = "url",
		[FIELD_TYPE] = "type",
		[FIELD_ID] = "id",
		[FIELD_DATE] = "date",
	};
	return str_from(names[f]);
}

bool field_is_boolean(enum field f)
{
	return f >= FIELD_AUTHOR && f <= FIELD_ID;
}

static void print_kids(const struct node *n, struct buf *out)
{
	for (unsigned i = 0; i < n->count; i++) {
		buf_putc(out, ' ');
		node_print(n->kids[i], out);
	}
	buf_putc(out, ')');
}

static void print_phrase(const struct node *n, struct buf *out)
{
	buf_putc(out, '"');
	buf_put_str(out, n->text);
	buf_putc(out, '"');
	if (n->slop)
		buf_printf(out, "~%u", n->slop);
}

static void print_range(const struct node *n, struct buf *out)
{
	if (n->low != INT64_MIN)
		date_print(n->low, out);
	buf_puts(out, "..");
	if (n->high != INT64_MAX)
		date_print(n->high, out);
}

static void print_bare(const struct node *n, struct buf *out)
{
	switch (n->type) {
	case NODE_ALL:
		buf_putc(out, '*');
		break;
	case NODE_EXACT:
		buf_putc(out, '=');
		buf_put_str(out, n->text);
		break;
	case NODE_WORD:
		buf_put_str(out, n->text);
		break;
	case NODE_PREFIX:
		buf_put_str(out, n->text);
		buf_putc(out, '*');
		break;
	case NODE_GLOB:
		buf_put_str(out, n->text);
		break;
	case NODE_FUZZY:
		buf_put_str(out, n->text);
		buf_printf(out, "~%u", n->slop);
		break;
	case NODE_PHRASE:
		print_phrase(n, out);
		break;
	case NODE_RANGE:
		print_range(n, out);
		break;
	case NODE_NEAR:
		buf_printf(out, "(NEAR/%u", n->slop);
		print_kids(n, out);
		break;
	case NODE_AND:
		buf_puts(out, "(AND");
		print_kids(n, out);
		break;
	case NODE_OR:
		buf_puts(out, "(OR");
		print_kids(n, out);
		break;
	case NODE_NOT:
		buf_puts(out, "(NOT");
		print_kids(n, out);
		break;
	}
}

void node_print(const struct node *n, struct buf *out)
{
	char number[SHORTEST_MAX];
	if (n->must)
		buf_putc(out, '+');
	if (n->count == 0 && n->field != FIELD_ANY) {
		buf_put_str(out, field_name(n->field));
		buf_putc(out, ':');
	}
	print_bare(n, out);
	if (n->boost != 1) {
		buf_putc(out, '^');
		buf_put(out, number, shortest_put(n->boost, number));
	}
}

static void put_parts(struct node *to, struct node *n)
{
	if (n->type != NODE_AND)
		to->kids[to->count++] = n;
	for (unsigned i = 0; n->type == NODE_AND && i < n->count; i++)
		to->kids[to->count++] = n->kids[i];
}

const struct node *node_narrow(
	struct arena *arena, struct node *a, struct node *b)
{
	if (!b || b->type == NODE_ALL)
		return a;
	if (a->type == NODE_ALL)
		return b;
	struct node *n = arena_alloc(arena, sizeof *n);
	size_t most = (size_t)a->count + b->count + 2;
	struct node **kids = arena_alloc(arena, most * sizeof(struct node *));
	if (!n || !kids)
		return NULL;
	*n = (struct node){.type = NODE_AND,
		.off = a->off,
		.len = a->len,
		.boost = 1,
		.kids = kids};
	put_parts(n, a);
	put_parts(n, b);
	return n;
}
