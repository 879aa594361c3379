/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/parse/body.h"
#include "indexer/parse/form.h"
#include "indexer/parse/strip.h"

enum status html_parse(struct parser *p, struct str bytes)
{
	struct body b;
	parser_begin(p);
	body_begin(&b, &p->doc);
	strip_tags(&b, bytes, 1);
	enum status status = body_finish(&b);
	return status == OK ? parser_emit(p) : status;
}
