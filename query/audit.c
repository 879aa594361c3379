/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/audit.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

struct audit {
	bool terminal, line; /* progress is shown; it is on the screen */
	time_t shown;
	struct buf out;
};

static enum status flush(struct audit *a, struct error *err)
{
	if (a->out.status != OK)
		return error_set(err, a->out.status, "out of memory");
	bool good = fwrite(a->out.p, 1, a->out.len, stdout) == a->out.len &&
		    fflush(stdout) == 0;
	buf_clear(&a->out);
	return good ? OK : error_errno(err, "cannot write to standard output");
}

static void show_progress(struct audit *a, uint64_t done, uint64_t total)
{
	time_t now = a->terminal && done % 16 == 0 ? time(NULL) : a->shown;
	if (now == a->shown)
		return;
	a->shown = now;
	a->line = true;
	fprintf(stderr, "\r%llu of %llu articles\033[K",
		(unsigned long long)done, (unsigned long long)total);
	fflush(stderr);
}

static void clear_progress(struct audit *a)
{
	if (a->line)
		fputs("\r\033[K", stderr);
	a->line = false;
}

static enum status step(
	void *data, uint64_t done, uint64_t total, struct error *err)
{
	struct audit *a = data;
	show_progress(a, done, total);
	if (a->out.len == 0 && a->out.status == OK)
		return OK;
	if (isatty(1))
		clear_progress(a);
	return flush(a, err);
}

enum status audit_all(struct searcher *s, const struct search_request *q,
	const struct audit_options *o, bool *all, struct error *err)
{
	struct audit a = {.terminal = isatty(2)};
	struct audit_options shown = *o;
	shown.step = step;
	shown.data = &a;
	enum status status = print_audit(s, q, &shown, &a.out, all, err);
	clear_progress(&a);
	if (status == OK)
		status = flush(&a, err);
	buf_release(&a.out);
	return status;
}
