/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * json.h - writes JSON, one value after the other, into a buffer.
 *
 *	struct json j = {.out = &buf};
 *	json_object(&j);
 *	json_key(&j, STR("tags"));
 *	json_array(&j);
 *	json_str(&j, STR("gut"));
 *	json_end(&j);
 *	json_end(&j);
 *	if (buf.status != OK) ...         -> {"tags":["gut"]}
 *
 * The output is ASCII where HTML, JavaScript or a terminal could take offence:
 * <, >, &, control characters and U+2028, U+2029 are \u escapes.  Bytes that
 * are no UTF-8 become U+FFFD.
 *
 * Errors:    the buffer's.  Calls in an order that makes no JSON are our own
 *            mistake (assert).
 * Ownership: borrows the buffer, which may already hold other bytes.
 */
#ifndef MEJU_BASE_JSON_H
#define MEJU_BASE_JSON_H

#include "common/base/buf.h"

#include <stdbool.h>
#include <stdint.h>

enum { JSON_DEPTH_MAX = 64 };

struct json {
	struct buf *out;
	bool pretty; /* a line for each member, two spaces a level */
	bool more;   /* a value stands before, on this level       */
	bool keyed;  /* a key stands before                        */
	unsigned depth;
	uint64_t arrays; /* bit n: level n is an array                 */
};

void json_object(struct json *j);
void json_array(struct json *j);

/* End the innermost object or array. */
void json_end(struct json *j);

/* The name of the member whose value comes next. */
void json_key(struct json *j, struct str name);

void json_str(struct json *j, struct str value);
void json_int(struct json *j, int64_t value);
void json_uint(struct json *j, uint64_t value);
void json_bool(struct json *j, bool value);
void json_null(struct json *j);

/* A value that is JSON already. */
void json_raw(struct json *j, struct str value);

/* The fewest digits that read back as the same number; null if there is no
 * such number (infinite, not a number). */
void json_double(struct json *j, double value);

#endif
