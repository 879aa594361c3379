/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * path.h - what the path of a file or page says of the page.
 *
 * Ownership: results are parts of what was given.
 */
#ifndef MEJU_INDEXER_PATH_H
#define MEJU_INDEXER_PATH_H

#include "common/base/str.h"

/* "posts/2024-05-03-title.md" without its ending; an index page is its folder,
 * and no slash ends it. */
struct str path_page(struct str path);

/* The last part of that without a date before it: "title". */
struct str path_slug(struct str path);

#endif
