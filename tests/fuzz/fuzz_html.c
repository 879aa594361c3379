/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/parse/html_rest.h"
#include "tests/fuzz/parse_any.h"

static void fuzz_rest(struct str page)
{
	struct arena arena = {0};
	html_rest rest = {0};
	fuzz_check(html_rest_find(page, &arena, &rest) == OK);
	for (size_t i = 0; i < rest.len; i++)
		fuzz_check(
			json_is_utf8(rest.v[i].element) && rest.v[i].bytes > 0);
	vec_release(&rest);
	arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str page = {(const char *)data, size};
	if (json_is_utf8(page))
		fuzz_rest(page);
	return fuzz_parse("dir/2024-01-02-name.html", data, size);
}
