/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/check.h"

#include <stdio.h>

enum status check_all(struct searcher *s, const struct search_request *q,
	const struct check_options *o, bool *all, struct error *err)
{
	struct buf out = {0};
	enum status status = print_check(s, q, o, &out, all, err);
	if (status == OK && (fwrite(out.p, 1, out.len, stdout) != out.len ||
				    fflush(stdout) != 0))
		status = error_errno(err, "cannot write to standard output");
	buf_release(&out);
	return status;
}
