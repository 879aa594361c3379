/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * scratch.h - a folder for a fuzz target's files, made once and removed when
 * the process ends.  What goes wrong here aborts.
 */
#ifndef MEJU_TESTS_SCRATCH_H
#define MEJU_TESTS_SCRATCH_H

#include "common/base/str.h"

const char *scratch_folder(void);

/* A file of that name with these bytes, in place of any other. */
void scratch_put(const char *name, struct str bytes);

#endif
