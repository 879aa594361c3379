/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * vec.h - a growing array of one type.
 *
 *	VEC(uint32_t) docs = {0};
 *	if (vec_push(&docs, 7) != OK)
 *		...
 *	for (size_t i = 0; i < docs.len; i++)
 *		use(docs.v[i]);
 *	vec_release(&docs);
 *
 * Errors:    push and reserve return ERR_NOMEM and leave the array as it was.
 * Ownership: owns v[0 .. len); a push may move it.
 */
#ifndef MEJU_BASE_VEC_H
#define MEJU_BASE_VEC_H

#include "common/base/status.h"

#include <stddef.h>

#define VEC(type)                                                              \
	struct {                                                               \
		type *v;                                                       \
		size_t len, cap;                                               \
	}

/* Room for at least `n` elements in all. */
#define vec_reserve(vec, n)                                                    \
	vec_grow((void **)&(vec)->v, &(vec)->cap, (n), sizeof *(vec)->v)

/* The same, but what the elements were may be lost. */
#define vec_renew(vec, n)                                                      \
	((n) <= (vec)->cap ? OK : (vec_release(vec), vec_reserve(vec, n)))

#define vec_push(vec, ...)                                                     \
	((vec)->len < (vec)->cap || vec_reserve(vec, (vec)->len + 1) == OK     \
			? ((vec)->v[(vec)->len++] = (__VA_ARGS__), OK)         \
			: ERR_NOMEM)

#define vec_release(vec)                                                       \
	(vec_free((vec)->v), (vec)->v = NULL, (vec)->len = (vec)->cap = 0)

MUST_CHECK enum status vec_grow(
	void **v, size_t *cap, size_t need, size_t size);
void vec_free(void *v);

#endif
