/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OUTPUT_PENDING = 1 << 18 };

static struct file_mark mark_of(const struct stat *st)
{
	return (struct file_mark){.device = (uint64_t)st->st_dev,
		.inode = (uint64_t)st->st_ino,
		.size = (uint64_t)st->st_size,
		.modified = st->st_mtim.tv_sec * INT64_C(1000000000) +
			    st->st_mtim.tv_nsec};
}

bool file_mark(const char *path, struct file_mark *mark)
{
	struct stat st;
	if (stat(path, &st) < 0)
		return false;
	*mark = mark_of(&st);
	return true;
}

bool file_mark_eq(const struct file_mark *a, const struct file_mark *b)
{
	return a->device == b->device && a->inode == b->inode &&
	       a->size == b->size && a->modified == b->modified;
}

enum status mapping_open(struct mapping *m, const char *path, struct error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return error_errno(err, "cannot open %s", path);
	enum status status = OK;
	struct stat st;
	if (fstat(fd, &st) < 0) {
		status = error_errno(err, "cannot look at %s", path);
	} else if (!S_ISREG(st.st_mode)) {
		status = error_set(
			err, ERR_INVALID, "%s is no regular file", path);
	} else if (st.st_size == 0) {
		m->bytes = STR("");
	} else {
		size_t len = (size_t)st.st_size;
		void *p = mmap(NULL, len, PROT_READ, MAP_SHARED, fd, 0);
		if (p == MAP_FAILED)
			status = error_errno(err, "cannot map %s", path);
		else
			*m = (struct mapping){{p, len}, mark_of(&st)};
	}
	close(fd);
	return status;
}

void mapping_close(struct mapping *m)
{
	if (m->bytes.len)
		munmap((void *)(uintptr_t)m->bytes.p, m->bytes.len);
	*m = (struct mapping){0};
}

static bool write_fully(int fd, const char *p, size_t len)
{
	while (len) {
		ssize_t n = write(fd, p, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		p += n;
		len -= (size_t)n;
	}
	return true;
}

enum status output_open(struct output *o, const char *path, struct error *err)
{
	*o = (struct output){.fd = -1};
	if (snprintf(o->path, sizeof o->path, "%s", path) >=
		(int)sizeof o->path)
		return error_set(
			err, ERR_LIMIT, "the path %s is too long", path);
	o->fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (o->fd < 0)
		return error_errno(err, "cannot create %s", path);
	return OK;
}

static void output_drain(struct output *o, const void *bytes, size_t len)
{
	if (o->err.status == OK && !write_fully(o->fd, bytes, len))
		(void)error_errno(&o->err, "cannot write %s", o->path);
}

void output_put(struct output *o, const void *bytes, size_t len)
{
	o->len += len;
	if (len >= OUTPUT_PENDING) {
		output_drain(o, o->pending.p, o->pending.len);
		buf_clear(&o->pending);
		output_drain(o, bytes, len);
		return;
	}
	buf_put(&o->pending, bytes, len);
	if (o->pending.status != OK && o->err.status == OK)
		(void)error_set(&o->err, o->pending.status,
			"out of memory writing %s", o->path);
	if (o->pending.len >= OUTPUT_PENDING) {
		output_drain(o, o->pending.p, o->pending.len);
		buf_clear(&o->pending);
	}
}

void output_abandon(struct output *o)
{
	if (o->fd >= 0) {
		close(o->fd);
		unlink(o->path);
	}
	buf_release(&o->pending);
	o->fd = -1;
}

enum status output_finish(struct output *o, struct error *err)
{
	output_drain(o, o->pending.p, o->pending.len);
	if (o->err.status == OK && fsync(o->fd) < 0)
		(void)error_errno(&o->err, "cannot make %s durable", o->path);
	if (o->err.status != OK) {
		enum status status =
			error_set(err, o->err.status, "%s", o->err.text);
		output_abandon(o);
		return status;
	}
	int fd = o->fd;
	o->fd = -1;
	buf_release(&o->pending);
	if (close(fd) < 0) {
		enum status status =
			error_errno(err, "cannot write %s", o->path);
		unlink(o->path);
		return status;
	}
	return OK;
}

enum status file_read(
	const char *path, size_t max, struct buf *out, struct error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return error_errno(err, "cannot open %s", path);
	enum status status = OK;
	size_t before = out->len;
	for (;;) {
		char *to = buf_reserve(out, 1 << 16);
		if (!to) {
			status = error_set(err, out->status,
				"out of memory reading %s", path);
			break;
		}
		ssize_t n = read(fd, to, 1 << 16);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			status = error_errno(err, "cannot read %s", path);
		if (n <= 0)
			break;
		out->len += (size_t)n;
		if (out->len - before > max) {
			status = error_set(err, ERR_LIMIT,
				"%s is larger than %zu bytes", path, max);
			break;
		}
	}
	close(fd);
	return status;
}

/* fsync the folder that `path` is in. */
static enum status parent_sync(const char *path, struct error *err)
{
	char folder[4096];
	const char *slash = strrchr(path, '/');
	snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - path) : 1,
		slash ? path : ".");
	return folder_sync(folder[0] ? folder : "/", err);
}

enum status file_rename(const char *from, const char *to, struct error *err)
{
	struct error why = {0};
	if (rename(from, to) < 0)
		return error_errno(err, "cannot rename %s to %s", from, to);
	enum status status = parent_sync(to, &why);
	return status == OK
		       ? OK
		       : error_set(err, status,
				 "%s is in place, but may not survive a power "
				 "failure: %s",
				 to, why.text);
}

enum status file_replace(const char *path, struct str bytes, struct error *err)
{
	char temporary[4096 + 8];
	struct output o;
	snprintf(temporary, sizeof temporary, "%s.new", path);
	unlink(temporary);
	enum status status = output_open(&o, temporary, err);
	if (status != OK)
		return status;
	output_put(&o, bytes.p, bytes.len);
	status = output_finish(&o, err);
	if (status != OK)
		return status;
	status = file_rename(temporary, path, err);
	if (status != OK)
		unlink(temporary);
	return status;
}

enum status folder_sync(const char *path, struct error *err)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return error_errno(err, "cannot open the folder %s", path);
	enum status status = OK;
	if (fsync(fd) < 0)
		status = error_errno(
			err, "cannot make the folder %s durable", path);
	close(fd);
	return status;
}

static enum status make_one(const char *path, struct error *err)
{
	if (mkdir(path, 0777) == 0)
		return parent_sync(path, err);
	return errno == EEXIST || errno == EISDIR
		       ? OK
		       : error_errno(err, "cannot make the folder %s", path);
}

enum status folder_make(const char *path, struct error *err)
{
	char at[4096];
	if (snprintf(at, sizeof at, "%s", path) >= (int)sizeof at)
		return error_set(
			err, ERR_LIMIT, "the path %s is too long", path);
	for (char *p = at + 1;; p++) {
		if (*p != '/' && *p != '\0')
			continue;
		char here = *p;
		*p = '\0';
		enum status status = make_one(at, err);
		if (status != OK)
			return status;
		*p = here;
		if (!here)
			break;
	}
	struct stat st;
	if (stat(path, &st) < 0)
		return error_errno(err, "cannot make the folder %s", path);
	if (!S_ISDIR(st.st_mode))
		return error_set(err, ERR_INVALID, "%s is no folder", path);
	return OK;
}

void standard_files_guard(void)
{
	int fd;
	do
		fd = open("/dev/null", O_RDONLY);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

enum status lock_take(
	struct lock *l, const char *path, const char *owner, struct error *err)
{
	l->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (l->fd < 0)
		return error_errno(err, "cannot open the lock %s", path);
	struct flock fl = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
	if (fcntl(l->fd, F_OFD_SETLK, &fl) < 0) {
		enum status status;
		if (errno == EAGAIN || errno == EACCES) {
			char holder[256];
			ssize_t n = read(l->fd, holder, sizeof holder - 1);
			holder[n > 0 ? n : 0] = '\0';
			status = error_set(err, ERR_LOCKED,
				"another writer (%s) holds the lock %s",
				n > 0 ? holder : "unknown", path);
		} else {
			status = error_errno(err, "cannot lock %s", path);
		}
		close(l->fd);
		l->fd = -1;
		return status;
	}
	if (ftruncate(l->fd, 0) < 0 ||
		!write_fully(l->fd, owner, strlen(owner))) {
		enum status status =
			error_errno(err, "cannot write the lock %s", path);
		lock_release(l);
		return status;
	}
	return OK;
}

void lock_release(struct lock *l)
{
	if (l->fd >= 0)
		close(l->fd);
	l->fd = -1;
}
