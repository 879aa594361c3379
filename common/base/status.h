/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * status.h - what went wrong, as a code for programs and a sentence for people.
 *
 * Every function that can fail returns an enum status; results come through
 * out-parameters, which a failure leaves untouched.  At a border (open,
 * commit, parse) a struct error on the caller's stack also takes a sentence:
 *
 *	struct error err = {0};
 *	if (snapshot_open(&snap, dir, &err) != OK)
 *		fprintf(stderr, "meju-query: %s\n", err.text);
 *
 * Ownership: a struct error is plain memory; nothing to release.
 * Threads:   no shared state.
 */
#ifndef MEJU_BASE_STATUS_H
#define MEJU_BASE_STATUS_H

enum status {
	OK = 0,
	ERR_NOMEM,     /* memory ran out                                    */
	ERR_IO,        /* the operating system refused; errno's text is kept */
	ERR_CORRUPT,   /* bytes on disk are not what was written            */
	ERR_VERSION,   /* written by a newer meju or another analyser       */
	ERR_LIMIT,     /* a documented limit was exceeded                   */
	ERR_INVALID,   /* input or an argument makes no sense               */
	ERR_NOT_FOUND, /* no such file, index or document                   */
	ERR_LOCKED,    /* another writer holds the lock                     */
	ERR_UNSUPPORTED, /* the engine in use cannot do this                  */
	ERR_STOPPED,     /* a signal asked for it (stop.h)                    */
	ERR_CHANGED,     /* overtaken by a writer: open again, and retry      */
	ERR_NETWORK,     /* a server cannot be reached, or has gone           */
	ERR_TIMEOUT,     /* a server did not answer in time                   */
};

enum { ERROR_TEXT_MAX = 1024 };

struct error {
	enum status status;
	char text[ERROR_TEXT_MAX]; /* one sentence, no newline, no full stop;
	                              control characters of names are '?',
	                              the middle of long names is left out */
};

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))

/* A few words that name the status; a constant. */
const char *status_text(enum status status);

/*
 * Put a sentence into `err` (may be NULL) and return `status`, so that
 * `return error_set(err, ERR_INVALID, ...)` is one line.
 */
enum status error_set(struct error *err, enum status status, const char *fmt,
	...) PRINTF_LIKE(3, 4);

/* As error_set() with ERR_IO, followed by ": " and the text of errno. */
enum status error_errno(struct error *err, const char *fmt, ...)
	PRINTF_LIKE(2, 3);

/* Damage in bytes that this process did not write; one place to break on. */
enum status error_corrupt(struct error *err, const char *what, const char *why);

#endif
