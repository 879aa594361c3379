/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/serve/log.h"
#include "common/base/json.h"

#include <math.h>
#include <time.h>
#include <unistd.h>

static void put_line(const struct log *l, const struct request *q,
	const struct reply *r, double milliseconds, struct buf *out)
{
	struct json j = {.out = out};
	bool slow = l->slow > 0 && milliseconds > l->slow && r->searched.p;
	char when[32] = "";
	struct tm tm;
	time_t now = time(NULL);
	if (gmtime_r(&now, &tm))
		strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", &tm);
	json_object(&j);
	json_key(&j, STR("time"));
	json_str(&j, str_from(when));
	if (l->addresses) {
		json_key(&j, STR("address"));
		json_str(&j, q->peer);
	}
	json_key(&j, STR("method"));
	json_str(&j, q->method);
	json_key(&j, STR("path"));
	json_str(&j, q->path);
	json_key(&j, STR("status"));
	json_uint(&j, r->status);
	json_key(&j, STR("bytes"));
	json_uint(&j, r->body.len);
	json_key(&j, STR("ms"));
	json_double(&j, round(milliseconds * 1e3) / 1e3);
	if (r->searched.p) {
		json_key(&j, STR("total"));
		json_uint(&j, r->total);
	}
	if (slow) {
		json_key(&j, STR("slow"));
		json_bool(&j, true);
		json_key(&j, STR("query"));
		json_str(&j, r->searched);
	}
	if (r->trouble.p) {
		json_key(&j, STR("error"));
		json_str(&j, r->trouble);
	}
	json_end(&j);
	buf_putc(out, '\n');
}

static void put(int fd, struct buf *line)
{
	if (line->status == OK && write(fd, line->p, line->len) < 0)
		line->len = 0; /* nobody is left to tell */
	buf_release(line);
}

void log_trouble(struct log *l, struct str sentence, double now)
{
	struct buf line = {0};
	int64_t last = atomic_load(&l->told), at = (int64_t)now + 1;
	if ((last && at - last < LOG_PAUSE) ||
		!atomic_compare_exchange_strong(&l->told, &last, at))
		return;
	buf_puts(&line, "meju-serve: ");
	buf_put_str(&line, sentence);
	buf_putc(&line, '\n');
	put(STDERR_FILENO, &line);
}

void log_request(struct log *l, const struct request *q, const struct reply *r,
	double milliseconds)
{
	struct buf line = {0};
	bool slow = l->slow > 0 && milliseconds > l->slow && r->searched.p;
	if (l->fd < 0 || !(l->all || slow))
		return;
	put_line(l, q, r, milliseconds, &line);
	put(l->fd, &line);
}
