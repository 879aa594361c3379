/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * read_json.h - what simdjson makes of a text, for those who include the writer
 * (common/base/json.h), which has the names that the reader has.
 *
 * Ownership: nodes and texts live until the next call.
 */
#ifndef MEJU_TESTS_READ_JSON_H
#define MEJU_TESTS_READ_JSON_H

#include "common/value/value.h"

/* NULL if it is no JSON. */
const struct value *read_json(struct str bytes);

#endif
