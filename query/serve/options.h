/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * options.h - how meju-serve is used.
 *
 * To add an option: its number here, its row in options.c, what it does in
 * main.c.  Help, manual and completions follow from the row.
 */
#ifndef MEJU_QUERY_SERVE_OPTIONS_H
#define MEJU_QUERY_SERVE_OPTIONS_H

#include "common/base/usage.h"

enum {
	SERVE_INDEX,
	SERVE_LISTEN,
	SERVE_SOCKET,
	SERVE_URL,
	SERVE_CORS,
	SERVE_API_KEY,
	SERVE_RATE,
	SERVE_PROXIED,
	SERVE_MAX_AGE,
	SERVE_SYNONYMS,
	SERVE_LOG,
	SERVE_LOG_ADDRESSES,
	SERVE_SLOW,
	SERVE_REPORT,
	SERVE_USER,
	SERVE_NO_SANDBOX,
	SERVE_THREADS,
	SERVE_CONNECTIONS,
	SERVE_TIMEOUT,
	SERVE_DEADLINE,
	SERVE_CACHE,
	SERVE_HELP,
	SERVE_VERSION,
};

extern const struct usage serve_usage;

#endif
