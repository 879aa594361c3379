/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A manifest with its checksum made right; what is read is what is written. */
#include "common/base/bytes.h"
#include "common/base/crc32c.h"
#include "common/index/manifest.h"
#include "tests/support/scratch.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void put_file(const uint8_t *data, size_t size)
{
	struct buf b = {0};
	buf_put(&b, data, size);
	if (size >= 4) {
		uint32_t crc = crc32c(0, b.p, size - 4);
		memcpy(b.p + size - 4, &crc, 4);
	}
	scratch_put("manifest", buf_str(&b));
	buf_release(&b);
}

static void write_again(const struct manifest *m)
{
	struct manifest again;
	struct error err;
	if (manifest_write(m, scratch_folder(), &err) != OK ||
		manifest_read_copy(&again, scratch_folder(), &err) != OK ||
		again.generation != m->generation ||
		again.source_count != m->source_count ||
		again.root_count != m->root_count ||
		again.segment_count != m->segment_count ||
		settings_difference(&again.settings, &m->settings))
		abort();
	for (uint32_t i = 0; i < m->segment_count; i++)
		if (again.segments[i].docs != m->segments[i].docs ||
			again.segments[i].live != m->segments[i].live)
			abort();
	manifest_release(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct manifest m;
	struct error err = {0};
	put_file(data, size);
	if (manifest_read(&m, scratch_folder(), &err) != OK) {
		if (!err.text[0])
			abort();
		return 0;
	}
	for (uint32_t i = 0; i < m.root_count; i++)
		(void)hash64(m.roots[i].path);
	for (uint32_t i = 0; i < m.segment_count; i++)
		if (m.segments[i].ordinal > m.next_ordinal)
			abort();
	(void)hash64(m.settings.permalink);
	write_again(&m);
	manifest_release(&m);
	return 0;
}
