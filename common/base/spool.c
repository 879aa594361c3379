/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { KEPT = 4 << 20, PENDING = 1 << 18 };

enum status spool_open(struct spool *s, const char *folder, struct error *err)
{
	char path[4096 + 16];
	*s = (struct spool){.fd = -1, .folder = folder};
	snprintf(path, sizeof path, "%s/new.XXXXXX", folder);
	s->fd = mkostemp(path, O_CLOEXEC);
	if (s->fd < 0)
		return error_errno(
			err, "cannot make a temporary file in %s", folder);
	unlink(path);
	return OK;
}

static void put(struct spool *s, const char *p, size_t left)
{
	s->filed = true;
	while (left && s->err.status == OK) {
		ssize_t n = write(s->fd, p, left);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			(void)error_errno(&s->err,
				"cannot write a temporary file in %s",
				s->folder);
			break;
		}
		p += n;
		left -= (size_t)n;
	}
}

static void drain(struct spool *s)
{
	put(s, s->pending.p, s->pending.len);
	buf_clear(&s->pending);
}

void spool_put(struct spool *s, const void *bytes, size_t len)
{
	s->len += len;
	if (len >= PENDING) {
		drain(s);
		put(s, bytes, len);
		return;
	}
	buf_put(&s->pending, bytes, len);
	if (s->pending.status != OK)
		error_set(&s->err, s->pending.status, "out of memory");
	if (s->pending.len >= (s->filed ? PENDING : KEPT))
		drain(s);
}

enum status spool_rewind(struct spool *s, struct error *err)
{
	s->taken = false;
	if (s->filed)
		drain(s);
	if (s->filed && s->err.status == OK && lseek(s->fd, 0, SEEK_SET) < 0)
		(void)error_errno(&s->err, "cannot read a temporary file");
	return s->err.status == OK
		       ? OK
		       : error_set(err, s->err.status, "%s", s->err.text);
}

enum status spool_get(const struct spool *s, uint64_t off, void *to, size_t len)
{
	char *p = to;
	if (!s->filed) {
		if (off > s->pending.len || len > s->pending.len - off)
			return ERR_IO;
		if (len)
			memcpy(to, s->pending.p + off, len);
		return OK;
	}
	while (len > 0) {
		ssize_t n = pread(s->fd, p, len, (off_t)off);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return ERR_IO;
		p += n;
		off += (uint64_t)n;
		len -= (size_t)n;
	}
	return OK;
}

enum status spool_read(struct spool *s, struct str *out, struct error *err)
{
	if (!s->filed) {
		*out = s->taken ? STR("") : buf_str(&s->pending);
		s->taken = true;
		return OK;
	}
	char *to = buf_reserve(&s->pending, PENDING);
	if (!to)
		return error_set(err, ERR_NOMEM, "out of memory");
	ssize_t n;
	do
		n = read(s->fd, to, PENDING);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return error_errno(err, "cannot read a temporary file");
	*out = (struct str){to, (size_t)n};
	return OK;
}

enum status spool_map(struct spool *s, struct str *out, struct error *err)
{
	enum status status = spool_rewind(s, err);
	*out = STR("");
	if (status == OK && !s->filed)
		*out = buf_str(&s->pending);
	if (status != OK || !s->filed)
		return status;
	void *p = mmap(NULL, (size_t)s->len, PROT_READ, MAP_SHARED, s->fd, 0);
	if (p == MAP_FAILED)
		return error_errno(err, "cannot read a temporary file");
	*out = s->map = (struct str){p, (size_t)s->len};
	return OK;
}

void spool_close(struct spool *s)
{
	if (s->map.len)
		munmap((void *)(uintptr_t)s->map.p, s->map.len);
	s->map.len = 0;
	if (s->fd >= 0)
		close(s->fd);
	buf_release(&s->pending);
	s->fd = -1;
}
