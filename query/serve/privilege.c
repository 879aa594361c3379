/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/serve/privilege.h"

#include <grp.h>
#include <pwd.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

enum status privilege_drop(const char *user, struct error *err)
{
	const struct passwd *p = getpwnam(user);
	if (!p)
		return error_set(
			err, ERR_NOT_FOUND, "there is no user '%s'", user);
	if (initgroups(user, p->pw_gid) || setgid(p->pw_gid) ||
		setuid(p->pw_uid) || (p->pw_uid != 0 && setuid(0) == 0))
		return error_errno(err, "cannot become the user '%s'", user);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	return OK;
}

unsigned long privilege_files(void)
{
	struct rlimit limit;
	if (getrlimit(RLIMIT_NOFILE, &limit))
		return 256;
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	getrlimit(RLIMIT_NOFILE, &limit);
	return limit.rlim_cur;
}
