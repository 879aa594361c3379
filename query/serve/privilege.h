/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * privilege.h - what a server does not need, given up.
 */
#ifndef MEJU_QUERY_SERVE_PRIVILEGE_H
#define MEJU_QUERY_SERVE_PRIVILEGE_H

#include "common/base/status.h"

/* Become that user, with its groups, for good. */
MUST_CHECK enum status privilege_drop(const char *user, struct error *err);

/* As many open files as the system allows; returns how many. */
unsigned long privilege_files(void);

#endif
