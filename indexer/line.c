/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/line.h"
#include "common/base/stop.h"

#include <errno.h>
#include <unistd.h>
#include <xxhash.h>

enum { READ = 1 << 20 };

enum status lines_open(
	struct lines *l, int fd, const char *path, struct error *err)
{
	*l = (struct lines){.fd = fd, .path = path, .line = 1};
	l->state = XXH3_createState();
	if (!l->state)
		return error_set(
			err, ERR_NOMEM, "out of memory reading %s", path);
	XXH3_64bits_reset(l->state);
	return OK;
}

enum status lines_open_text(
	struct lines *l, struct str text, const char *path, struct error *err)
{
	enum status status = lines_open(l, -1, path, err);
	l->rest = text;
	return status;
}

void lines_close(struct lines *l)
{
	XXH3_freeState(l->state);
	l->state = NULL;
	buf_release(&l->bytes);
}

static size_t take_text(struct lines *l, char *to)
{
	size_t n = l->rest.len < READ ? l->rest.len : READ;
	if (n)
		memcpy(to, l->rest.p, n);
	l->rest = str_slice(l->rest, n, l->rest.len);
	l->ended = l->rest.len == 0;
	return n;
}

static enum status read_file(
	struct lines *l, char *to, size_t *count, struct error *err)
{
	size_t got = 0;
	while (got < READ && !l->ended) {
		/* a pipe may have nothing to say for long */
		struct pollfd wait = {.fd = l->fd, .events = POLLIN};
		(void)stop_poll(&wait, 1, -1);
		if (stop_check() != OK)
			return error_set(err, ERR_STOPPED, "%s",
				status_text(ERR_STOPPED));
		ssize_t n = read(l->fd, to + got, READ - got);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return error_errno(err, "cannot read %s", l->path);
		got += (size_t)n;
		l->ended = n == 0;
	}
	*count = got;
	return OK;
}

/* As much as there is room for, so that runs are cut in the same places
 * whether the bytes come from a file or trickle through a pipe. */
static enum status read_more(struct lines *l, struct error *err)
{
	char *to = buf_reserve(&l->bytes, READ);
	size_t got = 0;
	enum status status = OK;
	if (!to)
		return error_set(
			err, ERR_NOMEM, "out of memory reading %s", l->path);
	if (l->fd < 0)
		got = take_text(l, to);
	else
		status = read_file(l, to, &got, err);
	if (status != OK)
		return status;
	XXH3_64bits_update(l->state, to, got);
	l->bytes.len += got;
	if (l->ended)
		l->hash = XXH3_64bits_digest(l->state) | 1;
	return OK;
}

/* End of the last line that the run takes, 0 if not even one is whole. */
static size_t run_end(const struct lines *l, uint32_t *count)
{
	struct str all = buf_str(&l->bytes);
	size_t end = 0;
	*count = 0;
	while (*count < LINES_COUNT && end < LINES_BYTES) {
		size_t newline = str_find(all, end, '\n');
		if (newline == all.len)
			break;
		end = newline + 1;
		++*count;
	}
	if (l->ended && *count < LINES_COUNT && end < LINES_BYTES &&
		end < all.len) {
		end = all.len;
		++*count;
	}
	return end;
}

static void drop(struct lines *l, size_t n)
{
	if (n)
		memmove(l->bytes.p, l->bytes.p + n, l->bytes.len - n);
	l->bytes.len -= n;
}

/* Read on until the overlong line has ended, keeping none of it. */
static enum status skip_line(struct lines *l, struct error *err)
{
	enum status status = OK;
	l->skipped = l->line++;
	for (;;) {
		size_t newline = str_find(buf_str(&l->bytes), 0, '\n');
		if (newline < l->bytes.len) {
			drop(l, newline + 1);
			return OK;
		}
		l->bytes.len = 0;
		if (l->ended || status != OK)
			return status;
		status = read_more(l, err);
	}
}

enum status lines_next(
	struct lines *l, struct str *out, uint32_t *first, struct error *err)
{
	enum status status = OK;
	uint32_t count;
	size_t end;
	drop(l, l->at);
	l->at = 0;
	l->skipped = 0;
	for (;;) {
		while (status == OK && !l->ended && l->bytes.len < LINES_BYTES)
			status = read_more(l, err);
		end = run_end(l, &count);
		if (status != OK || end || (l->ended && l->bytes.len == 0))
			break;
		if (l->bytes.len > LINE_MAX_BYTES)
			status = skip_line(l, err);
		else
			status = read_more(l, err);
	}
	*out = str_slice(buf_str(&l->bytes), 0, end);
	*first = l->line;
	l->line += count;
	l->at = end;
	return status;
}
