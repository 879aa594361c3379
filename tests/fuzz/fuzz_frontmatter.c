/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The first byte chooses the delimiters, so that nearly every input reaches a
 * reader of metadata.
 */
#include "tests/fuzz/parse_any.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const fences[] = {"---\n", "+++\n", ""};
	struct buf b = {0};
	if (size == 0)
		return 0;
	const char *fence = fences[data[0] % 3];
	buf_puts(&b, fence);
	buf_put(&b, data + 1, size - 1);
	buf_puts(&b, "\n");
	buf_puts(&b, fence);
	buf_puts(&b, "text\n");
	fuzz_parse("a.md", (const uint8_t *)b.p, b.len);
	buf_release(&b);
	return 0;
}
