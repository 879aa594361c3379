/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A live map of the segment that it names, its checksum made right; what is read
 * is what is written. */
#include "common/base/bytes.h"
#include "common/base/crc32c.h"
#include "common/index/live.h"
#include "tests/support/scratch.h"

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

/* With the first document that is there gone, and the first two terms. */
static void write_more(struct live *l, const struct segment *s)
{
	static const uint32_t terms[] = {0, 1};
	struct live again;
	struct error err;
	char path[128];
	uint32_t doc = 0;
	enum status status = OK;
	while (doc < l->docs && !live_has(l, doc))
		doc++;
	if (doc == l->docs || !live_remove(l, doc, 0, &status) ||
		live_reduce(l, terms, 2) != OK)
		return;
	snprintf(path, sizeof path, "%s/live", scratch_folder());
	if (live_write(l, path, s->id, &err) != OK ||
		live_read(&again, path, s, &err) != OK ||
		again.count != l->count || live_has(&again, doc) ||
		again.reduction_count != l->reduction_count ||
		live_reduction(&again, 0) != live_reduction(l, 0))
		abort();
	live_release(&again);
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
	write_more(&l, s);
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
