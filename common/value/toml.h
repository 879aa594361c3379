/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * toml.h - TOML to a struct value, by toml++; C++ stays in toml.cc.
 *
 * Dates become strings in RFC 3339's notation, infinities and NaN strings.
 *
 * Errors:    ERR_NOMEM; ERR_LIMIT beyond the limits of value.h; ERR_INVALID.
 *            `err` then says where and why.
 * Ownership: everything lives in the arena.
 */
#ifndef MEJU_VALUE_TOML_H
#define MEJU_VALUE_TOML_H

#include "common/base/status.h"
#include "common/value/value.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { TOML_SOURCE_MAX = 1 << 20 };

MUST_CHECK enum status toml_parse(struct str block, struct arena *a,
	struct value **out, struct value_error *err);

#ifdef __cplusplus
}
#endif

#endif
