/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/read_json.h"
#include "indexer/parse/json.h"

const struct value *read_json(struct str bytes)
{
	static struct json *reader;
	static struct arena arena;
	struct value *v = NULL;
	const char *why;
	if (!reader)
		reader = json_new();
	arena_clear(&arena);
	if (!reader || json_parse(reader, bytes, 0, &why) != OK ||
		json_value(reader, &arena, &v, &why) != OK)
		return NULL;
	return v;
}
