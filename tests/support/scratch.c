/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/scratch.h"
#include "tests/support/test.h"

static char folder[64];

static void clean_up(void)
{
	remove_tree(folder);
}

const char *scratch_folder(void)
{
	if (!folder[0]) {
		snprintf(folder, sizeof folder, "%s", temp_dir());
		atexit(clean_up);
	}
	return folder;
}

void scratch_put(const char *name, struct str bytes)
{
	char path[128];
	snprintf(path, sizeof path, "%s/%s", scratch_folder(), name);
	FILE *f = fopen(path, "wb");
	if (!f || fwrite(bytes.p, 1, bytes.len, f) != bytes.len || fclose(f))
		abort();
}
