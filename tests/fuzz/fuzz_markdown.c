/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/fuzz/parse_any.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_parse("dir/2024-01-02-name.md", data, size);
	return fuzz_parse("a/two-words/index.de.mdx", data, size);
}
