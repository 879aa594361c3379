/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * shortest.h - the fewest digits that read back as the same number, by the
 * C++ library's std::to_chars() and from_chars(), whatever the locale.
 */
#ifndef MEJU_BASE_SHORTEST_H
#define MEJU_BASE_SHORTEST_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { SHORTEST_MAX = 32 }; /* bytes */

/* Writes no NUL; returns how many bytes.  REQUIRES: it is finite. */
size_t shortest_put(double value, char out[SHORTEST_MAX]);

/* The number that all of the text is; one that is too large or too small for a
 * double, or no number, is infinite. */
double shortest_get(const char *text, size_t len);

#ifdef __cplusplus
}
#endif

#endif
