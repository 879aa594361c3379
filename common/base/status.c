/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/status.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *status_text(enum status status)
{
	switch (status) {
	case OK:
		return "success";
	case ERR_NOMEM:
		return "out of memory";
	case ERR_IO:
		return "input/output error";
	case ERR_CORRUPT:
		return "damaged data";
	case ERR_VERSION:
		return "unsupported version";
	case ERR_LIMIT:
		return "limit exceeded";
	case ERR_INVALID:
		return "invalid input";
	case ERR_NOT_FOUND:
		return "not found";
	case ERR_LOCKED:
		return "locked by another writer";
	case ERR_UNSUPPORTED:
		return "not supported";
	case ERR_STOPPED:
		return "stopped by a signal";
	case ERR_CHANGED:
		return "changed by another writer meanwhile";
	case ERR_NETWORK:
		return "server not reached";
	case ERR_TIMEOUT:
		return "server too slow";
	}
	return "unknown status";
}

/* A sentence is one line, whatever a file is called. */
static void make_plain(char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			*text = '?';
}

enum status error_set(
	struct error *err, enum status status, const char *fmt, ...)
{
	if (err) {
		va_list ap;
		va_start(ap, fmt);
		err->status = status;
		vsnprintf(err->text, sizeof err->text, fmt, ap);
		va_end(ap);
		make_plain(err->text);
	}
	return status;
}

enum status error_errno(struct error *err, const char *fmt, ...)
{
	int saved = errno;
	enum status status = saved == ENOENT ? ERR_NOT_FOUND : ERR_IO;
	if (saved == ENOMEM)
		status = ERR_NOMEM;
	if (err) {
		va_list ap;
		va_start(ap, fmt);
		int n = vsnprintf(err->text, sizeof err->text, fmt, ap);
		va_end(ap);
		size_t at = n < 0 ? 0 : (size_t)n;
		if (at < sizeof err->text)
			snprintf(err->text + at, sizeof err->text - at, ": %s",
				strerror(saved));
		make_plain(err->text);
		err->status = status;
	}
	errno = saved;
	return status;
}

enum status error_corrupt(struct error *err, const char *what, const char *why)
{
	return error_set(err, ERR_CORRUPT, "%s is damaged: %s", what, why);
}
