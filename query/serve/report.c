/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/serve/report.h"
#include "common/base/file.h"
#include "common/text/analyzer.h"

#include <stdlib.h>

enum { FILE_MAX = 16 << 20 };

/* Memory that runs out loses a count, not an answer. */
static void add(struct report *r, struct str query, uint32_t times)
{
	uint32_t id = map_find(&r->queries, query);
	if (id == MAP_NONE) {
		if (r->queries.count == REPORT_QUERIES_MAX ||
			vec_reserve(&r->counts, r->counts.len + 1) != OK ||
			map_add(&r->queries, query, &id) != OK)
			return;
		r->counts.v[r->counts.len++] = 0;
	}
	r->counts.v[id] += times;
	r->changed = r->changed || r->counts.v[id] >= REPORT_LEAST;
}

static void read_line(struct report *r, struct str line)
{
	uint32_t n = 0;
	size_t tab = str_find(line, 0, '\t');
	for (size_t i = 0; i < tab && i < 9; i++) {
		if (line.p[i] < '0' || line.p[i] > '9')
			return;
		n = n * 10 + (uint32_t)(line.p[i] - '0');
	}
	if (n && tab + 1 < line.len)
		add(r, str_slice(line, tab + 1, line.len), n);
}

enum status report_open(struct report *r, const char *path, struct error *err)
{
	struct buf bytes = {0};
	struct file_mark mark;
	enum status status = OK;
	*r = (struct report){.path = path};
	pthread_mutex_init(&r->mutex, NULL);
	if (path && file_mark(path, &mark))
		status = file_read(path, FILE_MAX, &bytes, err);
	struct str all = buf_str(&bytes);
	for (size_t at = 0; at < all.len && status == OK;) {
		size_t end = str_find(all, at, '\n');
		read_line(r, str_slice(all, at, end));
		at = end + 1;
	}
	r->changed = path != NULL;
	buf_release(&bytes);
	return status;
}

void report_close(struct report *r)
{
	pthread_mutex_destroy(&r->mutex);
	map_release(&r->queries);
	vec_release(&r->counts);
}

static void put_folded(struct str query, struct buf *out)
{
	struct buf folded = {0};
	analyzer_fold(query, LANGUAGE_NONE, &folded);
	struct str s = str_trim(buf_str(&folded));
	for (size_t i = 0; i < s.len; i++) {
		bool white = (unsigned char)s.p[i] <= ' ';
		if (!white)
			buf_putc(out, s.p[i]);
		else if (out->len && out->p[out->len - 1] != ' ')
			buf_putc(out, ' ');
	}
	if (folded.status != OK)
		out->status = folded.status;
	buf_release(&folded);
}

void report_count(struct report *r, struct str query)
{
	struct buf text = {0};
	if (!r->path || query.len > REPORT_BYTES_MAX)
		return;
	put_folded(query, &text);
	pthread_mutex_lock(&r->mutex);
	if (text.status == OK && text.len)
		add(r, buf_str(&text), 1);
	pthread_mutex_unlock(&r->mutex);
	buf_release(&text);
}

struct row {
	uint32_t count, id;
};

static int most_first(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return (x->id > y->id) - (x->id < y->id);
}

static void put_rows(const struct report *r, struct buf *out)
{
	struct row *rows = calloc(r->counts.len + 1, sizeof *rows);
	size_t n = 0;
	for (uint32_t i = 0; i < r->counts.len && rows; i++)
		if (r->counts.v[i] >= REPORT_LEAST)
			rows[n++] = (struct row){r->counts.v[i], i};
	if (rows)
		qsort(rows, n, sizeof *rows, most_first);
	else
		out->status = ERR_NOMEM;
	for (size_t i = 0; i < n; i++) {
		buf_printf(out, "%u\t", rows[i].count);
		buf_put_str(out, map_key(&r->queries, rows[i].id));
		buf_putc(out, '\n');
	}
	free(rows);
}

enum status report_write(struct report *r, struct error *err)
{
	struct buf text = {0};
	pthread_mutex_lock(&r->mutex);
	bool write = r->path && r->changed;
	if (write)
		put_rows(r, &text);
	r->changed = false;
	pthread_mutex_unlock(&r->mutex);
	enum status status =
		text.status != OK ? error_set(err, text.status, "out of memory")
		: write           ? file_replace(r->path, buf_str(&text), err)
				  : OK;
	buf_release(&text);
	return status;
}
