/* SPDX-License-Identifier: GPL-3.0-or-later */
/* As lines, and as one value or a list of such. */
#include "tests/fuzz/parse_any.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_parse("dir/2024-01-02-name.jsonl", data, size);
	return fuzz_parse("dir/2024-01-02-name.json", data, size);
}
