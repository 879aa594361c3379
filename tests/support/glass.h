/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * glass.h - small databases of Xapian.
 *
 *	char *path = glass_make(dir, "one", texts, count);
 *	struct xap_db *db = glass_open(path);
 *
 * Errors: fail the test.
 */
#ifndef MEJU_TESTS_GLASS_H
#define MEJU_TESTS_GLASS_H

#include "common/xapian/xap.h"

/* Fail with the sentence of a call that is not OK. */
void glass_ok(enum status status, const struct error *err);

/* Its words at positions from 1, "Q" and its first word as a term that only
 * filters, its length in slot 0 as a number, its last word in slot 1, all of
 * it as data. */
struct xap_doc *glass_doc(const char *text);

void glass_add(struct xap_writer *writer, const char *text);

/* A new folder DIR/NAME of such documents; its path, to be freed. */
char *glass_make(const char *dir, const char *name, const char *const *texts,
	unsigned count);

struct xap_db *glass_open(const char *path);
struct xap_writer *glass_writer(const char *path);

/* A query for one term. */
struct xap_query *glass_term(const char *term);

/* What a walk gives, as "text/number/count " each; closes it. */
void glass_walk(struct xap_walk *walk, struct buf *out);

/* ... which it is to be. */
void glass_walk_is(struct xap_walk *walk, const char *want);

#endif
