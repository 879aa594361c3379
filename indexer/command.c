/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/command.h"

#include <stdio.h>

enum status command_print(struct buf *out, struct error *err)
{
	if (out->status != OK)
		return error_set(err, out->status, "out of memory");
	bool good = fwrite(out->p, 1, out->len, stdout) == out->len &&
		    fflush(stdout) == 0;
	buf_clear(out);
	return good ? OK : error_errno(err, "cannot write to standard output");
}
