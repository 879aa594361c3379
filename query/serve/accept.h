/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * accept.h - which of some media types a client likes best (RFC 9110, section
 * 12.5.1).
 */
#ifndef MEJU_QUERY_SERVE_ACCEPT_H
#define MEJU_QUERY_SERVE_ACCEPT_H

#include "common/base/str.h"

/*
 * The number of the one of `types`, ended by NULL, that the header rates
 * highest; of equals the earlier.  0 if it likes none of them, or is empty:
 * something to read is better than none.
 */
unsigned accept_best(struct str header, const char *const *types);

#endif
