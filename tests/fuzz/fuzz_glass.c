/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a shard says of itself, with its checksum made right: what is read is
 * what is written.  And a value of several keys: each lies in it. */
#include "common/base/bytes.h"
#include "common/base/crc32c.h"
#include "common/index/glass.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_info(struct str bytes)
{
	struct glass_info info, again;
	struct error err = {0};
	struct buf out = {0};
	if (glass_info_get(bytes, "fuzz", &info, &err) != OK) {
		if (!err.text[0])
			abort();
		return;
	}
	glass_info_put(&info, &out);
	if (info.shard >= info.shards ||
		glass_info_get(buf_str(&out), "fuzz", &again, &err) != OK ||
		settings_difference(&info.settings, &again.settings) ||
		info.generation != again.generation ||
		info.index.low != again.index.low)
		abort();
	buf_release(&out);
}

static void check_keys(struct str bytes)
{
	struct str left = bytes, key;
	while (glass_next_key(&left, &key)) {
		(void)hash64(key);
		if (left.len >= bytes.len)
			abort();
		bytes = left;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf b = {0};
	buf_put(&b, data, size);
	check_keys(buf_str(&b));
	check_info(buf_str(&b));
	if (size >= 4) {
		uint32_t crc = crc32c(0, b.p, size - 4);
		memcpy(b.p + size - 4, &crc, 4);
	}
	check_info(buf_str(&b));
	buf_release(&b);
	return 0;
}
