/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * json.h - JSON to a struct value, by simdjson; C++ stays in json.cc.
 *
 *	if (json_parse(j, bytes, 0, &why) == OK)
 *		status = json_value(j, arena, &value, &why);
 *
 * Errors:    ERR_NOMEM; ERR_LIMIT for what is nested deeper than
 *            JSON_DEEPEST, has more than JSON_VALUES values or is
 *            longer than JSON_MAX; ERR_INVALID otherwise.  `*why` is then a
 *            few words, constant.
 * Ownership: nodes live in the arena; texts belong to the struct json (small
 *            numbers to the arena), until its next json_parse().
 * Threads:   a struct json belongs to one thread.
 */
#ifndef MEJU_INDEXER_PARSE_JSON_H
#define MEJU_INDEXER_PARSE_JSON_H

#include "common/value/value.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
	JSON_MAX = 100 << 20, /* bytes of one text                           */
	/* Of front matter a line of a dump has all, a level deeper, and the
	 * sections of the text; what the innermost list holds is a level,
	 * too. */
	JSON_DEEPEST = VALUE_DEPTH_MAX + 2,
	JSON_VALUES = 2 * VALUE_COUNT_MAX,
	JSON_SLACK = 64, /* readable bytes behind a text that save a copy */
};

struct json;

struct json *json_new(void); /* NULL: out of memory */
void json_free(struct json *j);

/* Check and remember one text; `slack`: readable bytes behind `bytes`. */
MUST_CHECK enum status json_parse(
	struct json *j, struct str bytes, size_t slack, const char **why);

/* All of the parsed text. */
MUST_CHECK enum status json_value(
	struct json *j, struct arena *a, struct value **out, const char **why);

/*
 * The next element of the parsed text, which is a list; ERR_NOT_FOUND behind
 * the last one, or if it is no list.
 */
MUST_CHECK enum status json_next(
	struct json *j, struct arena *a, struct value **out, const char **why);

/* Is this UTF-8?  Here because simdjson is the fastest to know. */
bool json_is_utf8(struct str bytes);

#ifdef __cplusplus
}
#endif

#endif
