/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/query/lang/tree_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = {0};
	struct buf printed = {0};
	struct parsed q;
	struct str text = {(const char *)data, size};
	CHECK(query_parse(&arena, text, 1718452800, &q) == OK);
	tree_check(&q, size);
	node_print(q.root, &printed);
	buf_release(&printed);
	arena_release(&arena);
	return 0;
}
