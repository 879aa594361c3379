/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * form.h - what stands behind the "?" of an address: names and values.
 *
 *	struct form f = {0};
 *	if (form_parse(&f, STR("q=gut+skin&tag=diet"), &err) != OK)
 *		...
 *	struct str q = form_value(&f, STR("q"));
 *	form_release(&f);
 *
 * "+" is a space and %XX a byte (The URL Standard, section 5.1), but a percent
 * sign without two hexadecimal digits is an error.  Bytes need not be UTF-8.
 *
 * Errors:    a sentence: ERR_INVALID for such a percent sign, ERR_LIMIT for too
 *            many parameters, ERR_NOMEM.
 * Ownership: a form owns its texts until it is parsed anew or released.
 */
#ifndef MEJU_QUERY_SERVE_FORM_H
#define MEJU_QUERY_SERVE_FORM_H

#include "common/base/arena.h"
#include "common/base/status.h"

enum { FORM_FIELDS_MAX = 64 };

struct form_field {
	struct str name, value;
};

struct form {
	struct form_field v[FORM_FIELDS_MAX];
	unsigned count;
	struct arena arena;
};

MUST_CHECK enum status form_parse(
	struct form *f, struct str query, struct error *err);
void form_release(struct form *f);

/* The last value of that name; .p NULL if there is none. */
struct str form_value(const struct form *f, struct str name);

/* The bytes that a part of an address stands for; `plus`: "+" is a space. */
MUST_CHECK enum status form_decode(struct arena *arena, struct str s, bool plus,
	struct str *out, struct error *err);

#endif
