/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * yaml.h - a block of YAML to a struct value, by libyaml's events.
 *
 * Words become bools and numbers by YAML 1.2's core rules; aliases are written
 * out; only the first document counts.  An empty block is an empty object.
 *
 * Errors:    ERR_NOMEM; ERR_LIMIT beyond the limits of value.h; ERR_INVALID.
 *            `err` then says where and why.
 * Ownership: everything lives in the arena.
 */
#ifndef MEJU_INDEXER_PARSE_YAML_H
#define MEJU_INDEXER_PARSE_YAML_H

#include "common/base/status.h"
#include "common/value/value.h"

MUST_CHECK enum status yaml_parse(struct str block, struct arena *a,
	struct value **out, struct value_error *err);

#endif
