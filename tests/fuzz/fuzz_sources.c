/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of sources: any bytes as the tables of a chain of two, compressed and
 * checksummed. */
#include "common/base/bytes.h"
#include "common/base/crc32c.h"
#include "common/index/manifest.h"
#include "common/index/segment.h"
#include "indexer/source.h"
#include "tests/support/scratch.h"

#include <stdlib.h>
#include <zstd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void put_file(const char *name, const uint8_t *data, size_t size)
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
	scratch_put(name, buf_str(&b));
	buf_release(&b);
}

/* What is read again is what was written. */
static void write_more(struct sources *s, uint64_t *chain, uint32_t count)
{
	struct sources again;
	struct error err;
	struct source more = {.hash = 1, .recheck = INT64_MAX};
	if (s->v.len)
		sources_drop(&s->v.v[0]);
	if (sources_put(s, STR("more"), &more) != OK ||
		sources_write(s, scratch_folder(), 3, chain, &count, &err) !=
			OK ||
		sources_read(&again, scratch_folder(), chain, count, &err) !=
			OK)
		abort();
	for (uint32_t i = 0; i < s->v.len; i++) {
		struct source *a = &s->v.v[i];
		struct source *b = sources_find(&again, sources_path(s, a));
		if (b ? a->hash != b->hash || a->size != b->size : a->hash != 0)
			abort();
	}
	sources_release(&again);
}

/* The first byte says how much of the rest is in the first of two files. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sources s;
	struct error err = {0};
	uint64_t chain[MANIFEST_SOURCES_MAX] = {1, 2};
	size_t first = size ? (size - 1) * data[0] / 255 : 0;
	if (size == 0)
		return 0;
	put_file("1.sources", data + 1, first);
	put_file("2.sources", data + 1 + first, size - 1 - first);
	if (sources_read(&s, scratch_folder(), chain, 2, &err) != OK) {
		if (!err.text[0])
			abort();
		return 0;
	}
	for (size_t i = 0; i < s.v.len; i++)
		if (!sources_find(&s, sources_path(&s, &s.v.v[i])))
			abort();
	write_more(&s, chain, 2);
	sources_release(&s);
	return 0;
}
