/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of sources: any bytes as its table, compressed and checksummed. */
#include "common/base/bytes.h"
#include "common/base/crc32c.h"
#include "common/index/segment.h"
#include "indexer/source.h"
#include "tests/support/scratch.h"

#include <stdlib.h>
#include <zstd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void put_file(const uint8_t *data, size_t size)
{
	struct buf b = {0};
	buf_put(&b, "mejuSRC", 8);
	buf_put_u32(&b, FORMAT_VERSION);
	size_t bound = ZSTD_compressBound(size);
	char *to = buf_reserve(&b, bound);
	if (!to)
		abort();
	b.len += ZSTD_compress(to, bound, data, size, 1);
	buf_put_u32(&b, crc32c(0, b.p, b.len));
	scratch_put("1.sources", buf_str(&b));
	buf_release(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sources s;
	struct error err = {0};
	put_file(data, size);
	if (sources_read(&s, scratch_folder(), 1, &err) != OK) {
		if (!err.text[0])
			abort();
		return 0;
	}
	for (size_t i = 0; i < s.v.len; i++)
		if (!sources_find(&s, sources_path(&s, &s.v.v[i])))
			abort();
	sources_release(&s);
	return 0;
}
