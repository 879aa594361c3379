/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/serve/sandbox.h"

#include <fcntl.h>
#include <limits.h>
#include <linux/landlock.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
	VERSION_REFER = 2, /* of Landlock, since when there is */
	VERSION_TRUNCATE = 3,
	VERSION_NET = 4,
	TRUNCATE = 1 << 14,
	NET_ALL = 3, /* bind and connect */
	FILES = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE |
		LANDLOCK_ACCESS_FS_READ_FILE | TRUNCATE,
	ALL = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1,
	READ = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
	REPLACE = READ | LANDLOCK_ACCESS_FS_WRITE_FILE |
		  LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REMOVE_FILE |
		  TRUNCATE,
};

/* As in kernels that know TCP; the headers may be older. */
struct rules {
	uint64_t files, net;
};

static uint64_t known(const struct sandbox *s, uint64_t rights)
{
	return s->version < VERSION_TRUNCATE ? rights & ~(uint64_t)TRUNCATE
					     : rights;
}

void sandbox_begin(struct sandbox *s)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0,
		LANDLOCK_CREATE_RULESET_VERSION);
	*s = (struct sandbox){.fd = -1};
	if (version < 1)
		return;
	s->version = (unsigned)version;
	struct rules rules = {.files = known(s, ALL | TRUNCATE),
		.net = version < VERSION_NET ? 0 : NET_ALL};
	if (version >= VERSION_REFER)
		rules.files |= LANDLOCK_ACCESS_FS_REFER;
	s->fd = (int)syscall(
		SYS_landlock_create_ruleset, &rules, sizeof rules, 0);
}

static void allow(struct sandbox *s, const char *path, uint64_t rights)
{
	struct stat file;
	int at = s->fd < 0 ? -1 : open(path, O_PATH | O_CLOEXEC);
	if (at < 0)
		return;
	if (fstat(at, &file) == 0 && !S_ISDIR(file.st_mode))
		rights &= FILES;
	const struct landlock_path_beneath_attr rule = {
		.allowed_access = known(s, rights), .parent_fd = at};
	syscall(SYS_landlock_add_rule, s->fd, LANDLOCK_RULE_PATH_BENEATH, &rule,
		0);
	close(at);
}

/* In the folder where it really is. */
static void allow_beside(struct sandbox *s, const char *path, uint64_t rights)
{
	char real[PATH_MAX];
	if (!realpath(path, real))
		return;
	char *slash = strrchr(real, '/');
	slash[slash == real] = '\0';
	allow(s, real, rights);
}

void sandbox_read(struct sandbox *s, const char *path)
{
	allow(s, path, READ);
}

void sandbox_read_beside(struct sandbox *s, const char *path)
{
	allow_beside(s, path, READ);
}

void sandbox_replace(struct sandbox *s, const char *path)
{
	allow_beside(s, path, REPLACE);
}

enum status sandbox_enter(struct sandbox *s, struct error *err)
{
	if (s->fd < 0)
		return OK;
	bool entered = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
		       syscall(SYS_landlock_restrict_self, s->fd, 0) == 0;
	close(s->fd);
	s->fd = -1;
	return entered ? OK
		       : error_errno(err,
				 "cannot enter the sandbox (--no-sandbox does "
				 "without)");
}
