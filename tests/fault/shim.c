/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/fault/shim.h"
#include "tests/fault/disk.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define SHIM_EXPORT __attribute__((visibility("default")))

/* The function that this one stands before. */
#define REAL(name) (__extension__(__typeof__(&name)) dlsym(RTLD_NEXT, #name))

struct shim_report *shim_report;

static struct shim_plan plan;
static volatile bool armed;
static _Thread_local bool inside; /* the shim's own calls pass */
static int open_before;
static dev_t failed_device;
static ino_t failed_file;
/* What a commit has come to: later ones and tidying up are worth less. */
static enum { BEFORE, RENAMED, COMMITTED } stage;

enum verdict { PASS, REFUSE, HALVE, DIE_AMID, DIE_AFTER };

const char *shim_name(enum shim_call call)
{
	static const char *const names[] = {"open", "create", "read", "write",
		"fsync", "rename", "unlink", "mmap", "munmap", "close", "stat",
		"readdir", "ftruncate", "lock", "malloc", "pthread_create"};
	return names[call];
}

/* ---- what becomes of a call ---- */

static void die(void)
{
	syscall(SYS_kill, syscall(SYS_getpid), SIGKILL);
}

static void note(enum shim_call call, const char *name, int fd)
{
	char link[64];
	ssize_t n;
	shim_report->call = call;
	if (name) {
		strncpy(shim_report->name, name, sizeof shim_report->name - 1);
		return;
	}
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	n = fd < 0 ? -1
		   : readlink(link, shim_report->name,
			     sizeof shim_report->name - 1);
	shim_report->name[n < 0 ? 0 : n] = '\0';
}

static enum verdict judge(enum shim_call call, const char *name, int fd)
{
	if (!armed || inside || !(plan.calls & 1u << call))
		return PASS;
	uint64_t n = atomic_fetch_add(&shim_report->calls, 1);
	if (n < plan.at || (n > plan.at && !plan.sticky) ||
		plan.what == SHIM_COUNT || plan.what == SHIM_WATCH)
		return PASS;
	inside = true;
	if (atomic_fetch_add(&shim_report->hits, 1) == 0)
		note(call, name, fd);
	inside = false;
	errno = call == SHIM_MAP ? ENOMEM : plan.error;
	switch (plan.what) {
	case SHIM_KILL_BEFORE:
		die();
		return PASS;
	case SHIM_KILL_AMID:
		return DIE_AMID;
	case SHIM_KILL_AFTER:
		return DIE_AFTER;
	case SHIM_HALF:
		return HALVE;
	default:
		return REFUSE;
	}
}

/* When the call is done. */
static void end(enum verdict v)
{
	if (v == DIE_AMID || v == DIE_AFTER)
		die();
}

static bool watched(void)
{
	return armed && !inside && plan.what == SHIM_WATCH;
}

/* Tell disk.c of it, whose own calls pass. */
static void tell(void (*event)(const char *a, const char *b), const char *a,
	const char *b)
{
	int saved = errno;
	if (!watched())
		return;
	inside = true;
	event(a, b);
	inside = false;
	errno = saved;
}

static const char *name_of(int fd)
{
	static _Thread_local char name[4096];
	char link[64];
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	ssize_t n = readlink(link, name, sizeof name - 1);
	name[n < 0 ? 0 : n] = '\0';
	return name;
}

/* ---- files ---- */

static int real_open(const char *path, int flags, mode_t mode)
{
	return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

SHIM_EXPORT int open(const char *path, int flags, ...)
{
	mode_t mode = 0;
	if (flags & O_CREAT) {
		va_list ap;
		va_start(ap, flags);
		mode = va_arg(ap, mode_t);
		va_end(ap);
	}
	bool makes = flags & O_CREAT;
	enum verdict v = judge(makes ? SHIM_CREATE : SHIM_OPEN, path, -1);
	if (v == REFUSE)
		return -1;
	bool fresh = makes && watched() && access(path, F_OK) < 0;
	int fd = real_open(path, flags, mode);
	if (fd >= 0 && fresh)
		tell(disk_created, path, NULL);
	end(v);
	return fd;
}

SHIM_EXPORT int mkostemp(char *pattern, int flags)
{
	enum verdict v = judge(SHIM_CREATE, pattern, -1);
	if (v == REFUSE)
		return -1;
	int fd = REAL(mkostemp)(pattern, flags);
	if (fd >= 0)
		tell(disk_created, pattern, NULL);
	end(v);
	return fd;
}

SHIM_EXPORT int mkdir(const char *path, mode_t mode)
{
	enum verdict v = judge(SHIM_CREATE, path, -1);
	if (v == REFUSE)
		return -1;
	int r = (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
	if (r == 0)
		tell(disk_made, path, NULL);
	end(v);
	return r;
}

SHIM_EXPORT int close(int fd)
{
	enum verdict v = judge(SHIM_CLOSE, NULL, fd);
	int r = (int)syscall(SYS_close, fd);
	end(v);
	if (v == REFUSE)
		errno = plan.error;
	return v == REFUSE ? -1 : r;
}

static size_t asked(enum verdict v, size_t len)
{
	return v == HALVE || v == DIE_AMID ? (len + 1) / 2 : len;
}

SHIM_EXPORT ssize_t read(int fd, void *to, size_t len)
{
	enum verdict v = judge(SHIM_READ, NULL, fd);
	if (v == REFUSE)
		return -1;
	ssize_t n = syscall(SYS_read, fd, to, asked(v, len));
	end(v);
	return n;
}

SHIM_EXPORT ssize_t pread(int fd, void *to, size_t len, off_t off)
{
	enum verdict v = judge(SHIM_READ, NULL, fd);
	if (v == REFUSE)
		return -1;
	ssize_t n = syscall(SYS_pread64, fd, to, asked(v, len), off);
	end(v);
	return n;
}

SHIM_EXPORT ssize_t write(int fd, const void *from, size_t len)
{
	enum verdict v = judge(SHIM_WRITE, NULL, fd);
	if (v == REFUSE)
		return -1;
	ssize_t n = syscall(SYS_write, fd, from, asked(v, len));
	if (watched())
		tell(disk_written, name_of(fd), NULL);
	end(v);
	return n;
}

SHIM_EXPORT int ftruncate(int fd, off_t len)
{
	enum verdict v = judge(SHIM_TRUNCATE, NULL, fd);
	if (v == REFUSE)
		return -1;
	int r = (int)syscall(SYS_ftruncate, fd, len);
	if (watched())
		tell(disk_written, name_of(fd), NULL);
	end(v);
	return r;
}

/* Of a regular file: after a failure nobody knows what a second one means. */
static void remember_sync(int fd, bool failed)
{
	struct stat st;
	if (!armed || inside || syscall(SYS_fstat, fd, &st) < 0 ||
		!S_ISREG(st.st_mode))
		return;
	if (shim_report->sync_failed && st.st_ino == failed_file &&
		st.st_dev == failed_device)
		shim_report->synced_again++;
	if (failed) {
		failed_file = st.st_ino;
		failed_device = st.st_dev;
	}
}

static bool is_folder(int fd)
{
	struct stat st;
	return syscall(SYS_fstat, fd, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool is_manifest(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash && strcmp(slash, "/manifest") == 0;
}

SHIM_EXPORT int fsync(int fd)
{
	enum verdict v = judge(SHIM_FSYNC, NULL, fd);
	remember_sync(fd, v == REFUSE);
	if (v == REFUSE) {
		shim_report->sync_failed += stage != COMMITTED;
		errno = plan.error;
		return -1;
	}
	if (stage == RENAMED && !inside && is_folder(fd))
		stage = COMMITTED;
	if (watched())
		tell(disk_about_to, "fsync", NULL);
	/* what a sync promises is disk.c's to say; real ones only cost time */
	if (watched())
		tell(disk_synced, name_of(fd), NULL);
	end(v);
	return 0;
}

SHIM_EXPORT int fdatasync(int fd)
{
	return fsync(fd);
}

SHIM_EXPORT int rename(const char *from, const char *to)
{
	enum verdict v = judge(SHIM_RENAME, to, -1);
	if (v == REFUSE)
		return -1;
	tell(disk_about_to, "rename", NULL);
	tell(disk_renamed, from, to);
	int r = (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
	if (armed && !inside && is_manifest(to))
		stage = RENAMED;
	tell(disk_about_to, "after rename", NULL);
	end(v);
	return r;
}

SHIM_EXPORT int unlinkat(int folder, const char *path, int flags)
{
	char whole[8192];
	enum verdict v = judge(SHIM_UNLINK, path, -1);
	if (v == REFUSE)
		return -1;
	if (folder == AT_FDCWD)
		snprintf(whole, sizeof whole, "%s", path);
	else
		snprintf(whole, sizeof whole, "%s/%s", name_of(folder), path);
	if (watched() && access(whole, F_OK) == 0)
		tell(disk_unlinked, whole, NULL);
	int r = (int)syscall(SYS_unlinkat, folder, path, flags);
	end(v);
	return r;
}

SHIM_EXPORT int unlink(const char *path)
{
	return unlinkat(AT_FDCWD, path, 0);
}

SHIM_EXPORT void *mmap(
	void *at, size_t len, int prot, int flags, int fd, off_t off)
{
	enum verdict v = fd < 0 ? PASS : judge(SHIM_MAP, NULL, fd);
	if (v == REFUSE)
		return MAP_FAILED;
	void *p = (void *)syscall(SYS_mmap, at, len, prot, flags, fd, off);
	end(v);
	return p;
}

SHIM_EXPORT int munmap(void *p, size_t len)
{
	enum verdict v = judge(SHIM_UNMAP, NULL, -1);
	int r = (int)syscall(SYS_munmap, p, len);
	end(v);
	return r;
}

SHIM_EXPORT off_t lseek(int fd, off_t off, int whence)
{
	enum verdict v = judge(SHIM_LOOK, NULL, fd);
	if (v == REFUSE)
		return -1;
	off_t r = syscall(SYS_lseek, fd, off, whence);
	end(v);
	return r;
}

SHIM_EXPORT int fstat(int fd, struct stat *st)
{
	enum verdict v = judge(SHIM_LOOK, NULL, fd);
	if (v == REFUSE)
		return -1;
	int r = (int)syscall(SYS_newfstatat, fd, "", st, AT_EMPTY_PATH);
	end(v);
	return r;
}

SHIM_EXPORT int stat(const char *path, struct stat *st)
{
	enum verdict v = judge(SHIM_LOOK, path, -1);
	if (v == REFUSE)
		return -1;
	int r = (int)syscall(SYS_newfstatat, AT_FDCWD, path, st, 0);
	end(v);
	return r;
}

SHIM_EXPORT int access(const char *path, int mode)
{
	enum verdict v = judge(SHIM_LOOK, path, -1);
	if (v == REFUSE)
		return -1;
	int r = (int)syscall(SYS_faccessat, AT_FDCWD, path, mode);
	end(v);
	return r;
}

SHIM_EXPORT int fcntl(int fd, int command, ...)
{
	va_list ap;
	va_start(ap, command);
	void *argument = va_arg(ap, void *);
	va_end(ap);
	bool locks = command == F_OFD_SETLK || command == F_OFD_SETLKW;
	enum verdict v = locks ? judge(SHIM_LOCK, NULL, fd) : PASS;
	if (v == REFUSE)
		return -1;
	int r = (int)syscall(SYS_fcntl, fd, command, argument);
	end(v);
	return r;
}

/* ---- folders ---- */

SHIM_EXPORT DIR *opendir(const char *path)
{
	enum verdict v = judge(SHIM_LIST, path, -1);
	DIR *dir = v == REFUSE ? NULL : REAL(opendir)(path);
	end(v);
	return dir;
}

SHIM_EXPORT struct dirent *readdir(DIR *dir)
{
	enum verdict v = judge(SHIM_LIST, NULL, dirfd(dir));
	struct dirent *entry = v == REFUSE ? NULL : REAL(readdir)(dir);
	end(v);
	return entry;
}

typedef int fts_order(const FTSENT **, const FTSENT **);

SHIM_EXPORT FTS *fts_open(char *const *paths, int options, fts_order *order)
{
	enum verdict v = judge(SHIM_LIST, paths[0], -1);
	inside = true; /* glibc's crashes if it gets no memory */
	FTS *fts = v == REFUSE ? NULL : REAL(fts_open)(paths, options, order);
	inside = false;
	end(v);
	return fts;
}

SHIM_EXPORT FTSENT *fts_read(FTS *fts)
{
	enum verdict v = judge(SHIM_LIST, NULL, -1);
	FTSENT *entry = v == REFUSE ? NULL : REAL(fts_read)(fts);
	end(v);
	return entry;
}

/* ---- threads and memory ---- */

typedef void *thread_main(void *);

/* A sanitizer must know of threads. */
__attribute__((weak)) int __interceptor_pthread_create(pthread_t *id,
	const pthread_attr_t *attributes, thread_main *run, void *data);

SHIM_EXPORT int pthread_create(pthread_t *id, const pthread_attr_t *attributes,
	thread_main *run, void *data)
{
	__typeof__(&pthread_create) real = __interceptor_pthread_create;
	if (!real)
		real = REAL(pthread_create);
	enum verdict v = judge(SHIM_THREAD, NULL, -1);
	return v == REFUSE ? EAGAIN : real(id, attributes, run, data);
}

bool shim_refuse(void)
{
	return armed && judge(SHIM_MEMORY, NULL, -1) == REFUSE;
}

static int count_open(void)
{
	int count = 0;
	for (int fd = 0; fd < 256; fd++)
		count += syscall(SYS_fcntl, fd, F_GETFD) >= 0;
	return count;
}

void shim_arm(const struct shim_plan *p)
{
	plan = *p;
	stage = BEFORE;
	open_before = count_open();
	atomic_signal_fence(memory_order_seq_cst);
	armed = true;
}

void shim_disarm(void)
{
	armed = false;
	shim_report->leaked = count_open() - open_before;
}
