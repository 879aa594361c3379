/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fuzz_merge.c - a segment that lies with all its checksums right, merged with
 * itself: the first byte says whether in another order and whether it comes
 * again as another index, the second which of each eight documents are gone, the
 * file follows.  What comes out can be read, or nothing does.
 */
#include "indexer/merger.h"
#include "tests/support/made.h"
#include "tests/support/scratch.h"
#include "tests/support/visit.h"

#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { REORDER = 1, OTHER = 2, HEAD = 2, DOCS_MAX = 4096 };

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void delete (struct leaf *p, uint8_t which)
{
	enum status status = OK;
	for (uint32_t i = 0; i < p->segment.docs && i < DOCS_MAX; i++)
		if (which >> i % 8 & 1)
			live_remove(&p->live, i, 1, &status);
	must(status == OK);
}

static void message(void *data, struct str sentence)
{
	(void)data;
	must(sentence.len > 0);
}

static void look(const char *name)
{
	char path[4096];
	struct leaf p;
	struct error err = {0};
	snprintf(path, sizeof path, "%s/%s", scratch_folder(), name);
	if (leaf_open(&p, path, &err) == OK)
		visit_leaf(&p);
	else
		must(err.text[0]);
	leaf_close(&p);
	unlink(path);
}

static void merge(const struct leaf *some, const struct leaf *all, uint8_t how)
{
	struct merger m;
	struct error err = {0};
	char name[SEGMENT_NAME_MAX];
	must(merger_begin(&m, scratch_folder(), 1, &err) == OK);
	m.memory = 1 << 20;
	m.reorder = how & REORDER;
	m.message = message;
	enum status status = merger_add(&m, some, NULL, &err);
	if (status == OK)
		status =
			merger_add(&m, all, how & OTHER ? "other" : NULL, &err);
	bool any = status == OK && m.intake.docs.len;
	if (any)
		status = merger_finish(&m, name, &err);
	merger_release(&m);
	must(status == OK || err.text[0]);
	if (status == OK && any)
		look(name);
}

static void merge_file(const char *path, const uint8_t *head)
{
	struct leaf some, all;
	struct error err = {0};
	if (leaf_open(&some, path, &err) == OK) {
		must(leaf_open(&all, path, &err) == OK);
		delete (&some, head[1]);
		merge(&some, &all, head[0]);
		leaf_close(&all);
	}
	leaf_close(&some);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf bytes = {0};
	char path[64];
	if (size < HEAD)
		return 0;
	buf_put(&bytes, data + HEAD, size - HEAD);
	made_right((uint8_t *)bytes.p, bytes.len);
	int fd = memfd_create("segment", MFD_CLOEXEC);
	must(fd >= 0 && write(fd, bytes.p, bytes.len) == (ssize_t)bytes.len);
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	merge_file(path, data);
	close(fd);
	buf_release(&bytes);
	return 0;
}
