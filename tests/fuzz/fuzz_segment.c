/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A segment that lies with all its checksums right: the input is the file,
 * whose checksums are computed anew.
 */
#include "common/index/check.h"
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
		(void)!check_leaf(&p, &p, 1, ignore, NULL);
	} else if (!err.text[0]) {
		abort();
	}
	leaf_close(&p);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf bytes = {0};
	char path[64];
	int fd = memfd_create("segment", MFD_CLOEXEC);
	buf_put(&bytes, data, size);
	made_right((uint8_t *)bytes.p, bytes.len);
	if (fd < 0 || write(fd, bytes.p, bytes.len) != (ssize_t)bytes.len)
		abort();
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	read_leaf(path);
	close(fd);
	buf_release(&bytes);
	return 0;
}
