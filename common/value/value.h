/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * value.h - what YAML, TOML and JSON metadata are read into: one small tree,
 * so that one mapper (metadata.h) serves all three.
 *
 * Readers keep to the limits below, so that walks may recurse.
 *
 * Errors:    value_new() returns NULL when memory is out.
 * Ownership: nodes live in an arena; texts where the reader says.
 */
#ifndef MEJU_VALUE_VALUE_H
#define MEJU_VALUE_VALUE_H

#include "common/base/arena.h"
#include "common/base/buf.h"

enum {
	VALUE_DEPTH_MAX = 32,        /* lists and objects inside each other   */
	VALUE_SOURCE_MAX = 64 << 10, /* bytes of a front matter block        */
	VALUE_COUNT_MAX = 1 << 16,   /* nodes, aliases of YAML written out    */
};

enum value_kind {
	VALUE_NULL,
	VALUE_BOOL,
	VALUE_NUMBER,
	VALUE_STRING,
	VALUE_LIST,
	VALUE_OBJECT,
};

struct value {
	enum value_kind kind;
	bool truth;                 /* of a bool                             */
	unsigned line;              /* in its source, from 1; 0 if not known */
	struct str key;             /* of a member of an object              */
	struct str text;            /* a string; a number in JSON's notation */
	struct value *first, *last; /* what a list or object holds         */
	struct value *next;
};

/* Why a block of metadata could not be read. */
struct value_error {
	unsigned line; /* in the block, from 1; 0: of all of it */
	char why[120];
};

struct value *value_new(struct arena *a, enum value_kind kind);

/* Put `child` last into a list or object. */
void value_append(struct value *parent, struct value *child);

/* The member of an object named `key`, else (or if `v` is no object) NULL. */
const struct value *value_get(const struct value *v, const char *key);

/* Digits before the point and of the exponent; numbers of more are text, for
 * readers of JSON refuse or round them. */
enum { VALUE_DIGITS_MAX = 18, VALUE_EXPONENT_MAX = 2 };

/* Is `s` a number as JSON writes them? */
bool value_is_number(struct str s);

/* Append the value as JSON. */
void value_write(struct buf *out, const struct value *v);

#endif
