/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A live map of the segment that it names, its checksum made right. */
#include "common/base/bytes.h"
#include "common/base/crc32c.h"
#include "common/index/live.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void right(struct buf *b)
{
	if (b->len < 4)
		return;
	uint32_t crc = crc32c(0, b->p, b->len - 4);
	memcpy(b->p + b->len - 4, &crc, 4);
}

static void read_live(const char *path, const struct segment *s)
{
	struct live l;
	struct error err = {0};
	if (live_read(&l, path, s, &err) != OK) {
		if (!err.text[0])
			abort();
		return;
	}
	uint32_t there = 0;
	for (uint32_t i = 0; i < l.docs; i++)
		there += live_has(&l, i);
	if (there != l.count || live_df(&l, 3, 2) > 2)
		abort();
	live_release(&l);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct segment s = {0};
	struct buf b = {0};
	char path[64];
	int fd = memfd_create("live", MFD_CLOEXEC);
	buf_put(&b, data, size);
	right(&b);
	if (size >= 48) {
		s.docs = get_u32(data + 12);
		s.id = (struct hash128){get_u64(data + 32), get_u64(data + 40)};
	}
	if (fd < 0 || write(fd, b.p, b.len) != (ssize_t)b.len)
		abort();
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	read_live(path, &s);
	close(fd);
	buf_release(&b);
	return 0;
}
