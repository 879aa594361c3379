/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * site.h - the files of site/, which are part of the program.
 *
 * To add one: its row in site.c, its name in CMakeLists.txt.
 */
#ifndef MEJU_QUERY_SERVE_SITE_H
#define MEJU_QUERY_SERVE_SITE_H

#include "common/base/str.h"

struct site_file {
	const char *path; /* under which it is asked for */
	const char *type; /* of its content              */
	const char *begin, *end;
};

/* NULL if there is none. */
const struct site_file *site_find(struct str path);

#endif
