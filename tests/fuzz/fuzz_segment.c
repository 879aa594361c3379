/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A segment that lies with all its checksums right: the input is the file,
 * whose checksums are computed anew.  What can be salvaged is read with them and
 * without.
 */
#include "common/base/hash.h"
#include "common/index/check.h"
#include "common/index/salvage.h"
#include "tests/support/made.h"
#include "tests/support/visit.h"

#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void ignore(void *data, const char *sentence)
{
	(void)data;
	(void)sentence;
}

static void read_leaf(const char *path)
{
	struct leaf p;
	struct error err = {0};
	enum status status = leaf_open(&p, path, &err);
	if (status == OK) {
		visit_leaf(&p);
		(void)!check_leaf(&p, NULL, 0, ignore, NULL);
	} else if (!err.text[0]) {
		abort();
	}
	leaf_close(&p);
}

static void read_salvage(const char *path)
{
	enum { DOCS = 7 };
	struct salvage s;
	struct error err = {0};
	if (salvage_open(&s, path, DOCS, &err) != OK)
		return;
	for (size_t i = 0; i < s.blocks.len; i++) {
		if (salvage_block(&s, i) != OK ||
			s.records.len != s.blocks.v[i].count)
			abort();
		for (size_t k = 0; k < s.records.len; k++)
			(void)hash64(s.records.v[k]);
	}
	salvage_close(&s);
}

static void with_file(struct str bytes, void (*read)(const char *path))
{
	char path[64];
	int fd = memfd_create("segment", MFD_CLOEXEC);
	if (fd < 0 || write(fd, bytes.p, bytes.len) != (ssize_t)bytes.len)
		abort();
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	read(path);
	close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf bytes = {0};
	with_file((struct str){(const char *)data, size}, read_salvage);
	buf_put(&bytes, data, size);
	made_right((uint8_t *)bytes.p, bytes.len);
	with_file(buf_str(&bytes), read_leaf);
	with_file(buf_str(&bytes), read_salvage);
	buf_release(&bytes);
	return 0;
}
