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

enum { WHOLE_MAX = 4 * ERROR_TEXT_MAX + 4096 };

/* A sentence is one line, whatever a file is called; of one that is too long
 * the middle is left out, for its end says why. */
static void keep(struct error *err, enum status status, const char *whole)
{
	static const char gap[] = "\u2026";
	size_t len = strlen(whole), head = len, n = 0;
	const char *tail = whole + len;
	if (len >= sizeof err->text) {
		head = sizeof err->text / 2;
		tail -= sizeof err->text - head - sizeof gap;
		while (head && ((unsigned char)whole[head] & 0xc0) == 0x80)
			head--;
		while (((unsigned char)*tail & 0xc0) == 0x80)
			tail++;
	}
	n = (size_t)snprintf(err->text, sizeof err->text, "%.*s%s%s", (int)head,
		whole, head < len ? gap : "", tail);
	for (char *c = err->text; c < err->text + n; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			*c = '?';
	err->status = status;
}

enum status error_set(
	struct error *err, enum status status, const char *fmt, ...)
{
	if (err) {
		char whole[WHOLE_MAX];
		va_list ap;
		va_start(ap, fmt);
		vsnprintf(whole, sizeof whole, fmt, ap);
		va_end(ap);
		keep(err, status, whole);
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
		char whole[WHOLE_MAX];
		va_list ap;
		va_start(ap, fmt);
		int n = vsnprintf(whole, sizeof whole, fmt, ap);
		va_end(ap);
		size_t at = n < 0 ? 0 : (size_t)n;
		if (at < sizeof whole)
			snprintf(whole + at, sizeof whole - at, ": %s",
				strerror(saved));
		keep(err, status, whole);
	}
	errno = saved;
	return status;
}

enum status error_corrupt(struct error *err, const char *what, const char *why)
{
	return error_set(err, ERR_CORRUPT, "%s is damaged: %s", what, why);
}
